use kamachat_domain::{
    contacts::{Contact, Deletion, Remark, Tags},
    ids::AccountId,
};

use super::{ContactView, Contacts, name_key::name_key, standing::Pair};
use crate::{
    Actor, Error, Result,
    accounts::{Change, profiles},
    feed::{Announcements, FeedKind},
};

/// New values; `None` leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactChange {
    pub remark: Change<String>,
    pub starred: Option<bool>,
    pub tags: Option<Vec<String>>,
}

impl ContactChange {
    fn apply(self, contact: &mut Contact) -> Result<()> {
        if let Some(remark) = self.remark {
            let remark = remark.filter(|text| !text.trim().is_empty());
            contact.remark = remark.as_deref().map(Remark::parse).transpose()?;
        }
        if let Some(tags) = self.tags {
            contact.tags = Tags::parse(&tags)?;
        }
        contact.starred = self.starred.unwrap_or(contact.starred);
        Ok(())
    }
}

impl Contacts {
    /// Changes what the actor notes about a contact; the contact does not see it.
    pub async fn change(&self, actor: &Actor, peer: AccountId, change: ContactChange) -> Result<ContactView> {
        let me = actor.account_id;
        let tx = self.store.begin().await?;
        // The account's lock makes two devices that change it wait for each other.
        tx.accounts().lock(me).await?;
        let old = tx.contacts().find(me, peer).await?.ok_or(Error::NotFound)?;
        let mut contact = old.clone();
        change.apply(&mut contact)?;
        let mut announcements = Announcements::default();
        if contact != old {
            tx.contacts().save(&contact).await?;
            let event = tx.feed().append(me, FeedKind::Contact, peer.into(), tx.now().await?).await?;
            announcements.add(me, event);
        }
        let profile = profiles(&*tx, &[peer]).await?.remove(&peer).ok_or(Error::NotFound)?;
        tx.commit().await?;
        announcements.publish(&*self.bus);
        let key = name_key(contact.remark.as_ref().map_or(&profile.name, |remark| remark.as_str()));
        Ok(ContactView { profile, contact, key })
    }

    /// Takes a person out of the actor's list, and the actor out of his where the server is set so. The chat
    /// stays for both to read.
    pub async fn delete(&self, actor: &Actor, peer: AccountId) -> Result<()> {
        let me = actor.account_id;
        let tx = self.store.begin().await?;
        let mut pair = Pair::lock(&*tx, me, peer).await?;
        if !tx.contacts().remove(me, peer).await? {
            return Err(Error::NotFound);
        }
        let mut sides = vec![(me, peer)];
        if self.rules.deletion == Deletion::Both && tx.contacts().remove(peer, me).await? {
            sides.push((peer, me));
        }
        pair.settle(&*tx).await?;
        sides.sort_unstable();
        let now = tx.now().await?;
        let mut announcements = Announcements::default();
        for (owner, other) in sides {
            let event = tx.feed().append(owner, FeedKind::Contact, other.into(), now).await?;
            announcements.add(owner, event);
        }
        tx.commit().await?;
        announcements.publish(&*self.bus);
        Ok(())
    }
}
