use std::time::Duration;

use kamachat_client::{Socket, new_client_msg_id};
use kamachat_domain::{
    groups::{JoinPolicy, Role},
    ids::ConversationId,
};
use kamachat_protocol::{
    frames::ServerFrame,
    groups::{GroupChange, MemberChange, NewInvite},
};
use kamachat_testkit::app::{Person, TestApp};
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(20);

/// A group of its owner and three contacts.
async fn group(app: &TestApp) -> (ConversationId, Person, Vec<Person>) {
    let owner = app.register("owner").await;
    let mut people = Vec::new();
    for name in ["ann", "bob", "carl"] {
        let person = app.register(name).await;
        app.befriend(&owner, &person).await;
        people.push(person);
    }
    let ids: Vec<_> = people.iter().map(|person| person.account.id).collect();
    let made = owner.client.create_group("ours", &ids).await.unwrap();
    (made.id, owner, people)
}

fn role(role: Role) -> MemberChange {
    MemberChange { role: Some(role), ..MemberChange::default() }
}

fn status<T: std::fmt::Debug>(result: Result<T, kamachat_client::Error>) -> Option<u16> {
    result.unwrap_err().status()
}

/// Codes are told once, to who made them: no list, event or message has them, whoever asks.
#[tokio::test]
async fn incident_05_codes_of_invitations_are_in_nothing_that_can_be_read_later() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app).await;
    let made = people[0].client.invite_to_group(id, &NewInvite::default()).await.unwrap();
    let plain = made.code.replace('-', "");
    let mut told = Vec::new();
    for person in [&owner, &people[0], &people[1]] {
        let http = reqwest::Client::new();
        for route in ["invites", "members", "requests", "bans", ""] {
            let url = format!("{}/api/v1/groups/{id}/{route}", app.origin());
            let url = url.trim_end_matches('/');
            told.push(http.get(url).bearer_auth(person.token()).send().await.unwrap().text().await.unwrap());
        }
        told.push(serde_json::to_string(&person.client.messages_after(id, 0).await.unwrap()).unwrap());
        told.push(serde_json::to_string(&person.client.conversations(None, None).await.unwrap()).unwrap());
    }
    for text in told {
        assert!(!text.contains(&made.code) && !text.contains(&plain), "{text}");
    }
    assert!(
        people[1].client.group_invites(id).await.unwrap().items.is_empty(),
        "others' are not shown at all"
    );
    assert_eq!(owner.client.group_invites(id).await.unwrap().items.len(), 1);
}

/// Every role on every role, up and down.
#[tokio::test]
async fn incident_06_roles_change_by_who_stands_above_only() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app).await;
    let [ann, bob, carl] = &people[..] else { unreachable!("three people") };
    for admin in [ann, bob] {
        owner.client.change_member(id, admin.account.id, &role(Role::Admin)).await.unwrap();
    }
    for actor in [ann, carl] {
        for target in [&owner, ann, bob, carl] {
            for wish in [Role::Member, Role::Admin, Role::Owner] {
                let answer = actor.client.change_member(id, target.account.id, &role(wish)).await;
                assert_eq!(
                    status(answer),
                    Some(403),
                    "{} on {}",
                    actor.account.username,
                    target.account.username
                );
            }
        }
    }
    for wish in [Role::Member, Role::Admin, Role::Owner] {
        let own = owner.client.change_member(id, owner.account.id, &role(wish)).await;
        assert_eq!(status(own), Some(403), "the owner hands over or stays");
    }
    let members = owner.client.group_members(id, None, None, None).await.unwrap().items;
    let roles: Vec<_> = members.iter().map(|member| (member.user.username.as_str(), member.role)).collect();
    assert_eq!(roles[0], ("owner", Role::Owner));
    assert_eq!(roles[3], ("carl", Role::Member));
    assert_eq!(members.iter().filter(|member| member.role == Role::Admin).count(), 2);
}

#[tokio::test]
async fn incident_15_an_invitation_is_for_its_group_and_dies_with_its_makers_right() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app).await;
    let other = owner.client.create_group("the other", &[]).await.unwrap().id;
    let eve = app.register("eve").await;
    let link = people[0].client.invite_to_group(id, &NewInvite::default()).await.unwrap();
    let joined = eve.client.join_by_invite(&link.code, "").await.unwrap();
    assert_eq!(joined.conversation_id, id);
    assert_eq!(status(eve.client.group(other).await), Some(404));
    assert_eq!(status(eve.client.join_group(other, "").await), Some(404));
    assert_eq!(status(owner.client.revoke_group_invite(other, link.invite.id).await), Some(404));
    owner.client.remove_member(id, people[0].account.id, true).await.unwrap();
    let mia = app.register("mia").await;
    assert_eq!(status(mia.client.join_by_invite(&link.code, "").await), Some(404));
    // Unbanned and back, the right is there again and the old link is not.
    owner.client.unban_member(id, people[0].account.id).await.unwrap();
    owner.client.add_members(id, &[people[0].account.id]).await.unwrap();
    assert_eq!(status(mia.client.join_by_invite(&link.code, "").await), Some(404));
}

/// Everything that a socket hears of a group until a message of another conversation comes.
async fn until_marked(socket: &mut Socket, marker: ConversationId) -> Vec<ServerFrame> {
    let mut frames = Vec::new();
    let all = async {
        loop {
            match socket.recv().await.unwrap() {
                ServerFrame::NewMessage { message } if message.conversation_id == marker => return,
                frame => frames.push(frame),
            }
        }
    };
    timeout(PATIENCE, all).await.unwrap();
    frames
}

#[tokio::test]
async fn incident_17_who_is_no_member_hears_nothing_of_any_kind() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app).await;
    let [ann, bob, carl] = &people[..] else { unreachable!("three people") };
    let stranger = app.register("stranger").await;
    let marker = app.befriend(&owner, &stranger).await;
    let marker_of_bob = owner.client.open_direct(bob.account.id).await.unwrap().id;
    owner.client.remove_member(id, bob.account.id, false).await.unwrap();
    let mut sockets = [
        (stranger.client.connect().await.unwrap(), marker),
        (bob.client.connect().await.unwrap(), marker_of_bob),
    ];
    let mut witness = carl.client.connect().await.unwrap();
    // Messages, cursors, and everything that happens to a group.
    let sent = ann.client.send_text(id, new_client_msg_id(), "among us").await.unwrap().message;
    carl.client.mark_read(id, sent.seq).await.unwrap();
    let change = GroupChange {
        name: Some("another".into()),
        notice: Some(Some("listen".into())),
        join_policy: Some(JoinPolicy::Open),
        ..GroupChange::default()
    };
    owner.client.change_group(id, &change).await.unwrap();
    owner.client.change_member(id, ann.account.id, &role(Role::Admin)).await.unwrap();
    owner.client.transfer_group(id, ann.account.id).await.unwrap();
    ann.client.dissolve_group(id).await.unwrap();
    let last = ann.client.conversation(id).await.unwrap().last_seq;
    let pushed = async {
        loop {
            if let ServerFrame::NewMessage { message } = witness.recv().await.unwrap()
                && message.seq == last
            {
                return;
            }
        }
    };
    timeout(PATIENCE, pushed).await.unwrap();
    for (socket, marker) in &mut sockets {
        assert!(socket.welcome().heads.iter().all(|head| head.conversation_id != id));
        owner.client.send_text(*marker, new_client_msg_id(), "now").await.unwrap();
        let heard = until_marked(socket, *marker).await;
        let about = |frame: &&ServerFrame| serde_json::to_string(frame).unwrap().contains(&id.to_string());
        let about: Vec<_> = heard.iter().filter(about).collect();
        assert!(about.is_empty(), "{about:?}");
        assert!(socket.pull(id, 1, 5).await.is_err());
    }
}
