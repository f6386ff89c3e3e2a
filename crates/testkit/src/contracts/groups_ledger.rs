//! Groups and the ledger on a real store: who may send, and what happens when all come and go at once.

use std::sync::Arc;

use async_trait::async_trait;
use futures_util::future::join_all;
use kamachat_application::{
    Actor,
    accounts::Gallery,
    groups::{GroupChange, Groups, GroupsDeps},
    jobs::Jobs,
    messages::{Incoming, Ledger, Outcome},
    ports::{BatchHandler, Budget, Bus, Ids, Push, RateLimiter, Subject, Submission, TooFast},
};
use kamachat_domain::{
    Limit,
    accounts::Role as AccountRole,
    conversations::{Membership, Role, SendRules, Who},
    groups::{Group, GroupEventKind, GroupName, JoinPolicy},
    ids::{AccountId, ConversationId},
    messages::{Body, MessageError, MessageKind, Refs},
};
use kamachat_infrastructure::{AeadSealer, DiskBlobs, ImagePictures, SystemIds, security::Key};

use super::fixtures::{TestStore, at, id, registered, text, write};

/// Hears nothing and limits nothing.
struct Nothing;

impl Bus for Nothing {
    fn publish(&self, _: Push) {}
}

#[async_trait]
impl RateLimiter for Nothing {
    async fn take(&self, _: Budget, _: &Subject, _: u32) -> Result<(), TooFast> {
        Ok(())
    }

    async fn try_password(&self, _: &Subject) -> Result<(), TooFast> {
        Ok(())
    }

    async fn password_was_right(&self, _: &Subject) {}
}

/// Where no picture ever arrives.
fn gallery(store: &TestStore) -> Gallery {
    let ids: Arc<dyn Ids> = Arc::new(SystemIds);
    Gallery {
        store: Arc::clone(store),
        jobs: Jobs::new(Arc::clone(&ids), Arc::new(AeadSealer::new(&Key::new([7; 32])))),
        ids,
        blobs: Arc::new(DiskBlobs::new(std::env::temp_dir())),
        pictures: Arc::new(ImagePictures::new()),
        limits: Arc::new(Nothing),
    }
}

fn groups(store: &TestStore) -> Groups {
    Groups::new(GroupsDeps {
        store: Arc::clone(store),
        ids: Arc::new(SystemIds),
        bus: Arc::new(Nothing),
        limits: Arc::new(Nothing),
        gallery: gallery(store),
        max_members: 1000,
    })
}

fn actor(account_id: AccountId) -> Actor {
    Actor { account_id, session_id: id(), role: AccountRole::User }
}

fn says(conversation_id: ConversationId, sender_id: AccountId) -> Submission {
    let incoming = Incoming {
        conversation_id,
        sender_id,
        client_msg_id: id(),
        body: text("hi"),
        refs: Refs::default(),
        origin: None,
    };
    Submission { incoming, reply: Box::new(drop) }
}

pub async fn who_may_not_send_is_refused_and_the_rest_of_the_batch_is_stored(store: TestStore) {
    let ada = registered(&store, "ada").await.id;
    let (mut group, owner) = Group::create(id(), GroupName::parse("tea").unwrap(), ada, 10, at(0));
    let here = group.info.id;
    let member = |change: &dyn Fn(&mut Membership)| {
        let mut member = Membership::new(here, id());
        change(&mut member);
        member
    };
    let now = store.read().now().await.unwrap();
    let soon = now + std::time::Duration::from_secs(600);
    let plain = member(&|_| {});
    let silenced = member(&|m| m.silenced_until = Some(soon));
    let barred = member(&|m| m.barred = true);
    let recent = member(&|m| m.last_sent_at = Some(now));
    let admin = member(&|m| (m.role, m.last_sent_at) = (Role::Admin, Some(now)));
    let members = [owner, plain.clone(), silenced.clone(), barred.clone(), recent.clone(), admin.clone()];
    group.head.rules = SendRules { who: Who::Everyone, slow_mode_s: 300, muted_until: None };
    write(&store, async |tx| tx.conversations().insert(&group.head, &members).await).await.unwrap();
    let ledger = Ledger::new(Arc::clone(&store), Arc::new(SystemIds), Arc::new(Nothing));
    let batch: Vec<Submission> =
        [&silenced, &barred, &recent, &plain, &plain, &admin].map(|m| says(here, m.account_id)).into();
    let outcomes = ledger.store(&batch, &[]).await.unwrap().outcomes;
    assert!(matches!(outcomes[0], Outcome::Rejected(MessageError::Silenced { seconds: 500..=600 })));
    assert!(matches!(outcomes[1], Outcome::Rejected(MessageError::Refused)));
    assert!(matches!(outcomes[2], Outcome::Rejected(MessageError::SlowMode { seconds: 200..=300 })));
    assert!(matches!(outcomes[3], Outcome::Stored(_)));
    assert!(matches!(outcomes[4], Outcome::Rejected(MessageError::SlowMode { .. })), "also within a batch");
    assert!(matches!(outcomes[5], Outcome::Stored(_)));
    group.head.rules = SendRules { who: Who::Everyone, slow_mode_s: 0, muted_until: Some(soon) };
    group.head.last_seq = 2;
    group.head.last_cnt = 2;
    write(&store, async |tx| tx.conversations().save(&[group.head.clone()], at(0)).await).await.unwrap();
    let batch = [says(here, plain.account_id), says(here, admin.account_id)];
    let outcomes = ledger.store(&batch, &[]).await.unwrap().outcomes;
    assert!(matches!(outcomes[0], Outcome::Rejected(MessageError::MutedAll { .. })));
    assert!(matches!(&outcomes[1], Outcome::Stored(view) if view.message.seq == 3));
}

pub async fn a_message_of_the_server_comes_back_and_is_not_unread(store: TestStore) {
    let ada = registered(&store, "ada").await.id;
    let groups = groups(&store);
    let made = groups.create(&actor(ada), "茶 🙂", &[]).await.unwrap().group;
    let read = store.read();
    let stored = read.messages().ascending(made.info.id, 1, 9, Limit::max()).await.unwrap();
    let Body::System(event) = &stored[0].body else { unreachable!("{stored:?}") };
    assert_eq!(
        (event.kind, event.actor, event.value.as_deref()),
        (GroupEventKind::Created, ada, Some("茶 🙂"))
    );
    assert_eq!((stored[0].body.kind(), stored[0].cnt), (MessageKind::System, 0));
    assert_eq!(read.messages().own_above(made.info.id, ada, 0).await.unwrap(), 0);
    assert_eq!(read.conversations().total_unread(ada).await.unwrap(), 0);
}

/// Messages, joins and leaves of one group by writers that do not know of each other.
pub async fn many_who_join_and_leave_at_once_are_all_counted(store: TestStore) {
    let ada = registered(&store, "ada").await.id;
    let groups = groups(&store);
    let here = groups.create(&actor(ada), "tea", &[]).await.unwrap().group.info.id;
    let open =
        GroupChange { join_policy: Some(JoinPolicy::Open), searchable: Some(true), ..GroupChange::default() };
    groups.change(&actor(ada), here, open).await.unwrap();
    let mut people = Vec::new();
    for n in 0..12 {
        people.push(registered(&store, &format!("guest{n:02}")).await.id);
    }
    let ledger = Ledger::new(Arc::clone(&store), Arc::new(SystemIds), Arc::new(Nothing));
    let visit = async |n: usize, person: AccountId| {
        for round in 0..3 {
            groups.join(&actor(person), here, "").await.unwrap();
            if round < 2 || n.is_multiple_of(2) {
                groups.leave(&actor(person), here).await.unwrap();
            }
        }
    };
    let talk = async {
        for _ in 0..30 {
            loop {
                match ledger.store(&[says(here, ada)], &[]).await {
                    Ok(_) => break,
                    Err(error) => assert!(error.is_transient(), "{error:?}"),
                }
            }
        }
    };
    let visits = join_all(people.iter().enumerate().map(|(n, person)| visit(n, *person)));
    tokio::join!(visits, talk);
    let read = store.read();
    let (head, _) = read.conversations().find_for(ada, here).await.unwrap().unwrap();
    let info = read.groups().info(here).await.unwrap().unwrap();
    let members = read.conversations().some_members(here, 1000).await.unwrap();
    let active = members.iter().filter(|m| m.state == kamachat_domain::conversations::MemberState::Active);
    assert_eq!((info.member_count, active.count()), (7, 7));
    // Twelve people, three joins each; two or three leaves.
    assert_eq!(head.member_rev, 1 + 36 + 30);
    assert_eq!((head.last_seq, head.last_cnt), (2 + 66 + 30, 30));
    let stored = read.messages().ascending(here, 1, head.last_seq, Limit::max()).await.unwrap();
    assert!(stored.iter().map(|m| m.seq).eq(1..=head.last_seq));
}
