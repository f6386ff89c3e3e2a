use super::PortError;

/// Encrypts what the database must keep but must not tell, with a key of the server that is not in it.
pub trait Sealer: Send + Sync {
    /// Encrypts `plain`. It opens again only with the same `context`, so that a value cannot be moved to
    /// another row.
    fn seal(&self, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, PortError>;

    /// [`PortError::Corrupt`] for what was sealed otherwise or changed since.
    fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, PortError>;

    /// A hash that only this server can make, for secrets that are random enough for a fast one.
    fn keyed_hash(&self, context: &[u8], secret: &[u8]) -> [u8; 32];
}
