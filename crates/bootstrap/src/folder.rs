//! The data folder: made when it is missing, used by one process at a time.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

/// Why the data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Missing rights, a file in its place, a full disk.
    #[error("the data folder {path} cannot be used: {source}")]
    Unusable { path: PathBuf, source: io::Error },
    /// Only one process may write to the database in it.
    #[error("the data folder {0} is in use by another kamachat")]
    InUse(PathBuf),
}

/// Holds the folder for this process until it is dropped, also by a crash.
#[derive(Debug)]
pub(crate) struct DataFolder {
    _lock: File,
}

impl DataFolder {
    pub(crate) fn open(path: &Path) -> Result<Self, FolderError> {
        let unusable = |source| FolderError::Unusable { path: path.to_owned(), source };
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path).map_err(unusable)?;
        let lock = File::create(path.join("lock")).map_err(unusable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(FolderError::InUse(path.to_owned())),
            Err(TryLockError::Error(error)) => Err(unusable(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_belongs_to_one_at_a_time() {
        let base = std::env::temp_dir().join(format!("kamachat-folder-{}", std::process::id()));
        let path = base.join("not/there/yet");
        let first = DataFolder::open(&path).unwrap();
        assert!(matches!(DataFolder::open(&path), Err(FolderError::InUse(_))));
        drop(first);
        assert!(DataFolder::open(&path).is_ok());
        assert!(matches!(DataFolder::open(&path.join("lock")), Err(FolderError::Unusable { .. })));
        fs::remove_dir_all(base).unwrap();
    }
}
