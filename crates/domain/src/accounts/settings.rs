use super::Availability;
use crate::choice::choice;

choice!(
    /// The language of the client.
    Language {
        /// Whatever the device speaks.
        #[default]
        System = "system",
        Chinese = "zh-CN",
        English = "en",
    }
);

choice!(
    /// How the client looks.
    Theme {
        /// As the device does.
        #[default]
        System = "system",
        Light = "light",
        Dark = "dark",
    }
);

choice!(
    /// Who may ask to become a contact.
    WhoMayAdd {
        #[default]
        Everyone = "everyone",
        Nobody = "nobody",
    }
);

choice!(
    /// Who sees something of a person.
    Audience {
        Everyone = "everyone",
        #[default]
        Contacts = "contacts",
        Nobody = "nobody",
    }
);

/// What a person chose, the same on all of their devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    pub language: Language,
    pub theme: Theme,
    /// Whether the phone number finds this account.
    pub find_by_phone: bool,
    /// Whether the e-mail address finds this account.
    pub find_by_email: bool,
    pub who_may_add: WhoMayAdd,
    /// Who sees when this account was last there.
    pub last_seen: Audience,
    /// Whether others see what was read.
    pub read_receipts: bool,
    /// What others see while a device is there.
    pub presence: Availability,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::default(),
            theme: Theme::default(),
            find_by_phone: false,
            find_by_email: false,
            who_may_add: WhoMayAdd::default(),
            last_seen: Audience::default(),
            read_receipts: true,
            presence: Availability::default(),
        }
    }
}

impl Settings {
    /// Every setting as it is stored: key and value.
    #[must_use]
    pub const fn entries(&self) -> [(&'static str, &'static str); 8] {
        [
            ("language", self.language.as_str()),
            ("theme", self.theme.as_str()),
            ("find_by_phone", switch(self.find_by_phone)),
            ("find_by_email", switch(self.find_by_email)),
            ("who_may_add", self.who_may_add.as_str()),
            ("last_seen", self.last_seen.as_str()),
            ("read_receipts", switch(self.read_receipts)),
            ("presence", self.presence.as_str()),
        ]
    }

    /// Takes a stored value. A key or value of another version changes nothing.
    pub fn take(&mut self, key: &str, value: &str) {
        match key {
            "language" => self.language = Language::parse(value).unwrap_or_default(),
            "theme" => self.theme = Theme::parse(value).unwrap_or_default(),
            "find_by_phone" => self.find_by_phone = value == switch(true),
            "find_by_email" => self.find_by_email = value == switch(true),
            "who_may_add" => self.who_may_add = WhoMayAdd::parse(value).unwrap_or_default(),
            "last_seen" => self.last_seen = Audience::parse(value).unwrap_or_default(),
            "read_receipts" => self.read_receipts = value == switch(true),
            "presence" => self.presence = Availability::parse(value).unwrap_or_default(),
            _ => {}
        }
    }
}

const fn switch(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_comes_back_and_what_is_unknown_is_left_out() {
        let chosen = Settings {
            language: Language::Chinese,
            theme: Theme::Dark,
            find_by_phone: true,
            find_by_email: true,
            who_may_add: WhoMayAdd::Nobody,
            last_seen: Audience::Nobody,
            read_receipts: false,
            presence: Availability::Invisible,
        };
        let mut loaded = Settings::default();
        for (key, value) in chosen.entries() {
            loaded.take(key, value);
        }
        loaded.take("of a later version", "x");
        assert_eq!(loaded, chosen);
    }
}
