//! The server's own secrets: made at the first start, one file each, never in the database.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// 32 secret bytes. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    /// A key from bytes that nobody else knows.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(***)")
    }
}

/// Every secret that this server made for itself.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Keys the hash of passwords before bcrypt: a stolen database alone is not enough to guess them.
    pub pepper: Key,
    /// Signs access tokens.
    pub access: Key,
    /// Derives the successors of refresh tokens.
    pub refresh: Key,
    /// Encrypts what the database keeps of second factors, and hashes recovery codes.
    pub seal: Key,
}

/// Why there are no keys. Each is a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// Not 32 bytes: cut off, emptied or something else.
    #[error(
        "{0} does not hold a key (32 bytes as base64url): put the file back from a backup, \
         or delete it and everybody has to sign in again"
    )]
    Unusable(PathBuf),
    /// The pepper in particular: without it no password is right any more.
    #[error(
        "{0} does not hold a key (32 bytes as base64url): put it back from a backup; without it no password is accepted"
    )]
    UnusablePepper(PathBuf),
    /// The sealing key in particular: without it no authenticator works any more.
    #[error(
        "{0} does not hold a key (32 bytes as base64url): put it back from a backup; \
         without it nobody with two-step sign-in gets in"
    )]
    UnusableSeal(PathBuf),
    /// The file system says no.
    #[error("{path} cannot be read or written: {source}")]
    Io { path: PathBuf, source: io::Error },
}

impl Keys {
    /// Reads the keys below `<data_dir>/keys`, making those that are missing. Only the owner may read them.
    ///
    /// # Errors
    /// [`KeysError`]; a damaged key is never replaced by a new one.
    pub fn load_or_make(data_dir: &Path, mut secret: impl FnMut() -> [u8; 32]) -> Result<Self, KeysError> {
        let folder = data_dir.join("keys");
        make_folder(&folder).map_err(|source| KeysError::Io { path: folder.clone(), source })?;
        let mut key = |name: &str| key(&folder.join(name), &mut secret);
        let pepper = key("pepper").map_err(|error| match error {
            KeysError::Unusable(path) => KeysError::UnusablePepper(path),
            other => other,
        })?;
        let seal = key("seal").map_err(|error| match error {
            KeysError::Unusable(path) => KeysError::UnusableSeal(path),
            other => other,
        })?;
        Ok(Self { pepper, access: key("access-token")?, refresh: key("refresh-token")?, seal })
    }
}

fn key(path: &Path, secret: &mut dyn FnMut() -> [u8; 32]) -> Result<Key, KeysError> {
    let failed = |source| KeysError::Io { path: path.to_owned(), source };
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            publish(path, &URL_SAFE_NO_PAD.encode(secret())).map_err(failed)?;
            // Another process may have been faster: what is in the file counts.
            fs::read_to_string(path).map_err(failed)?
        }
        Err(error) if error.kind() == io::ErrorKind::InvalidData => String::new(),
        Err(error) => return Err(failed(error)),
    };
    let bytes = URL_SAFE_NO_PAD.decode(text.trim().trim_end_matches('=')).ok();
    let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
    bytes.map(Key).ok_or_else(|| KeysError::Unusable(path.to_owned()))
}

/// Writes beside the file and links it into place: the file appears whole or not at all, and never replaces
/// one that is there.
fn publish(path: &Path, text: &str) -> io::Result<()> {
    let beside = path.with_extension(format!("new-{}", std::process::id()));
    let written = write_private(&beside, text).and_then(|()| match fs::hard_link(&beside, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    });
    fs::remove_file(&beside).ok();
    written?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemIds;
    use kamachat_application::ports::Ids;

    fn load(folder: &Path) -> Result<Keys, KeysError> {
        Keys::load_or_make(folder, || SystemIds.secret())
    }

    #[test]
    fn the_first_start_makes_different_keys_and_the_next_ones_find_them() {
        let folder = tempfile::tempdir().unwrap();
        let first = load(folder.path()).unwrap();
        assert!(first.pepper != first.access && first.access != first.refresh);
        let again = load(folder.path()).unwrap();
        assert!(
            first.pepper == again.pepper && first.access == again.access && first.refresh == again.refresh
        );
        assert_eq!(fs::read_dir(folder.path().join("keys")).unwrap().count(), 4);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_a_key() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        load(folder.path()).unwrap();
        for file in fs::read_dir(folder.path().join("keys")).unwrap() {
            assert_eq!(file.unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn an_empty_or_short_or_odd_key_is_refused_and_not_replaced() {
        for bad in ["", "c2hvcnQ", "not base64 at all!", "\u{0}\u{1}"] {
            let folder = tempfile::tempdir().unwrap();
            load(folder.path()).unwrap();
            let path = folder.path().join("keys/access-token");
            fs::write(&path, bad).unwrap();
            let error = load(folder.path()).unwrap_err();
            assert!(matches!(error, KeysError::Unusable(_)), "{error}");
            assert_eq!(fs::read_to_string(&path).unwrap(), bad);
        }
    }
}
