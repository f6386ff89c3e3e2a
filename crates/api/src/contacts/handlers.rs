use actix_web::{
    HttpResponse,
    web::{Data, Json},
};
use kamachat_application::Services;
use kamachat_domain::ids::{AccountId, FriendRequestId};
use kamachat_protocol::{
    Page, Problem,
    contacts::{Contact, ContactChange, FriendRequest, NewFriendRequest, Person},
};
use kamachat_web_kit::{Body, Caller, PathId, Query, Refusal};
use serde::Deserialize;
use utoipa::IntoParams;

use super::wire;
use crate::paging::{ListQuery, page};

/// Whom to look for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct FindQuery {
    /// The whole user name (case does not matter), or the whole verified e-mail address or phone number of a
    /// person who wants to be found by it.
    q: String,
}

/// Finds a person by user name, e-mail address or phone number. Part of one finds nobody.
#[utoipa::path(
    get,
    path = "/api/v1/users",
    tag = "contacts",
    params(FindQuery),
    responses(
        (status = 200, body = Page<Person>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_users(
    services: Data<Services>,
    caller: Caller,
    query: Query<FindQuery>,
) -> Result<Json<Page<Person>>, Refusal> {
    let found = services.contacts.find(&caller.0, &query.q).await?;
    Ok(Json(Page { items: found.into_iter().map(wire::person).collect(), next_cursor: None }))
}

/// A person, and what he is to the caller.
#[utoipa::path(
    get,
    path = "/api/v1/users/{id}",
    tag = "contacts",
    params(("id" = AccountId, Path)),
    responses(
        (status = 200, body = Person),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn user(
    services: Data<Services>,
    caller: Caller,
    id: PathId<AccountId>,
) -> Result<Json<Person>, Refusal> {
    let person = services.contacts.person(&caller.0, id.0).await?;
    Ok(Json(wire::person(person)))
}

/// The caller's contacts.
#[utoipa::path(
    get,
    path = "/api/v1/contacts",
    tag = "contacts",
    params(ListQuery),
    responses(
        (status = 200, body = Page<Contact>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn contacts(
    services: Data<Services>,
    caller: Caller,
    query: Query<ListQuery>,
) -> Result<Json<Page<Contact>>, Refusal> {
    let (after, limit) = query.parse()?;
    let contacts = services.contacts.list(&caller.0, after, limit).await?;
    Ok(Json(page(contacts, limit, |view| view.contact.peer_id, wire::contact)))
}

/// Changes what the caller notes about a contact; the contact does not see it.
#[utoipa::path(
    patch,
    path = "/api/v1/contacts/{id}",
    tag = "contacts",
    params(("id" = AccountId, Path)),
    request_body = ContactChange,
    responses(
        (status = 200, body = Contact),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change_contact(
    services: Data<Services>,
    caller: Caller,
    id: PathId<AccountId>,
    body: Body<ContactChange>,
) -> Result<Json<Contact>, Refusal> {
    let change = wire::contact_change(body.into_inner());
    let contact = services.contacts.change(&caller.0, id.0, change).await?;
    Ok(Json(wire::contact(contact)))
}

/// Takes a person out of the caller's list. The chat stays.
#[utoipa::path(
    delete,
    path = "/api/v1/contacts/{id}",
    tag = "contacts",
    params(("id" = AccountId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_contact(
    services: Data<Services>,
    caller: Caller,
    id: PathId<AccountId>,
) -> Result<HttpResponse, Refusal> {
    services.contacts.delete(&caller.0, id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Requests that the caller sent or received, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/friend-requests",
    tag = "contacts",
    params(ListQuery),
    responses(
        (status = 200, body = Page<FriendRequest>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn friend_requests(
    services: Data<Services>,
    caller: Caller,
    query: Query<ListQuery>,
) -> Result<Json<Page<FriendRequest>>, Refusal> {
    let (before, limit) = query.parse()?;
    let requests = services.contacts.requests(&caller.0, before, limit).await?;
    Ok(Json(page(requests, limit, |view| view.request.id, wire::friend_request)))
}

/// Asks a person to become a contact. If he asked before, that request is accepted.
#[utoipa::path(
    post,
    path = "/api/v1/friend-requests",
    tag = "contacts",
    request_body = NewFriendRequest,
    responses(
        (status = 201, body = FriendRequest),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn request_friend(
    services: Data<Services>,
    caller: Caller,
    body: Body<NewFriendRequest>,
) -> Result<HttpResponse, Refusal> {
    let NewFriendRequest { user_id, note } = body.into_inner();
    let request = services.contacts.request(&caller.0, user_id, &note).await?;
    Ok(HttpResponse::Created().json(wire::friend_request(request)))
}

/// Accepts a received request: both are contacts now and have a direct chat.
#[utoipa::path(
    post,
    path = "/api/v1/friend-requests/{id}/accept",
    tag = "contacts",
    params(("id" = FriendRequestId, Path)),
    responses(
        (status = 200, body = FriendRequest),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn accept_friend(
    services: Data<Services>,
    caller: Caller,
    id: PathId<FriendRequestId>,
) -> Result<Json<FriendRequest>, Refusal> {
    let request = services.contacts.accept(&caller.0, id.0).await?;
    Ok(Json(wire::friend_request(request)))
}

/// Refuses a received request.
#[utoipa::path(
    post,
    path = "/api/v1/friend-requests/{id}/refuse",
    tag = "contacts",
    params(("id" = FriendRequestId, Path)),
    responses(
        (status = 200, body = FriendRequest),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn refuse_friend(
    services: Data<Services>,
    caller: Caller,
    id: PathId<FriendRequestId>,
) -> Result<Json<FriendRequest>, Refusal> {
    let request = services.contacts.refuse(&caller.0, id.0).await?;
    Ok(Json(wire::friend_request(request)))
}

/// Takes back a request that the caller sent.
#[utoipa::path(
    delete,
    path = "/api/v1/friend-requests/{id}",
    tag = "contacts",
    params(("id" = FriendRequestId, Path)),
    responses(
        (status = 200, body = FriendRequest),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn withdraw_request(
    services: Data<Services>,
    caller: Caller,
    id: PathId<FriendRequestId>,
) -> Result<Json<FriendRequest>, Refusal> {
    let request = services.contacts.withdraw(&caller.0, id.0).await?;
    Ok(Json(wire::friend_request(request)))
}
