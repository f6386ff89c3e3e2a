//! Many at once, on one group.

use kamachat_client::{Error, Socket, new_client_msg_id};
use kamachat_domain::{
    groups::{GroupEventKind as Kind, JoinPolicy, Role},
    ids::{AccountId, ConversationId},
};
use kamachat_protocol::{
    frames::ServerFrame,
    groups::{GroupChange, MemberChange},
    messages::Message,
};
use kamachat_testkit::app::{Person, TestApp};
use tokio::time::timeout;

use super::{
    PATIENCE, change,
    crowd::{everybody, fill},
    group, say,
};

/// People who come and go, and how often each: 200 times in and out together.
const CROWD: usize = 40;
const ROUNDS: usize = 5;
/// Members whom the owner puts out meanwhile.
const TARGETS: usize = 10;

/// Tries again while the server says that it has too much to do: nothing was done then.
async fn patiently<T, F>(mut call: impl FnMut() -> F) -> T
where
    F: Future<Output = Result<T, Error>>,
{
    loop {
        match call().await {
            Err(error) if error.status() == Some(503) => tokio::task::yield_now().await,
            answer => return answer.unwrap(),
        }
    }
}

/// Comes, talks and goes; in the last round every second stays.
async fn come_and_go(person: &Person, id: ConversationId, stays: bool) {
    for round in 0..ROUNDS {
        assert!(patiently(|| person.client.join_group(id, "")).await.joined);
        let key = new_client_msg_id();
        patiently(|| person.client.send_text(id, key, "here")).await;
        if !(stays && round == ROUNDS - 1) {
            patiently(|| person.client.leave_group(id)).await;
        }
    }
}

/// Twenty acts of the owner: ten people out, ten changes.
async fn rule(owner: &Person, id: ConversationId, targets: &[Person], witness: &Person) {
    for (n, target) in targets.iter().enumerate() {
        patiently(|| owner.client.remove_member(id, target.account.id, n % 2 == 1)).await;
        let role = if n % 2 == 0 { Role::Admin } else { Role::Member };
        let role = MemberChange { role: Some(role), ..MemberChange::default() };
        let renamed = GroupChange { name: Some(format!("name {n}")), ..GroupChange::default() };
        if n % 3 == 0 {
            patiently(|| owner.client.change_member(id, witness.account.id, &role)).await;
        } else {
            patiently(|| owner.client.change_group(id, &renamed)).await;
        }
    }
}

/// What a socket got of the group until a message of another conversation.
async fn heard(socket: &mut Socket, id: ConversationId) -> Vec<i64> {
    let mut seqs = Vec::new();
    let all = async {
        loop {
            match socket.recv().await.unwrap() {
                ServerFrame::NewMessage { message } if message.conversation_id == id => {
                    seqs.push(message.seq)
                }
                ServerFrame::NewMessage { .. } => break,
                _ => {}
            }
        }
    };
    timeout(PATIENCE, all).await.unwrap();
    seqs
}

async fn wait_for(socket: &mut Socket, seq: i64) {
    let there = async {
        loop {
            match socket.recv().await.unwrap() {
                ServerFrame::NewMessage { message } if message.seq >= seq => return,
                ServerFrame::Stale { last_seq, .. } if last_seq >= seq => return,
                _ => {}
            }
        }
    };
    timeout(PATIENCE, there).await.unwrap();
}

/// Number of the message that says that somebody was put out.
fn out_at(history: &[Message], person: AccountId) -> i64 {
    let of_person = |message: &&Message| {
        matches!(message.body.event, Some(Kind::Removed | Kind::Banned))
            && message.body.subjects[0].id == person
    };
    history.iter().find(of_person).unwrap().seq
}

fn counts_members(message: &&Message) -> bool {
    matches!(
        message.body.event,
        Some(Kind::Added | Kind::Joined | Kind::Left | Kind::Removed | Kind::Banned | Kind::RoleChanged)
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_come_and_go_while_the_owner_rules_and_nothing_is_lost_or_leaks() {
    race(0).await;
}

/// The same where the server looks up only those who are online.
#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_come_and_go_in_a_crowd_and_nothing_is_lost_or_leaks() {
    race(1000).await;
}

async fn race(absent: i64) {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, TARGETS + 1).await;
    if absent > 0 {
        fill(&app, id, absent).await;
    }
    let before = everybody(&owner, id).await;
    let (witness, targets) = people.split_last().unwrap();
    let open =
        GroupChange { join_policy: Some(JoinPolicy::Open), searchable: Some(true), ..GroupChange::default() };
    change(&owner, id, open).await;
    let mut crowd = Vec::new();
    for n in 0..CROWD {
        crowd.push(app.register(&format!("crowd{n:02}")).await);
    }
    let mut sockets = Vec::new();
    for target in targets {
        sockets.push(target.client.connect().await.unwrap());
    }
    let mut watching = witness.client.connect().await.unwrap();
    let visits = crowd.iter().enumerate().map(|(n, person)| come_and_go(person, id, n % 2 == 0));
    tokio::join!(futures_util::future::join_all(visits), rule(&owner, id, targets, witness));
    let last = say(&owner, id, "the last word").await.seq;

    let history = owner.client.messages_after(id, 0).await.unwrap();
    assert!(history.iter().map(|message| message.seq).eq(1..=last), "numbers without a hole");
    let texts = history.iter().filter(|message| message.kind == "text").count();
    assert_eq!(texts, CROWD * ROUNDS + 1, "what was acknowledged is there");

    let seen = owner.client.group(id).await.unwrap();
    let mut expected = before;
    targets.iter().for_each(|target| assert!(expected.remove(&target.account.id)));
    expected.extend(crowd.iter().step_by(2).map(|person| person.account.id));
    assert_eq!(everybody(&owner, id).await, expected, "no member is lost");
    assert_eq!(seen.member_count, i64::try_from(expected.len()).unwrap());
    let changes = i64::try_from(history.iter().filter(counts_members).count()).unwrap();
    let filled = i64::from(absent > 0);
    assert_eq!(seen.member_rev, 1 + filled + changes, "the members' version counts every change once");

    // Everything of the group was pushed; what a removed one hears next is something else.
    wait_for(&mut watching, last).await;
    for (target, socket) in targets.iter().zip(&mut sockets) {
        let out = out_at(&history, target.account.id);
        let direct = owner.client.open_direct(target.account.id).await.unwrap().id;
        say(&owner, direct, "sorry").await;
        let leaked: Vec<i64> = heard(socket, id).await.into_iter().filter(|seq| *seq >= out).collect();
        assert!(leaked.is_empty(), "{leaked:?} after {out}");
        assert!(socket.pull(id, 1, last.min(200)).await.is_err(), "nor can it be pulled");
        assert_eq!(target.client.group(id).await.unwrap_err().status(), Some(404));
    }
}
