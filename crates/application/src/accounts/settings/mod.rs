//! Settings: what a person chose, the same on all devices.

pub mod repository;

use kamachat_domain::accounts::{Audience, Availability, Language, Settings, Theme, WhoMayAdd};

use super::Accounts;
use crate::{
    Actor, Result,
    feed::{Announcements, FeedKind},
};

/// New values; `None` leaves a setting as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SettingsChange {
    pub language: Option<Language>,
    pub theme: Option<Theme>,
    pub find_by_phone: Option<bool>,
    pub find_by_email: Option<bool>,
    pub who_may_add: Option<WhoMayAdd>,
    pub last_seen: Option<Audience>,
    pub read_receipts: Option<bool>,
    pub presence: Option<Availability>,
}

impl SettingsChange {
    fn apply(self, old: Settings) -> Settings {
        Settings {
            language: self.language.unwrap_or(old.language),
            theme: self.theme.unwrap_or(old.theme),
            find_by_phone: self.find_by_phone.unwrap_or(old.find_by_phone),
            find_by_email: self.find_by_email.unwrap_or(old.find_by_email),
            who_may_add: self.who_may_add.unwrap_or(old.who_may_add),
            last_seen: self.last_seen.unwrap_or(old.last_seen),
            read_receipts: self.read_receipts.unwrap_or(old.read_receipts),
            presence: self.presence.unwrap_or(old.presence),
        }
    }
}

impl Accounts {
    /// The actor's settings.
    pub async fn settings(&self, actor: &Actor) -> Result<Settings> {
        Ok(self.deps.store.read().settings().settings(actor.account_id).await?)
    }

    /// Changes settings and tells the actor's other devices; what is chosen already is no change.
    pub async fn change_settings(&self, actor: &Actor, change: SettingsChange) -> Result<Settings> {
        let account = actor.account_id;
        let old = self.settings(actor).await?;
        if change.apply(old) == old {
            return Ok(old);
        }
        let tx = self.deps.store.begin().await?;
        let at = tx.now().await?;
        // Memberships are locked before accounts, everywhere.
        if let Some(shown) = change.read_receipts.filter(|shown| *shown != old.read_receipts) {
            tx.conversations().show_receipts(account, shown).await?;
        }
        // The event first: it locks the account, so that two devices do not write at once.
        let event = tx.feed().append(account, FeedKind::Settings, account.into(), at).await?;
        let old = tx.settings().settings(account).await?;
        let new = change.apply(old);
        let changed = old.entries().into_iter().zip(new.entries()).filter(|(old, new)| old != new);
        for (_, (key, value)) in changed {
            tx.settings().put_setting(account, key, value, event.useq).await?;
        }
        tx.commit().await?;
        let mut announcements = Announcements::default();
        announcements.add(account, event);
        announcements.publish(&*self.deps.bus);
        Ok(new)
    }
}
