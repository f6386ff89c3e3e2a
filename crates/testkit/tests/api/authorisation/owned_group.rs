use kamachat_domain::groups::JoinPolicy;
use kamachat_protocol::groups::{GroupChange, NewInvite};
use kamachat_testkit::app::{Person, TestApp};
use serde_json::{Value, json};

/// A group with everything that a route may name.
pub(super) struct OwnedGroup {
    pub(super) id: String,
    pub(super) to_give: String,
    member: String,
    banned: String,
    requests: [String; 2],
    invite: String,
    code: String,
}

impl OwnedGroup {
    pub(super) async fn new(app: &TestApp, owner: &Person, friend: &Person) -> Self {
        let banned = app.register("banned").await;
        app.befriend(owner, &banned).await;
        let group =
            owner.client.create_group("tea", &[friend.account.id, banned.account.id]).await.unwrap().id;
        owner.client.remove_member(group, banned.account.id, true).await.unwrap();
        let asked = GroupChange {
            join_policy: Some(JoinPolicy::Approval),
            searchable: Some(true),
            ..GroupChange::default()
        };
        owner.client.change_group(group, &asked).await.unwrap();
        for name in ["wants1", "wants2"] {
            app.register(name).await.client.join_group(group, "").await.unwrap();
        }
        let wishes = owner.client.group_requests(group).await.unwrap().items;
        let made = owner.client.invite_to_group(group, &NewInvite::default()).await.unwrap();
        let to_give = owner.client.create_group("coffee", &[friend.account.id]).await.unwrap().id;
        Self {
            id: group.to_string(),
            to_give: to_give.to_string(),
            member: friend.account.id.to_string(),
            banned: banned.account.id.to_string(),
            requests: [wishes[0].id.to_string(), wishes[1].id.to_string()],
            invite: made.invite.id.to_string(),
            code: made.code,
        }
    }

    /// The route with what it names beside the group.
    pub(super) fn filled(&self, route: &str) -> String {
        let person = if route.contains("/bans/") { &self.banned } else { &self.member };
        let request = &self.requests[usize::from(route.ends_with("/accept"))];
        route
            .replace("{user_id}", person)
            .replace("{request_id}", request)
            .replace("{invite_id}", &self.invite)
            .replace("{code}", &self.code)
    }
}

/// The body of a call about groups.
pub(super) fn body(method: &str, route: &str, person: &str) -> Option<Value> {
    Some(match (method, route) {
        ("POST", "/groups") => json!({"name": "tea"}),
        ("PATCH", "/groups/{id}") => json!({"name": "green tea"}),
        ("POST", "/groups/{id}/members") => json!({"user_ids": [person]}),
        ("PATCH", "/groups/{id}/members/{user_id}") => json!({"role": "admin"}),
        ("POST", "/groups/{id}/transfer") => json!({"user_id": person}),
        _ => return None,
    })
}
