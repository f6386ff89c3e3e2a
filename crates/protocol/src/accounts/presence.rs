use chrono::{DateTime, Utc};
use kamachat_domain::{accounts::PresenceState, ids::AccountId};
use serde::{Deserialize, Serialize};

/// Whether somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Presence {
    pub user_id: AccountId,
    pub state: PresenceState,
    /// Of somebody who is offline, to about a minute.
    pub last_seen_at: Option<DateTime<Utc>>,
}
