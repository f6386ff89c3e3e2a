//! Groups of which no node knows all members.

use std::collections::BTreeSet;

use kamachat_client::Socket;
use kamachat_domain::ids::{AccountId, ConversationId};
use kamachat_protocol::{frames::ServerFrame, messages::Message};
use kamachat_testkit::app::{Person, TestApp};
use sqlx::Connection;
use tokio::time::timeout;

use super::{PATIENCE, group, say};

/// Accounts that nobody uses.
const ABSENT: &str = "
    WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?1)
    INSERT INTO user (id, username, username_key, display_name, role, status, last_useq, created_at, updated_at)
    SELECT randomblob(16), 'absent-' || n, 'absent-' || n, 'Absent ' || n, 0, 0, 0, 1, 1 FROM counted";
/// All of them come into a group, at the time of its owner.
const ENTER: &str = "
    INSERT INTO membership (conversation_id, user_id, state, visible_from, read_seq, read_cnt, own_cnt,
        delivered_seq, role, joined_at)
    SELECT owner.conversation_id, user.id, 0, 1, 0, 0, 0, 0, 0, owner.joined_at
    FROM user CROSS JOIN membership AS owner
    WHERE owner.conversation_id = ?1 AND owner.role = 2 AND user.username_key LIKE 'absent-%'";
const VERSION: &str = "UPDATE conversation SET member_rev = member_rev + 1 WHERE id = ?1";
const COUNT: &str = "UPDATE group_info SET member_count = member_count + ?2 WHERE conversation_id = ?1";

/// Fills a group with people who are never there: one change of its members.
pub(super) async fn fill(app: &TestApp, id: ConversationId, absent: i64) {
    let file = app.data_dir().join("kamachat.db");
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    let mut tx = database.begin().await.unwrap();
    let id = id.as_uuid().into_bytes().to_vec();
    sqlx::query(ABSENT).bind(absent).execute(&mut *tx).await.unwrap();
    let entered = sqlx::query(ENTER).bind(id.clone()).execute(&mut *tx).await.unwrap().rows_affected();
    assert_eq!(i64::try_from(entered).unwrap(), absent);
    sqlx::query(VERSION).bind(id.clone()).execute(&mut *tx).await.unwrap();
    sqlx::query(COUNT).bind(id).bind(absent).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    database.close().await.unwrap();
}

/// Everybody in a group, page by page; nobody comes twice.
pub(super) async fn everybody(person: &Person, id: ConversationId) -> BTreeSet<AccountId> {
    let (mut all, mut cursor, mut last) = (BTreeSet::new(), None, None);
    loop {
        let page = person.client.group_members(id, None, cursor.as_deref(), Some(200)).await.unwrap();
        for member in page.items {
            let place = (std::cmp::Reverse(member.role), member.joined_at, member.user.id);
            assert!(last.replace(place).is_none_or(|before| before < place), "by role and joining");
            all.insert(member.user.id);
        }
        cursor = page.next_cursor;
        if cursor.is_none() {
            return all;
        }
    }
}

/// The next message on a socket.
async fn next_message(socket: &mut Socket) -> Message {
    let message = async {
        loop {
            if let ServerFrame::NewMessage { message } = socket.recv().await.unwrap() {
                return message;
            }
        }
    };
    timeout(PATIENCE, message).await.unwrap()
}

#[tokio::test]
async fn in_a_crowd_who_is_there_hears_everything_and_who_is_out_nothing() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 3).await;
    let [anna, bob, cy] = &people[..] else { unreachable!() };
    let mut early = anna.client.connect().await.unwrap();
    fill(&app, id, 3000).await;
    assert_eq!(everybody(&owner, id).await.len(), 3004);

    let first = say(&owner, id, "one").await.seq;
    assert_eq!(next_message(&mut early).await.seq, first);
    // Who connects later is found by the next message.
    let mut late = bob.client.connect().await.unwrap();
    let mut leaver = cy.client.connect().await.unwrap();
    say(&owner, id, "two").await;
    for socket in [&mut early, &mut late, &mut leaver] {
        assert_eq!(next_message(socket).await.body.text, "two");
    }
    owner.client.remove_member(id, cy.account.id, false).await.unwrap();
    say(&owner, id, "three").await;
    for socket in [&mut early, &mut late] {
        let removed = next_message(socket).await;
        assert_eq!((removed.seq, next_message(socket).await.body.text), (first + 2, "three".to_owned()));
    }
    drop(leaver);
    let mut back = cy.client.connect().await.unwrap();
    say(&owner, id, "four").await;
    let direct = owner.client.open_direct(cy.account.id).await.unwrap().id;
    say(&owner, direct, "come back").await;
    assert_eq!(next_message(&mut back).await.body.text, "come back");
    owner.client.add_members(id, &[cy.account.id]).await.unwrap();
    say(&owner, id, "five").await;
    assert!(next_message(&mut back).await.body.event.is_some());
    assert_eq!(next_message(&mut back).await.body.text, "five");
}
