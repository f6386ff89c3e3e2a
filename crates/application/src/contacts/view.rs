use kamachat_domain::{
    accounts::{About, Account},
    contacts::{Contact, FriendRequest},
    ids::AccountId,
};

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
}

pub(super) async fn person_view(
    read: &dyn Repositories,
    actor: &Actor,
    account: &Account,
) -> Result<PersonView> {
    let relation = relation(read, actor.account_id, account.id).await?;
    Ok(PersonView { profile: account.into(), about: account.about.clone(), relation })
}

async fn relation(read: &dyn Repositories, actor: AccountId, other: AccountId) -> Result<Relation> {
    if actor == other {
        return Ok(Relation::Myself);
    }
    if read.contacts().find(actor, other).await?.is_some() {
        return Ok(Relation::Contact);
    }
    Ok(match read.contacts().pending_between(actor, other).await? {
        Some(request) if request.from == actor => Relation::RequestSent,
        Some(_) => Relation::RequestReceived,
        None => Relation::None,
    })
}

pub(crate) async fn request_views(
    read: &dyn Repositories,
    requests: Vec<FriendRequest>,
) -> Result<Vec<FriendRequestView>> {
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
