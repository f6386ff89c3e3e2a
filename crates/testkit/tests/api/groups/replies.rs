//! Answers and mentions.

use kamachat_client::{Error, Window, new_client_msg_id};
use kamachat_domain::{
    groups::{HistoryPolicy, Who},
    ids::{AccountId, ConversationId},
};
use kamachat_protocol::{
    groups::GroupChange,
    messages::{Message, NewMentions, NewMessage},
};
use kamachat_testkit::app::{Person, TestApp};
use serde_json::json;

use super::{change, group, message_at, say};

fn text(words: &str) -> NewMessage {
    let body = json!({"text": words});
    NewMessage {
        client_msg_id: new_client_msg_id(),
        kind: "text".into(),
        body,
        reply_to: None,
        mentions: None,
    }
}

fn naming(people: &[AccountId], all: bool) -> Option<NewMentions> {
    Some(NewMentions { user_ids: people.to_vec(), all })
}

async fn send(person: &Person, id: ConversationId, message: &NewMessage) -> Result<Message, Error> {
    person.client.send(id, message).await.map(|sent| sent.message)
}

async fn refused(person: &Person, id: ConversationId, message: &NewMessage) -> String {
    send(person, id, message).await.unwrap_err().code().unwrap_or_default().to_owned()
}

/// Number of the message that speaks to somebody, and how far he read.
async fn mark(person: &Person, id: ConversationId) -> (i64, i64) {
    let seen = person.client.conversation(id).await.unwrap();
    (seen.mention_seq, seen.read_seq)
}

#[tokio::test]
async fn an_answer_carries_the_beginning_of_what_it_answers() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 1).await;
    let original = say(&people[0], id, &"风".repeat(200)).await;
    let answer = NewMessage { reply_to: Some(original.seq), ..text("yes") };
    let sent = send(&owner, id, &answer).await.unwrap();
    let quote = sent.reply_to.clone().unwrap();
    let quoted = quote.original.unwrap();
    assert_eq!((quote.seq, quoted.sender.id), (original.seq, people[0].account.id));
    assert_eq!((quoted.kind.as_str(), quoted.text), ("text", "风".repeat(120)));
    // A retry is the same message; under its key nothing else can be answered.
    assert_eq!(send(&owner, id, &answer).await.unwrap(), sent);
    let other = NewMessage { reply_to: None, ..answer };
    assert_eq!(refused(&owner, id, &other).await, "message.idempotency_mismatch");
    let page = people[0].client.messages(id, Window::Latest, None).await.unwrap();
    assert_eq!(page.items.last(), Some(&sent));
    let listed = people[0].client.conversation(id).await.unwrap();
    assert_eq!(listed.last_message, Some(sent));
}

#[tokio::test]
async fn what_is_not_there_or_not_for_the_sender_cannot_be_answered() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 1).await;
    change(
        &owner,
        id,
        GroupChange { history_policy: Some(HistoryPolicy::FromJoining), ..GroupChange::default() },
    )
    .await;
    let secret = say(&owner, id, "before you came").await;
    let late = app.register("late").await;
    app.befriend(&owner, &late).await;
    owner.client.add_members(id, &[late.account.id]).await.unwrap();
    // 1 is what the server wrote when the group was made.
    for seq in [secret.seq, 1, 0, -1, 999, i64::MAX] {
        let answer = NewMessage { reply_to: Some(seq), ..text("what?") };
        assert_eq!(refused(&late, id, &answer).await, "message.reply_unknown", "{seq}");
    }
    // Nor does an answer of somebody else show it: neither live nor later.
    let mut socket = late.client.connect().await.unwrap();
    let answer = NewMessage { reply_to: Some(secret.seq), ..text("as I said") };
    let sent = send(&people[0], id, &answer).await.unwrap();
    assert!(sent.reply_to.unwrap().original.is_some());
    let pushed = message_at(&mut socket, sent.seq).await;
    assert_eq!(pushed.body.text, "as I said");
    let page = late.client.messages(id, Window::Latest, None).await.unwrap();
    let listed = late.client.conversation(id).await.unwrap().last_message.unwrap();
    for message in [&pushed, page.items.last().unwrap(), &listed] {
        let quote = message.reply_to.as_ref().unwrap();
        assert_eq!((quote.seq, &quote.original), (secret.seq, &None));
    }
}

#[tokio::test]
async fn who_is_mentioned_by_name_sees_the_mark_until_he_reads() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 2).await;
    let stranger = app.register("stranger").await;
    let (ann, bob) = (&people[0], &people[1]);
    let named = [ann.account.id, stranger.account.id, owner.account.id, ann.account.id];
    let message = NewMessage { mentions: naming(&named, false), ..text("@m000 look") };
    let sent = send(&owner, id, &message).await.unwrap();
    let users = sent.mentions.unwrap().users;
    assert_eq!(users.iter().map(|user| user.id).collect::<Vec<_>>(), [ann.account.id]);
    assert_eq!(mark(ann, id).await.0, sent.seq);
    assert!(mark(ann, id).await.1 < sent.seq);
    assert_eq!((mark(bob, id).await.0, mark(&owner, id).await.0), (0, 0));
    ann.client.mark_read(id, sent.seq).await.unwrap();
    let (mention, read) = mark(ann, id).await;
    assert!(mention <= read);
    let many: Vec<AccountId> = (0..51).map(|_| new_client_msg_id().as_uuid().into()).collect();
    let message = NewMessage { mentions: naming(&many, false), ..text("all of you") };
    assert_eq!(refused(&owner, id, &message).await, "message.too_many_mentions");
}

#[tokio::test]
async fn everybody_is_spoken_to_by_right_only() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 2).await;
    let to_all = || NewMessage { mentions: naming(&[], true), ..text("@everyone tea") };
    assert_eq!(refused(&people[0], id, &to_all()).await, "message.mention_all_forbidden");
    let sent = send(&owner, id, &to_all()).await.unwrap();
    assert!(sent.mentions.unwrap().all);
    assert_eq!((mark(&people[0], id).await.0, mark(&owner, id).await.0), (sent.seq, 0));
    let open = GroupChange { who_may_mention_all: Some(Who::Everyone), ..GroupChange::default() };
    change(&owner, id, open).await;
    let sent = send(&people[0], id, &to_all()).await.unwrap();
    assert_eq!(mark(&owner, id).await.0, sent.seq);
    // Between two people there is no everybody.
    let direct = owner.client.open_direct(people[0].account.id).await.unwrap().id;
    assert_eq!(refused(&owner, direct, &to_all()).await, "message.mention_all_forbidden");
}
