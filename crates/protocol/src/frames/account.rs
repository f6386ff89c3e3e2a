use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What changed in the account: the device loads that list again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AccountEventKind {
    FriendRequest,
    Contact,
    Conversation,
    /// A sign-in, a new name of a device, or the end of a session.
    Session,
    /// The own profile.
    Profile,
    Settings,
    /// An archive of the own data is ready.
    Export,
    /// Somebody wants to come into a group (`ref_id`) that the account decides about; or was refused himself.
    GroupRequest,
    /// A message (`ref_id`) was deleted for the own account alone.
    MessageHidden,
    /// The history of a conversation (`ref_id`) was cleared: nothing below its `visible_from` is there any more.
    HistoryCleared,
}

/// One entry of the account feed, dense by `useq`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountEvent {
    pub useq: i64,
    pub kind: AccountEventKind,
    /// Id of what changed.
    pub ref_id: String,
    pub created_at: DateTime<Utc>,
}
