//! Search over HTTP: messages by their text, people and groups by their names.

mod hostile;
mod people;
mod rights;

use kamachat_client::{MessageSearch, new_client_msg_id};
use kamachat_domain::ids::ConversationId;
use kamachat_protocol::messages::Message;
use kamachat_testkit::app::{Person, TestApp};
use tokio::time::{Duration, Instant, sleep};

/// Longest wait for the index.
const PATIENCE: Duration = Duration::from_secs(20);

async fn say(person: &Person, chat: ConversationId, text: &str) -> Message {
    person.client.send_text(chat, new_client_msg_id(), text).await.unwrap().message
}

/// What somebody finds, now.
async fn find(person: &Person, query: &str) -> Vec<String> {
    let search = MessageSearch { query: query.into(), ..MessageSearch::default() };
    let page = person.client.search_messages(&search).await.unwrap();
    page.items.into_iter().map(|found| found.message.body.text).collect()
}

/// Waits until somebody finds as many messages.
async fn indexed(person: &Person, query: &str, count: usize) -> Vec<String> {
    let end = Instant::now() + PATIENCE;
    loop {
        let found = find(person, query).await;
        if found.len() == count || Instant::now() > end {
            assert_eq!(found.len(), count, "{query}: {found:?}");
            return found;
        }
        sleep(Duration::from_millis(50)).await;
    }
}

/// Two contacts and their chat.
async fn pair(app: &TestApp) -> (Person, Person, ConversationId) {
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    (mei, tom, chat)
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_found_with_filters_marks_and_pages() {
    let app = TestApp::start().await;
    let (mei, tom, chat) = pair(&app).await;
    let group = mei.client.create_group("tea", &[tom.account.id]).await.unwrap().id;
    for n in 1..=5 {
        say(&mei, chat, &format!("第{n}次 😀 一起吃午饭")).await;
    }
    let theirs = say(&tom, group, "Lunch: 午饭 at noon").await;
    assert_eq!(indexed(&tom, "午饭", 6).await[0], "Lunch: 午饭 at noon");
    let all = MessageSearch { query: "午饭".into(), ..MessageSearch::default() };
    let ask = async |search: MessageSearch| mei.client.search_messages(&search).await.unwrap();
    let here = ask(MessageSearch { conversation_id: Some(chat), ..all.clone() }).await;
    assert_eq!(here.items.len(), 5);
    let text = &here.items[0].snippet;
    let units: Vec<u16> = text.encode_utf16().collect();
    let range = here.items[0].highlights[0];
    assert_eq!(String::from_utf16(&units[range.start as usize..range.end as usize]).unwrap(), "午饭");
    assert_eq!(text, &here.items[0].message.body.text, "short texts are shown as they are");
    let of_tom = ask(MessageSearch { sender_id: Some(tom.account.id), ..all.clone() }).await;
    assert_eq!(of_tom.items.iter().map(|found| found.message.id).collect::<Vec<_>>(), [theirs.id]);
    let since = |at: &str| MessageSearch { from: Some(at.into()), ..all.clone() };
    assert_eq!(ask(since("2001-01-01T00:00:00Z")).await.items.len(), 6);
    assert_eq!(ask(since("2101-01-01T00:00:00Z")).await.items.len(), 0);
    let until = MessageSearch { to: Some("2001-01-01T00:00:00Z".into()), ..all.clone() };
    assert_eq!(ask(until).await.items.len(), 0);
    assert_eq!(ask(MessageSearch { kind: Some("text".into()), ..all.clone() }).await.items.len(), 6);
    assert_eq!(ask(MessageSearch { kind: Some("card".into()), ..all.clone() }).await.items.len(), 0);
    let (mut cursor, mut ids) = (None, Vec::new());
    loop {
        let page = ask(MessageSearch { cursor, limit: Some(2), ..all.clone() }).await;
        ids.extend(page.items.iter().map(|found| found.message.id));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!((ids.len(), once.len()), (6, 6));
}
