//! Incoming WebSocket frames (RFC 6455), without a transport: bytes in, frames out.
//!
//! A length is looked at before anything is kept, so a client cannot make the server hold more than one
//! frame and one message in parts, whatever it announces.

use bytes::{Buf, Bytes, BytesMut};
use kamachat_protocol::frames::{CloseCode, MAX_FRAME};

/// Longest message that comes in parts, in bytes.
pub const MAX_MESSAGE: usize = 256 * 1024;

const FINAL: u8 = 0x80;
const RESERVED: u8 = 0x70;
const MASKED: u8 = 0x80;

/// A whole message or a control frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// Not checked to be UTF-8.
    Text(Bytes),
    Binary,
    Ping(Bytes),
    Pong,
    Close,
}

/// Why a socket cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// A frame over 64 KiB or a message over [`MAX_MESSAGE`].
    TooLarge,
    /// Text that is not UTF-8.
    NotText,
    /// Not what RFC 6455 allows.
    Broken,
}

impl Violation {
    /// What the socket is closed with.
    #[must_use]
    pub const fn close_code(self) -> CloseCode {
        match self {
            Self::TooLarge => CloseCode::TooLarge,
            Self::NotText => CloseCode::NotText,
            Self::Broken => CloseCode::Broken,
        }
    }
}

/// The read side of one socket. Keeps no buffer while it is idle.
#[derive(Debug, Default)]
pub struct Inbound {
    buffer: BytesMut,
    /// The message that comes in parts, and whether it is text.
    parts: Option<(bool, BytesMut)>,
}

struct Header {
    last: bool,
    opcode: u8,
    payload: usize,
    mask: [u8; 4],
    len: usize,
}

impl Inbound {
    /// Adds what was read.
    pub fn feed(&mut self, bytes: Bytes) {
        if self.buffer.is_empty() {
            self.buffer = BytesMut::from(bytes);
        } else {
            self.buffer.extend_from_slice(&bytes);
        }
    }

    /// The next message, `None` when more bytes are needed.
    ///
    /// # Errors
    /// [`Violation`]: nothing that follows can be understood.
    pub fn next_frame(&mut self) -> Result<Option<Incoming>, Violation> {
        loop {
            let Some(header) = parse(&self.buffer)? else { return Ok(None) };
            if self.buffer.len() < header.len + header.payload {
                return Ok(None);
            }
            self.buffer.advance(header.len);
            let mut payload = self.buffer.split_to(header.payload);
            if self.buffer.is_empty() {
                self.buffer = BytesMut::new();
            }
            unmask(&mut payload, header.mask);
            if let Some(incoming) = self.accept(&header, payload)? {
                return Ok(Some(incoming));
            }
        }
    }

    fn accept(&mut self, header: &Header, payload: BytesMut) -> Result<Option<Incoming>, Violation> {
        match header.opcode {
            0 => self.continued(header.last, &payload),
            1 | 2 if self.parts.is_some() => Err(Violation::Broken),
            1 | 2 if !header.last => {
                self.parts = Some((header.opcode == 1, payload));
                Ok(None)
            }
            1 => Ok(Some(Incoming::Text(payload.freeze()))),
            2 => Ok(Some(Incoming::Binary)),
            8 => close(&payload).map(Some),
            9 => Ok(Some(Incoming::Ping(payload.freeze()))),
            _ => Ok(Some(Incoming::Pong)),
        }
    }

    fn continued(&mut self, last: bool, payload: &[u8]) -> Result<Option<Incoming>, Violation> {
        let (text, mut message) = self.parts.take().ok_or(Violation::Broken)?;
        if message.len() + payload.len() > MAX_MESSAGE {
            return Err(Violation::TooLarge);
        }
        message.extend_from_slice(payload);
        if last {
            return Ok(Some(if text { Incoming::Text(message.freeze()) } else { Incoming::Binary }));
        }
        self.parts = Some((text, message));
        Ok(None)
    }
}

/// The header at the start of `buffer`, once it is whole. Refuses what is too long before it arrives.
fn parse(buffer: &[u8]) -> Result<Option<Header>, Violation> {
    let [first, second, rest @ ..] = buffer else { return Ok(None) };
    let (opcode, last) = (first & 0x0F, first & FINAL != 0);
    let control = opcode >= 8;
    let known = matches!(opcode, 0..=2 | 8..=10);
    // A client masks everything, and no extension gives a meaning to the reserved bits.
    if first & RESERVED != 0 || second & MASKED == 0 || !known || (control && !last) {
        return Err(Violation::Broken);
    }
    let (payload, extended) = match second & !MASKED {
        126 => match rest {
            [a, b, ..] => (u64::from(u16::from_be_bytes([*a, *b])), 2),
            _ => return Ok(None),
        },
        127 => match rest {
            [a, b, c, d, e, f, g, h, ..] => (u64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, *h]), 8),
            _ => return Ok(None),
        },
        short => (u64::from(short), 0),
    };
    if control && payload > 125 {
        return Err(Violation::Broken);
    }
    let payload = usize::try_from(payload).ok().filter(|len| *len <= MAX_FRAME).ok_or(Violation::TooLarge)?;
    let Some([a, b, c, d]) = rest.get(extended..extended + 4) else { return Ok(None) };
    Ok(Some(Header { last, opcode, payload, mask: [*a, *b, *c, *d], len: 2 + extended + 4 }))
}

fn unmask(payload: &mut [u8], mask: [u8; 4]) {
    // Whole words first: the compiler turns this into wide instructions.
    let mut words = payload.chunks_exact_mut(4);
    for word in &mut words {
        for (byte, key) in word.iter_mut().zip(mask) {
            *byte ^= key;
        }
    }
    for (byte, key) in words.into_remainder().iter_mut().zip(mask) {
        *byte ^= key;
    }
}

fn close(payload: &[u8]) -> Result<Incoming, Violation> {
    match payload {
        [] => Ok(Incoming::Close),
        [high, low, reason @ ..] => {
            let code = u16::from_be_bytes([*high, *low]);
            let allowed = matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999);
            match std::str::from_utf8(reason) {
                Ok(_) if allowed => Ok(Incoming::Close),
                Ok(_) => Err(Violation::Broken),
                Err(_) => Err(Violation::NotText),
            }
        }
        _ => Err(Violation::Broken),
    }
}

#[cfg(test)]
#[path = "inbound_tests.rs"]
mod tests;
