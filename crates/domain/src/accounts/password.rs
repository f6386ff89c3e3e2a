use std::fmt;

use super::AccountError;

/// How hard a password is to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// On a list of common passwords, a plain word, or a name of its owner.
    Common,
    /// Guessed within a million tries.
    Weak,
    /// Good enough where tries are few and slow.
    Fair,
}

/// A password as typed: 8 to 128 characters; what it is made of is free. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Characters, at least.
    pub const SHORTEST: usize = 8;

    /// # Errors
    /// [`AccountError::PasswordTooShort`], [`AccountError::PasswordTooLong`].
    pub fn parse(text: String) -> Result<Self, AccountError> {
        match text.chars().take(129).count() {
            0..Self::SHORTEST => Err(AccountError::PasswordTooShort),
            Self::SHORTEST..=128 => Ok(Self(text)),
            _ => Err(AccountError::PasswordTooLong),
        }
    }

    /// Whether an account may get this password.
    ///
    /// # Errors
    /// [`AccountError::PasswordTooCommon`], [`AccountError::PasswordTooWeak`].
    pub fn accept(self, strength: Strength) -> Result<Self, AccountError> {
        match strength {
            Strength::Common => Err(AccountError::PasswordTooCommon),
            Strength::Weak => Err(AccountError::PasswordTooWeak),
            Strength::Fair => Ok(self),
        }
    }

    /// The secret itself, for hashing.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_characters_and_the_secret_is_not_printed() {
        assert_eq!(Password::parse("七个字的密码呀".into()), Err(AccountError::PasswordTooShort));
        assert!(Password::parse("八个字的密码是吧".into()).is_ok());
        assert_eq!(Password::parse("x".repeat(129)), Err(AccountError::PasswordTooLong));
        assert_eq!(Password::parse("x".repeat(128)).map(|p| format!("{p:?}")), Ok("Password(***)".into()));
    }
}
