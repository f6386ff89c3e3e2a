//! Pictures that people send, drawn anew.

mod avatar;
mod pictures;

pub use pictures::ImagePictures;
