use super::GroupError;
use crate::{accounts::is_forbidden, choice::choice};

choice!(
    /// How people come into a group.
    JoinPolicy {
        /// Whoever finds it.
        Open = "open",
        /// Admins decide.
        Approval = "approval",
        /// Members bring them.
        #[default]
        Invitation = "invitation",
    }
);

choice!(
    /// What new members see of the past.
    HistoryPolicy {
        All = "all",
        #[default]
        FromJoining = "from_joining",
    }
);

/// A line of text: 1 to `longest` characters after trimming, no control characters.
fn line(text: &str, longest: usize) -> Option<String> {
    let text = text.trim();
    let fits = (1..=longest).contains(&text.chars().take(longest + 1).count());
    (fits && !text.chars().any(is_forbidden)).then(|| text.to_owned())
}

/// Several lines of text: 1 to `longest` characters after trimming; of control characters only line ends.
pub(super) fn lines(text: &str, longest: usize) -> Option<String> {
    let text = text.trim();
    let fits = (1..=longest).contains(&text.chars().take(longest + 1).count());
    (fits && !text.chars().any(|c| c != '\n' && is_forbidden(c))).then(|| text.to_owned())
}

/// Name of a group: 1 to [`GroupName::MAX_CHARS`] characters after trimming, no control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupName(String);

impl GroupName {
    pub const MAX_CHARS: usize = 64;

    /// # Errors
    /// [`GroupError::NameInvalid`].
    pub fn parse(text: &str) -> Result<Self, GroupError> {
        line(text, Self::MAX_CHARS).map(Self).ok_or(GroupError::NameInvalid)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How names are searched: without case.
    #[must_use]
    pub fn key(&self) -> String {
        Self::fold(&self.0)
    }

    /// Words to search for, in the form of [`Self::key`].
    #[must_use]
    pub fn fold(text: &str) -> String {
        text.trim().to_lowercase()
    }
}

/// What admins tell all members: 1 to [`Notice::MAX_CHARS`] characters, lines allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice(String);

impl Notice {
    pub const MAX_CHARS: usize = 2000;

    /// # Errors
    /// [`GroupError::NoticeInvalid`].
    pub fn parse(text: &str) -> Result<Self, GroupError> {
        lines(text, Self::MAX_CHARS).map(Self).ok_or(GroupError::NoticeInvalid)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a member is called in one group: 1 to [`Alias::MAX_CHARS`] characters, no control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias(String);

impl Alias {
    pub const MAX_CHARS: usize = 32;

    /// # Errors
    /// [`GroupError::AliasInvalid`].
    pub fn parse(text: &str) -> Result<Self, GroupError> {
        line(text, Self::MAX_CHARS).map(Self).ok_or(GroupError::AliasInvalid)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_bounded_and_searched_without_case() {
        assert_eq!(GroupName::parse("  周末 Team ").map(|n| n.key()), Ok("周末 team".into()));
        assert!(GroupName::parse(&"长".repeat(64)).is_ok());
        for bad in ["", "  ", "a\nb", "a\u{202E}b", "a\0b", &"x".repeat(65), &"x".repeat(1_000_000)] {
            assert_eq!(GroupName::parse(bad), Err(GroupError::NameInvalid));
            assert_eq!(Alias::parse(bad), Err(GroupError::AliasInvalid));
        }
    }

    #[test]
    fn a_notice_may_have_lines() {
        assert_eq!(Notice::parse(" a\nb ").map(|n| n.as_str().to_owned()), Ok("a\nb".into()));
        for bad in ["", "a\0b", "a\u{7}b", &"x".repeat(2001)] {
            assert_eq!(Notice::parse(bad), Err(GroupError::NoticeInvalid));
        }
    }
}
