//! The refresh token of web clients: a cookie that scripts cannot read.
//!
//! It counts only together with the header `X-Client: web`, which no other site can make a browser send.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder,
    cookie::{Cookie, SameSite, time::Duration},
    dev::Payload,
};
use kamachat_application::accounts::SignedIn;
use kamachat_domain::accounts::{AccountError, Session};
use kamachat_protocol::accounts::{AuthSession, Refresh};
use kamachat_web_kit::{Edge, Refusal};

use super::wire;

/// Where the browser promises: this origin only, over TLS or on the same machine.
const HOST_COOKIE: &str = "__Host-kama_refresh";
/// Over plain HTTP, where browsers refuse the other one.
const PLAIN_COOKIE: &str = "kama_refresh";

/// How this client wants its refresh token.
pub(crate) struct Web {
    /// The client says that it is a browser.
    is_web: bool,
    /// The connection is one that browsers call trustworthy.
    is_secure: bool,
    cookie: Option<String>,
}

impl FromRequest for Web {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let is_web = req.headers().get("x-client").is_some_and(|value| value.as_bytes() == b"web");
        let is_secure = Edge::of(req).is_trustworthy(req);
        let cookie = req.cookie(name(is_secure)).map(|cookie| cookie.value().to_owned());
        ready(Ok(Self { is_web, is_secure, cookie }))
    }
}

impl Web {
    /// The token to exchange: of the body, or of the cookie when the header is there.
    pub(crate) fn refresh_token(&self, body: Refresh) -> Result<String, AccountError> {
        let cookie = self.cookie.clone().filter(|_| self.is_web);
        body.refresh_token.or(cookie).ok_or(AccountError::RefreshInvalid)
    }

    pub(crate) fn answer(&self, mut builder: HttpResponseBuilder, signed_in: SignedIn) -> HttpResponse {
        let SignedIn { account, access_token, refresh_token, expires_in } = signed_in;
        let mut refresh_token = Some(refresh_token.0);
        if self.is_web {
            let token = refresh_token.take().unwrap_or_default();
            builder.cookie(cookie(self.is_secure, token, Session::IDLE.as_secs()));
        }
        let user = wire::account(account);
        builder.json(AuthSession { user, access_token, refresh_token, expires_in })
    }

    pub(crate) fn goodbye(&self) -> HttpResponse {
        let mut builder = HttpResponse::NoContent();
        if self.is_web {
            builder.cookie(cookie(self.is_secure, String::new(), 0));
        }
        builder.finish()
    }
}

const fn name(is_secure: bool) -> &'static str {
    if is_secure { HOST_COOKIE } else { PLAIN_COOKIE }
}

fn cookie(is_secure: bool, value: String, seconds: u64) -> Cookie<'static> {
    Cookie::build(name(is_secure), value)
        .path("/")
        .http_only(true)
        .secure(is_secure)
        .same_site(SameSite::Strict)
        .max_age(Duration::seconds(i64::try_from(seconds).unwrap_or(0)))
        .finish()
}
