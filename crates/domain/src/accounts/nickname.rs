use std::fmt;

use super::AccountError;

/// The name that others see, in any script: 1 to 32 characters after trimming, no control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nickname(String);

impl Nickname {
    /// # Errors
    /// [`AccountError::NicknameInvalid`].
    pub fn parse(text: &str) -> Result<Self, AccountError> {
        let text = text.trim();
        let fits = (1..=32).contains(&text.chars().take(33).count());
        if fits && !text.chars().any(is_forbidden) {
            Ok(Self(text.to_owned()))
        } else {
            Err(AccountError::NicknameInvalid)
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Control characters and those that turn the direction of the text around them.
pub(crate) fn is_forbidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
}

impl fmt::Display for Nickname {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nickname_is_trimmed_and_bounded() {
        assert_eq!(Nickname::parse("  周美琪 ").map(|n| n.to_string()), Ok("周美琪".into()));
        for bad in ["", "   ", "a\nb", "a\u{202E}b", &"长".repeat(33), &"x".repeat(1_000_000)] {
            assert_eq!(Nickname::parse(bad), Err(AccountError::NicknameInvalid));
        }
    }
}
