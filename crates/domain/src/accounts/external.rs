use super::{Nickname, Username, nickname::is_forbidden};
use crate::{Timestamp, ids::AccountId};

/// The name of an issuer in the configuration: 2 to 24 of a–z, 0–9 and `-`, beginning with a letter. It is part
/// of the identity of everybody who comes from there, and must not change.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IssuerName(String);

impl IssuerName {
    /// `None` for what is no such name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (2..=24).contains(&text.len()) && text.starts_with(|c: char| c.is_ascii_lowercase());
        let plain = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        (fits && plain).then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What an issuer calls a person: 1 to 255 characters, no control characters, no space around it (some
/// databases compare without it).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ExternalSubject(String);

impl ExternalSubject {
    /// `None` for what is no such text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=255).contains(&text.chars().take(256).count()) && text.trim() == text;
        (fits && !text.chars().any(char::is_control)).then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An account's name in another system, given once and for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalIdentity {
    pub issuer: IssuerName,
    pub subject: ExternalSubject,
    pub account_id: AccountId,
    pub created_at: Timestamp,
}

/// What a name of another system becomes here. Whatever it holds, the results are valid names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignName {
    /// What to be called; `None` when nothing readable is left.
    pub nickname: Option<Nickname>,
    /// The user name to ask for; `None` when too few of its letters are allowed in one.
    pub username: Option<Username>,
}

impl ForeignName {
    /// Reads a name of any length and content.
    #[must_use]
    pub fn of(text: &str) -> Self {
        // Bounded before anything is copied.
        let visible = || text.chars().take(1024);
        let clean: String = visible().filter(|c| !is_forbidden(*c)).collect();
        let short: String = clean.trim().chars().take(32).collect();
        let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
        let plain: String = visible().filter(is_part).collect();
        let plain = plain.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        let plain: String = plain.chars().take(32).collect();
        Self { nickname: Nickname::parse(&short).ok(), username: Username::parse(&plain).ok() }
    }

    /// Another user name when the wished one is taken or there is none: `salt`, 8 hex digits, makes it one of
    /// a kind.
    #[must_use]
    pub fn salted(&self, issuer: &IssuerName, salt: u32) -> Username {
        let base = self.username.as_ref().map_or(issuer.as_str(), Username::as_str);
        let base: String = base.chars().take(23).collect();
        Username::parse(&format!("{base}-{salt:08x}"))
            .unwrap_or_else(|_| unreachable!("a cut user name with digits is a user name"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> (Option<String>, Option<String>) {
        let ForeignName { nickname, username } = ForeignName::of(text);
        (nickname.map(|n| n.to_string()), username.map(|n| n.to_string()))
    }

    #[test]
    fn any_name_becomes_valid_ones() {
        let own = |nickname: &str, username: &str| (Some(nickname.to_owned()), Some(username.to_owned()));
        assert_eq!(names("Mei Qi"), own("Mei Qi", "MeiQi"));
        assert_eq!(names("..mei@example.com"), own("..mei@example.com", "meiexample.com"));
        assert_eq!(names("周美琪"), (Some("周美琪".into()), None));
        assert_eq!(names("a\n\u{202E}bc\u{0}"), own("abc", "abc"));
        assert_eq!(names(" \u{7} "), (None, None));
        let long = "x".repeat(1_000_000);
        assert_eq!(names(&long), own(&long[..32], &long[..32]));
        assert_eq!(names(&format!("{} y", "长".repeat(31))).0.map(|n| n.chars().count()), Some(31));
    }

    #[test]
    fn a_salted_name_is_valid_too() {
        let shop = IssuerName::parse("shop").unwrap_or_else(|| unreachable!());
        assert_eq!(ForeignName::of("周").salted(&shop, 10).as_str(), "shop-0000000a");
        let long = ForeignName::of(&"x".repeat(40)).salted(&shop, u32::MAX);
        assert_eq!((long.as_str().len(), &long.as_str()[22..]), (32, "x-ffffffff"));
        let longest = IssuerName::parse(&"s".repeat(24)).unwrap_or_else(|| unreachable!());
        assert_eq!(ForeignName::of("").salted(&longest, 1).as_str().len(), 32);
    }

    #[test]
    fn subjects_and_issuers_have_one_spelling() {
        assert!(ExternalSubject::parse("17").is_some() && ExternalSubject::parse("auth0|美琪").is_some());
        for bad in ["", " 17", "17 ", "1\n7", "\u{0}", &"x".repeat(256)] {
            assert_eq!(ExternalSubject::parse(bad), None, "{bad:?}");
        }
        for bad in ["", "a", "Shop", "1shop", "shop_x", "shop.x", &"s".repeat(25)] {
            assert_eq!(IssuerName::parse(bad), None, "{bad:?}");
        }
    }
}
