use kamachat_client::{ConversationId, Window, new_client_msg_id};
use kamachat_testkit::app::{Person, TestApp};

use crate::wire::get;

/// A chat with 75 messages: more than a page.
async fn long_chat(app: &TestApp) -> (Person, ConversationId) {
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    for n in 1..=75 {
        let sender = if n % 3 == 0 { &tom } else { &mei };
        sender.client.send_text(chat, new_client_msg_id(), &format!("message {n}")).await.unwrap();
    }
    (mei, chat)
}

async fn seqs(
    person: &Person,
    chat: ConversationId,
    window: Window,
    limit: u32,
) -> (Vec<i64>, Option<String>) {
    let page = person.client.messages(chat, window, Some(limit)).await.unwrap();
    for message in &page.items {
        assert_eq!(message.body.text, format!("message {}", message.seq));
        assert_eq!(message.cnt, message.seq);
    }
    (page.items.iter().map(|message| message.seq).collect(), page.next_cursor)
}

fn range(from: i64, to: i64) -> Vec<i64> {
    (from..=to).collect()
}

#[tokio::test]
async fn a_history_opens_at_a_time() {
    let app = TestApp::start().await;
    let (mei, chat) = long_chat(&app).await;
    let sent = mei.client.messages(chat, Window::Around(40), Some(2)).await.unwrap().items;
    let at = |text: &str| Window::Since(text.parse().unwrap());
    // Several may be of one millisecond: the first of them is meant.
    let page = mei.client.messages(chat, Window::Since(sent[0].created_at), Some(75)).await.unwrap();
    assert!(page.items[0].seq <= 40 && page.items[0].created_at == sent[0].created_at);
    assert_eq!(page.items.last().unwrap().seq, 75);
    assert_eq!(seqs(&mei, chat, at("2001-01-01T00:00:00Z"), 3).await, (range(1, 3), Some("3".into())));
    assert_eq!(seqs(&mei, chat, at("2101-01-01T00:00:00Z"), 3).await, (vec![], None));
    for wrong in ["since=yesterday", "since=2001-01-01T00:00:00Z&after=1"] {
        let answer =
            get(&app, &format!("/conversations/{chat}/messages?{wrong}")).token(&mei.token()).send().await;
        assert_eq!(answer.status.as_u16(), 400, "{wrong}");
    }
}

#[tokio::test]
async fn a_history_opens_with_its_newest_messages_and_goes_back_to_the_first() {
    let app = TestApp::start().await;
    let (mei, chat) = long_chat(&app).await;
    let page = mei.client.messages(chat, Window::Latest, None).await.unwrap();
    assert_eq!(page.items.iter().map(|m| m.seq).collect::<Vec<_>>(), range(26, 75), "50 by default");

    assert_eq!(seqs(&mei, chat, Window::Latest, 30).await, (range(46, 75), Some("46".into())));
    assert_eq!(seqs(&mei, chat, Window::Before(46), 30).await, (range(16, 45), Some("16".into())));
    assert_eq!(seqs(&mei, chat, Window::Before(16), 30).await, (range(1, 15), None));
    assert_eq!(seqs(&mei, chat, Window::Before(1), 30).await, (vec![], None));

    assert_eq!(seqs(&mei, chat, Window::After(0), 30).await, (range(1, 30), Some("30".into())));
    assert_eq!(seqs(&mei, chat, Window::After(70), 30).await, (range(71, 75), None));
    assert_eq!(seqs(&mei, chat, Window::After(75), 30).await, (vec![], None));
    assert_eq!(seqs(&mei, chat, Window::Before(i64::MAX), 5).await.0, range(71, 75));
    assert_eq!(seqs(&mei, chat, Window::After(i64::MAX), 5).await.0, range(1, 0));

    let (around, _) = seqs(&mei, chat, Window::Around(40), 20).await;
    assert!(around.contains(&40) && around.len() <= 21, "{around:?}");
    assert!(around[0] <= 31 && *around.last().unwrap() >= 48, "{around:?}");
    assert_eq!(around, range(around[0], *around.last().unwrap()));
    assert!(seqs(&mei, chat, Window::Around(1), 10).await.0.starts_with(&[1, 2]));
    assert!(seqs(&mei, chat, Window::Around(75), 10).await.0.ends_with(&[74, 75]));
    assert_eq!(mei.client.messages_after(chat, 0).await.unwrap().len(), 75);
}

#[tokio::test]
async fn a_window_or_limit_that_makes_no_sense_is_refused_and_not_corrected() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    for (query, code) in [
        ("limit=-1", "request.limit_invalid"),
        ("limit=0", "request.limit_invalid"),
        ("limit=201", "request.limit_invalid"),
        ("limit=many", "request.invalid"),
        ("limit=99999999999999999999", "request.invalid"),
        ("before=x", "request.cursor_invalid"),
        ("before=-1", "request.cursor_invalid"),
        ("after=1.5", "request.cursor_invalid"),
        ("around=", "request.cursor_invalid"),
        ("before=9223372036854775808", "request.cursor_invalid"),
        ("before=1&after=1", "request.invalid"),
        ("befor=1", "request.invalid"),
    ] {
        let answer = get(&app, &format!("/conversations/{chat}/messages?{query}")).by(&mei).send().await;
        assert_eq!(answer.refusal(), (400, code.to_owned()), "{query}");
    }
    for route in ["contacts", "friend-requests", "conversations"] {
        for (query, code) in [
            ("limit=-1", "request.limit_invalid"),
            ("cursor=x", "request.cursor_invalid"),
            ("cursor=", "request.cursor_invalid"),
            ("cursor=1.2", "request.cursor_invalid"),
            ("cursor=%00", "request.cursor_invalid"),
            ("offset=3", "request.invalid"),
        ] {
            let answer = get(&app, &format!("/{route}?{query}")).by(&mei).send().await;
            assert_eq!(answer.refusal(), (400, code.to_owned()), "{route}?{query}");
        }
    }
}
