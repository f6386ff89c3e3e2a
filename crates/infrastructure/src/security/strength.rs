//! How hard a password is to guess, by patterns and by lists of what people use.

use kamachat_domain::accounts::Strength;
use zxcvbn::{Score, matching::patterns::MatchPattern, zxcvbn};

/// What everybody tries on this server.
const PRODUCT: &str = "kamachat";

/// Looks at the first 100 characters. The lists hold the 30,000 most common passwords, English words and
/// names; `own` are names of the password's owner.
pub(super) fn judge(password: &str, own: &[String]) -> Strength {
    let own: Vec<&str> = own.iter().map(String::as_str).chain([PRODUCT]).collect();
    let lower = password.to_lowercase();
    if own.iter().any(|name| name.to_lowercase() == lower) {
        return Strength::Common;
    }
    let found = zxcvbn(password, &own);
    let is_one_entry =
        matches!(found.sequence(), [only] if matches!(only.pattern, MatchPattern::Dictionary(_)));
    match found.score() {
        _ if is_one_entry => Strength::Common,
        Score::Zero | Score::One => Strength::Weak,
        _ => Strength::Fair,
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    fn of(password: &str) -> Strength {
        let own = ["Mei.Qi", "周美琪是我的名字", "mei@example.com"].map(str::to_owned);
        judge(password, &own)
    }

    #[test]
    fn what_stands_on_a_list_and_own_names_are_common() {
        for common in ["password", "PASSWORD1", "p@ssword", "12345678", "iloveyou", "qwertyuiop", "KamaChat"]
        {
            assert_eq!(of(common), Strength::Common, "{common}");
        }
        for own in ["mei.qi", "周美琪是我的名字", "Mei@Example.com"] {
            assert_eq!(of(own), Strength::Common, "{own}");
        }
    }

    #[test]
    fn what_is_guessed_by_a_pattern_is_weak_and_sentences_are_fine() {
        for weak in ["aaaaaaaaaaaa", "abcdefgh", "20101112", "mei.qi12", "asdasdasd"] {
            assert_ne!(of(weak), Strength::Fair, "{weak}");
        }
        for fair in ["correct horse battery", "八个字的密码是吧", "xK9#qT2v", "the cat sat on my keyboard"]
        {
            assert_eq!(of(fair), Strength::Fair, "{fair}");
        }
    }

    #[test]
    fn no_password_takes_long_to_judge() {
        let long = "x".repeat(128);
        for text in ["a1".repeat(64), "p@ssw0rd".repeat(16), "1/1/1".repeat(25), "密".repeat(128), long] {
            let started = Instant::now();
            of(&text);
            assert!(started.elapsed() < Duration::from_secs(2), "{text}: {:?}", started.elapsed());
        }
    }
}
