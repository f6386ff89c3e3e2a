//! TLS 1.2 and newer, by rustls over aws-lc-rs: certificates from files, or one made for development.

use std::{
    fmt, fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use rustls::{
    ServerConfig,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

/// A certificate with its key, ready to listen with.
#[derive(Clone)]
pub struct Tls(ServerConfig);

/// Why there is no TLS. Each is a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// Missing, not readable, or without what it should hold.
    #[error("{path} does not hold {what} as PEM: {reason}")]
    Unusable { path: PathBuf, what: &'static str, reason: String },
    /// Both can be read and do not belong together, or are of a kind that is not supported.
    #[error("the certificate {cert} and the key {key} cannot be used together: {reason}")]
    Mismatch { cert: PathBuf, key: PathBuf, reason: String },
    /// No certificate for development could be made or kept.
    #[error("no development certificate could be made in {path}: {reason}")]
    NotMade { path: PathBuf, reason: String },
}

impl Tls {
    /// Reads a chain of certificates, the server's own first, and its key.
    ///
    /// # Errors
    /// [`TlsError`], naming the file at fault.
    pub fn from_files(cert: &Path, key: &Path) -> Result<Self, TlsError> {
        let unusable = |path: &Path, what| {
            let path = path.to_owned();
            move |error: rustls::pki_types::pem::Error| TlsError::Unusable {
                path,
                what,
                reason: said(&error),
            }
        };
        let chain = CertificateDer::pem_file_iter(cert).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let chain = chain.map_err(unusable(cert, "a certificate"))?;
        if chain.is_empty() {
            let reason = "there is none in it".to_owned();
            return Err(TlsError::Unusable { path: cert.to_owned(), what: "a certificate", reason });
        }
        let private = PrivateKeyDer::from_pem_file(key).map_err(unusable(key, "a private key"))?;
        Self::new(chain, private).map_err(|error| TlsError::Mismatch {
            cert: cert.to_owned(),
            key: key.to_owned(),
            reason: error.to_string(),
        })
    }

    /// The certificate for development in `folder`, made when there is none: for `localhost`, the addresses of
    /// this machine's loopback, and `names`. Nobody vouches for it; browsers ask once.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn for_development(folder: &Path, names: &[String]) -> Result<Self, TlsError> {
        let (cert, key) = (folder.join("tls-development.crt"), folder.join("tls-development.key"));
        if !cert.exists() || !key.exists() {
            let not_made = |reason| TlsError::NotMade { path: folder.to_owned(), reason };
            let usual = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
            let names: Vec<String> = usual.into_iter().chain(names.iter().cloned()).collect();
            let made = rcgen::generate_simple_self_signed(names);
            let made = made.map_err(|error| not_made(error.to_string()))?;
            let kept = fs::create_dir_all(folder)
                .and_then(|()| write(&key, &made.signing_key.serialize_pem()))
                .and_then(|()| write(&cert, &made.cert.pem()));
            kept.map_err(|error| not_made(error.to_string()))?;
        }
        Self::from_files(&cert, &key)
    }

    fn new(chain: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> Result<Self, rustls::Error> {
        let builder = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
        let builder = builder.with_safe_default_protocol_versions()?.with_no_client_auth();
        builder.with_single_cert(chain, key).map(Self)
    }

    pub(crate) fn config(&self) -> ServerConfig {
        self.0.clone()
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls(***)")
    }
}

/// What an operator can do something about.
fn said(error: &rustls::pki_types::pem::Error) -> String {
    use rustls::pki_types::pem::Error;
    match error {
        Error::Io(error) => error.to_string(),
        Error::NoItemsFound => "there is none in it".to_owned(),
        _ => "it is damaged".to_owned(),
    }
}

/// Only the owner may read it.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("kamachat-tls-{name}-{}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).ok();
        }
    }

    #[test]
    fn a_development_certificate_is_made_once() {
        let folder = Folder::new("once");
        Tls::for_development(&folder.0, &["chat.lan".to_owned()]).unwrap();
        let first = fs::read(folder.0.join("tls-development.crt")).unwrap();
        Tls::for_development(&folder.0, &[]).unwrap();
        assert_eq!(fs::read(folder.0.join("tls-development.crt")).unwrap(), first);
    }

    #[test]
    fn what_cannot_be_used_is_one_sentence_that_names_the_file() {
        let (folder, other) = (Folder::new("bad"), Folder::new("other"));
        Tls::for_development(&folder.0, &[]).unwrap();
        Tls::for_development(&other.0, &[]).unwrap();
        let (cert, key) = (folder.0.join("tls-development.crt"), folder.0.join("tls-development.key"));
        let missing = folder.0.join("missing.pem");
        let said = |cert: &Path, key: &Path| Tls::from_files(cert, key).unwrap_err().to_string();
        assert!(
            said(&missing, &key).contains("missing.pem does not hold a certificate as PEM: No such file")
        );
        assert!(said(&cert, &missing).contains("missing.pem does not hold a private key"));
        assert!(said(&key, &key).contains("does not hold a certificate as PEM: there is none in it"));
        let together = said(&cert, &other.0.join("tls-development.key"));
        assert!(together.contains("cannot be used together"), "{together}");
    }
}
