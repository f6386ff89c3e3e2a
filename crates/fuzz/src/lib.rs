//! What the decoders of KamaChat must bear: each target takes any bytes and panics when something is wrong.
//!
//! A target is run by a fuzzer (`scripts/proof fuzz`) and, over everything that a fuzzer found before
//! (`corpus/<target>/`), by the ordinary test `tests/replay.rs`. Nothing of the server depends on this crate.
//! Start with [`TARGETS`].

mod cursor;
mod frames;
mod search;
mod socket;
mod text;

pub use cursor::cursor;
pub use frames::{client_frame, server_frame};
pub use search::search;
pub use socket::socket;
pub use text::text;

/// Does something with any input, and does not panic.
pub type Target = fn(&[u8]);

/// The targets by name, which is the folder of their corpus.
pub const TARGETS: [(&str, Target); 6] = [
    ("client_frame", client_frame),
    ("cursor", cursor),
    ("search", search),
    ("server_frame", server_frame),
    ("socket", socket),
    ("text", text),
];
