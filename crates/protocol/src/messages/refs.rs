use kamachat_domain::ids::AccountId;
use serde::{Deserialize, Serialize};

use super::Sender;

/// Whom a new message mentions. Who is no member of the conversation is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewMentions {
    /// At most 50.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub user_ids: Vec<AccountId>,
    /// Everybody in the group; by right only.
    #[serde(default)]
    pub all: bool,
}

/// Whom a message mentions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mentions {
    pub users: Vec<Sender>,
    pub all: bool,
}

/// The message that another one answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Quote {
    pub seq: i64,
    /// `null` when nothing is left of it, or the reader may not see it.
    pub original: Option<Quoted>,
}

/// What a quote shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Quoted {
    pub sender: Sender,
    pub kind: String,
    /// The first 120 characters.
    pub text: String,
}
