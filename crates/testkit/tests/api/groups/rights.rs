//! Who may call what: every route of groups by everybody.

use std::time::{Duration, SystemTime};

use kamachat_domain::{Timestamp, groups::Role, ids::ConversationId};
use kamachat_protocol::groups::{GroupChange, MemberChange, NewInvite};
use kamachat_testkit::app::{Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::Connection;

use super::{change, promote};
use crate::{
    avatar::picture,
    wire::{Answer, call},
};

/// The body of a route that takes a picture.
const PICTURE: &str = "a picture";

/// Everybody who may meet a group.
pub(super) struct Cast {
    pub(super) app: TestApp,
    pub(super) id: ConversationId,
    pub(super) owner: Person,
    pub(super) admin: Person,
    pub(super) member: Person,
    pub(super) muted: Person,
    /// Stranger, removed, banned, gone: all alike.
    pub(super) outsiders: Vec<Person>,
    pub(super) disabled: Person,
    pub(super) made: usize,
}

impl Cast {
    pub(super) async fn new() -> Self {
        let app = TestApp::start().await;
        let owner = app.register("owner").await;
        let id = owner.client.create_group("cast", &[]).await.unwrap().id;
        let stranger = app.register("stranger").await;
        let mut cast = Self {
            admin: owner.clone(),
            member: owner.clone(),
            muted: owner.clone(),
            disabled: owner.clone(),
            outsiders: vec![stranger],
            app,
            id,
            owner,
            made: 0,
        };
        cast.admin = cast.someone().await;
        promote(&cast.owner, id, &cast.admin, Role::Admin).await;
        cast.member = cast.someone().await;
        cast.muted = cast.someone().await;
        let until: Timestamp = SystemTime::now().into();
        let silence = MemberChange {
            silenced_until: Some(Some(until + Duration::from_secs(3600))),
            ..MemberChange::default()
        };
        cast.owner.client.change_member(id, cast.muted.account.id, &silence).await.unwrap();
        for ban in [false, true] {
            let person = cast.someone().await;
            cast.owner.client.remove_member(id, person.account.id, ban).await.unwrap();
            cast.outsiders.push(person);
        }
        let gone = cast.someone().await;
        gone.client.leave_group(id).await.unwrap();
        cast.outsiders.push(gone);
        cast.disabled = cast.someone().await;
        disable(&cast.app, &cast.disabled).await;
        cast
    }

    /// A new plain member.
    async fn someone(&mut self) -> Person {
        self.made += 1;
        let person = self.app.register(&format!("person{:03}", self.made)).await;
        self.app.befriend(&self.owner, &person).await;
        self.owner.client.add_members(self.id, &[person.account.id]).await.unwrap();
        person
    }

    /// The route with somebody, a request or an invitation that is there.
    async fn filled(&mut self, route: &str) -> String {
        let mut route = route.replace("{id}", &self.id.to_string());
        if route.contains("{member}") {
            route = route.replace("{member}", &self.someone().await.account.id.to_string());
        }
        if route.contains("{banned}") {
            let person = self.someone().await.account.id;
            self.owner.client.remove_member(self.id, person, true).await.unwrap();
            route = route.replace("{banned}", &person.to_string());
        }
        if route.contains("{request}") {
            self.made += 1;
            let wants = self.app.register(&format!("wants{:03}", self.made)).await;
            wants.client.join_group(self.id, "").await.unwrap();
            let asked = self.owner.client.group_requests(self.id).await.unwrap().items;
            let wish = asked.iter().find(|wish| wish.user.id == wants.account.id).unwrap();
            route = route.replace("{request}", &wish.id.to_string());
        }
        if route.contains("{invite}") {
            let made = self.owner.client.invite_to_group(self.id, &NewInvite::default()).await.unwrap();
            route = route.replace("{invite}", &made.invite.id.to_string());
        }
        route
    }

    async fn ask(&self, method: &Method, route: &str, body: &Value, who: Option<&Person>) -> Answer {
        let call = call(&self.app, method.clone(), route);
        let call =
            if *body == json!(PICTURE) { call.image(picture([1, 2, 3], 8, 8)) } else { call.json(body) };
        match who {
            Some(person) => call.by(person).send().await,
            None => call.send().await,
        }
    }
}

async fn disable(app: &TestApp, person: &Person) {
    let file = app.data_dir().join("kamachat.db");
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    let disabled = sqlx::query("UPDATE user SET status = 1 WHERE username = ?");
    disabled.bind(&person.account.username).execute(&mut database).await.unwrap();
    database.close().await.unwrap();
}

/// Method, route, body, and the least role that may.
fn table() -> Vec<(Method, &'static str, Value, Role)> {
    let nothing = || json!({});
    vec![
        (Method::GET, "/groups/{id}", nothing(), Role::Member),
        (Method::GET, "/conversations/{id}", nothing(), Role::Member),
        (Method::GET, "/conversations/{id}/messages", nothing(), Role::Member),
        (Method::PUT, "/conversations/{id}/read", json!({"seq": 1}), Role::Member),
        (Method::GET, "/groups/{id}/members", nothing(), Role::Member),
        (Method::POST, "/groups/{id}/invites", nothing(), Role::Member),
        (Method::GET, "/groups/{id}/invites", nothing(), Role::Member),
        (Method::PATCH, "/groups/{id}", json!({"name": "another"}), Role::Admin),
        (Method::PATCH, "/groups/{id}", json!({"notice": "listen"}), Role::Admin),
        (Method::PUT, "/groups/{id}/avatar", json!(PICTURE), Role::Admin),
        (Method::DELETE, "/groups/{id}/avatar", nothing(), Role::Admin),
        (Method::PATCH, "/groups/{id}", json!({"slow_mode_s": 0}), Role::Admin),
        (Method::PATCH, "/groups/{id}", json!({"muted_all_until": null}), Role::Admin),
        (Method::PATCH, "/groups/{id}/members/{member}", json!({"silenced_until": null}), Role::Admin),
        (Method::PATCH, "/groups/{id}/members/{member}", json!({"alias": "x"}), Role::Admin),
        (Method::DELETE, "/groups/{id}/members/{member}", nothing(), Role::Admin),
        (Method::DELETE, "/groups/{id}/members/{member}?ban=true", nothing(), Role::Admin),
        (Method::GET, "/groups/{id}/bans", nothing(), Role::Admin),
        (Method::DELETE, "/groups/{id}/bans/{banned}", nothing(), Role::Admin),
        (Method::GET, "/groups/{id}/requests", nothing(), Role::Admin),
        (Method::POST, "/groups/{id}/requests/{request}/accept", nothing(), Role::Admin),
        (Method::POST, "/groups/{id}/requests/{request}/refuse", nothing(), Role::Admin),
        (Method::PATCH, "/groups/{id}", json!({"history_policy": "all"}), Role::Owner),
        (Method::PATCH, "/groups/{id}", json!({"who_may_pin": "everyone"}), Role::Owner),
        (Method::PATCH, "/groups/{id}", json!({"who_may_post": "everyone"}), Role::Owner),
        (Method::PATCH, "/groups/{id}", json!({"max_members": 100}), Role::Owner),
        (Method::PATCH, "/groups/{id}/members/{member}", json!({"role": "admin"}), Role::Owner),
    ]
}

#[tokio::test]
async fn every_route_knows_who_may_call_it() {
    let mut cast = Cast::new().await;
    let open = GroupChange {
        join_policy: Some(kamachat_domain::groups::JoinPolicy::Approval),
        searchable: Some(true),
        ..GroupChange::default()
    };
    change(&cast.owner, cast.id, open).await;
    for (method, template, body, least) in table() {
        let route = cast.filled(template).await;
        let what = format!("{method} {template} {body}");
        for nobody in [None, Some(&cast.disabled)] {
            let answer = cast.ask(&method, &route, &body, nobody).await;
            assert_eq!(answer.refusal(), (401, "auth.unauthenticated".to_owned()), "{what}");
        }
        for outsider in &cast.outsiders {
            let answer = cast.ask(&method, &route, &body, Some(outsider)).await;
            assert_eq!(answer.refusal(), (404, "not_found".to_owned()), "{what}");
        }
        let roles = [
            (Role::Member, cast.member.clone()),
            (Role::Member, cast.muted.clone()),
            (Role::Admin, cast.admin.clone()),
            (Role::Owner, cast.owner.clone()),
        ];
        for (role, person) in roles {
            if role < least {
                let answer = cast.ask(&method, &route, &body, Some(&person)).await;
                assert_eq!(answer.refusal(), (403, "group.forbidden".to_owned()), "{what} {role:?}");
            } else {
                // Each with another person, so that one call leaves something to do for the next.
                let route = cast.filled(template).await;
                let answer = cast.ask(&method, &route, &body, Some(&person)).await;
                assert!(answer.status.is_success(), "{what} {role:?}: {}", answer.text);
            }
        }
    }
    the_end(&cast).await;
}

/// What can be done once only.
async fn the_end(cast: &Cast) {
    let message =
        json!({"client_msg_id": kamachat_client::new_client_msg_id(), "kind": "text", "body": {"text": "x"}});
    let send = format!("/conversations/{}/messages", cast.id);
    let muted = cast.ask(&Method::POST, &send, &message, Some(&cast.muted)).await;
    assert_eq!(muted.refusal(), (403, "message.silenced".to_owned()));
    for outsider in &cast.outsiders {
        let answer = cast.ask(&Method::POST, &send, &message, Some(outsider)).await;
        assert_eq!(answer.refusal(), (404, "message.not_member".to_owned()));
    }
    let ends = [
        (Method::POST, format!("/groups/{}/transfer", cast.id), json!({"user_id": cast.member.account.id})),
        (Method::DELETE, format!("/groups/{}", cast.id), json!({})),
        (Method::POST, format!("/groups/{}/dissolve", cast.id), json!({})),
    ];
    for (method, route, body) in &ends {
        for person in [&cast.admin, &cast.member, &cast.muted] {
            let answer = cast.ask(method, route, body, Some(person)).await;
            assert_eq!(answer.refusal(), (403, "group.forbidden".to_owned()), "{route}");
        }
        for outsider in &cast.outsiders {
            let answer = cast.ask(method, route, body, Some(outsider)).await;
            assert_eq!(answer.refusal(), (404, "not_found".to_owned()), "{route}");
        }
        assert_eq!(cast.ask(method, route, body, None).await.status, 401);
    }
    let (method, route, body) = &ends[0];
    assert_eq!(cast.ask(method, route, body, Some(&cast.owner)).await.status, 204);
    let (method, route, body) = &ends[2];
    let not_any_more = cast.ask(method, route, body, Some(&cast.owner)).await;
    assert_eq!(not_any_more.refusal(), (403, "group.forbidden".to_owned()));
    assert_eq!(cast.ask(method, route, body, Some(&cast.member)).await.status, 204);
    let (route, renamed) = (format!("/groups/{}", cast.id), json!({"name": "x"}));
    let closed = cast.ask(&Method::PATCH, &route, &renamed, Some(&cast.member)).await;
    assert_eq!(closed.refusal(), (409, "group.closed".to_owned()));
}

/// An actor only touches those strictly below, and gives at most the role below his own.
#[tokio::test]
async fn nobody_touches_whom_he_does_not_outrank() {
    let mut cast = Cast::new().await;
    let second = cast.someone().await;
    promote(&cast.owner, cast.id, &second, Role::Admin).await;
    let acts = [
        (Method::PATCH, "", json!({"role": "member"})),
        (Method::PATCH, "", json!({"role": "admin"})),
        (Method::PATCH, "", json!({"role": "owner"})),
        (Method::PATCH, "", json!({"silenced_until": "2027-01-01T00:00:00Z"})),
        (Method::DELETE, "", json!({})),
        (Method::DELETE, "?ban=true", json!({})),
    ];
    let pairs = [
        (&cast.admin, &cast.owner),
        (&cast.admin, &second),
        (&cast.admin, &cast.admin),
        (&cast.member, &cast.admin),
        (&cast.member, &cast.muted),
        (&cast.member, &cast.member),
        (&cast.muted, &cast.muted),
        (&cast.owner, &cast.owner),
    ];
    for (actor, target) in pairs {
        for (method, query, body) in &acts {
            let route = format!("/groups/{}/members/{}{query}", cast.id, target.account.id);
            let answer = cast.ask(method, &route, body, Some(actor)).await;
            let who = (&actor.account.username, &target.account.username);
            assert_eq!(answer.refusal(), (403, "group.forbidden".to_owned()), "{who:?} {method} {body}");
        }
    }
    // Ownership is not given by a role, not even by the owner.
    let route = format!("/groups/{}/members/{}", cast.id, cast.member.account.id);
    let given = cast.ask(&Method::PATCH, &route, &json!({"role": "owner"}), Some(&cast.owner)).await;
    assert_eq!(given.refusal(), (403, "group.forbidden".to_owned()));
    let own = cast.owner.client.group(cast.id).await.unwrap();
    assert_eq!((own.me.role, own.owner_id), (Role::Owner, cast.owner.account.id));
}
