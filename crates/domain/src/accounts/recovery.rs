use std::fmt;

/// Letters and digits that nobody confuses: no I, O, 0 or 1.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const LENGTH: usize = 16;

/// A way in when the authenticator is lost: 80 random bits, good once. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// How many codes a second factor comes with.
    pub const COUNT: usize = 10;

    /// A code from 80 bits that nobody can guess.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 10]) -> Self {
        let bits = bytes.iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        let letter = |n: usize| char::from(LETTERS[usize::from((bits >> (5 * n)) as u8 & 31)]);
        Self((0..LENGTH).map(letter).collect())
    }

    /// As typed: case, spaces and dashes do not matter.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_uppercase();
        let fits = text.len() == LENGTH && text.bytes().all(|letter| LETTERS.contains(&letter));
        fits.then_some(Self(text))
    }

    /// The letters alone, for hashing.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// For people: four groups of four.
    #[must_use]
    pub fn to_groups(&self) -> String {
        let letters: Vec<char> = self.0.chars().collect();
        letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(***)")
    }
}

/// What somebody typed as the second proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Otp {
    /// Six digits of an authenticator.
    Code(u32),
    Recovery(RecoveryCode),
}

impl Otp {
    /// Reads six digits (also the wide ones of Chinese keyboards) or a recovery code, with any spaces and
    /// dashes; `None` for what cannot be either.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > 128 {
            return None;
        }
        let plain = |c: char| match c {
            '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
            other => other,
        };
        let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(plain).collect();
        if text.len() == 6 && text.bytes().all(|c| c.is_ascii_digit()) {
            return text.parse().ok().map(Self::Code);
        }
        RecoveryCode::parse(&text).map(Self::Recovery)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        for text in ["012345", " 012 345 ", "０１２３４５", "012-345"] {
            assert_eq!(Otp::parse(text), Some(Otp::Code(12345)), "{text}");
        }
        let code = RecoveryCode::from_bytes([0, 1, 2, 3, 4, 5, 6, 7, 8, 255]);
        let shown = code.to_groups();
        assert_eq!(shown.len(), 19);
        for text in [shown.to_lowercase(), shown.replace('-', " "), shown] {
            assert_eq!(Otp::parse(&text), Some(Otp::Recovery(code.clone())));
        }
        for bad in ["", "12345", "1234567", "12345a", "ABCD-EFGH-JKLM-NPQ", "ABCD-EFGH-JKLM-NPQI", "\0"] {
            assert_eq!(Otp::parse(bad), None, "{bad}");
        }
        assert_eq!(Otp::parse(&"1".repeat(1_000_000)), None);
    }

    #[test]
    fn every_bit_counts_and_nothing_is_printed() {
        let first = RecoveryCode::from_bytes([0; 10]);
        for byte in 0..10 {
            for bit in 0..8 {
                let mut bytes = [0; 10];
                bytes[byte] = 1 << bit;
                assert_ne!(RecoveryCode::from_bytes(bytes), first);
            }
        }
        assert_eq!(format!("{:?}", Otp::Recovery(first)), "Recovery(RecoveryCode(***))");
    }
}
