//! Who may call what: every route of the OpenAPI document has a row, and every row is tried by everybody.

use std::collections::BTreeSet;

use kamachat_testkit::app::{Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::Connection;

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
    ("PUT", "/conversations/{id}/read", Owner(Thing::Conversation)),
    ("GET", "/unread-count", SignedIn),
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

/// A body that is in order, so that the answer depends on rights alone; none where a picture is wanted.
fn body(method: &str, route: &str, person: &str) -> Option<Value> {
    Some(match (method, route) {
        ("PUT", "/me/avatar") => return None,
        ("PATCH", "/conversations/{id}") => json!({"pinned": true}),
        ("POST", "/conversations/{id}/messages") => {
            let key = kamachat_client::new_client_msg_id();
            json!({"client_msg_id": key, "kind": "text", "body": {"text": "hi"}})
        }
        ("PUT", "/conversations/{id}/read") => json!({"seq": 1}),
        ("PATCH", "/contacts/{id}") => json!({"starred": true}),
        ("PATCH", "/me/sessions/{id}") => json!({"name": "desk"}),
        ("POST", "/friend-requests" | "/conversations/direct") => json!({"user_id": person}),
        ("POST", "/me/email") => json!({"email": "m@example.org", "password": "x"}),
        ("POST", "/me/password") => json!({"current_password": "x", "new_password": "y"}),
        ("POST", "/me/phone") => json!({"phone": "13800138000", "code": "000000", "password": "x"}),
        ("DELETE", "/me/totp") => json!({"password": "x", "otp": "000000"}),
        ("POST", "/me/totp/confirm") => json!({"code": "000000"}),
        ("DELETE", "/me" | "/me/phone") | ("POST", "/me/export" | "/me/export/link" | "/me/totp") => {
            json!({"password": "x"})
        }
        _ => json!({}),
    })
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
        Self { owner, friend, conversation, received, sent, session }
    }

    fn id(&self, access: Access) -> String {
        match access {
            Owner(Thing::Conversation) => self.conversation.clone(),
            Owner(Thing::RequestReceived) => self.received.clone(),
            Owner(Thing::RequestSent) => self.sent.clone(),
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
            let path = if path == "/users" { "/users?q=tom".to_owned() } else { path };
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
                Owner(_) if caller.owner => status < 400 || status == 409,
                Owner(_) => status == 404,
            };
            if !kept {
                wrong.push(format!("{method} {route} by {}: {status} {code}", caller.name));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
