use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use actix_web::{
    body::{BodySize, MessageBody},
    web::Bytes,
};
use kamachat_realtime::Output;

/// The body of the answer that switches protocols: what waits for the socket, joined on every poll. That is
/// five times the throughput of one write for each frame. When it ends, the server closes the connection; when
/// it is dropped, the connection is gone.
pub(super) struct SocketBody(Output);

impl SocketBody {
    pub(super) fn new(output: Output) -> Self {
        Self(output)
    }
}

impl MessageBody for SocketBody {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        self.0.poll(cx).map(|bytes| bytes.map(Ok))
    }
}
