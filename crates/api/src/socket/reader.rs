use actix_web::web::Payload;
use futures_util::StreamExt;
use kamachat_realtime::{Inbound, Session};

/// Reads a socket until it ends or closes. The one task of a socket: its frames are handled here, in order.
pub(super) async fn read(mut session: Session, mut payload: Payload) {
    let mut inbound = Inbound::default();
    while let Some(Ok(bytes)) = payload.next().await {
        inbound.feed(bytes);
        loop {
            match inbound.next_frame() {
                Ok(Some(frame)) => session.on_frame(frame).await,
                Ok(None) => break,
                Err(violation) => session.on_violation(violation),
            }
            if session.is_over() {
                return;
            }
        }
    }
}
