use kamachat_domain::{
    Timestamp,
    accounts::{Account, Birthday, Gender, Nickname, Signature, StatusText},
};

use super::Accounts;
use crate::{
    Actor, Error, Result,
    feed::{Announcements, FeedKind},
};

/// A field of a change: `None` leaves it as it is, `Some(None)` clears it.
pub type Change<T> = Option<Option<T>>;

/// What somebody changes about themselves, unchecked.
#[derive(Clone, Debug, Default)]
pub struct ProfileChange {
    /// Cleared, it is the user name again.
    pub nickname: Change<String>,
    pub signature: Change<String>,
    pub gender: Change<Gender>,
    /// `YYYY-MM-DD`.
    pub birthday: Change<String>,
    pub status_text: Change<String>,
}

impl ProfileChange {
    /// An empty text clears, too.
    fn apply(self, account: &mut Account, now: Timestamp) -> Result<()> {
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        if let Some(nickname) = self.nickname.map(given) {
            account.nickname = match nickname {
                Some(text) => Nickname::parse(&text)?,
                None => Account::plain_nickname(&account.username),
            };
        }
        let about = &mut account.about;
        if let Some(signature) = self.signature.map(given) {
            about.signature = signature.map(|text| Signature::parse(&text)).transpose()?;
        }
        if let Some(gender) = self.gender {
            about.gender = gender.unwrap_or_default();
        }
        if let Some(birthday) = self.birthday.map(given) {
            about.birthday = birthday.map(|text| Birthday::parse(&text, now)).transpose()?;
        }
        if let Some(status) = self.status_text.map(given) {
            about.status_text = status.map(|text| StatusText::parse(&text)).transpose()?;
        }
        Ok(())
    }
}

impl Accounts {
    /// Changes the actor's profile and tells the other devices; peers see it when they load the person again.
    pub async fn change_profile(&self, actor: &Actor, change: ProfileChange) -> Result<Account> {
        let before = self.me(actor).await?;
        let mut after = before.clone();
        change.clone().apply(&mut after, self.deps.clock.now())?;
        if after == before {
            return Ok(before);
        }
        let tx = self.deps.store.begin().await?;
        let at = tx.now().await?;
        // The event first: it locks the account, so that two devices do not write at once.
        let event = tx.feed().append(before.id, FeedKind::Profile, before.id.into(), at).await?;
        let mut account = tx.accounts().find(before.id).await?.ok_or(Error::NotFound)?;
        change.apply(&mut account, at)?;
        tx.accounts().save_profile(&account, at).await?;
        tx.commit().await?;
        let mut announcements = Announcements::default();
        announcements.add(account.id, event);
        announcements.publish(&*self.deps.bus);
        Ok(account)
    }
}
