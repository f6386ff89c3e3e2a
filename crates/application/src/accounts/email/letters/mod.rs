//! What mails say. Names stand in them as text: whoever chose one writes nothing else into a mail.

mod chinese;
mod english;
mod page;

use kamachat_domain::{
    Timestamp,
    accounts::{Device, Language},
};

/// A mail before it has a language.
pub(in crate::accounts) enum Letter<'a> {
    /// Is this your address?
    Verify { username: &'a str, link: &'a str },
    /// Somebody else has named your address.
    Taken,
    /// The account has another address now; goes to the old one.
    AddressChanged { username: &'a str },
    /// The way to another password.
    Reset { username: &'a str, link: &'a str },
    /// There is another password, by a link of a mail.
    PasswordReset { username: &'a str },
    /// There is another password, by somebody who knew the old one.
    PasswordChanged { username: &'a str },
    /// Two-step sign-in is on or off.
    SecondFactor { username: &'a str, on: bool },
    /// Somebody signed in on a device that was not known.
    NewDevice { username: &'a str, device: &'a Device, ip: &'a str, at: Timestamp },
}

/// What a letter says in one language.
struct Words {
    subject: &'static str,
    /// One paragraph each.
    lines: Vec<String>,
    /// What the link is called.
    action: &'static str,
    /// What to do if it was not the reader.
    otherwise: &'static str,
}

/// A letter as it is sent.
pub(super) struct Written {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
}

/// Writes a letter. Whoever chose no language reads English.
pub(super) fn write(letter: &Letter<'_>, language: Language) -> Written {
    let (words, lang) = match language {
        Language::Chinese => (chinese::words(letter), "zh-CN"),
        Language::English | Language::System => (english::words(letter), "en"),
    };
    let link = match letter {
        Letter::Verify { link, .. } | Letter::Reset { link, .. } => Some(*link),
        _ => None,
    };
    Written {
        subject: words.subject.to_owned(),
        text: page::text(&words, link),
        html: page::html(&words, link, lang),
    }
}

/// A time that reads the same everywhere.
fn time(at: Timestamp) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters<'a>(device: &'a Device, name: &'a str) -> [Letter<'a>; 8] {
        let link = "https://chat.example.org/verify-email#token=abc";
        [
            Letter::Verify { username: name, link },
            Letter::Taken,
            Letter::AddressChanged { username: name },
            Letter::Reset { username: name, link },
            Letter::PasswordReset { username: name },
            Letter::PasswordChanged { username: name },
            Letter::SecondFactor { username: name, on: true },
            Letter::NewDevice { username: name, device, ip: "10.0.0.1", at: Timestamp::UNIX_EPOCH },
        ]
    }

    #[test]
    fn every_letter_is_whole_in_both_languages() {
        let device = Device::of("Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0");
        for language in [Language::Chinese, Language::English, Language::System] {
            for letter in letters(&device, "mei") {
                let written = write(&letter, language);
                let has_link = matches!(letter, Letter::Verify { .. } | Letter::Reset { .. });
                for text in [&written.text, &written.html] {
                    assert_eq!(text.contains("#token=abc"), has_link, "{text}");
                    assert!(text.contains("mei") || matches!(letter, Letter::Taken), "{text}");
                }
                assert!(!written.subject.is_empty() && !written.subject.contains("mei"));
                let chinese = written.text.contains("你");
                assert_eq!(chinese, language == Language::Chinese, "{}", written.text);
            }
        }
    }

    #[test]
    fn a_name_writes_nothing_into_a_page() {
        let device = Device::of("<img src=x>");
        for letter in letters(&device, "<b>\"x\"&'y'</b>") {
            let html = write(&letter, Language::English).html;
            assert!(!html.contains("<b>") && !html.contains("<img"), "{html}");
        }
    }
}
