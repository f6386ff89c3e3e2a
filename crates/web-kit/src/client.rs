//! Where a request comes from.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use kamachat_application::accounts::ClientInfo;

use crate::{Edge, Refusal};

/// Address and user agent of the client.
#[derive(Clone, Debug)]
pub struct Client(pub ClientInfo);

impl FromRequest for Client {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let ip = Edge::of(req).client_ip(req);
        let user_agent = req.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        ready(Ok(Self(ClientInfo { ip, user_agent: user_agent.unwrap_or_default().to_owned() })))
    }
}
