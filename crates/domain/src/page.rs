//! Paging: every list has a bounded page.

use crate::{Fault, Kind};

/// How many items a page may hold: 1 to [`Limit::MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(u16);

/// A page size outside 1..=200.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("limit must be between 1 and {}", Limit::MAX)]
pub struct InvalidLimit;

impl Fault for InvalidLimit {
    fn code(&self) -> &'static str {
        "request.limit_invalid"
    }
    fn kind(&self) -> Kind {
        Kind::Invalid
    }
    fn field(&self) -> Option<&'static str> {
        Some("limit")
    }
}

impl Limit {
    /// Largest page.
    pub const MAX: u16 = 200;
    /// Page size when the caller names none.
    pub const DEFAULT: Self = Self(50);

    /// # Errors
    /// [`InvalidLimit`] outside 1..=200; never silently corrected.
    pub fn parse(value: Option<i64>) -> Result<Self, InvalidLimit> {
        match value {
            None => Ok(Self::DEFAULT),
            Some(n) if (1..=i64::from(Self::MAX)).contains(&n) => {
                Ok(Self(u16::try_from(n).map_err(|_| InvalidLimit)?))
            }
            Some(_) => Err(InvalidLimit),
        }
    }

    /// The largest page, for callers inside the system.
    #[must_use]
    pub const fn max() -> Self {
        Self(Self::MAX)
    }

    /// The number of items.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0 as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_outside_its_range_is_an_error_and_not_corrected() {
        for bad in [-1, 0, 201, i64::MIN, i64::MAX] {
            assert_eq!(Limit::parse(Some(bad)), Err(InvalidLimit), "{bad}");
        }
        assert_eq!(Limit::parse(None).map(Limit::get), Ok(50));
        assert_eq!(Limit::parse(Some(200)).map(Limit::get), Ok(200));
    }
}
