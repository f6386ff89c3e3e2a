use chrono::{DateTime, Utc};
use kamachat_domain::conversations::Notify;
use serde::{Deserialize, Deserializer, Serialize};
use validator::Validate;

/// How the caller keeps a conversation; nobody else sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConversationSettings {
    /// Stands above the others.
    pub pinned: bool,
    pub notify: Notify,
    /// Put aside. The next message that counts brings it back, unless `notify` is `none`.
    pub archived: bool,
    /// Archived until `last_cnt` is above this.
    pub archived_cnt: Option<i64>,
    /// Out of the list until the next message that counts.
    pub hidden: bool,
    /// Hidden until `last_cnt` is above this.
    pub hidden_cnt: Option<i64>,
    /// To be seen as unread; ends when the read position moves.
    pub marked_unread: bool,
    pub draft: Option<Draft>,
}

/// What was written and not sent. Ends with the next own message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Draft {
    pub text: String,
    /// Number of the message that it answers.
    pub reply_to: Option<i64>,
    pub updated_at: DateTime<Utc>,
}

/// A draft as a device has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDraft {
    /// At most 10,000 characters; blank text drops the draft.
    #[validate(length(max = 40_000))]
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1))]
    pub reply_to: Option<i64>,
}

/// `PATCH conversations/{id}`. A field that is left out stays. Pinned and put aside exclude each other.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConversationChange {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify: Option<Notify>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marked_unread: Option<bool>,
    /// `null` drops it. The last device that writes wins, by the server's time.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<NewDraft>))]
    pub draft: Option<Option<NewDraft>>,
}

/// Tells `null` from a field that is left out.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
