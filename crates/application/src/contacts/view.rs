use kamachat_domain::{
    accounts::{About, Account},
    contacts::{Block, Contact, FriendRequest, RequestState},
    ids::AccountId,
};

use super::NameKey;
use crate::{
    Actor, Error, Result,
    accounts::{ProfileView, profiles},
    store::Repositories,
};

/// What a person is to the actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Myself,
    Contact,
    RequestSent,
    RequestReceived,
    None,
}

/// Somebody who was looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonView {
    pub profile: ProfileView,
    pub about: About,
    pub relation: Relation,
    /// The actor keeps him away.
    pub blocked: bool,
}

/// A request with both people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FriendRequestView {
    pub request: FriendRequest,
    pub from: ProfileView,
    pub to: ProfileView,
}

/// A contact with the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactView {
    pub profile: ProfileView,
    pub contact: Contact,
    /// Of the remark, or of the name when there is none.
    pub key: NameKey,
}

/// Somebody whom the actor keeps away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockView {
    pub profile: ProfileView,
    pub block: Block,
}

pub(super) async fn person_view(
    read: &dyn Repositories,
    actor: &Actor,
    account: &Account,
) -> Result<PersonView> {
    let relation = relation(read, actor.account_id, account.id).await?;
    let blocked = read.blocks().between(actor.account_id, account.id).await?.contains(&actor.account_id);
    Ok(PersonView { profile: account.into(), about: account.about.clone(), relation, blocked })
}

async fn relation(read: &dyn Repositories, actor: AccountId, other: AccountId) -> Result<Relation> {
    if actor == other {
        return Ok(Relation::Myself);
    }
    if read.contacts().find(actor, other).await?.is_some() {
        return Ok(Relation::Contact);
    }
    let mut pending = read.contacts().pending_between(actor, other).await?;
    if let Some(request) = &mut pending {
        request.expire(read.now().await?);
    }
    Ok(match pending.filter(|request| request.state == RequestState::Pending) {
        Some(request) if request.from == actor => Relation::RequestSent,
        Some(_) => Relation::RequestReceived,
        None => Relation::None,
    })
}

pub(crate) async fn request_views(
    read: &dyn Repositories,
    mut requests: Vec<FriendRequest>,
) -> Result<Vec<FriendRequestView>> {
    if requests.iter().any(|request| request.state == RequestState::Pending) {
        let now = read.now().await?;
        requests.iter_mut().for_each(|request| {
            request.expire(now);
        });
    }
    let ids: Vec<AccountId> = requests.iter().flat_map(|r| [r.from, r.to]).collect();
    let people = profiles(read, &ids).await?;
    let view = |request: FriendRequest| {
        let from = people.get(&request.from)?.clone();
        let to = people.get(&request.to)?.clone();
        Some(FriendRequestView { request, from, to })
    };
    Ok(requests.into_iter().filter_map(view).collect())
}

pub(super) async fn request_view(
    read: &dyn Repositories,
    request: FriendRequest,
) -> Result<FriendRequestView> {
    request_views(read, vec![request]).await?.pop().ok_or(Error::NotFound)
}
