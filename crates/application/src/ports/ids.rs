use uuid::Uuid;

/// Makes ids (UUID version 7, rising within a process) and secrets.
pub trait Ids: Send + Sync {
    fn next(&self) -> Uuid;
    /// 32 bytes that nobody can guess.
    fn secret(&self) -> [u8; 32];
}

/// Typed ids from any [`Ids`].
pub trait IdsExt {
    fn make<T: From<Uuid>>(&self) -> T;
}

impl IdsExt for dyn Ids {
    fn make<T: From<Uuid>>(&self) -> T {
        self.next().into()
    }
}
