//! What the reporter sees, taken down as it is at that moment.

use std::collections::HashMap;

use kamachat_domain::{
    Limit,
    accounts::AvatarSize,
    admin::{
        Evidence, GroupEvidence, KeptItem, KeptMessage, KeptPerson, KeptText, ReportError, ReportTarget,
        UserEvidence,
    },
    conversations::{Conversation, Membership},
    groups::GroupInfo,
    ids::{AccountId, AvatarId, ConversationId},
    messages::{Body, MergedItem, Message},
};

use super::Reports;
use crate::{
    Actor, Error, Result,
    accounts::{ProfileView, profiles},
    groups::sees_card,
    messages::{Eyes, MessageView, SenderView, message_views},
    ports::BlobKey,
    store::Repositories,
};

/// Evidence, and the picture that belongs to it.
pub(super) struct Found {
    pub(super) evidence: Evidence,
    pub(super) avatar: Option<AvatarId>,
}

impl Reports {
    /// # Errors
    /// [`Error::NotFound`] for what the actor does not see.
    pub(super) async fn look_at(&self, actor: &Actor, target: ReportTarget) -> Result<Found> {
        let read = self.store.read();
        match target {
            ReportTarget::Message(conversation, seq) => message(&*read, actor, conversation, seq).await,
            ReportTarget::User(person) => user(&*read, person).await,
            ReportTarget::Group(id) => {
                let info = read.groups().info(id).await?.ok_or(Error::NotFound)?;
                if !sees_card(&*read, actor, &info).await? {
                    return Err(Error::NotFound);
                }
                let avatar = info.avatar;
                Ok(Found { evidence: Evidence::Group(group(&*read, info).await?), avatar })
            }
        }
    }

    /// A copy of a picture: the file itself goes as soon as another one is shown.
    pub(super) async fn picture(&self, avatar: Option<AvatarId>) -> Result<Option<Vec<u8>>> {
        let Some(avatar) = avatar else { return Ok(None) };
        let file = self.blobs.get(&BlobKey::avatar(avatar, AvatarSize::Medium)).await?;
        Ok(file.map(|bytes| bytes.to_vec()))
    }
}

async fn user(read: &dyn Repositories, person: AccountId) -> Result<Found> {
    let account = read.accounts().find(person).await?.filter(|account| account.is_active());
    let account = account.ok_or(Error::NotFound)?;
    let about = &account.about;
    let evidence = UserEvidence {
        person: named(&ProfileView::from(&account)),
        signature: about.signature.as_ref().map(|text| text.as_str().to_owned()),
        status_text: about.status_text.as_ref().map(|text| text.as_str().to_owned()),
    };
    Ok(Found { evidence: Evidence::User(evidence), avatar: account.avatar })
}

async fn group(read: &dyn Repositories, info: GroupInfo) -> Result<GroupEvidence> {
    let owner = profiles(read, &[info.owner_id]).await?.remove(&info.owner_id);
    Ok(GroupEvidence {
        id: info.id,
        name: info.name.as_str().to_owned(),
        notice: info.notice.map(|notice| notice.as_str().to_owned()),
        owner: owner.as_ref().map(named),
        member_count: info.member_count,
    })
}

async fn message(read: &dyn Repositories, actor: &Actor, id: ConversationId, seq: i64) -> Result<Found> {
    let found = read.conversations().find_for(actor.account_id, id).await?;
    let (head, member) = found.ok_or(Error::NotFound)?;
    let around = window(read, &head, &member, seq).await?;
    let reported = around.iter().find(|message| message.seq == seq).ok_or(Error::NotFound)?;
    if reported.sender_id == actor.account_id {
        return Err(ReportError::Myself.into());
    }
    reported.changeable().map_err(|_| ReportError::NothingLeft)?;
    let earlier = read.message_changes().earlier_texts(id, seq).await?;
    let mut around = kept(read, around).await?;
    let at = around.iter().position(|message| message.seq == seq).ok_or(Error::NotFound)?;
    let message = Box::new(around.remove(at));
    let group = match read.groups().info(id).await? {
        Some(info) => Some(group(read, info).await?),
        None => None,
    };
    let text = |text: kamachat_domain::messages::EarlierText| KeptText {
        text: text.text.as_str().to_owned(),
        at: text.written_at,
    };
    let mut earlier: Vec<KeptText> = earlier.into_iter().map(text).collect();
    earlier.sort_by_key(|text| text.at);
    Ok(Found { evidence: Evidence::Message { group, message, earlier, around }, avatar: None })
}

/// A message and some around it, as far as the member sees them, ascending.
async fn window(
    read: &dyn Repositories,
    head: &Conversation,
    member: &Membership,
    seq: i64,
) -> Result<Vec<Message>> {
    let first = member.first_visible().max(1);
    if !(first..=head.last_seq).contains(&seq) {
        return Ok(Vec::new());
    }
    let from = seq.saturating_sub(Evidence::AROUND).max(first);
    let to = seq.saturating_add(Evidence::AROUND).min(head.last_seq);
    let messages = read.messages().ascending(head.id, from, to, Limit::max()).await?;
    Eyes::seen(read, member, messages).await
}

/// Messages with everybody whom they name.
async fn kept(read: &dyn Repositories, messages: Vec<Message>) -> Result<Vec<KeptMessage>> {
    let senders: Vec<AccountId> = messages.iter().map(|message| message.sender_id).collect();
    let people = profiles(read, &senders).await?;
    Ok(message_views(read, messages).await?.iter().map(|view| kept_message(view, &people)).collect())
}

fn kept_message(view: &MessageView, people: &HashMap<AccountId, ProfileView>) -> KeptMessage {
    let message = &view.message;
    let username = people.get(&view.sender.id).map(|person| person.username.clone());
    let SenderView { id, name, .. } = view.sender.clone();
    KeptMessage {
        id: message.id,
        conversation_id: message.conversation_id,
        seq: message.seq,
        sender: KeptPerson { id, username: username.unwrap_or_default(), name },
        content: message.body.kind().as_str().to_owned(),
        text: said(&message.body),
        about: view.subjects.iter().map(named).collect(),
        items: match &message.body {
            Body::Merged(items) => items.iter().map(kept_item).collect(),
            _ => Vec::new(),
        },
        created_at: message.created_at,
        edited_at: message.changes.edited_at,
    }
}

fn kept_item(item: &MergedItem) -> KeptItem {
    let MergedItem { sender, kind, text, created_at } = item.clone();
    KeptItem { sender, content: kind.as_str().to_owned(), text, at: created_at }
}

fn said(body: &Body) -> String {
    match body {
        Body::System(event) => match &event.value {
            Some(value) => format!("{}: {value}", event.kind.as_str()),
            None => event.kind.as_str().to_owned(),
        },
        _ => body.text().to_owned(),
    }
}

fn named(profile: &ProfileView) -> KeptPerson {
    KeptPerson { id: profile.id, username: profile.username.clone(), name: profile.name.clone() }
}
