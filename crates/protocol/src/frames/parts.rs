use chrono::{DateTime, Utc};
use kamachat_domain::ids::{ConversationId, MessageId};
use serde::{Deserialize, Serialize};

/// What a device says about its use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DeviceState {
    Online,
    /// Nobody has touched it for a while.
    Away,
}

/// How far a device is in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KnownHead {
    pub conversation_id: ConversationId,
    pub last_seq: i64,
}

/// What an `ack` tells about the stored message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AckedMessage {
    pub id: MessageId,
    pub seq: i64,
    pub cnt: i64,
    pub created_at: DateTime<Utc>,
}
