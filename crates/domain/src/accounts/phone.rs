use std::fmt;

use super::CodeError;

/// Calling code of mainland China, whose mobile numbers are known well enough to be checked.
const CHINA: &str = "86";

/// A telephone number in the form in which it is unique: E.164, `+` and 8 to 15 digits.
///
/// Only the shape is checked; that it belongs to somebody is shown by a code.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

impl Phone {
    /// Reads a number as people write it: with spaces, dashes, dots, brackets, wide digits. One without `+` or
    /// `00` is a number of the country with calling code `country`.
    ///
    /// # Errors
    /// [`CodeError::PhoneInvalid`].
    pub fn parse(text: &str, country: u16) -> Result<Self, CodeError> {
        let text = plain(text).ok_or(CodeError::PhoneInvalid)?;
        let international = text.strip_prefix('+').or_else(|| text.strip_prefix("00"));
        let digits = match international {
            Some(digits) => digits.to_owned(),
            None => national(&text, &country.to_string()),
        };
        Self::of_digits(&digits).ok_or(CodeError::PhoneInvalid)
    }

    /// A number that was accepted before.
    #[must_use]
    pub fn from_stored(text: &str) -> Option<Self> {
        Self::of_digits(text.strip_prefix('+')?)
    }

    fn of_digits(digits: &str) -> Option<Self> {
        let fits = (8..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|digit| digit.is_ascii_digit())
            && digits.strip_prefix(CHINA).is_none_or(is_chinese_mobile);
        fits.then(|| Self(format!("+{digits}")))
    }

    /// `+` and digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without the `+`.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0[1..]
    }

    /// Whether it is of one of the countries with these calling codes; of any where none is named.
    #[must_use]
    pub fn is_of(&self, countries: &[u16]) -> bool {
        let mut codes = countries.iter().map(ToString::to_string);
        countries.is_empty() || codes.any(|code| self.digits().starts_with(&code))
    }
}

/// Masked: numbers do not belong in logs.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(***)")
    }
}

/// Without what people write between digits; `None` when anything else is in it.
fn plain(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > 64 {
        return None;
    }
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => plain.push(c),
            '０'..='９' => plain.push(char::from_digit(c as u32 - '０' as u32, 10)?),
            '+' | '＋' if plain.is_empty() => plain.push('+'),
            ' ' | '\u{A0}' | '\u{3000}' | '-' | '.' | '(' | ')' => {}
            _ => return None,
        }
    }
    Some(plain)
}

/// With the calling code of its country, and without the 0 that most countries dial before.
fn national(digits: &str, country: &str) -> String {
    match digits.strip_prefix(country) {
        // 8613800138000, the plus forgotten.
        Some(rest) if country == CHINA && is_chinese_mobile(rest) => digits.to_owned(),
        _ => format!("{country}{}", digits.strip_prefix('0').unwrap_or(digits)),
    }
}

fn is_chinese_mobile(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    bytes.len() == 11 && bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, CodeError> {
        Phone::parse(text, 86).map(|phone| phone.as_str().to_owned())
    }

    #[test]
    fn a_number_is_one_however_it_is_written() {
        for text in [
            "13800138000",
            " 138-0013-8000 ",
            "138 0013 8000",
            "+86 13800138000",
            "＋８６ １３８ ００１３ ８０００",
            "008613800138000",
            "8613800138000",
            "+86 (138) 0013.8000",
        ] {
            assert_eq!(read(text), Ok("+8613800138000".into()), "{text}");
        }
        assert_eq!(read("+1 (415) 555-2671"), Ok("+14155552671".into()));
        let british = Phone::parse("07911 123456", 44).map(|phone| phone.as_str().to_owned());
        assert_eq!(british, Ok("+447911123456".into()));
        assert_eq!(Phone::from_stored("+8613800138000"), Phone::parse("13800138000", 86).ok());
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for bad in [
            "",
            "+",
            "110",
            "12800138000",
            "1380013800",
            "138001380000",
            "+0123456789",
            "+1234567",
            "+1234567890123456",
            "1380013800a",
            "+86+13800138000",
            "13800138000 OR 1=1",
            "\0",
            "138\n00138000",
        ] {
            assert_eq!(read(bad), Err(CodeError::PhoneInvalid), "{bad:?}");
        }
        assert_eq!(read(&"1".repeat(1_000_000)), Err(CodeError::PhoneInvalid));
        assert_eq!(Phone::from_stored("8613800138000"), None);
    }

    #[test]
    fn a_number_knows_its_country_and_is_not_printed() {
        let phone = Phone::parse("13800138000", 86).unwrap_or_else(|_| unreachable!());
        assert!(phone.is_of(&[86]) && phone.is_of(&[]) && phone.is_of(&[1, 86]) && !phone.is_of(&[1, 852]));
        assert_eq!(format!("{phone:?}"), "Phone(***)");
    }
}
