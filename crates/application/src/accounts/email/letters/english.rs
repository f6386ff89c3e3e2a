use super::{Letter, Words, time};

const IGNORE: &str = "If this was not you, ignore this mail; nothing happens then.";
const NOT_ME: &str = "If this was not you, reset your password now with \"Forgot password?\" on the sign-in page, \
                      and look at the devices in the settings.";

pub(super) fn words(letter: &Letter<'_>) -> Words {
    match letter {
        Letter::Verify { username, .. } => Words {
            subject: "Verify your e-mail address",
            lines: vec![format!(
                "Somebody gave this address for the KamaChat account {username}. Open the link within 24 hours to \
                 verify that it is yours."
            )],
            action: "Verify the address",
            otherwise: IGNORE,
        },
        Letter::Taken => Words {
            subject: "Somebody tried to use your e-mail address",
            lines: vec![
                "Somebody tried to give your address to another KamaChat account. Your account already has it, so \
                 nothing has changed."
                    .to_owned(),
            ],
            action: "",
            otherwise: "If that was you, sign in to the account that has this address; \"Forgot password?\" helps \
                        you in.",
        },
        Letter::Reset { username, .. } => Words {
            subject: "Reset your password",
            lines: vec![format!(
                "Somebody asked for a new password for the KamaChat account {username}. The link is good once, \
                 within an hour. All devices are signed out then."
            )],
            action: "Choose a new password",
            otherwise: IGNORE,
        },
        notice => happened(notice),
    }
}

/// What has happened already.
fn happened(letter: &Letter<'_>) -> Words {
    let (subject, line, otherwise) = match letter {
        Letter::AddressChanged { username } => (
            "Your e-mail address was changed",
            format!(
                "The KamaChat account {username} has another e-mail address now. This one is no longer used for it."
            ),
            "If this was not you, sign in, change your password and set your address again. If you cannot sign in, \
             ask whoever runs the server for help.",
        ),
        Letter::PasswordReset { username } => (
            "Your password was reset",
            format!(
                "The KamaChat account {username} has a new password, set by a link in a mail to this address. All \
                 devices were signed out."
            ),
            "If this was not you, somebody can read your mail: secure your mailbox first, then reset the password \
             again.",
        ),
        Letter::PasswordChanged { username } => (
            "Your password was changed",
            format!(
                "The password of the KamaChat account {username} was changed. Other devices were signed out."
            ),
            NOT_ME,
        ),
        Letter::SecondFactor { username, on: true } => (
            "Two-step sign-in was switched on",
            format!("Two-step sign-in of the KamaChat account {username} is on now."),
            NOT_ME,
        ),
        Letter::SecondFactor { username, on: false } => (
            "Two-step sign-in was switched off",
            format!("Two-step sign-in of the KamaChat account {username} is off now."),
            NOT_ME,
        ),
        Letter::NewDevice { username, device, ip, at } => (
            "New sign-in to your account",
            format!(
                "The KamaChat account {username} was signed in to on a device that was not used before: {device}, \
                 from {ip}, at {}.",
                time(*at)
            ),
            NOT_ME,
        ),
        Letter::Verify { .. } | Letter::Taken | Letter::Reset { .. } => ("", String::new(), ""),
    };
    Words { subject, lines: vec![line], action: "", otherwise }
}
