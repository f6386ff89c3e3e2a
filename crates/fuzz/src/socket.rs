use bytes::Bytes;
use kamachat_realtime::{Inbound, Incoming, Violation, wire};

/// Bytes of a socket, in the first byte's pieces and at once: the same frames and the same end.
///
/// # Panics
/// When they differ, or when a frame is more than was sent.
pub fn socket(data: &[u8]) {
    let Some((&size, stream)) = data.split_first() else { return };
    let whole = read(stream.chunks(stream.len().max(1)));
    let pieces = read(stream.chunks(usize::from(size).max(1)));
    assert_eq!(whole, pieces, "it matters how a stream is cut");
    for frame in whole.0 {
        let (Incoming::Text(payload) | Incoming::Ping(payload)) = &frame else { continue };
        assert!(payload.len() <= stream.len(), "a frame out of nothing");
        if let (Incoming::Text(_), Ok(text)) = (&frame, std::str::from_utf8(payload)) {
            wire::frame(text).ok();
        }
    }
}

fn read<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> (Vec<Incoming>, Option<Violation>) {
    let (mut inbound, mut frames) = (Inbound::default(), Vec::new());
    for piece in pieces {
        inbound.feed(Bytes::copy_from_slice(piece));
        loop {
            match inbound.next_frame() {
                Ok(Some(frame)) => frames.push(frame),
                Ok(None) => break,
                Err(violation) => return (frames, Some(violation)),
            }
        }
    }
    (frames, None)
}
