use kamachat_domain::{
    Limit,
    ids::{AccountId, FriendRequestId},
};

use super::{ContactView, Contacts, FriendRequestView, name_key::name_key, view::request_views};
use crate::{Actor, Result, accounts::profiles};

impl Contacts {
    /// The actor's contacts after a person, by id.
    pub async fn list(
        &self,
        actor: &Actor,
        after: Option<AccountId>,
        limit: Limit,
    ) -> Result<Vec<ContactView>> {
        let read = self.store.read();
        let contacts = read.contacts().list(actor.account_id, after, limit).await?;
        let ids: Vec<AccountId> = contacts.iter().map(|contact| contact.peer_id).collect();
        let people = profiles(&*read, &ids).await?;
        let views = contacts.into_iter().filter_map(|contact| {
            let profile = people.get(&contact.peer_id)?.clone();
            let key = name_key(contact.remark.as_ref().map_or(&profile.name, |remark| remark.as_str()));
            Some(ContactView { profile, contact, key })
        });
        Ok(views.collect())
    }

    /// Requests from and to the actor, newest first, before a request.
    pub async fn requests(
        &self,
        actor: &Actor,
        before: Option<FriendRequestId>,
        limit: Limit,
    ) -> Result<Vec<FriendRequestView>> {
        let read = self.store.read();
        let requests = read.contacts().requests_of(actor.account_id, before, limit).await?;
        request_views(&*read, requests).await
    }
}
