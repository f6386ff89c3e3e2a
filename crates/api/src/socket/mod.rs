//! `GET /ws`: the WebSocket upgrade. What the frames mean is the business of `kamachat-realtime`.

mod auth;
mod body;
mod reader;

use actix_web::{
    Error, FromRequest, HttpRequest, HttpResponse,
    dev::Payload as NoPayload,
    web::{Data, Payload, Query, ServiceConfig, get, resource},
};
use kamachat_application::{Actor, Services};
use kamachat_realtime::Realtime;
use kamachat_web_kit::{Client, Edge, Refusal, take_request};

use self::{auth::Proof, body::SocketBody};

/// Mounts `GET /ws`. Needs `Data<Services>` and `Data<Realtime>` in the application; `Data<Edge>` says which
/// origins besides the server's own may open a socket.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(resource("/ws").route(get().to(upgrade)));
}

/// Checks where the request comes from and who sends it, then hands the connection over.
///
/// A page of another origin is refused. A request without `Origin` comes from a program; it proves itself like
/// everybody, and no cookie counts here, so there is nothing that a foreign page could borrow.
async fn upgrade(
    req: HttpRequest,
    payload: Payload,
    query: Query<auth::Parameters>,
    services: Data<Services>,
    realtime: Data<Realtime>,
) -> Result<HttpResponse, Error> {
    let response = handshake(&req).await?;
    if Edge::of(&req).origin_is_allowed(&req) == Some(false) {
        return Err(Refusal::forbidden("socket.origin_forbidden", "this page may not open a socket").into());
    }
    let actor = Proof::of(&req, query.into_inner())?.check(&services, &Client::of(&req)).await?;
    take_request(&services, &actor).await.map_err(Refusal::from)?;
    Ok(hand_over(response, payload, &realtime, actor))
}

/// From here on the connection belongs to a socket of `actor`.
fn hand_over(response: HttpResponse, payload: Payload, realtime: &Realtime, actor: Actor) -> HttpResponse {
    let (session, output) = realtime.open(actor);
    actix_web::rt::spawn(reader::read(session, payload));
    response.set_body(SocketBody::new(output)).map_into_boxed_body()
}

/// The answer that switches protocols. Of actix-ws only the handshake is used: its reader collects a frame of
/// any announced length before it looks at the limit, and its writer never joins what waits.
async fn handshake(req: &HttpRequest) -> Result<HttpResponse, Error> {
    let nothing = Payload::from_request(req, &mut NoPayload::None).await?;
    let (response, _, _) = actix_ws::handle(req, nothing)?;
    Ok(response)
}

#[cfg(test)]
mod nothing;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]
mod tests;
