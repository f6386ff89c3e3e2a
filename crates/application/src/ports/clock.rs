use kamachat_domain::Timestamp;

/// The node's clock. Only for tokens and time-outs: what is compared or ordered in the database uses the
/// database's own time ([`Repositories::now`](crate::store::Repositories::now)).
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}
