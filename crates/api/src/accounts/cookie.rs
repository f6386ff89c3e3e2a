//! The refresh token and the device token of web clients: cookies that scripts cannot read.
//!
//! They count only together with the header `X-Client: web`, which no other site can make a browser send.

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
use serde::Serialize;

use super::wire;

const REFRESH: &str = "kama_refresh";
const DEVICE: &str = "kama_device";
/// Before the name where the browser promises: this origin only, over TLS or on the same machine. Over plain
/// HTTP from elsewhere browsers refuse it.
const HOST_ONLY: &str = "__Host-";
/// Seconds that browsers keep the device token: as long as they keep any cookie.
const DEVICE_SECONDS: u64 = 400 * 24 * 3600;

/// How this client wants its refresh token.
pub(crate) struct Web {
    /// The client says that it is a browser.
    is_web: bool,
    /// The connection is one that browsers call trustworthy.
    is_secure: bool,
    refresh: Option<String>,
    device: Option<String>,
}

impl FromRequest for Web {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let is_web = req.headers().get("x-client").is_some_and(|value| value.as_bytes() == b"web");
        let is_secure = Edge::of(req).is_trustworthy(req);
        let cookie = |what| req.cookie(&name(what, is_secure)).map(|cookie| cookie.value().to_owned());
        let (refresh, device) = (cookie(REFRESH), cookie(DEVICE));
        ready(Ok(Self { is_web, is_secure, refresh, device }))
    }
}

impl Web {
    /// The token to exchange: of the body, or of the cookie when the header is there.
    pub(crate) fn refresh_token(&self, body: Refresh) -> Result<String, AccountError> {
        let cookie = self.refresh.clone().filter(|_| self.is_web);
        body.refresh_token.or(cookie).ok_or(AccountError::RefreshInvalid)
    }

    /// What an earlier sign-in left: in the body, or as a cookie when the header is there.
    pub(crate) fn device_token(&self, body: Option<String>) -> Option<String> {
        body.or_else(|| self.device.clone().filter(|_| self.is_web))
    }

    pub(crate) fn answer(&self, mut builder: HttpResponseBuilder, signed_in: SignedIn) -> HttpResponse {
        let SignedIn { account, access_token, refresh_token, mut device_token, expires_in } = signed_in;
        let mut refresh_token = Some(refresh_token.0);
        if self.is_web {
            let token = refresh_token.take().unwrap_or_default();
            builder.cookie(self.cookie(REFRESH, token, Session::IDLE.as_secs()));
            if let Some(token) = device_token.take() {
                builder.cookie(self.cookie(DEVICE, token, DEVICE_SECONDS));
            }
        }
        let user = wire::account(account);
        builder.json(AuthSession { user, access_token, refresh_token, device_token, expires_in })
    }

    /// The session that asks is over. The device stays known: its owner signed in here.
    pub(crate) fn goodbye(&self) -> HttpResponse {
        let mut builder = HttpResponse::NoContent();
        if self.is_web {
            builder.cookie(self.cookie(REFRESH, String::new(), 0));
        }
        builder.finish()
    }

    /// The session that asks is over, and this is the last word.
    pub(crate) fn farewell(&self, last: &impl Serialize) -> HttpResponse {
        let mut builder = HttpResponse::Ok();
        if self.is_web {
            builder.cookie(self.cookie(REFRESH, String::new(), 0));
        }
        builder.json(last)
    }

    fn cookie(&self, what: &str, value: String, seconds: u64) -> Cookie<'static> {
        Cookie::build(name(what, self.is_secure), value)
            .path("/")
            .http_only(true)
            .secure(self.is_secure)
            .same_site(SameSite::Strict)
            .max_age(Duration::seconds(i64::try_from(seconds).unwrap_or(0)))
            .finish()
    }
}

fn name(what: &str, is_secure: bool) -> String {
    if is_secure { format!("{HOST_ONLY}{what}") } else { what.to_owned() }
}
