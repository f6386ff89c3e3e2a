use std::borrow::Cow;

use sha2::{Digest, Sha256};

use super::{MergedItem, MessageError};
use crate::{groups::GroupEvent, ids::AccountId};

/// What kind of message it is. The numbers are stored and never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageKind {
    /// Text of a person.
    Text,
    /// What is left of a message whose sender was erased: its place and that it counted.
    Deleted,
    /// A person, to look at and to add.
    Card,
    /// What happened to a group, written by the server.
    System,
    /// Several messages that were sent on as one.
    Merged,
}

impl MessageKind {
    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Deleted => "deleted",
            Self::Card => "card",
            Self::System => "system",
            Self::Merged => "merged",
        }
    }

    /// # Errors
    /// [`MessageError::KindUnsupported`] for a kind that clients may not send.
    pub fn parse(name: &str) -> Result<Self, MessageError> {
        match name {
            "text" => Ok(Self::Text),
            "card" => Ok(Self::Card),
            _ => Err(MessageError::KindUnsupported),
        }
    }

    /// A kind that has words of people, by its name on the wire: what can be looked for.
    ///
    /// # Errors
    /// [`MessageError::KindUnsupported`].
    pub fn searchable(name: &str) -> Result<Self, MessageError> {
        if name == Self::Merged.as_str() { Ok(Self::Merged) } else { Self::parse(name) }
    }

    /// Whether it counts as unread for others.
    #[must_use]
    pub const fn is_countable(self) -> bool {
        match self {
            // Only what counted is erased this way, so unread stays exact.
            Self::Text | Self::Card | Self::Deleted | Self::Merged => true,
            Self::System => false,
        }
    }
}

/// Text of a message: 1 to [`Text::MAX_CHARS`] characters, not only white space, no NUL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(String);

impl Text {
    /// Longest text, in characters. With four bytes each it fits a frame of 64 KiB.
    pub const MAX_CHARS: usize = 10_000;

    /// # Errors
    /// [`MessageError::Empty`], [`MessageError::TooLong`], [`MessageError::BodyInvalid`] for a NUL, which
    /// PostgreSQL cannot store.
    pub fn parse(text: String) -> Result<Self, MessageError> {
        if text.trim().is_empty() {
            return Err(MessageError::Empty);
        }
        if text.len() > Self::MAX_CHARS && text.chars().take(Self::MAX_CHARS + 1).count() > Self::MAX_CHARS {
            return Err(MessageError::TooLong);
        }
        if text.contains('\0') {
            return Err(MessageError::BodyInvalid);
        }
        Ok(Self(text))
    }

    /// The text as sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a message holds, by kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    Text(Text),
    Deleted,
    /// Whose card it is.
    Card(AccountId),
    System(GroupEvent),
    Merged(Vec<MergedItem>),
}

/// SHA-256 over kind and content: tells a retry from another message under the same client id, also after the
/// message was edited.
pub type BodyHash = [u8; 32];

impl Body {
    /// The kind that fits this body.
    #[must_use]
    pub const fn kind(&self) -> MessageKind {
        match self {
            Self::Text(_) => MessageKind::Text,
            Self::Deleted => MessageKind::Deleted,
            Self::Card(_) => MessageKind::Card,
            Self::System(_) => MessageKind::System,
            Self::Merged(_) => MessageKind::Merged,
        }
    }

    /// The text; empty when there is none.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text.as_str(),
            Self::Card(_) | Self::Deleted | Self::System(_) | Self::Merged(_) => "",
        }
    }

    /// What it is found by: its text, or what the messages in it said, a line each. A card has no words of its own:
    /// the name of its person changes.
    #[must_use]
    pub fn words(&self) -> Cow<'_, str> {
        match self {
            Self::Merged(items) => {
                let texts: Vec<&str> = items.iter().map(|item| item.text.as_str()).collect();
                Cow::Owned(texts.join("\n"))
            }
            _ => Cow::Borrowed(self.text()),
        }
    }

    /// The people that it is about: whose card it is, or whom a message of the server names.
    #[must_use]
    pub fn subjects(&self) -> &[AccountId] {
        match self {
            Self::Card(person) => std::slice::from_ref(person),
            Self::System(event) => &event.subjects,
            Self::Text(_) | Self::Deleted | Self::Merged(_) => &[],
        }
    }

    /// See [`BodyHash`].
    #[must_use]
    pub fn hash(&self) -> BodyHash {
        let mut hasher = Sha256::new();
        hasher.update(self.kind().as_str().as_bytes());
        hasher.update([0]);
        match self {
            Self::Text(text) => hasher.update(text.as_str().as_bytes()),
            Self::Deleted => {}
            Self::Card(person) => hasher.update(person.as_uuid().as_bytes()),
            Self::Merged(items) => items.iter().for_each(|item| item.feed(&mut hasher)),
            Self::System(event) => {
                hasher.update(event.kind.as_str().as_bytes());
                hasher.update(event.actor.as_uuid().as_bytes());
                for subject in &event.subjects {
                    hasher.update(subject.as_uuid().as_bytes());
                }
                hasher.update(event.value.as_deref().unwrap_or_default().as_bytes());
            }
        }
        hasher.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_neither_empty_nor_endless() {
        for blank in ["", " ", "\n\t\u{3000}"] {
            assert_eq!(Text::parse(blank.into()), Err(MessageError::Empty));
        }
        assert!(Text::parse("好".repeat(Text::MAX_CHARS)).is_ok());
        assert_eq!(Text::parse("好".repeat(Text::MAX_CHARS + 1)), Err(MessageError::TooLong));
        assert_eq!(Text::parse("a\0b".into()), Err(MessageError::BodyInvalid));
    }

    #[test]
    fn a_merged_message_is_found_by_what_is_in_it_and_a_card_by_nothing() {
        let item = |text: &str| MergedItem {
            sender: "mei".into(),
            kind: MessageKind::Text,
            text: text.into(),
            created_at: crate::Timestamp::UNIX_EPOCH,
        };
        assert_eq!(Body::Merged(vec![item("tea"), item("午饭")]).words(), "tea\n午饭");
        assert_eq!(Body::Card(uuid::Uuid::nil().into()).words(), "");
        assert_eq!(MessageKind::searchable("merged"), Ok(MessageKind::Merged));
        assert_eq!(MessageKind::searchable("system"), Err(MessageError::KindUnsupported));
    }

    #[test]
    fn clients_cannot_send_the_kinds_of_the_server() {
        for kind in ["system", "merged", "ai_assistant", "call", "deleted", "", "TEXT"] {
            assert_eq!(MessageKind::parse(kind), Err(MessageError::KindUnsupported), "{kind}");
        }
    }
}
