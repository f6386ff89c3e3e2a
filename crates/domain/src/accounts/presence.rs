use super::Audience;
use crate::choice::choice;

choice!(
    /// What a person wants others to see.
    Availability {
        /// Whatever is so.
        #[default]
        Online = "online",
        DoNotDisturb = "do_not_disturb",
        /// Looks offline.
        Invisible = "invisible",
    }
);

choice!(
    /// What others see of a person.
    PresenceState {
        Online = "online",
        /// There is a device, and nobody uses it.
        Away = "away",
        DoNotDisturb = "do_not_disturb",
        #[default]
        Offline = "offline",
    }
);

/// What the devices of a person say together: one that is used says more than one that is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Activity {
    Idle,
    Active,
}

/// What somebody is to the person whose presence is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    Myself,
    /// In the person's own list of contacts.
    Contact,
    Stranger,
}

impl PresenceState {
    /// What is seen of a person with these devices and this wish.
    #[must_use]
    pub fn of(devices: Option<Activity>, wish: Availability) -> Self {
        match (devices, wish) {
            (None, _) | (_, Availability::Invisible) => Self::Offline,
            (Some(_), Availability::DoNotDisturb) => Self::DoNotDisturb,
            (Some(Activity::Active), Availability::Online) => Self::Online,
            (Some(Activity::Idle), Availability::Online) => Self::Away,
        }
    }
}

/// The one rule of who sees whether somebody is there and when they last were.
#[must_use]
pub fn may_see_presence(viewer: Viewer, audience: Audience) -> bool {
    match (viewer, audience) {
        (Viewer::Myself, _) | (_, Audience::Everyone) => true,
        (Viewer::Contact, Audience::Contacts) => true,
        (Viewer::Stranger, Audience::Contacts) | (_, Audience::Nobody) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_comes_before_what_devices_say() {
        use Activity::{Active, Idle};
        for (devices, wish, seen) in [
            (Some(Active), Availability::Online, PresenceState::Online),
            (Some(Idle), Availability::Online, PresenceState::Away),
            (None, Availability::Online, PresenceState::Offline),
            (Some(Active), Availability::DoNotDisturb, PresenceState::DoNotDisturb),
            (Some(Idle), Availability::DoNotDisturb, PresenceState::DoNotDisturb),
            (None, Availability::DoNotDisturb, PresenceState::Offline),
            (Some(Active), Availability::Invisible, PresenceState::Offline),
            (Some(Idle), Availability::Invisible, PresenceState::Offline),
        ] {
            assert_eq!(PresenceState::of(devices, wish), seen, "{devices:?} {wish:?}");
        }
        assert!(Active > Idle, "the device that is used counts");
    }

    #[test]
    fn strangers_see_nothing_unless_everybody_may() {
        for (viewer, sees) in [
            (Viewer::Myself, [true, true, true]),
            (Viewer::Contact, [true, true, false]),
            (Viewer::Stranger, [true, false, false]),
        ] {
            let audiences = [Audience::Everyone, Audience::Contacts, Audience::Nobody];
            assert_eq!(audiences.map(|audience| may_see_presence(viewer, audience)), sees, "{viewer:?}");
        }
    }
}
