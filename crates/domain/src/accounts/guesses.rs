use std::time::Duration;

/// Wrong passwords for one name from devices that are not known, or from one known device.
///
/// The first ones cost nothing: people mistype. From then on each waits twice as long as the one before, so
/// that guessing gets about a hundred tries a day, from however many addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Guesses {
    /// Tries since the last right one.
    pub tries: u32,
}

impl Guesses {
    /// Tries without any wait.
    pub const FREE: u32 = 10;
    /// The longest wait.
    pub const LONGEST: Duration = Duration::from_secs(15 * 60);
    /// After so long without a try, earlier ones are forgotten.
    pub const MEMORY: Duration = Duration::from_secs(24 * 3600);

    /// One more try.
    #[must_use]
    pub fn and_another(self) -> Self {
        Self { tries: self.tries.saturating_add(1) }
    }

    /// How long after the last try the next one is taken.
    #[must_use]
    pub fn wait(self) -> Duration {
        match self.tries.checked_sub(Self::FREE) {
            None => Duration::ZERO,
            Some(beyond) => Duration::from_secs(1 << beyond.min(10)).min(Self::LONGEST),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistyping_costs_nothing_and_guessing_waits_ever_longer() {
        let after = |tries| Guesses { tries }.wait().as_secs();
        assert_eq!([0, 1, 9, 10, 11, 12, 19, 20, u32::MAX].map(after), [0, 0, 0, 1, 2, 4, 512, 900, 900]);
        assert_eq!(Guesses { tries: u32::MAX }.and_another().tries, u32::MAX);
    }

    #[test]
    fn a_day_of_guessing_is_about_a_hundred_tries() {
        let (mut guesses, mut seconds) = (Guesses::default(), 0);
        while seconds < 24 * 3600 {
            guesses = guesses.and_another();
            seconds += guesses.wait().as_secs();
        }
        assert!(guesses.tries < 120, "{guesses:?}");
    }
}
