use async_trait::async_trait;
use bytes::Bytes;
use kamachat_domain::{
    accounts::AvatarSize,
    ids::{AvatarId, ExportId},
};

use super::PortError;

/// Where a file is kept. Made of ids that the server drew, never of what somebody sent: letters, digits,
/// dashes, and slashes between parts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BlobKey(String);

impl BlobKey {
    /// One size of a picture.
    #[must_use]
    pub fn avatar(id: AvatarId, size: AvatarSize) -> Self {
        let id = id.as_uuid().simple().to_string();
        // The end of an id is the random part: no folder gets all files of a day.
        Self(format!("avatars/{}/{id}-{}", &id[30..], size.pixels()))
    }

    /// An archive.
    #[must_use]
    pub fn export(id: ExportId) -> Self {
        Self(format!("exports/{}", id.as_uuid().simple()))
    }

    /// The key as a relative path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Files that are too large for the database. What is stored under a key never changes.
#[async_trait]
pub trait Blobs: Send + Sync {
    /// Stores a file whole or not at all; it is durable when this returns.
    async fn put(&self, key: &BlobKey, bytes: Bytes) -> Result<(), PortError>;

    /// A small file; `None` when there is none.
    async fn get(&self, key: &BlobKey) -> Result<Option<Bytes>, PortError>;

    /// Begins a file that is written piece by piece. It is there once it is finished, in place of one that was
    /// there before; dropped before that, it never was.
    async fn create(&self, key: &BlobKey) -> Result<Box<dyn BlobWriter>, PortError>;

    /// A file that is read piece by piece; `None` when there is none.
    async fn open(&self, key: &BlobKey) -> Result<Option<Box<dyn BlobReader>>, PortError>;

    /// Deletes a file; what is not there is fine.
    async fn delete(&self, key: &BlobKey) -> Result<(), PortError>;
}

/// A file that is being written.
#[async_trait]
pub trait BlobWriter: Send + Sync {
    async fn write(&mut self, bytes: Bytes) -> Result<(), PortError>;

    /// Gives the file its name; it is durable when this returns.
    async fn finish(self: Box<Self>) -> Result<(), PortError>;
}

/// A file that is being read.
#[async_trait]
pub trait BlobReader: Send {
    /// Bytes of the whole file.
    fn length(&self) -> u64;

    /// The next piece; `None` at the end.
    async fn next(&mut self) -> Result<Option<Bytes>, PortError>;
}
