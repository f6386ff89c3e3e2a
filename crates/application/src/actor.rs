use kamachat_domain::{
    accounts::Role,
    ids::{AccountId, SessionId},
};

/// Who acts: an account whose session was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    pub account_id: AccountId,
    pub session_id: SessionId,
    pub role: Role,
}
