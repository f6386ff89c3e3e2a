use super::ContactError;
use crate::{
    Timestamp,
    ids::{AccountId, ConversationId},
};

/// One side of a friendship: `owner` has `peer` in the list. The other side has a row of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub owner_id: AccountId,
    pub peer_id: AccountId,
    /// Their direct conversation, made together with the friendship.
    pub conversation_id: Option<ConversationId>,
    /// What the owner calls him.
    pub remark: Option<Remark>,
    /// Stands on top of the list.
    pub starred: bool,
    pub tags: Tags,
    pub created_at: Timestamp,
}

impl Contact {
    /// A new contact without remark and tags.
    #[must_use]
    pub fn new(
        owner_id: AccountId,
        peer_id: AccountId,
        conversation_id: Option<ConversationId>,
        created_at: Timestamp,
    ) -> Self {
        let (remark, starred, tags) = (None, false, Tags::default());
        Self { owner_id, peer_id, conversation_id, remark, starred, tags, created_at }
    }
}

/// A name of one's own for a contact: 1 to 64 characters, trimmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark(String);

impl Remark {
    /// # Errors
    /// [`ContactError::RemarkInvalid`].
    pub fn parse(text: &str) -> Result<Self, ContactError> {
        line(text, 64).map(Self).ok_or(ContactError::RemarkInvalid)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Words that group contacts: at most [`Tags::MAX`], each of 1 to 24 characters and there once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags(Vec<String>);

impl Tags {
    /// Most tags of a contact.
    pub const MAX: usize = 10;

    /// # Errors
    /// [`ContactError::TagInvalid`], [`ContactError::TooManyTags`].
    pub fn parse<S: AsRef<str>>(tags: &[S]) -> Result<Self, ContactError> {
        let mut kept: Vec<String> = Vec::new();
        for tag in tags {
            let tag = line(tag.as_ref(), 24).ok_or(ContactError::TagInvalid)?;
            if !kept.contains(&tag) {
                kept.push(tag);
            }
        }
        if kept.len() > Self::MAX { Err(ContactError::TooManyTags) } else { Ok(Self(kept)) }
    }

    /// In the order in which they were given.
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }
}

/// Trimmed text of 1 to `longest` characters on one line.
fn line(text: &str, longest: usize) -> Option<String> {
    let text = text.trim();
    let is_short = text.chars().take(longest + 1).count() <= longest;
    (!text.is_empty() && is_short && !text.chars().any(char::is_control)).then(|| text.to_owned())
}

/// What deleting a contact takes away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deletion {
    /// The own side: the other one keeps the contact in his list.
    #[default]
    One,
    /// Both sides.
    Both,
}

/// `owner` wants nothing of `peer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub owner_id: AccountId,
    pub peer_id: AccountId,
    pub created_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_is_one_short_line() {
        assert_eq!(Remark::parse(" 老王 ").map(|remark| remark.as_str().to_owned()), Ok("老王".to_owned()));
        assert!(Remark::parse(&"王".repeat(64)).is_ok());
        for text in ["", " ", "a\nb", "a\0", &"王".repeat(65)] {
            assert_eq!(Remark::parse(text), Err(ContactError::RemarkInvalid), "{text:?}");
        }
    }

    #[test]
    fn tags_are_few_short_and_different() {
        let tags = Tags::parse(&["work", " work ", "家人"]);
        assert_eq!(tags.map(|tags| tags.as_slice().to_vec()), Ok(vec!["work".into(), "家人".into()]));
        let many: Vec<String> = (0..11).map(|n| n.to_string()).collect();
        assert_eq!(Tags::parse(&many), Err(ContactError::TooManyTags));
        assert!(Tags::parse(&many[..10]).is_ok());
        assert_eq!(Tags::parse(&["x".repeat(25)]), Err(ContactError::TagInvalid));
        assert_eq!(Tags::parse(&[" "]), Err(ContactError::TagInvalid));
    }
}
