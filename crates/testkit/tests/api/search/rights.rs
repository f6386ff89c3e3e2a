use kamachat_client::{MessageSearch, new_client_msg_id};
use kamachat_protocol::messages::{ForwardMessages, MessagePlace};
use kamachat_testkit::app::TestApp;
use serde_json::json;

use super::{find, indexed, pair, say};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_edited_is_found_by_its_new_words_and_what_was_recalled_by_none() {
    let app = TestApp::start().await;
    let (mei, tom, chat) = pair(&app).await;
    let first = say(&mei, chat, "早上好").await;
    let second = say(&mei, chat, "晚上好").await;
    indexed(&tom, "上好", 2).await;
    mei.client.edit_message(chat, first.seq, "午安", 0).await.unwrap();
    assert_eq!(find(&tom, "早上").await, Vec::<String>::new(), "at once");
    indexed(&tom, "午安", 1).await;
    mei.client.recall_message(chat, second.seq).await.unwrap();
    for person in [&mei, &tom] {
        assert_eq!(find(person, "上好").await, Vec::<String>::new(), "at once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_finds_what_he_deleted_for_himself_or_cleared() {
    let app = TestApp::start().await;
    let (mei, tom, chat) = pair(&app).await;
    say(&mei, chat, "茶 one").await;
    let second = say(&mei, chat, "茶 two").await;
    indexed(&tom, "茶", 2).await;
    tom.client.delete_message_for_me(chat, second.seq).await.unwrap();
    assert_eq!(find(&tom, "茶").await, ["茶 one"]);
    tom.client.clear_history(chat).await.unwrap();
    assert_eq!(find(&tom, "茶").await, Vec::<String>::new());
    assert_eq!(find(&mei, "茶").await.len(), 2);
    say(&mei, chat, "茶 three").await;
    assert_eq!(indexed(&tom, "茶", 1).await, ["茶 three"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_left_or_was_removed_or_is_a_stranger_finds_nothing_of_a_group() {
    let app = TestApp::start().await;
    let owner = app.register("owner").await;
    let mut people = Vec::new();
    for name in ["leaver", "removed", "banned", "stays"] {
        let person = app.register(name).await;
        app.befriend(&owner, &person).await;
        people.push(person);
    }
    let ids: Vec<_> = people.iter().map(|person| person.account.id).collect();
    let group = owner.client.create_group("tea", &ids).await.unwrap().id;
    say(&owner, group, "秘密 plan").await;
    for person in &people {
        indexed(person, "秘密", 1).await;
    }
    people[0].client.leave_group(group).await.unwrap();
    owner.client.remove_member(group, people[1].account.id, false).await.unwrap();
    owner.client.remove_member(group, people[2].account.id, true).await.unwrap();
    let stranger = app.register("stranger").await;
    for person in people[..3].iter().chain([&stranger]) {
        assert_eq!(find(person, "秘密").await, Vec::<String>::new(), "{}", person.account.username);
        let there = MessageSearch {
            query: "秘密".into(),
            conversation_id: Some(group),
            sender_id: Some(owner.account.id),
            ..MessageSearch::default()
        };
        assert!(person.client.search_messages(&there).await.unwrap().items.is_empty());
    }
    assert_eq!(find(&people[3], "秘密 pl").await.len(), 1);
}

/// A merged message is a message of its own: it is found by what the messages in it said, also where these are not.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_on_is_found_where_it_was_sent_to() {
    let app = TestApp::start().await;
    let (mei, tom, chat) = pair(&app).await;
    let ann = app.register("ann").await;
    let there = app.befriend(&mei, &ann).await;
    let seqs = [say(&tom, chat, "红烧鱼 recipe").await.seq, say(&tom, chat, "加一点糖").await.seq];
    let place = |seq: i64| MessagePlace { conversation_id: chat, seq };
    let wish = |merged| ForwardMessages {
        messages: seqs.iter().copied().map(place).collect(),
        to: vec![there],
        client_msg_id: new_client_msg_id(),
        merged,
    };
    mei.client.forward(&wish(true)).await.unwrap();
    indexed(&ann, "红烧", 1).await;
    let kind = |kind: &str| MessageSearch {
        query: "加一点".into(),
        kind: Some(kind.into()),
        ..MessageSearch::default()
    };
    let found = ann.client.search_messages(&kind("merged")).await.unwrap().items;
    assert_eq!(
        found.iter().map(|found| found.snippet.as_str()).collect::<Vec<_>>(),
        ["红烧鱼 recipe\n加一点糖"]
    );
    assert!(ann.client.search_messages(&kind("text")).await.unwrap().items.is_empty());
    mei.client.forward(&wish(false)).await.unwrap();
    indexed(&ann, "红烧", 2).await;
    // Taking back the original does not reach what was sent on; taking that back does.
    tom.client.recall_message(chat, seqs[0]).await.unwrap();
    assert_eq!(find(&tom, "红烧").await, Vec::<String>::new());
    assert_eq!(find(&ann, "红烧").await.len(), 2);
    mei.client.recall_message(there, found[0].message.seq).await.unwrap();
    assert_eq!(find(&ann, "红烧").await, ["红烧鱼 recipe"]);
    // A card has no words: its person is found among the people.
    let card =
        json!({"client_msg_id": new_client_msg_id(), "kind": "card", "body": {"user_id": tom.account.id}});
    mei.client.send(there, &serde_json::from_value(card).unwrap()).await.unwrap();
    say(&mei, there, "糖 last").await;
    indexed(&ann, "last", 1).await;
    assert_eq!(find(&ann, "tom").await, Vec::<String>::new());
}

/// Who came later is shown what came later, and finds no more than that.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_finds_what_was_said_before_he_came() {
    let app = TestApp::start().await;
    let (mei, tom, _) = pair(&app).await;
    let group = mei.client.create_group("tea", &[]).await.unwrap().id;
    say(&mei, group, "旧事 before").await;
    mei.client.add_members(group, &[tom.account.id]).await.unwrap();
    say(&mei, group, "新事 after").await;
    assert_eq!(indexed(&mei, "事", 2).await.len(), 2);
    assert_eq!(find(&tom, "事").await, ["新事 after"]);
}

/// A block ends messages, not the history.
#[tokio::test(flavor = "multi_thread")]
async fn a_block_leaves_the_history_to_be_searched() {
    let app = TestApp::start().await;
    let (mei, tom, chat) = pair(&app).await;
    say(&tom, chat, "旧话").await;
    indexed(&mei, "旧话", 1).await;
    mei.client.block(tom.account.id).await.unwrap();
    assert_eq!(find(&mei, "旧话").await.len(), 1);
    assert_eq!(find(&tom, "旧话").await.len(), 1);
}
