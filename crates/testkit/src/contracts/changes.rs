//! What happens to messages after they were sent, on a real store.

use std::sync::Arc;

use async_trait::async_trait;
use futures_util::future::join_all;
use kamachat_application::{
    Actor,
    messages::{MessageChanges, changes_repository::Pin},
    ports::{Budget, Bus, Push, RateLimiter, Subject, TooFast},
};
use kamachat_domain::{
    Limit,
    accounts::Role,
    conversations::{Conversation, Membership},
    ids::{AccountId, ConversationId},
    messages::{Body, ChangeWindows, Changes, EarlierText, Emoji, Message, Reactions, Tally, Text},
};

use super::fixtures::{TestStore, at, direct, history, id, registered, sorted, text, write};

fn emoji(text: &str) -> Emoji {
    Emoji::parse(text).unwrap()
}

pub async fn a_changed_message_comes_back_with_everything_that_happened_to_it(store: TestStore) {
    let (here, ada, bob): (ConversationId, AccountId, AccountId) = (id(), id(), id());
    let messages = history(&store, here, ada, 3).await;
    assert!(messages.iter().all(|message| message.changes == Changes::default()));
    let tally = |emoji| Tally { emoji, count: 12, users: vec![ada, bob] };
    let reactions = Reactions(vec![tally(self::emoji("👩🏽‍🚀")), tally(self::emoji("❤️"))]);
    let edited = Message {
        rev: Some(1),
        body: text("other words 好"),
        changes: Changes { edited_at: Some(at(9)), version: 2, recalled_by: None, pinned: true, reactions },
        ..messages[1].clone()
    };
    let changes = Changes { recalled_by: Some(bob), ..Changes::default() };
    let recalled =
        Message { rev: Some(2), body: Body::Deleted, body_hash: [0; 32], changes, ..messages[2].clone() };
    for message in [&edited, &recalled] {
        write(&store, async |tx| tx.message_changes().save(message).await).await.unwrap();
    }
    let read = store.read();
    let all = read.messages().ascending(here, 1, 9, Limit::max()).await.unwrap();
    assert_eq!(all, [messages[0].clone(), edited.clone(), recalled.clone()]);
    let mut found = read.message_changes().by_seqs(here, &[3, 2, 9]).await.unwrap();
    found.sort_unstable_by_key(|message| message.seq);
    assert_eq!(found, [edited, recalled]);
    let erased =
        async |tx: &dyn kamachat_application::store::Transaction| tx.messages().erase(here, 2, 3).await;
    write(&store, erased).await.unwrap();
    let left = read.message_changes().by_seqs(here, &[2]).await.unwrap().remove(0);
    assert_eq!((left.body, left.changes, left.rev), (Body::Deleted, Changes::default(), Some(3)));
}

pub async fn changes_are_read_by_their_number_from_any_on(store: TestStore) {
    let (here, there, ada): (ConversationId, ConversationId, AccountId) = (id(), id(), id());
    let messages = history(&store, here, ada, 6).await;
    history(&store, there, ada, 2).await;
    let change = async |seq: usize, rev| {
        let message = Message { rev: Some(rev), ..messages[seq - 1].clone() };
        write(&store, async |tx| tx.message_changes().save(&message).await).await.unwrap();
    };
    for (seq, rev) in [(5, 1), (2, 2), (6, 3), (5, 4), (1, 5)] {
        change(seq, rev).await;
    }
    let since = async |since, first, limit| {
        let limit = Limit::parse(Some(limit)).unwrap();
        let read = store.read();
        let (page, full) = read.message_changes().changed_since(here, since, first, limit).await.unwrap();
        (page.iter().map(|message| (message.seq, message.rev.unwrap())).collect::<Vec<_>>(), full)
    };
    assert_eq!(since(0, 1, 200).await, (vec![(2, 2), (6, 3), (5, 4), (1, 5)], false));
    assert_eq!(since(2, 1, 2).await, (vec![(6, 3), (5, 4)], true));
    assert_eq!(since(0, 5, 200).await, (vec![(6, 3), (5, 4)], false));
    assert_eq!(since(5, 1, 200).await, (Vec::new(), false));
}

pub async fn earlier_texts_reactions_and_pins_go_with_what_they_belong_to(store: TestStore) {
    let (here, ada, bob): (ConversationId, AccountId, AccountId) = (id(), id(), id());
    history(&store, here, ada, 2).await;
    let earlier = |version, words: &str| EarlierText {
        version,
        text: Text::parse(words.into()).unwrap(),
        written_at: at(version),
    };
    let (first, second) = (earlier(0, "one 一"), earlier(1, "two"));
    let pin = |seq, seconds| Pin { seq, by: bob, at: at(seconds) };
    write(&store, async |tx| {
        let changes = tx.message_changes();
        for seq in [1, 2] {
            changes.keep_text(here, seq, &second).await?;
            changes.keep_text(here, seq, &first).await?;
            changes.react(here, seq, bob, &emoji("👍"), at(1)).await?;
            changes.pin(here, pin(seq, seq)).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    let read = store.read();
    let changes = read.message_changes();
    assert_eq!(changes.earlier_texts(here, 1).await.unwrap(), [first, second]);
    assert_eq!(changes.pins(here).await.unwrap(), [pin(2, 2), pin(1, 1)]);
    write(&store, async |tx| tx.message_changes().drop_details(here, 1).await).await.unwrap();
    assert_eq!(changes.earlier_texts(here, 1).await.unwrap(), []);
    assert_eq!(changes.earlier_texts(here, 2).await.unwrap().len(), 2);
    assert_eq!(changes.pins(here).await.unwrap(), [pin(2, 2)]);
    let own = changes.reactions_of(bob, &[(here, 1), (here, 2)]).await.unwrap();
    assert_eq!(own, [((here, 2), emoji("👍"))]);
    write(&store, async |tx| tx.message_changes().unpin(here, 2).await).await.unwrap();
    assert_eq!(changes.pins(here).await.unwrap(), []);
}

pub async fn reactions_are_found_by_message_by_emoji_and_by_person(store: TestStore) {
    let here: ConversationId = id();
    let people: Vec<AccountId> = (0..12).map(|_| id()).collect();
    let (thumb, heart, toned) = (emoji("👍"), emoji("❤️"), emoji("👍🏽"));
    write(&store, async |tx| {
        for (n, person) in (0..).zip(&people) {
            tx.message_changes().react(here, 1, *person, &thumb, at(n)).await?;
        }
        tx.message_changes().react(here, 1, people[0], &heart, at(20)).await?;
        tx.message_changes().react(here, 1, people[0], &toned, at(21)).await?;
        tx.message_changes().react(here, 4, people[0], &heart, at(22)).await
    })
    .await
    .unwrap();
    let read = store.read();
    let changes = read.message_changes();
    let first = changes.reacting(here, 1, &thumb, Limit::parse(Some(10)).unwrap()).await.unwrap();
    assert_eq!(first, people[..10]);
    let places: Vec<_> = (1..=4).map(|seq| (here, seq)).collect();
    let own = changes.reactions_of(people[0], &places).await.unwrap();
    let own: Vec<_> = own.iter().map(|((_, seq), emoji)| (*seq, emoji.as_str())).collect();
    assert_eq!(sorted(own), sorted([(1, "👍"), (1, "❤️"), (1, "👍🏽"), (4, "❤️")]));
    assert_eq!(changes.reactions_of(people[0], &[]).await.unwrap(), []);
    let elsewhere = id();
    let places = [(elsewhere, 1), (here, 4), (elsewhere, 4)];
    let own = changes.reactions_of(people[0], &places).await.unwrap();
    assert_eq!(own, [((here, 4), heart.clone())], "of several conversations each by its own number");
    write(&store, async |tx| tx.message_changes().unreact(here, 1, people[0], &thumb).await).await.unwrap();
    let first = changes.reacting(here, 1, &thumb, Limit::parse(Some(10)).unwrap()).await.unwrap();
    assert_eq!(first, people[1..11]);
    let all = changes.reacted_by(people[0], Limit::max()).await.unwrap();
    assert_eq!(all, [(here, 1), (here, 4)]);
    let again = write(&store, async |tx| tx.message_changes().react(here, 4, people[0], &heart, at(1)).await);
    assert!(again.await.is_err(), "a reaction is there once");
}

pub async fn what_somebody_deleted_for_himself_is_hidden_from_him_alone(store: TestStore) {
    let (here, there, ada, bob): (ConversationId, ConversationId, AccountId, AccountId) =
        (id(), id(), id(), id());
    let hide = async |who, conversation, seq| {
        write(&store, async |tx| tx.message_changes().hide(who, conversation, seq, at(0)).await)
            .await
            .unwrap()
    };
    assert!(hide(ada, here, 2).await && hide(ada, here, 4).await && hide(ada, there, 3).await);
    assert!(hide(bob, here, 4).await);
    assert!(!hide(ada, here, 2).await, "twice is once");
    let read = store.read();
    let changes = read.message_changes();
    let in_one: Vec<_> = (1..=5).map(|seq| (here, seq)).collect();
    assert_eq!(sorted(changes.hidden(ada, &in_one).await.unwrap()), [(here, 2), (here, 4)]);
    let in_both = [(here, 2), (there, 2), (there, 3)];
    assert_eq!(sorted(changes.hidden(ada, &in_both).await.unwrap()), sorted([(here, 2), (there, 3)]));
    assert_eq!(changes.hidden(bob, &in_both).await.unwrap(), []);
    assert_eq!(changes.hidden(bob, &[]).await.unwrap(), []);
    assert_eq!(sorted(changes.hidden_from(here, 4).await.unwrap()), sorted([ada, bob]));
}

pub async fn a_cleared_history_stays_cleared_for_fan_out_too(store: TestStore) {
    let (ada, bob): (AccountId, AccountId) = (id(), id());
    let head = direct(&store, ada, bob).await;
    let cleared = Membership { cleared_seq: 7, ..Membership::new(head.id, ada) };
    write(&store, async |tx| tx.conversations().save_members(std::slice::from_ref(&cleared)).await)
        .await
        .unwrap();
    let read = store.read();
    let (_, found) = read.conversations().find_for(ada, head.id).await.unwrap().unwrap();
    assert_eq!((found.cleared_seq, found.first_visible()), (7, 8));
    let members = read.conversations().some_members(head.id, 10).await.unwrap();
    let from = |who| members.iter().find(|member| member.account_id == who).unwrap().visible_from;
    assert_eq!((from(ada), from(bob)), (8, 1));
}

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

pub async fn many_who_change_a_message_at_once_are_all_counted(store: TestStore) {
    let mut people: Vec<AccountId> = Vec::new();
    for n in 0..12 {
        people.push(registered(&store, &format!("person{n:02}")).await.id);
    }
    let mut head = Conversation::direct(id(), people[0], people[1], at(0));
    head.number(id(), true, at(0));
    let members: Vec<_> = people.iter().map(|person| Membership::new(head.id, *person)).collect();
    write(&store, async |tx| tx.conversations().insert(&head, &members).await).await.unwrap();
    history(&store, head.id, people[0], 1).await;
    let windows = ChangeWindows::seconds(u32::MAX, u32::MAX);
    let changes = MessageChanges::new(Arc::clone(&store), Arc::new(Nothing), Arc::new(Nothing), windows);
    let (changes, thumb) = (&changes, &emoji("👍"));
    let actor = |account_id| Actor { account_id, session_id: id(), role: Role::User };
    let each = people.iter().map(|person| async move {
        let me = actor(*person);
        changes.react(&me, head.id, 1, thumb).await.unwrap();
        changes.pin(&me, head.id, 1, true).await.unwrap();
        changes.hide(&me, head.id, 1).await.unwrap();
    });
    join_all(each).await;
    let message = store.read().message_changes().by_seqs(head.id, &[1]).await.unwrap().remove(0);
    assert_eq!((message.changes.reactions.0[0].count, message.changes.pinned), (12, true));
    let (head, _) = store.read().conversations().find_for(people[0], head.id).await.unwrap().unwrap();
    assert_eq!((head.last_rev, message.rev), (13, Some(13)), "twelve reactions, one pin");
}
