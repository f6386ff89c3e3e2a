//! Outgoing frames: encoded once, shared by every socket that gets them.

use std::io::Write;

use bytes::Bytes;
use kamachat_domain::ids::ConversationId;
use kamachat_protocol::frames::{CloseCode, ServerFrame};

/// Longest header of an unmasked frame: two bytes and a 64-bit length.
const HEADER: usize = 10;
/// Longest payload of a control frame (RFC 6455, 5.5).
const CONTROL: usize = 125;
const FINAL_TEXT: u8 = 0x81;
const FINAL_CLOSE: u8 = 0x88;
const FINAL_PONG: u8 = 0x8A;

/// The empty ping of the heartbeat.
pub(crate) const PING: Bytes = Bytes::from_static(&[0x89, 0]);

/// Something pushed: it may be dropped where a socket is too slow, because it can be pulled by number.
#[derive(Clone, Debug)]
pub struct Push {
    pub(crate) bytes: Bytes,
    pub(crate) conversation_id: ConversationId,
    /// Of a message; 0 for a change.
    pub(crate) seq: i64,
    /// Of a change; 0 otherwise.
    pub(crate) rev: i64,
    /// The socket that caused it: it gets an `ack` instead.
    pub(crate) origin: Option<u64>,
}

/// The bytes of a text frame with its WebSocket header, as a server sends it. Cloning shares them.
#[must_use]
pub fn text(frame: &ServerFrame) -> Bytes {
    let mut out = Vec::with_capacity(256);
    out.extend_from_slice(&[0; HEADER]);
    // No server frame has a map with odd keys, so this cannot fail; nothing is better than half a frame.
    if let Err(error) = serde_json::to_writer(&mut out, frame) {
        tracing::error!(error = &error as &dyn std::error::Error, "a frame cannot be serialised");
        return Bytes::new();
    }
    let start = write_header(&mut out);
    Bytes::from(out).slice(start..)
}

/// The frame that closes a socket.
#[must_use]
pub fn close(code: CloseCode) -> Bytes {
    let [high, low] = (code as u16).to_be_bytes();
    Bytes::copy_from_slice(&[FINAL_CLOSE, 2, high, low])
}

/// The answer to a client's WebSocket ping.
#[must_use]
pub fn pong(payload: &[u8]) -> Bytes {
    let payload = &payload[..payload.len().min(CONTROL)];
    let mut out = Vec::with_capacity(2 + payload.len());
    out.push(FINAL_PONG);
    out.push(u8::try_from(payload.len()).unwrap_or_default());
    out.extend_from_slice(payload);
    Bytes::from(out)
}

/// Writes the header right before the payload, which begins at [`HEADER`], and tells where it starts.
fn write_header(out: &mut [u8]) -> usize {
    let len = out.len() - HEADER;
    let (start, short) = match len {
        0..=125 => (HEADER - 2, u8::try_from(len).unwrap_or_default()),
        126..=0xFFFF => (HEADER - 4, 126),
        _ => (0, 127),
    };
    let length = (len as u64).to_be_bytes();
    let mut header = &mut out[start..HEADER];
    let extended = header.len() - 2;
    // Writing into a slice that fits cannot fail.
    let _ = header.write_all(&[FINAL_TEXT, short]);
    let _ = header.write_all(&length[8 - extended..]);
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(len: usize) -> ServerFrame {
        ServerFrame::Error { reference: None, code: "x".into(), message: "m".repeat(len), retry_after: None }
    }

    #[test]
    fn the_header_fits_each_class_of_length() {
        for (len, header) in [(0, 2), (200, 4), (0xFFFF, 10)] {
            let frame = error(len);
            let json = serde_json::to_vec(&frame).unwrap();
            let bytes = text(&frame);
            assert_eq!(bytes.len(), json.len() + header);
            assert_eq!(bytes[0], 0x81);
            assert_eq!(&bytes[header..], &json[..]);
            let told = match bytes[1] {
                126 => u64::from(u16::from_be_bytes([bytes[2], bytes[3]])),
                127 => u64::from_be_bytes(bytes[2..10].try_into().unwrap()),
                short => u64::from(short),
            };
            assert_eq!(told, json.len() as u64);
        }
    }

    #[test]
    fn control_frames_are_short_and_final() {
        assert_eq!(&close(CloseCode::TooSlow)[..], &[0x88, 2, 0x0F, 0xA8]);
        assert_eq!(&pong(b"hi")[..], &[0x8A, 2, b'h', b'i']);
        assert_eq!(pong(&[7; 300]).len(), 127);
    }
}
