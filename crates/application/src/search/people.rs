use std::collections::{HashMap, HashSet};

use kamachat_domain::{
    Limit,
    contacts::Contact,
    conversations::{Conversation, Membership},
    groups::{Alias, GroupInfo},
    ids::{AccountId, ConversationId},
    search::{SearchError, SearchQuery},
};

use super::Search;
use crate::{
    Actor, Result,
    accounts::{ProfileView, profiles},
    contacts::name_key,
    conversations::ListCursor,
    groups::in_order,
    store::Repositories,
};

/// Most contacts, and most conversations, that are looked through.
const MOST: usize = 5_000;
/// Most of each kind that are told.
const TOLD: usize = 20;

/// Somebody whom the actor knows.
#[derive(Clone, Debug)]
pub struct FoundPerson {
    pub profile: ProfileView,
    /// What the actor calls him; of contacts only.
    pub remark: Option<String>,
    /// Where he is called so: his name in a group, by which he was found.
    pub alias: Option<(ConversationId, Alias)>,
    /// Their direct chat.
    pub conversation_id: Option<ConversationId>,
}

/// A group of the actor.
#[derive(Clone, Debug)]
pub struct FoundGroup {
    pub head: Conversation,
    pub member: Membership,
    pub info: GroupInfo,
    pub faces: Vec<ProfileView>,
}

/// Whom and what a name may mean, the best first.
#[derive(Clone, Debug, Default)]
pub struct FoundPeople {
    pub contacts: Vec<FoundPerson>,
    /// Others with whom the actor has a chat, or who are in a group with him and called so there.
    pub others: Vec<FoundPerson>,
    pub groups: Vec<FoundGroup>,
}

impl Search {
    /// People whom the actor knows and groups that he is in, by a part of a name, or of how a Chinese name sounds,
    /// or by its initials. Nobody else: the rest is no directory.
    pub async fn people(&self, actor: &Actor, query: &str) -> Result<FoundPeople> {
        self.pay(actor).await?;
        if query.chars().take(SearchQuery::MAX_CHARS + 1).count() > SearchQuery::MAX_CHARS {
            return Err(SearchError::TooLong.into());
        }
        let Some(words) = Words::of(query) else { return Ok(FoundPeople::default()) };
        let read = self.store.read();
        let contacts = all_contacts(&*read, actor).await?;
        let known: HashSet<AccountId> = contacts.iter().map(|contact| contact.peer_id).collect();
        let rows = all_conversations(&*read, actor).await?;
        let contacts = among_contacts(&*read, &words, contacts).await?;
        let mut others = among_peers(&*read, actor, &words, &known, &rows).await?;
        let told: HashSet<AccountId> = others.iter().map(|person| person.profile.id).chain(known).collect();
        others.extend(among_aliases(&*read, actor, &words, &told).await?);
        others.truncate(TOLD);
        Ok(FoundPeople { contacts, others, groups: among_groups(&*read, &words, rows).await? })
    }
}

/// What somebody typed, in the forms that names are compared in.
struct Words {
    lower: String,
    /// Without spaces, for sounds; `None` where it cannot be one.
    sound: Option<String>,
}

impl Words {
    /// `None` when there is nothing to look for.
    fn of(query: &str) -> Option<Self> {
        let lower = query.trim().to_lowercase();
        if lower.is_empty() || lower.contains('\0') || !lower.chars().any(char::is_alphanumeric) {
            return None;
        }
        let sound: String = lower.chars().filter(|c| !c.is_whitespace()).collect();
        Some(Self { lower, sound: Some(sound).filter(|sound| sound.is_ascii()) })
    }

    /// How well a name fits, 0 best; `None` when it does not.
    fn rank(&self, name: &str) -> Option<u8> {
        let lower = name.to_lowercase();
        if lower.starts_with(&self.lower) {
            return Some(0);
        }
        let key = name_key(name);
        if let Some(sound) = &self.sound {
            if key.initials.starts_with(sound.as_str()) {
                return Some(1);
            }
            let syllables: Vec<&str> = key.sound.split(' ').collect();
            let spoken = |from: usize| syllables[from..].concat().starts_with(sound.as_str());
            if (0..syllables.len()).any(spoken) {
                return Some(2);
            }
        }
        lower.contains(&self.lower).then_some(3)
    }

    /// The best of several names of one person.
    fn best<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Option<u8> {
        names.into_iter().filter_map(|name| self.rank(name)).min()
    }
}

/// The first ones by rank and name.
fn best<T>(mut found: Vec<(u8, String, T)>) -> Vec<T> {
    found.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    found.into_iter().take(TOLD).map(|(_, _, item)| item).collect()
}

async fn all_contacts(read: &dyn Repositories, actor: &Actor) -> Result<Vec<Contact>> {
    let mut all: Vec<Contact> = Vec::new();
    loop {
        let after = all.last().map(|contact| contact.peer_id);
        let page = read.contacts().list(actor.account_id, after, Limit::max()).await?;
        let is_last = (page.len() as u64) < Limit::max().get();
        all.extend(page);
        if is_last || all.len() >= MOST {
            return Ok(all);
        }
    }
}

async fn all_conversations(
    read: &dyn Repositories,
    actor: &Actor,
) -> Result<Vec<(Conversation, Membership)>> {
    let mut all: Vec<(Conversation, Membership)> = Vec::new();
    loop {
        let after =
            all.last().map(|(head, _)| ListCursor { last_activity_at: head.last_activity_at, id: head.id });
        let page = read.conversations().list_for(actor.account_id, after, Limit::max()).await?;
        let is_last = (page.len() as u64) < Limit::max().get();
        all.extend(page);
        if is_last || all.len() >= MOST {
            return Ok(all);
        }
    }
}

async fn among_contacts(
    read: &dyn Repositories,
    words: &Words,
    contacts: Vec<Contact>,
) -> Result<Vec<FoundPerson>> {
    let ids: Vec<AccountId> = contacts.iter().map(|contact| contact.peer_id).collect();
    let people = profiles(read, &ids).await?;
    let ranked = contacts.into_iter().filter_map(|contact| {
        let profile = people.get(&contact.peer_id)?.clone();
        let remark = contact.remark.map(|remark| remark.as_str().to_owned());
        let names = [profile.name.as_str(), profile.username.as_str()];
        let rank = words.best(names.into_iter().chain(remark.as_deref()))?;
        let shown = remark.clone().unwrap_or_else(|| profile.name.clone());
        let conversation_id = contact.conversation_id;
        Some((rank, shown, FoundPerson { profile, remark, alias: None, conversation_id }))
    });
    Ok(best(ranked.collect()))
}

/// The other one of direct chats, where he is no contact.
async fn among_peers(
    read: &dyn Repositories,
    actor: &Actor,
    words: &Words,
    known: &HashSet<AccountId>,
    rows: &[(Conversation, Membership)],
) -> Result<Vec<FoundPerson>> {
    let direct = rows.iter().filter(|(head, _)| head.direct_key.is_some()).map(|(head, _)| head.id);
    let direct: Vec<ConversationId> = direct.collect();
    let peers = read.conversations().peers(actor.account_id, &direct).await?;
    let chats: HashMap<AccountId, ConversationId> = peers
        .into_iter()
        .filter(|peer| !known.contains(&peer.account_id))
        .map(|peer| (peer.account_id, peer.conversation_id))
        .collect();
    let people = profiles(read, &chats.keys().copied().collect::<Vec<_>>()).await?;
    let ranked = people.into_values().filter(|profile| !profile.deleted).filter_map(|profile| {
        let rank = words.best([profile.name.as_str(), profile.username.as_str()])?;
        let conversation_id = chats.get(&profile.id).copied();
        let shown = profile.name.clone();
        Some((rank, shown, FoundPerson { profile, remark: None, alias: None, conversation_id }))
    });
    Ok(best(ranked.collect()))
}

/// Members of the actor's groups by what they are called there.
async fn among_aliases(
    read: &dyn Repositories,
    actor: &Actor,
    words: &Words,
    told: &HashSet<AccountId>,
) -> Result<Vec<FoundPerson>> {
    let mut seen = told.clone();
    let called = read.search().by_alias(actor.account_id, &words.lower, Limit::DEFAULT).await?;
    let called: Vec<_> = called.into_iter().filter(|(_, id, _)| seen.insert(*id)).collect();
    let people = profiles(read, &called.iter().map(|(_, id, _)| *id).collect::<Vec<_>>()).await?;
    let person = |(group, id, alias): (ConversationId, AccountId, Alias)| {
        let profile = people.get(&id)?.clone();
        Some(FoundPerson { profile, remark: None, alias: Some((group, alias)), conversation_id: None })
    };
    Ok(called.into_iter().filter_map(person).take(TOLD).collect())
}

async fn among_groups(
    read: &dyn Repositories,
    words: &Words,
    rows: Vec<(Conversation, Membership)>,
) -> Result<Vec<FoundGroup>> {
    let mut rows: HashMap<ConversationId, (Conversation, Membership)> =
        rows.into_iter().filter(|(head, _)| head.is_group()).map(|row| (row.0.id, row)).collect();
    let infos = read.groups().infos(&rows.keys().copied().collect::<Vec<_>>()).await?;
    let ranked = infos.into_iter().filter_map(|info| {
        let rank = words.rank(info.name.as_str())?;
        Some((rank, info.name.as_str().to_owned(), info))
    });
    let infos = best(ranked.collect());
    let faces: Vec<AccountId> = infos.iter().flat_map(|info| info.faces.iter().copied()).collect();
    let people = profiles(read, &faces).await?;
    let group = |info: GroupInfo| {
        let (head, member) = rows.remove(&info.id)?;
        let faces = in_order(&people, &info.faces);
        Some(FoundGroup { head, member, info, faces })
    };
    Ok(infos.into_iter().filter_map(group).collect())
}
