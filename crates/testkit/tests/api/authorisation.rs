//! Who may call what: every route of the OpenAPI document has a row, and every row is tried by everybody.

mod bodies;
mod owned_group;

use std::collections::BTreeSet;

use kamachat_testkit::app::{Person, TestApp};
use reqwest::Method;
use serde_json::Value;
use sqlx::Connection;

use bodies::body;
use owned_group::OwnedGroup;

use crate::wire::{call, post};

/// Whom a route serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    /// Whoever comes.
    Open,
    /// Who is signed in; it is about the caller, or about what everybody may see.
    SignedIn,
    /// Whose it is. For everybody else it is not there, administrators included.
    Owner(Thing),
}

/// What `{id}` stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Thing {
    Conversation,
    Contact,
    Group,
    /// One that is given away.
    GroupToGive,
    RequestReceived,
    RequestSent,
    Session,
}

use Access::{Open, Owner, SignedIn};

const MATRIX: &[(&str, &str, Access)] = &[
    ("GET", "/auth/policy", Open),
    ("POST", "/auth/register", Open),
    ("POST", "/auth/login", Open),
    ("POST", "/auth/login/sms", Open),
    ("POST", "/auth/login/external", Open),
    ("POST", "/auth/refresh", Open),
    ("POST", "/auth/email/verify", Open),
    ("POST", "/auth/password/forgot", Open),
    ("POST", "/auth/password/reset", Open),
    ("GET", "/exports", Open),
    // Open for signing in and registering; for the rest it asks who is there.
    ("POST", "/auth/sms-codes", Open),
    ("GET", "/me", SignedIn),
    ("PATCH", "/me", SignedIn),
    ("DELETE", "/me", SignedIn),
    ("PUT", "/me/avatar", SignedIn),
    ("DELETE", "/me/avatar", SignedIn),
    ("POST", "/me/email", SignedIn),
    ("POST", "/me/email/verify", SignedIn),
    ("GET", "/me/export", SignedIn),
    ("POST", "/me/export", SignedIn),
    ("POST", "/me/export/link", SignedIn),
    ("POST", "/me/password", SignedIn),
    ("GET", "/me/phone", SignedIn),
    ("POST", "/me/phone", SignedIn),
    ("DELETE", "/me/phone", SignedIn),
    ("GET", "/me/settings", SignedIn),
    ("PUT", "/me/settings", SignedIn),
    ("GET", "/me/totp", SignedIn),
    ("POST", "/me/totp", SignedIn),
    ("DELETE", "/me/totp", SignedIn),
    ("POST", "/me/totp/confirm", SignedIn),
    ("GET", "/me/sessions", SignedIn),
    ("PATCH", "/me/sessions/{id}", Owner(Thing::Session)),
    ("DELETE", "/me/sessions/{id}", Owner(Thing::Session)),
    ("DELETE", "/me/sessions", SignedIn),
    ("POST", "/socket-tickets", SignedIn),
    ("GET", "/users", SignedIn),
    ("GET", "/users/online", SignedIn),
    ("GET", "/users/{id}", SignedIn),
    ("GET", "/avatars/{id}/{size}", SignedIn),
    ("GET", "/friend-requests", SignedIn),
    ("POST", "/friend-requests", SignedIn),
    ("POST", "/friend-requests/{id}/accept", Owner(Thing::RequestReceived)),
    ("POST", "/friend-requests/{id}/refuse", Owner(Thing::RequestReceived)),
    ("DELETE", "/friend-requests/{id}", Owner(Thing::RequestSent)),
    ("GET", "/contacts", SignedIn),
    ("PATCH", "/contacts/{id}", Owner(Thing::Contact)),
    ("DELETE", "/contacts/{id}", Owner(Thing::Contact)),
    ("GET", "/blocks", SignedIn),
    ("PUT", "/blocks/{id}", SignedIn),
    ("DELETE", "/blocks/{id}", SignedIn),
    ("GET", "/conversations", SignedIn),
    ("POST", "/conversations/direct", SignedIn),
    ("GET", "/conversations/{id}", Owner(Thing::Conversation)),
    ("PATCH", "/conversations/{id}", Owner(Thing::Conversation)),
    ("GET", "/conversations/{id}/messages", Owner(Thing::Conversation)),
    ("POST", "/conversations/{id}/messages", Owner(Thing::Conversation)),
    ("POST", "/messages/forward", SignedIn),
    ("PATCH", "/conversations/{id}/messages/{seq}", Owner(Thing::Conversation)),
    ("GET", "/conversations/{id}/messages/{seq}/edits", Owner(Thing::Conversation)),
    ("GET", "/conversations/{id}/messages/{seq}/readers", Owner(Thing::Conversation)),
    ("PUT", "/conversations/{id}/messages/{seq}/reactions/{emoji}", Owner(Thing::Conversation)),
    ("DELETE", "/conversations/{id}/messages/{seq}/reactions/{emoji}", Owner(Thing::Conversation)),
    ("PUT", "/conversations/{id}/messages/{seq}/pin", Owner(Thing::Conversation)),
    ("DELETE", "/conversations/{id}/messages/{seq}/pin", Owner(Thing::Conversation)),
    ("POST", "/conversations/{id}/messages/{seq}/recall", Owner(Thing::Conversation)),
    ("DELETE", "/conversations/{id}/messages/{seq}", Owner(Thing::Conversation)),
    ("GET", "/conversations/{id}/changes", Owner(Thing::Conversation)),
    ("GET", "/conversations/{id}/pins", Owner(Thing::Conversation)),
    ("DELETE", "/conversations/{id}/messages", Owner(Thing::Conversation)),
    ("PUT", "/conversations/{id}/read", Owner(Thing::Conversation)),
    ("GET", "/unread-count", SignedIn),
    ("GET", "/search/messages", SignedIn),
    ("GET", "/search/people", SignedIn),
    ("POST", "/reports", SignedIn),
    ("GET", "/groups", SignedIn),
    ("POST", "/groups", SignedIn),
    ("GET", "/groups/{id}", Owner(Thing::Group)),
    ("PATCH", "/groups/{id}", Owner(Thing::Group)),
    ("PUT", "/groups/{id}/avatar", Owner(Thing::Group)),
    ("DELETE", "/groups/{id}/avatar", Owner(Thing::Group)),
    ("POST", "/groups/{id}/join", SignedIn),
    ("POST", "/groups/{id}/leave", Owner(Thing::Group)),
    ("GET", "/groups/{id}/members", Owner(Thing::Group)),
    ("POST", "/groups/{id}/members", Owner(Thing::Group)),
    ("GET", "/groups/{id}/bans", Owner(Thing::Group)),
    ("DELETE", "/groups/{id}/bans/{user_id}", Owner(Thing::Group)),
    ("GET", "/groups/{id}/requests", Owner(Thing::Group)),
    ("POST", "/groups/{id}/requests/{request_id}/accept", Owner(Thing::Group)),
    ("POST", "/groups/{id}/requests/{request_id}/refuse", Owner(Thing::Group)),
    ("GET", "/groups/{id}/invites", Owner(Thing::Group)),
    ("POST", "/groups/{id}/invites", Owner(Thing::Group)),
    ("GET", "/invites/{code}", SignedIn),
    ("DELETE", "/groups/{id}/invites/{invite_id}", Owner(Thing::Group)),
    ("PATCH", "/groups/{id}/members/{user_id}", Owner(Thing::Group)),
    ("DELETE", "/groups/{id}/members/{user_id}", Owner(Thing::Group)),
    ("POST", "/groups/{id}/transfer", Owner(Thing::GroupToGive)),
    ("DELETE", "/groups/{id}", Owner(Thing::Group)),
    ("POST", "/groups/{id}/dissolve", Owner(Thing::Group)),
    // Whoever has a code comes in: not before the end.
    ("POST", "/invites/{code}/join", SignedIn),
    ("POST", "/auth/logout", SignedIn),
];

/// Who tries.
struct Caller {
    name: &'static str,
    token: Option<String>,
    /// Let in where somebody has to be signed in.
    signed_in: bool,
    /// Whose the things are.
    owner: bool,
}

async fn disable(app: &TestApp, username: &str) {
    let file = app.data_dir().join("kamachat.db");
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    let disabled = sqlx::query("UPDATE user SET status = 1 WHERE username = ?").bind(username);
    assert_eq!(disabled.execute(&mut database).await.unwrap().rows_affected(), 1);
    database.close().await.unwrap();
}

/// The one whose things are tried for, and the things.
struct Owned {
    owner: Person,
    friend: Person,
    conversation: String,
    received: String,
    sent: String,
    session: String,
    group: OwnedGroup,
}

impl Owned {
    async fn new(app: &TestApp) -> Self {
        let (owner, friend) = (app.register("mei").await, app.register("tom").await);
        let (asking, asked) = (app.register("ann").await, app.register("bob").await);
        let conversation = app.befriend(&owner, &friend).await.to_string();
        let received = asking.client.request_friend(owner.account.id, "").await.unwrap().id.to_string();
        let sent = owner.client.request_friend(asked.account.id, "").await.unwrap().id.to_string();
        app.sign_in(&owner).await;
        let sessions = owner.client.sessions().await.unwrap();
        let session = sessions.iter().find(|session| !session.current).unwrap().id.to_string();
        let group = OwnedGroup::new(app, &owner, &friend).await;
        Self { owner, friend, conversation, received, sent, session, group }
    }

    fn id(&self, access: Access) -> String {
        match access {
            Owner(Thing::Conversation) => self.conversation.clone(),
            Owner(Thing::RequestReceived) => self.received.clone(),
            Owner(Thing::RequestSent) => self.sent.clone(),
            Owner(Thing::Group) => self.group.id.clone(),
            Owner(Thing::GroupToGive) => self.group.to_give.clone(),
            Owner(Thing::Session) => self.session.clone(),
            _ => self.friend.account.id.to_string(),
        }
    }
}

async fn callers(app: &TestApp, admin: &Person, owner: &Person) -> Vec<Caller> {
    let (gone, stranger, off) =
        (app.register("gone").await, app.register("stranger").await, app.register("off").await);
    let revoked = gone.token();
    assert_eq!(post(app, "/auth/logout").token(&revoked).send().await.status, 204);
    disable(app, "off").await;
    let caller =
        |name, token: String, signed_in, owner| Caller { name, token: Some(token), signed_in, owner };
    vec![
        Caller { name: "anonymous", token: None, signed_in: false, owner: false },
        caller("signed out", revoked, false, false),
        caller("disabled", off.token(), false, false),
        caller("stranger", stranger.token(), true, false),
        caller("administrator", admin.token(), true, false),
        caller("owner", owner.token(), true, true),
    ]
}

#[test]
fn every_route_has_a_row_and_every_row_a_route() {
    let document: Value = serde_json::from_str(kamachat_api::openapi::document()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let routes = paths.iter().flat_map(|(path, operations)| {
        let route = path.strip_prefix("/api/v1").unwrap();
        operations.as_object().unwrap().keys().map(move |method| (method.to_uppercase(), route.to_owned()))
    });
    let routes: BTreeSet<(String, String)> = routes.collect();
    let rows = MATRIX.iter().map(|(method, route, _)| ((*method).to_owned(), (*route).to_owned()));
    let rows: BTreeSet<(String, String)> = rows.collect();
    assert_eq!(rows.len(), MATRIX.len(), "a route has two rows");
    assert_eq!(routes.difference(&rows).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "no row");
    assert_eq!(rows.difference(&routes).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "no route");
}

#[tokio::test]
async fn every_row_is_kept_by_everybody() {
    let app = TestApp::start().await;
    let admin = app.register("root").await;
    assert_eq!(admin.account.role, "admin");
    let owned = Owned::new(&app).await;
    let callers = callers(&app, &admin, &owned.owner).await;
    let mut wrong = Vec::new();
    for (method, route, access) in MATRIX {
        for caller in &callers {
            let path = route.replace("{id}", &owned.id(*access)).replace("{size}", "64");
            let path = owned.group.filled(&path);
            // The message that a row above sends.
            let path = path.replace("{seq}", "1").replace("{emoji}", "%F0%9F%91%8D");
            let path = if path.ends_with("/changes") { format!("{path}?since=0") } else { path };
            let wants_words =
                path == "/users" || path.starts_with("/search/") || (*method == "GET" && path == "/groups");
            let path = if wants_words { format!("{path}?q=tom") } else { path };
            let mut request = call(&app, Method::from_bytes(method.as_bytes()).unwrap(), &path);
            if let Some(token) = &caller.token {
                request = request.token(token);
            }
            if *method != "GET" {
                request = match body(method, route, &owned.friend.account.id.to_string()) {
                    Some(body) => request.json(&body),
                    None => request.header("content-type", "image/png"),
                };
            }
            let answer = request.send().await;
            let status = answer.status.as_u16();
            let code = if status >= 400 { answer.code() } else { String::new() };
            let nobody = code == "auth.unauthenticated";
            let kept = match access {
                Open => !nobody,
                _ if !caller.signed_in => status == 401 && nobody,
                SignedIn => !nobody,
                // Where a picture is wanted there is none.
                Owner(_) if caller.owner => status < 400 || status == 409 || code.starts_with("avatar."),
                Owner(_) => status == 404,
            };
            if !kept {
                wrong.push(format!("{method} {route} by {}: {status} {code}", caller.name));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
