use chrono::NaiveDate;

use super::{AccountError, nickname::is_forbidden};
use crate::{Timestamp, choice::choice};

choice!(
    /// What a person says about their gender.
    Gender {
        /// Nothing.
        #[default]
        Unset = "unset",
        Female = "female",
        Male = "male",
        Other = "other",
    }
);

/// What a person tells about themselves besides the name. Everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    pub signature: Option<Signature>,
    pub gender: Gender,
    pub birthday: Option<Birthday>,
    pub status_text: Option<StatusText>,
}

/// A line of text in any script: 1 to 120 characters after trimming, no control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature(String);

impl Signature {
    /// # Errors
    /// [`AccountError::SignatureInvalid`].
    pub fn parse(text: &str) -> Result<Self, AccountError> {
        line(text, 120).map(Self).ok_or(AccountError::SignatureInvalid)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What somebody is up to: 1 to 60 characters after trimming, no control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusText(String);

impl StatusText {
    /// # Errors
    /// [`AccountError::StatusTextInvalid`].
    pub fn parse(text: &str) -> Result<Self, AccountError> {
        line(text, 60).map(Self).ok_or(AccountError::StatusTextInvalid)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn line(text: &str, longest: usize) -> Option<String> {
    let text = text.trim();
    let fits = (1..=longest).contains(&text.chars().take(longest + 1).count());
    (fits && !text.chars().any(is_forbidden)).then(|| text.to_owned())
}

/// A day of birth, from 1900 on and not in the future.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Birthday(NaiveDate);

impl Birthday {
    /// Reads `YYYY-MM-DD`. East of Greenwich the day begins earlier, so tomorrow is accepted too.
    ///
    /// # Errors
    /// [`AccountError::BirthdayInvalid`].
    pub fn parse(text: &str, now: Timestamp) -> Result<Self, AccountError> {
        let tomorrow = now.date_naive().succ_opt().unwrap_or(NaiveDate::MAX);
        Self::from_stored(text).filter(|day| day.0 <= tomorrow).ok_or(AccountError::BirthdayInvalid)
    }

    /// A day that was accepted before.
    #[must_use]
    pub fn from_stored(text: &str) -> Option<Self> {
        let oldest = NaiveDate::from_ymd_opt(1900, 1, 1)?;
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        let day = Self(day);
        // The parser takes `1990-1-2` and spaces too.
        (day.0 >= oldest && day.to_text() == text).then_some(day)
    }

    /// `YYYY-MM-DD`.
    #[must_use]
    pub fn to_text(self) -> String {
        self.0.format("%Y-%m-%d").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_trimmed_and_bounded_and_do_not_turn_the_text_around_them() {
        assert_eq!(Signature::parse(" 风很大 ").map(|s| s.as_str().to_owned()), Ok("风很大".into()));
        assert!(Signature::parse(&"长".repeat(120)).is_ok());
        assert!(StatusText::parse(&"长".repeat(60)).is_ok());
        for bad in ["", "  ", "a\nb", "a\u{202E}b", &"x".repeat(121), &"x".repeat(1_000_000)] {
            assert_eq!(Signature::parse(bad), Err(AccountError::SignatureInvalid));
            assert_eq!(StatusText::parse(bad), Err(AccountError::StatusTextInvalid));
        }
        assert_eq!(StatusText::parse(&"x".repeat(61)), Err(AccountError::StatusTextInvalid));
    }

    #[test]
    fn a_birthday_is_a_day_that_was() {
        let now = Timestamp::from_timestamp_millis(1_800_000_000_000).unwrap_or_default();
        for good in ["1900-01-01", "2000-02-29", "2027-01-16"] {
            assert_eq!(Birthday::parse(good, now).map(Birthday::to_text), Ok(good.to_owned()));
        }
        for bad in ["", "1899-12-31", "2001-02-29", "2027-01-17", "1990-1-2", " 1990-01-02", "02.01.1990"] {
            assert_eq!(Birthday::parse(bad, now), Err(AccountError::BirthdayInvalid), "{bad}");
        }
    }
}
