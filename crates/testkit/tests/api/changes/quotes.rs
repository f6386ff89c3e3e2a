//! What is left of quotes, and for whom.

use kamachat_client::{Client, MessageSearch, Window, new_client_msg_id};
use kamachat_domain::ids::ConversationId;
use kamachat_protocol::messages::{Message, NewMentions, NewMessage};
use kamachat_testkit::app::{Person, TestApp};
use serde_json::json;
use tokio::time::{Duration, sleep, timeout};

use super::{PATIENCE, fetch, group, next_change, pair, say};

/// Answers a message and names people.
async fn answer(person: &Person, chat: ConversationId, to: i64, names: &[&Person]) -> Message {
    let user_ids = names.iter().map(|named| named.account.id).collect();
    let message = NewMessage {
        client_msg_id: new_client_msg_id(),
        kind: "text".into(),
        body: json!({"text": "as I said"}),
        reply_to: Some(to),
        mentions: (!names.is_empty()).then_some(NewMentions { user_ids, all: false }),
    };
    person.client.send(chat, &message).await.unwrap().message
}

/// What the quote of an answer shows.
fn quoted(answer: &Message) -> Option<&str> {
    let quote = answer.reply_to.as_ref().unwrap();
    quote.original.as_ref().map(|original| original.text.as_str())
}

/// The message that has a word, as soon as the index has it.
async fn found(client: &Client, word: &str) -> Message {
    let search = MessageSearch { query: word.into(), ..MessageSearch::default() };
    let found = async {
        loop {
            if let Some(found) = client.search_messages(&search).await.unwrap().items.pop() {
                return found.message;
            }
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, found).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_see_an_original_takes_it_from_nobody_else() {
    let app = TestApp::start().await;
    let (mei, tom, chat) = pair(&app).await;
    let original = say(&mei, chat, "before").await;
    tom.client.clear_history(chat).await.unwrap();
    let sent = answer(&mei, chat, original.seq, &[]).await;
    let (mut hers, mut his) = (mei.client.connect().await.unwrap(), tom.client.connect().await.unwrap());
    let own = tom.client.react(chat, sent.seq, "👍", true).await.unwrap();
    assert_eq!((quoted(&own), own.changes.reactions[0].mine), (None, Some(true)));
    assert_eq!(quoted(&next_change(&mut hers).await.1), Some("before"));
    assert_eq!(quoted(&next_change(&mut his).await.1), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_deletes_for_himself_is_in_no_quote_of_his() {
    let app = TestApp::start().await;
    let (mei, tom, chat) = pair(&app).await;
    let original = say(&mei, chat, "secret").await;
    let sent = answer(&mei, chat, original.seq, &[]).await;
    mei.client.pin_message(chat, sent.seq, true).await.unwrap();
    tom.client.delete_message_for_me(chat, original.seq).await.unwrap();
    for (person, shown) in [(&mei, Some("secret")), (&tom, None)] {
        let client = &person.client;
        let mut socket = client.connect().await.unwrap();
        let all = [
            client.messages(chat, Window::Latest, None).await.unwrap().items.pop().unwrap(),
            client.changes(chat, 0).await.unwrap().items.pop().unwrap(),
            client.pinned_messages(chat).await.unwrap().items.pop().unwrap().message,
            client.conversation(chat).await.unwrap().last_message.unwrap(),
            found(client, "said").await,
            socket.pull(chat, sent.seq, sent.seq).await.unwrap().messages.pop().unwrap(),
        ];
        for message in &all {
            assert_eq!((message.seq, quoted(message)), (sent.seq, shown));
        }
    }
    let (mut hers, mut his) = (mei.client.connect().await.unwrap(), tom.client.connect().await.unwrap());
    mei.client.react(chat, sent.seq, "👍", true).await.unwrap();
    assert_eq!(quoted(&next_change(&mut hers).await.1), Some("secret"));
    assert_eq!(quoted(&next_change(&mut his).await.1), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_does_not_tell_what_it_answered() {
    let app = TestApp::start().await;
    let (tea, owner, people) = group(&app, 2).await;
    let [ann, bob] = &people[..] else { panic!("two") };
    let original = say(ann, tea, "who comes?").await;
    let sent = answer(&owner, tea, original.seq, &[ann]).await;
    assert!(sent.mentions.is_some() && sent.reply_to.is_some());
    let mut socket = bob.client.connect().await.unwrap();
    let gone = owner.client.recall_message(tea, sent.seq).await.unwrap();
    for message in [gone, next_change(&mut socket).await.1, fetch(bob, tea, sent.seq).await] {
        assert!(message.changes.recalled);
        assert_eq!(message.reply_to, None);
    }
}
