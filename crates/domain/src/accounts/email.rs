use std::fmt;

use super::AccountError;

/// An e-mail address in the form in which it is unique: trimmed, lower case.
///
/// Only the shape is checked (one `@`, a dotted domain, no spaces, at most 254 bytes); that it belongs to
/// somebody is shown by a verification mail.
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// # Errors
    /// [`AccountError::EmailInvalid`].
    pub fn parse(text: &str) -> Result<Self, AccountError> {
        let text = text.trim();
        if text.len() > 254 || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(AccountError::EmailInvalid);
        }
        let Some((local, domain)) = text.rsplit_once('@') else { return Err(AccountError::EmailInvalid) };
        let local_fits = (1..=64).contains(&local.len()) && !local.contains('@');
        let domain_fits = domain.split('.').count() >= 2
            && domain.split('.').all(|label| {
                !label.is_empty()
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            });
        if local_fits && domain_fits {
            Ok(Self(text.to_lowercase()))
        } else {
            Err(AccountError::EmailInvalid)
        }
    }

    /// The address and what stands before its `@`.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [Some(self.as_str()), self.0.rsplit_once('@').map(|(local, _)| local)].into_iter().flatten()
    }

    /// The normalised address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Masked: addresses do not belong in logs.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_normalised_and_checked_for_shape() {
        assert_eq!(
            Email::parse(" Mei.Qi@Example.COM ").map(|e| e.as_str().to_owned()),
            Ok("mei.qi@example.com".into())
        );
        for bad in [
            "",
            "a",
            "a@",
            "@b.c",
            "a@b",
            "a@@b.c",
            "a b@c.d",
            "a@b..c",
            "a@-b.c",
            &format!("{}@b.c", "x".repeat(300)),
        ] {
            assert!(Email::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn an_address_is_not_printed() {
        let shown = Email::parse("mei@example.com").map(|e| format!("{e:?}"));
        assert_eq!(shown, Ok("Email(***)".into()));
    }
}
