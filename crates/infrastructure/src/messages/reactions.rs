//! The summary of reactions as stored beside a message.

use kamachat_application::ports::PortError;
use kamachat_domain::{
    ids::AccountId,
    messages::{Emoji, Reactions, Tally},
};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Stored {
    emoji: String,
    count: i64,
    users: Vec<AccountId>,
}

/// Nothing when nobody reacts.
pub(super) fn write(reactions: &Reactions) -> Result<Option<String>, PortError> {
    if reactions.0.is_empty() {
        return Ok(None);
    }
    let stored = |tally: &Tally| Stored {
        emoji: tally.emoji.as_str().to_owned(),
        count: tally.count,
        users: tally.users.clone(),
    };
    let all: Vec<Stored> = reactions.0.iter().map(stored).collect();
    serde_json::to_string(&all).map(Some).map_err(|error| PortError::Refused(error.into()))
}

pub(super) fn read(stored: &str) -> Result<Reactions, PortError> {
    let corrupt = || PortError::Corrupt("the reactions to a message");
    let stored: Vec<Stored> = serde_json::from_str(stored).map_err(|_| corrupt())?;
    let tally = |Stored { emoji, count, users }| Ok(Tally { emoji: self::emoji(&emoji)?, count, users });
    stored.into_iter().map(tally).collect::<Result<_, _>>().map(Reactions)
}

/// An emoji out of what is stored.
pub(super) fn emoji(stored: &str) -> Result<Emoji, PortError> {
    Emoji::parse(stored).map_err(|_| PortError::Corrupt("an emoji"))
}
