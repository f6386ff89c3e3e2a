use sha2::{Digest, Sha256};

use super::{Evidence, ReportError};
use crate::{
    Timestamp,
    choice::choice,
    ids::{AccountId, ConversationId, ReportId},
};

choice! {
    /// What somebody thinks is wrong.
    ReportReason {
        /// Advertising, or the same over and over.
        Spam = "spam",
        /// Insults, threats, stalking.
        Harassment = "harassment",
        /// Money or secrets are wanted under a pretext.
        Fraud = "fraud",
        /// Pretends to be somebody else.
        Impersonation = "impersonation",
        Violence = "violence",
        Sexual = "sexual",
        /// Against the law in another way.
        Illegal = "illegal",
        #[default]
        Other = "other",
    }
}

/// What the reporter says about it: 1 to [`ReportText::MAX_CHARS`] characters, trimmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportText(String);

impl ReportText {
    /// Longest text, in characters.
    pub const MAX_CHARS: usize = 1000;

    /// `None` where nothing is said.
    ///
    /// # Errors
    /// [`ReportError::TextInvalid`].
    pub fn parse(text: &str) -> Result<Option<Self>, ReportError> {
        let text = text.trim();
        let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        if text.chars().take(Self::MAX_CHARS + 1).count() > Self::MAX_CHARS || text.chars().any(is_control) {
            return Err(ReportError::TextInvalid);
        }
        Ok((!text.is_empty()).then(|| Self(text.to_owned())))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportTarget {
    /// By its place.
    Message(ConversationId, i64),
    User(AccountId),
    Group(ConversationId),
}

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportState {
    /// Nobody decided.
    Open,
    /// Done with. The same may be reported anew.
    Closed,
}

/// What somebody told whoever runs the server about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub id: ReportId,
    pub reporter_id: AccountId,
    pub target: ReportTarget,
    pub reason: ReportReason,
    pub text: Option<ReportText>,
    pub evidence: Evidence,
    /// The picture of the person or group as a JPEG file; it would go with the next one.
    pub picture: Option<Vec<u8>>,
    pub state: ReportState,
    pub created_at: Timestamp,
    pub closed_at: Option<Timestamp>,
}

impl Report {
    /// The same for the same person reporting the same thing: of these at most one is open.
    #[must_use]
    pub fn key(reporter: AccountId, target: ReportTarget) -> [u8; 32] {
        let (kind, id, seq) = match target {
            ReportTarget::Message(conversation, seq) => (1_u8, conversation.as_uuid(), seq),
            ReportTarget::User(person) => (2, person.as_uuid(), 0),
            ReportTarget::Group(group) => (3, group.as_uuid(), 0),
        };
        let mut hasher = Sha256::new();
        hasher.update(reporter.as_uuid().as_bytes());
        hasher.update([kind]);
        hasher.update(id.as_bytes());
        hasher.update(seq.to_be_bytes());
        hasher.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_is_said_may_be_nothing_and_is_not_endless() {
        assert_eq!(ReportText::parse(" \n "), Ok(None));
        let most = "好".repeat(ReportText::MAX_CHARS);
        assert_eq!(ReportText::parse(&format!(" {most}\n")).map(|text| text.map(|t| t.0)), Ok(Some(most)));
        assert!(ReportText::parse("one\n\ttwo").is_ok());
        for bad in ["a".repeat(ReportText::MAX_CHARS + 1), "a\0b".into(), "\u{1b}[31m".into()] {
            assert_eq!(ReportText::parse(&bad), Err(ReportError::TextInvalid));
        }
    }

    #[test]
    fn another_person_or_another_thing_is_another_key() {
        let [a, b] = [1_u128, 2].map(Uuid::from_u128);
        let keys = [
            Report::key(a.into(), ReportTarget::User(b.into())),
            Report::key(b.into(), ReportTarget::User(a.into())),
            Report::key(a.into(), ReportTarget::Group(b.into())),
            Report::key(a.into(), ReportTarget::Message(b.into(), 0)),
            Report::key(a.into(), ReportTarget::Message(b.into(), 1)),
        ];
        for (n, key) in keys.iter().enumerate() {
            assert_eq!(keys.iter().position(|other| other == key), Some(n));
        }
    }
}
