use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use bytes::Bytes;
use kamachat_application::ports::{BlobKey, BlobReader, BlobWriter, Blobs, Ids, PortError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::SystemIds;

/// Where files are written before they get their name.
const UNFINISHED: &str = "unfinished";
/// Bytes that are read at a time.
const PIECE: usize = 64 * 1024;

/// A folder of files that only their owner reads.
#[derive(Clone, Debug)]
pub struct DiskBlobs {
    root: Arc<Path>,
}

impl DiskBlobs {
    /// Files below `root`, which is made with the first of them.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self { root: root.into() }
    }

    /// Drops what an earlier process did not finish. Only for the process that the folder belongs to.
    ///
    /// # Errors
    /// What the file system says.
    pub fn tidy(&self) -> io::Result<()> {
        let unfinished = self.root.join(UNFINISHED);
        private_folder(&unfinished)?;
        for entry in fs::read_dir(&unfinished)? {
            fs::remove_file(entry?.path())?;
        }
        Ok(())
    }

    fn path(&self, key: &BlobKey) -> PathBuf {
        self.root.join(key.as_str())
    }

    /// Runs file work beside the async threads.
    async fn work<T: Send + 'static>(
        &self,
        key: &BlobKey,
        work: impl FnOnce(&Path, &Path) -> io::Result<T> + Send + 'static,
    ) -> Result<T, PortError> {
        let (root, path) = (Arc::clone(&self.root), self.path(key));
        let done = tokio::task::spawn_blocking(move || work(&root, &path)).await;
        done.map_err(|error| PortError::Refused(error.into()))?.map_err(failed)
    }
}

#[async_trait]
impl Blobs for DiskBlobs {
    async fn put(&self, key: &BlobKey, bytes: Bytes) -> Result<(), PortError> {
        self.work(key, move |root, path| {
            let unfinished = root.join(UNFINISHED).join(SystemIds.next().simple().to_string());
            let stored = write(&unfinished, &bytes).and_then(|()| name(&unfinished, path));
            if stored.is_err() {
                fs::remove_file(&unfinished).ok();
            }
            stored
        })
        .await
    }

    async fn get(&self, key: &BlobKey) -> Result<Option<Bytes>, PortError> {
        let read = |_: &Path, path: &Path| match fs::read(path) {
            Ok(bytes) => Ok(Some(bytes.into())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        };
        self.work(key, read).await
    }

    async fn create(&self, key: &BlobKey) -> Result<Box<dyn BlobWriter>, PortError> {
        let make = |root: &Path, path: &Path| {
            let unfinished = root.join(UNFINISHED).join(SystemIds.next().simple().to_string());
            Ok(Writing {
                file: new_file(&unfinished)?.into(),
                unfinished,
                path: path.to_owned(),
                done: false,
            })
        };
        Ok(Box::new(self.work(key, make).await?))
    }

    async fn open(&self, key: &BlobKey) -> Result<Option<Box<dyn BlobReader>>, PortError> {
        let open = |_: &Path, path: &Path| match File::open(path) {
            Ok(file) => Ok(Some(Reading { length: file.metadata()?.len(), file: file.into() })),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        };
        Ok(self.work(key, open).await?.map(|reading| Box::new(reading) as _))
    }

    async fn delete(&self, key: &BlobKey) -> Result<(), PortError> {
        let delete = |_: &Path, path: &Path| match fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
        self.work(key, delete).await
    }
}

/// A file without its name.
struct Writing {
    file: tokio::fs::File,
    unfinished: PathBuf,
    path: PathBuf,
    done: bool,
}

#[async_trait]
impl BlobWriter for Writing {
    async fn write(&mut self, bytes: Bytes) -> Result<(), PortError> {
        self.file.write_all(&bytes).await.map_err(failed)
    }

    async fn finish(mut self: Box<Self>) -> Result<(), PortError> {
        self.file.flush().await.map_err(failed)?;
        self.file.sync_all().await.map_err(failed)?;
        let (unfinished, path) = (self.unfinished.clone(), self.path.clone());
        let named = tokio::task::spawn_blocking(move || name(&unfinished, &path)).await;
        named.map_err(|error| PortError::Refused(error.into()))?.map_err(failed)?;
        self.done = true;
        Ok(())
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if !self.done {
            fs::remove_file(&self.unfinished).ok();
        }
    }
}

struct Reading {
    file: tokio::fs::File,
    length: u64,
}

#[async_trait]
impl BlobReader for Reading {
    fn length(&self) -> u64 {
        self.length
    }

    async fn next(&mut self) -> Result<Option<Bytes>, PortError> {
        let mut piece = Vec::with_capacity(PIECE);
        let read = self.file.read_buf(&mut piece).await.map_err(failed)?;
        Ok((read > 0).then(|| piece.into()))
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = new_file(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn new_file(path: &Path) -> io::Result<File> {
    path.parent().map_or(Ok(()), private_folder)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Gives a finished file its name; both folders remember it when this returns.
fn name(unfinished: &Path, path: &Path) -> io::Result<()> {
    let folder = path.parent().ok_or(ErrorKind::InvalidInput)?;
    private_folder(folder)?;
    fs::rename(unfinished, path)?;
    File::open(folder)?.sync_all()?;
    folder.parent().map_or(Ok(()), |above| File::open(above)?.sync_all())
}

fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// A full disk or a missing right may be mended: the same call may succeed later.
fn failed(error: io::Error) -> PortError {
    PortError::Unavailable(error.into())
}

#[cfg(test)]
mod tests {
    use kamachat_domain::{accounts::AvatarSize, ids::AvatarId};

    use super::*;

    fn key() -> BlobKey {
        BlobKey::avatar(AvatarId::from(SystemIds.next()), AvatarSize::Small)
    }

    #[tokio::test]
    async fn a_file_is_there_whole_until_it_is_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = DiskBlobs::new(folder.path().join("files"));
        let (one, other) = (key(), key());
        assert_eq!(blobs.get(&one).await.unwrap(), None);
        blobs.put(&one, Bytes::from_static(b"one")).await.unwrap();
        blobs.put(&other, Bytes::new()).await.unwrap();
        assert_eq!(blobs.get(&one).await.unwrap().as_deref(), Some(&b"one"[..]));
        assert_eq!(blobs.get(&other).await.unwrap().as_deref(), Some(&b""[..]));
        blobs.delete(&one).await.unwrap();
        blobs.delete(&one).await.unwrap();
        assert_eq!(blobs.get(&one).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_file_in_pieces_is_there_once_it_is_finished() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = DiskBlobs::new(folder.path().join("files"));
        let key = key();
        let mut dropped = blobs.create(&key).await.unwrap();
        dropped.write(Bytes::from_static(b"half")).await.unwrap();
        drop(dropped);
        assert!(blobs.open(&key).await.unwrap().is_none());
        let mut writing = blobs.create(&key).await.unwrap();
        for _ in 0..3 {
            writing.write(Bytes::from(vec![7; 100_000])).await.unwrap();
        }
        assert!(blobs.open(&key).await.unwrap().is_none());
        writing.finish().await.unwrap();
        let mut reading = blobs.open(&key).await.unwrap().unwrap();
        let mut read = 0;
        while let Some(piece) = reading.next().await.unwrap() {
            read += piece.len() as u64;
        }
        assert_eq!((read, reading.length()), (300_000, 300_000));
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_the_owner_reads_and_what_was_not_finished_goes() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("files");
        let blobs = DiskBlobs::new(root.clone());
        let key = key();
        blobs.put(&key, Bytes::from_static(b"x")).await.unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&root.join(key.as_str())), 0o600);
        assert_eq!(mode(&root), 0o700);
        fs::write(root.join(UNFINISHED).join("half"), b"x").unwrap();
        blobs.tidy().unwrap();
        assert_eq!(fs::read_dir(root.join(UNFINISHED)).unwrap().count(), 0);
        assert!(blobs.get(&key).await.unwrap().is_some());
    }
}
