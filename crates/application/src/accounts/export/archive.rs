use std::collections::HashMap;

use bytes::Bytes;
use kamachat_domain::{
    Limit,
    accounts::{Account, AvatarSize},
    conversations::{Conversation, ConversationKind, Membership},
    ids::AccountId,
};
use serde_json::{Value, json};

use super::{views, zip::Zip};
use crate::{
    Result,
    accounts::profiles,
    contacts::request_views,
    messages::{Eyes, cut_quotes, message_views},
    ports::{BlobKey, BlobWriter, Blobs, PortError},
    store::Repositories,
};

/// The picture's name in the archive.
pub(super) const AVATAR: &str = "avatar.jpg";

/// Writes what an account may see: exactly what its owner is shown when he asks route by route. A page is in
/// memory at a time, whatever the account holds.
pub(super) struct Archive<'a> {
    read: &'a dyn Repositories,
    blobs: &'a dyn Blobs,
    file: Box<dyn BlobWriter>,
    zip: Option<Zip>,
    written: u64,
    entries: Vec<Value>,
}

impl<'a> Archive<'a> {
    pub(super) fn new(read: &'a dyn Repositories, blobs: &'a dyn Blobs, file: Box<dyn BlobWriter>) -> Self {
        Self { read, blobs, file, zip: None, written: 0, entries: Vec::new() }
    }

    /// Writes everything of `owner`; tells how long the archive is.
    pub(super) async fn write(mut self, owner: &Account) -> Result<u64> {
        let now = self.read.now().await?;
        self.zip = Some(Zip::new(now));
        self.json("profile.json", &views::profile(owner)).await?;
        let settings = self.read.settings().settings(owner.id).await?;
        self.json("settings.json", &views::settings(settings)).await?;
        self.sessions(owner.id).await?;
        self.contacts(owner.id).await?;
        self.requests(owner.id).await?;
        self.conversations(owner.id).await?;
        self.avatar(owner).await?;
        let index = json!({ "account": owner.id, "made_at": now, "files": self.entries });
        self.json("index.json", &index).await?;
        let end = self.zip.take().map(Zip::finish).transpose().map_err(full)?.unwrap_or_default();
        self.push(end).await?;
        self.file.finish().await?;
        Ok(self.written)
    }

    async fn push(&mut self, bytes: Vec<u8>) -> Result<()> {
        self.written += bytes.len() as u64;
        Ok(self.file.write(bytes.into()).await?)
    }

    async fn entry(&mut self, name: &str, content: &[u8]) -> Result<()> {
        let Some(zip) = &mut self.zip else { return Ok(()) };
        let bytes = zip.entry(name, content).map_err(full)?;
        self.push(bytes).await
    }

    async fn json(&mut self, name: &str, value: &Value) -> Result<()> {
        let content = serde_json::to_vec_pretty(value).map_err(|error| PortError::Refused(error.into()))?;
        self.entries.push(json!(name));
        self.entry(name, &content).await
    }

    /// One page of a list; `number` counts from 1.
    async fn page(&mut self, list: &str, number: u32, items: Vec<Value>) -> Result<()> {
        if items.is_empty() && number > 1 {
            return Ok(());
        }
        self.json(&format!("{list}/{number:06}.json"), &Value::Array(items)).await
    }

    async fn sessions(&mut self, owner: AccountId) -> Result<()> {
        let now = self.read.now().await?;
        let (mut before, mut all) = (None, Vec::new());
        loop {
            let page = self.read.sessions().live_of(owner, now, before, Limit::max()).await?;
            let Some(last) = page.last() else { break };
            before = Some(last.id);
            all.extend(page.iter().map(views::session));
        }
        self.json("sessions.json", &Value::Array(all)).await
    }

    async fn contacts(&mut self, owner: AccountId) -> Result<()> {
        let mut after = None;
        for number in 1.. {
            let page = self.read.contacts().list(owner, after, Limit::max()).await?;
            let ids: Vec<AccountId> = page.iter().map(|contact| contact.peer_id).collect();
            let people = profiles(self.read, &ids).await?;
            let items = page.iter().map(|each| views::contact(each, people.get(&each.peer_id))).collect();
            self.page("contacts", number, items).await?;
            let Some(last) = ids.last() else { break };
            after = Some(*last);
        }
        Ok(())
    }

    async fn requests(&mut self, owner: AccountId) -> Result<()> {
        let mut before = None;
        for number in 1.. {
            let page = self.read.contacts().requests_of(owner, before, Limit::max()).await?;
            let last = page.last().map(|request| request.id);
            let items = request_views(self.read, page).await?.iter().map(views::request).collect();
            self.page("friend-requests", number, items).await?;
            if last.is_none() {
                break;
            }
            before = last;
        }
        Ok(())
    }

    /// Only where the owner is a member now: what he left is not his to see.
    async fn conversations(&mut self, owner: AccountId) -> Result<()> {
        let mut after = None;
        for number in 1.. {
            // By id: an order that does not change while others write.
            let ids = self.read.conversations().ids_of(owner, after, Limit::max()).await?;
            let Some(last) = ids.last() else { break };
            after = Some(*last);
            let mut page = Vec::with_capacity(ids.len());
            for id in ids {
                page.extend(self.read.conversations().find_for(owner, id).await?);
            }
            let people = self.peers(owner, &page).await?;
            let ids: Vec<_> = page.iter().map(|(head, _)| head.id).collect();
            let groups = self.read.groups().infos(&ids).await?;
            let item = |(head, member): &(Conversation, Membership)| {
                let group = groups.iter().find(|group| group.id == head.id);
                views::conversation(head, member, people.get(&head.id.as_uuid()), group)
            };
            self.page("conversations", number, page.iter().map(item).collect()).await?;
            for (head, member) in &page {
                self.messages(head, member).await?;
            }
        }
        Ok(())
    }

    async fn peers(
        &self,
        owner: AccountId,
        page: &[(Conversation, Membership)],
    ) -> Result<HashMap<uuid::Uuid, crate::accounts::ProfileView>> {
        let direct = page.iter().filter(|(head, _)| head.kind == ConversationKind::Direct);
        let ids: Vec<_> = direct.map(|(head, _)| head.id).collect();
        let peers = self.read.conversations().peers(owner, &ids).await?;
        let accounts: Vec<AccountId> = peers.iter().map(|peer| peer.account_id).collect();
        let people = profiles(self.read, &accounts).await?;
        let named = |peer: &Membership| {
            people.get(&peer.account_id).map(|person| (peer.conversation_id.as_uuid(), person.clone()))
        };
        Ok(peers.iter().filter_map(named).collect())
    }

    /// From the first message that the member may see.
    async fn messages(&mut self, head: &Conversation, member: &Membership) -> Result<()> {
        let mut from = member.first_visible().max(1);
        let first = HashMap::from([(head.id, member.first_visible())]);
        for number in 1.. {
            let page = self.read.messages().ascending(head.id, from, head.last_seq, Limit::max()).await?;
            let Some(last) = page.last() else { break };
            from = last.seq + 1;
            let page = Eyes::seen(self.read, member, page).await?;
            let mut items = message_views(self.read, page).await?;
            cut_quotes(self.read, member.account_id, &first, &mut items).await?;
            let items = items.iter().map(views::message).collect();
            self.page(&format!("messages/{}", head.id), number, items).await?;
        }
        Ok(())
    }

    async fn avatar(&mut self, owner: &Account) -> Result<()> {
        let Some(id) = owner.avatar else { return Ok(()) };
        let picture: Option<Bytes> = self.blobs.get(&BlobKey::avatar(id, AvatarSize::Large)).await?;
        let Some(picture) = picture else { return Ok(()) };
        self.entries.push(json!(AVATAR));
        self.entry(AVATAR, &picture).await
    }
}

fn full(error: super::zip::Full) -> PortError {
    PortError::Refused(error.into())
}
