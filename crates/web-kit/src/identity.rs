//! Who calls: the bearer token of the `Authorization` header.

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web::Data};
use futures_util::future::LocalBoxFuture;
use kamachat_application::{
    Actor, Error, Services,
    ports::{Budget, Subject},
};

use crate::{Client, Refusal};

/// The caller, whose token and session were checked. A route without it is open to everybody.
#[derive(Clone, Copy, Debug)]
pub struct Caller(pub Actor);

/// The token of `Authorization: Bearer …`.
#[must_use]
pub fn bearer(req: &HttpRequest) -> Option<&str> {
    let value = req.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}

impl FromRequest for Caller {
    type Error = Refusal;
    type Future = LocalBoxFuture<'static, Result<Self, Refusal>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let services = req.app_data::<Data<Services>>().cloned();
        let token = bearer(req).map(str::to_owned);
        let client = Client::of(req);
        Box::pin(async move {
            let (Some(services), Some(token)) = (services, token) else {
                return Err(Error::Unauthenticated.into());
            };
            let actor = services.accounts.authenticate_from(&token, &client.0).await?;
            take_request(&services, &actor).await?;
            Ok(Self(actor))
        })
    }
}

/// Takes one call off the budget of an account.
///
/// # Errors
/// [`Error::TooFast`].
pub async fn take_request(services: &Services, actor: &Actor) -> Result<(), Error> {
    Ok(services.limits.take(Budget::Requests, &Subject::Account(actor.account_id), 1).await?)
}
