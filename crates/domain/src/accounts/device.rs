use std::fmt;

use super::AccountError;

/// What its owner calls a device, in any script: 1 to 64 characters after trimming, no control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceName(String);

impl DeviceName {
    /// # Errors
    /// [`AccountError::DeviceNameInvalid`].
    pub fn parse(text: &str) -> Result<Self, AccountError> {
        let text = text.trim();
        let fits = (1..=64).contains(&text.chars().take(65).count());
        if fits && !text.chars().any(super::nickname::is_forbidden) {
            Ok(Self(text.to_owned()))
        } else {
            Err(AccountError::DeviceNameInvalid)
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a device runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    Android,
    ChromeOs,
    Ios,
    Linux,
    MacOs,
    Windows,
    /// Anything else, or nothing was said.
    Other,
}

/// Parts of user agents, in the order in which they count: an Android device says Linux too, an iPad says
/// Mac OS X.
const PLATFORMS: [(&str, Platform); 10] = [
    ("Android", Platform::Android),
    ("iPhone", Platform::Ios),
    ("iPad", Platform::Ios),
    ("CrOS", Platform::ChromeOs),
    ("Windows", Platform::Windows),
    ("Macintosh", Platform::MacOs),
    ("Mac OS X", Platform::MacOs),
    ("macOS", Platform::MacOs),
    ("Linux", Platform::Linux),
    ("X11", Platform::Linux),
];

/// Likewise: every browser says that it is Safari, and most say that they are Chrome.
const APPS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

impl Platform {
    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Android => "android",
            Self::ChromeOs => "chromeos",
            Self::Ios => "ios",
            Self::Linux => "linux",
            Self::MacOs => "macos",
            Self::Windows => "windows",
            Self::Other => "other",
        }
    }
}

/// What a user agent says about a device. It may lie: this is for its owner to recognise it by, and decides
/// nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// The program, at most 32 characters; empty when nothing was said.
    pub app: String,
    pub platform: Platform,
}

impl Device {
    /// Reads a user agent.
    #[must_use]
    pub fn of(user_agent: &str) -> Self {
        let platform = PLATFORMS.iter().find(|(part, _)| user_agent.contains(part));
        let platform = platform.map_or(Platform::Other, |(_, platform)| *platform);
        let app = APPS.iter().find(|(part, _)| user_agent.contains(part));
        let app = app.map_or_else(|| first_word(user_agent), |(_, app)| (*app).to_owned());
        Self { app, platform }
    }
}

/// `kama/1.0 (…)` is kama.
fn first_word(user_agent: &str) -> String {
    let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    user_agent.chars().take_while(is_part).take(32).collect()
}

/// Such as "Firefox on Linux".
impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let app = if self.app.is_empty() { "Unknown app" } else { &self.app };
        let platform = match self.platform {
            Platform::Android => "Android",
            Platform::ChromeOs => "ChromeOS",
            Platform::Ios => "iOS",
            Platform::Linux => "Linux",
            Platform::MacOs => "macOS",
            Platform::Windows => "Windows",
            Platform::Other => return f.write_str(app),
        };
        write!(f, "{app} on {platform}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_recognised_by_what_it_says() {
        for (user_agent, shown) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/142.0.0.0 Safari/537.36 Edg/142.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like \
                 Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
                "Safari on iOS",
            ),
            (
                "Mozilla/5.0 (Linux; Android 16; Pixel 9) Chrome/142.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            ("curl/8.5.0", "curl"),
            ("", "Unknown app"),
            ("\u{202E}<script>", "Unknown app"),
            (&"x".repeat(10_000), &"x".repeat(32)),
        ] {
            assert_eq!(Device::of(user_agent).to_string(), shown);
        }
    }

    #[test]
    fn a_name_is_trimmed_and_bounded() {
        assert_eq!(DeviceName::parse(" 书房 ").map(|n| n.as_str().to_owned()), Ok("书房".into()));
        for bad in ["", " ", "a\nb", "a\u{202E}b", &"长".repeat(65)] {
            assert_eq!(DeviceName::parse(bad), Err(AccountError::DeviceNameInvalid));
        }
    }
}
