//! The index of messages on a real store.

use std::sync::Arc;

use futures_util::future::join_all;
use kamachat_application::search::{
    Scope, SearchIndexer,
    repository::{Position, Wanted},
};
use kamachat_domain::{
    Limit,
    conversations::{Conversation, MemberState, Membership},
    groups::Alias,
    ids::{AccountId, ConversationId},
    messages::{Body, Message, MessageKind},
    search::SearchQuery,
};

use super::fixtures::{TestStore, at, direct, group, id, message, sorted, text, write};

/// Stores texts as messages from `first` on, with the head that belongs to them.
async fn say(store: &TestStore, head: &mut Conversation, sender: AccountId, texts: &[&str]) -> Vec<Message> {
    let mut messages = Vec::new();
    for words in texts {
        let mut message = message(head.id, sender, head.last_seq + 1);
        message.body = text(words);
        head.number(message.id, true, at(message.seq));
        messages.push(message);
    }
    write(store, async |tx| {
        tx.messages().insert(&messages).await?;
        tx.conversations().save(std::slice::from_ref(head), at(head.last_seq)).await
    })
    .await
    .unwrap();
    messages
}

fn indexer(store: &TestStore) -> SearchIndexer {
    SearchIndexer::new(Arc::clone(store))
}

async fn index(store: &TestStore) {
    indexer(store).catch_up(Scope::All).await.unwrap();
}

fn wanted(query: &str) -> Wanted {
    Wanted { needles: SearchQuery::parse(query).unwrap().needles(), ..Wanted::default() }
}

/// Numbers of what somebody finds, in the order of finding.
async fn find(store: &TestStore, who: AccountId, wanted: &Wanted) -> Vec<i64> {
    let hits = store.read().search().find(who, wanted, Limit::max()).await.unwrap();
    hits.into_iter().map(|hit| hit.seq).collect()
}

pub async fn a_message_is_found_by_its_words_and_parts_of_chinese_ones(store: TestStore) {
    let (ada, bob): (AccountId, AccountId) = (id(), id());
    let mut head = direct(&store, ada, bob).await;
    let texts = [
        "我们一起吃午饭吧",
        "Lunch at NOON, ok?",
        "中文 and English 混合 mixed",
        "Привет, как дела",
        "the when com a is",
        "!!! ... \u{3002}",
        "한국어 메시지",
        "zebra Zürich 42",
    ];
    say(&store, &mut head, ada, &texts).await;
    index(&store).await;
    for (query, found) in [
        ("午饭", vec![1]),
        ("饭吧", vec![1]),
        ("吧", vec![1]),
        ("我", vec![1]),
        ("一起吃午饭", vec![1]),
        ("noon", vec![2]),
        ("LUNCH no", vec![2]),
        ("中文 mix", vec![3]),
        ("混合", vec![3]),
        ("при", vec![4]),
        ("как дел", vec![4]),
        ("the com", vec![5]),
        ("when", vec![5]),
        ("is a", vec![5]),
        ("메시", vec![7]),
        ("zür", vec![8]),
        ("42", vec![8]),
        ("a", vec![5, 3, 2]),
        ("unch", vec![]),
        ("午吃", vec![]),
        ("lunch 午饭", vec![]),
        ("...", vec![]),
    ] {
        assert_eq!(find(&store, bob, &wanted(query)).await, found, "{query}");
    }
    assert_eq!(find(&store, id(), &wanted("午饭")).await, Vec::<i64>::new(), "a stranger");
}

pub async fn only_what_somebody_may_see_is_found(store: TestStore) {
    let (ada, bob): (AccountId, AccountId) = (id(), id());
    let mut head = direct(&store, ada, bob).await;
    say(&store, &mut head, ada, &["茶 one", "茶 two", "茶 three", "茶 four"]).await;
    index(&store).await;
    let member = |change: fn(&mut Membership)| {
        let mut member = Membership::new(head.id, bob);
        change(&mut member);
        member
    };
    let put = async |member: Membership| {
        write(&store, async |tx| tx.conversations().save_members(&[member]).await).await.unwrap();
    };
    let tea = wanted("茶");
    assert_eq!(find(&store, bob, &tea).await, [4, 3, 2, 1]);
    put(member(|member| member.visible_from = 3)).await;
    assert_eq!(find(&store, bob, &tea).await, [4, 3]);
    put(member(|member| member.cleared_seq = 3)).await;
    assert_eq!(find(&store, bob, &tea).await, [4]);
    put(member(|_| {})).await;
    write(&store, async |tx| tx.message_changes().hide(bob, head.id, 2, at(9)).await).await.unwrap();
    assert_eq!(find(&store, bob, &tea).await, [4, 3, 1]);
    assert_eq!(find(&store, ada, &tea).await, [4, 3, 2, 1], "hidden from one is not hidden from the other");
    for change in [
        (|member| member.state = MemberState::Left) as fn(&mut Membership),
        |member| member.state = MemberState::Removed,
        |member| member.state = MemberState::Banned,
    ] {
        put(member(change)).await;
        assert_eq!(find(&store, bob, &tea).await, Vec::<i64>::new());
    }
}

pub async fn filters_and_pages_are_kept(store: TestStore) {
    let (ada, bob, eve): (AccountId, AccountId, AccountId) = (id(), id(), id());
    let mut head = direct(&store, ada, bob).await;
    let mut other = direct(&store, ada, eve).await;
    let ours = say(&store, &mut head, ada, &["tea 1", "tea 2", "tea 3"]).await;
    say(&store, &mut head, bob, &["tea 4"]).await;
    say(&store, &mut other, eve, &["tea elsewhere"]).await;
    index(&store).await;
    let tea = wanted("tea");
    assert_eq!(find(&store, ada, &tea).await, [1, 4, 3, 2, 1], "the newest first, of both");
    let here = vec![head.id];
    assert_eq!(find(&store, ada, &Wanted { conversations: here, ..tea.clone() }).await, [4, 3, 2, 1]);
    let both = vec![head.id, other.id];
    assert_eq!(find(&store, ada, &Wanted { conversations: both, ..tea.clone() }).await, [1, 4, 3, 2, 1]);
    let theirs = vec![other.id];
    assert_eq!(find(&store, bob, &Wanted { conversations: theirs, ..tea.clone() }).await, Vec::<i64>::new());
    assert_eq!(find(&store, ada, &Wanted { sender: Some(bob), ..tea.clone() }).await, [4]);
    let from = Some(ours[1].created_at);
    assert_eq!(find(&store, bob, &Wanted { from, ..tea.clone() }).await, [4, 3, 2]);
    assert_eq!(find(&store, bob, &Wanted { to: from, ..tea.clone() }).await, [1]);
    assert_eq!(find(&store, bob, &Wanted { kind: Some(MessageKind::Text), ..tea.clone() }).await.len(), 4);
    assert!(find(&store, bob, &Wanted { kind: Some(MessageKind::Card), ..tea.clone() }).await.is_empty());
    assert!(find(&store, bob, &Wanted::default()).await.is_empty());
    let mut page = tea;
    let mut seen = Vec::new();
    loop {
        let hits = store.read().search().find(bob, &page, Limit::parse(Some(3)).unwrap()).await.unwrap();
        let Some(last) = hits.last() else { break };
        page.before = Some(last.no);
        seen.extend(hits.iter().map(|hit| hit.seq));
    }
    assert_eq!(seen, [4, 3, 2, 1]);
}

pub async fn changes_reach_the_index_and_what_was_taken_back_goes_at_once(store: TestStore) {
    let (ada, bob): (AccountId, AccountId) = (id(), id());
    let mut head = direct(&store, ada, bob).await;
    let messages = say(&store, &mut head, ada, &["早上好", "晚上好", "再见"]).await;
    index(&store).await;
    assert_eq!(find(&store, bob, &wanted("上好")).await, [2, 1]);
    let change = async |head: &mut Conversation, seq: usize, body: Body| {
        let message = Message { rev: Some(head.change()), body, ..messages[seq - 1].clone() };
        write(&store, async |tx| {
            tx.message_changes().save(&message).await?;
            tx.conversations().save(std::slice::from_ref(head), at(20)).await
        })
        .await
        .unwrap();
    };
    change(&mut head, 1, text("午安")).await;
    change(&mut head, 3, Body::Deleted).await;
    index(&store).await;
    assert_eq!(find(&store, bob, &wanted("上好")).await, [2]);
    assert_eq!(find(&store, bob, &wanted("午安")).await, [1]);
    assert_eq!(find(&store, bob, &wanted("再见")).await, Vec::<i64>::new());
    // Recalling and erasing drop the details of a message: no indexer has to come first.
    write(&store, async |tx| tx.message_changes().drop_details(head.id, 2).await).await.unwrap();
    assert_eq!(find(&store, bob, &wanted("上好")).await, Vec::<i64>::new());
    write(&store, async |tx| tx.messages().erase(head.id, 1, head.last_rev).await).await.unwrap();
    assert_eq!(find(&store, bob, &wanted("午安")).await, Vec::<i64>::new());
    let behind = store.read().search().behind(kamachat_domain::Timestamp::UNIX_EPOCH, Limit::max()).await;
    assert_eq!(behind.unwrap(), Vec::<ConversationId>::new());
}

pub async fn an_index_that_is_made_anew_is_the_same(store: TestStore) {
    let (ada, bob): (AccountId, AccountId) = (id(), id());
    let mut head = direct(&store, ada, bob).await;
    let many: Vec<String> = (0..450).map(|n| format!("好 word{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    say(&store, &mut head, ada, &many).await;
    index(&store).await;
    let all = async || {
        let (mut wanted, mut seqs) = (wanted("好"), Vec::new());
        loop {
            let hits = store.read().search().find(bob, &wanted, Limit::max()).await.unwrap();
            let Some(last) = hits.last() else { return seqs };
            wanted.before = Some(last.no);
            seqs.extend(hits.iter().map(|hit| hit.seq));
        }
    };
    let before = all().await;
    assert_eq!(before, (1..=450).rev().collect::<Vec<i64>>());
    assert_eq!(find(&store, bob, &wanted("word44")).await.len(), 11);
    indexer(&store).rebuild().await.unwrap();
    assert_eq!(all().await, before);
    write(&store, async |tx| tx.search().forget(head.id).await).await.unwrap();
    assert_eq!(all().await, Vec::<i64>::new());
}

pub async fn many_indexers_at_once_index_everything_once(store: TestStore) {
    let (ada, bob): (AccountId, AccountId) = (id(), id());
    let mut head = direct(&store, ada, bob).await;
    for _ in 0..3 {
        say(&store, &mut head, ada, &["好吗"; 90]).await;
        let all: Vec<SearchIndexer> = (0..4).map(|_| indexer(&store)).collect();
        let done = join_all(all.iter().map(|indexer| indexer.catch_up(Scope::All))).await;
        assert!(done.iter().all(Result::is_ok), "{done:?}");
    }
    let (known, at_end) = store.read().search().position(head.id).await.unwrap();
    assert_eq!((known, at_end), (Some(Position { seq: 270, rev: 0 }), Position { seq: 270, rev: 0 }));
    let newest = find(&store, bob, &wanted("好吗")).await;
    assert_eq!(newest, (71..=270).rev().collect::<Vec<i64>>());
}

pub async fn people_are_found_by_what_they_are_called_in_common_groups(store: TestStore) {
    let (ada, bob, eve): (AccountId, AccountId, AccountId) = (id(), id(), id());
    let here = group(&store, "tea", ada).await.0.info.id;
    let there = group(&store, "rice", bob).await.0.info.id;
    let (mut crowd, member) = group(&store, "crowd", ada).await;
    let called = |group, who, alias: &str| Membership {
        alias: Some(Alias::parse(alias).unwrap()),
        ..Membership::new(group, who)
    };
    crowd.info.member_count = 100_000;
    let members = [
        called(here, bob, "Old Wang 100%"),
        called(there, eve, "Old Li"),
        called(member.conversation_id, eve, "One Wang of many"),
    ];
    write(&store, async |tx| {
        tx.groups().save(&crowd.info).await?;
        tx.conversations().save_members(&members).await
    })
    .await
    .unwrap();
    let find = async |who, words: &str| {
        let found = store.read().search().by_alias(who, words, Limit::max()).await.unwrap();
        sorted(found.into_iter().map(|(group, id, alias)| (group, id, alias.as_str().to_owned())))
    };
    assert_eq!(find(ada, "wang").await, [(here, bob, "Old Wang 100%".to_owned())]);
    assert_eq!(find(ada, "0%").await.len(), 1);
    assert_eq!(find(ada, "_").await, []);
    assert_eq!(find(ada, "li").await, [], "no common group");
    assert_eq!(find(bob, "old").await, [(there, eve, "Old Li".to_owned())], "himself he knows");
}
