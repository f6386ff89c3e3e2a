use std::fmt;

use super::AccountError;

/// The name that an account signs in with and is found by: 3 to 32 ASCII letters, digits, `_`, `.`, `-`.
///
/// ASCII on purpose: two names that look alike in different scripts cannot exist. What people read is the
/// [nickname](super::Nickname).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Username(String);

impl Username {
    /// # Errors
    /// [`AccountError::UsernameInvalid`].
    pub fn parse(text: &str) -> Result<Self, AccountError> {
        let length_fits = (3..=32).contains(&text.len());
        let starts_well = text.starts_with(|c: char| c.is_ascii_alphanumeric());
        let characters_fit = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
        if length_fits && starts_well && characters_fit {
            Ok(Self(text.to_owned()))
        } else {
            Err(AccountError::UsernameInvalid)
        }
    }

    /// As its owner wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which names are unique and looked up: without case.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ascii_and_compare_without_case() {
        assert_eq!(Username::parse("Zhang.San_3").map(|n| n.key()), Ok("zhang.san_3".into()));
        for bad in ["ab", "", "-abc", "张三丰", "a b c", "abc\0", "аbc", "a@b", &"x".repeat(33)] {
            assert_eq!(Username::parse(bad), Err(AccountError::UsernameInvalid), "{bad:?}");
        }
    }
}
