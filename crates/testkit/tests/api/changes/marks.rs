use std::collections::BTreeSet;

use futures_util::future::join_all;
use kamachat_domain::{groups::Who, ids::AccountId};
use kamachat_protocol::{groups::GroupChange, messages::Message};
use kamachat_testkit::app::TestApp;

use super::{fetch, group, last_rev, next_change, pair, refusal, refused, say};

/// Emoji and count of each reaction.
fn tallies(message: &Message) -> Vec<(&str, i64)> {
    message.changes.reactions.iter().map(|tally| (tally.emoji.as_str(), tally.count)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_is_there_once_and_taken_back_once() {
    let app = TestApp::start().await;
    let (mei, tom, chat) = pair(&app).await;
    let sent = say(&mei, chat, "good news").await;
    let mut socket = mei.client.connect().await.unwrap();
    let one = tom.client.react(chat, sent.seq, "❤️", true).await.unwrap();
    assert_eq!(tom.client.react(chat, sent.seq, "❤️", true).await.unwrap(), one);
    assert_eq!(
        tallies(&tom.client.react(chat, sent.seq, "❤", true).await.unwrap()),
        [("❤️", 1)],
        "the same heart"
    );
    let reaction = &one.changes.reactions[0];
    assert_eq!((reaction.users.as_slice(), reaction.mine), (&[tom.account.id][..], Some(true)));
    let (rev, pushed) = next_change(&mut socket).await;
    assert_eq!((rev, pushed.changes.reactions[0].mine), (1, None), "all members share a push");
    let seen = fetch(&mei, chat, sent.seq).await;
    assert_eq!(seen.changes.reactions[0].mine, Some(false));
    assert_eq!(fetch(&tom, chat, sent.seq).await.changes.reactions[0].mine, Some(true));
    assert_eq!(
        tallies(&mei.client.react(chat, sent.seq, "❤️", false).await.unwrap()),
        [("❤️", 1)],
        "not his"
    );
    for _ in 0..2 {
        assert_eq!(tallies(&tom.client.react(chat, sent.seq, "❤️", false).await.unwrap()), []);
    }
    assert_eq!(last_rev(&mei, chat).await, 2);
    for bad in ["a", "👍👍", "%2F", "<b>", "ok"] {
        let refusal = refusal(tom.client.react(chat, sent.seq, bad, true).await);
        assert_eq!(refusal.1, "message.emoji_invalid", "{bad}");
    }
    for emoji in ["👍", "🇨🇳", "1️⃣"] {
        tom.client.react(chat, sent.seq, emoji, true).await.unwrap();
    }
    let fourth = tom.client.react(chat, sent.seq, "😂", true).await;
    assert_eq!(refusal(fourth), refused(409, "message.too_many_reactions"));
    let stranger = app.register("stranger").await;
    let from_outside = stranger.client.react(chat, sent.seq, "👍", true).await;
    assert_eq!(refusal(from_outside), refused(404, "not_found"));
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_people_who_react_at_once_are_all_counted() {
    let app = TestApp::start().await;
    let (tea, owner, people) = group(&app, 50).await;
    let sent = say(&owner, tea, "who comes?").await;
    let each = people.iter().map(|person| person.client.react(tea, sent.seq, "👍", true));
    for done in join_all(each).await {
        done.unwrap();
    }
    let seen = fetch(&owner, tea, sent.seq).await;
    assert_eq!((tallies(&seen), last_rev(&owner, tea).await), (vec![("👍", 50)], 50));
    let all: BTreeSet<AccountId> = people.iter().map(|person| person.account.id).collect();
    let named: BTreeSet<AccountId> = seen.changes.reactions[0].users.iter().copied().collect();
    assert!(named.len() == 10 && named.is_subset(&all));
    // The list tells of one's own reaction, too, also of somebody who is not among those named.
    let unnamed = people.iter().find(|person| !named.contains(&person.account.id)).unwrap();
    for (reader, reacts) in [(unnamed, true), (&owner, false)] {
        let page = reader.client.conversations(None, None).await.unwrap();
        let last = page.items.into_iter().find(|each| each.id == tea).unwrap().last_message.unwrap();
        assert_eq!(last.changes.reactions[0].mine, Some(reacts));
    }
    let each = people.iter().take(45).map(|person| person.client.react(tea, sent.seq, "👍", false));
    for done in join_all(each).await {
        done.unwrap();
    }
    let left = fetch(&owner, tea, sent.seq).await;
    let named: BTreeSet<AccountId> = left.changes.reactions[0].users.iter().copied().collect();
    let rest: BTreeSet<AccountId> = people[45..].iter().map(|person| person.account.id).collect();
    assert_eq!((tallies(&left), named), (vec![("👍", 5)], rest));
    assert_eq!(last_rev(&owner, tea).await, 95);
}

#[tokio::test(flavor = "multi_thread")]
async fn pins_are_few_and_a_right_of_the_group() {
    let app = TestApp::start().await;
    let (tea, owner, people) = group(&app, 1).await;
    let member = &people[0];
    let mut seqs = Vec::new();
    for n in 0..=50 {
        seqs.push(say(member, tea, &n.to_string()).await.seq);
    }
    let not_allowed = member.client.pin_message(tea, seqs[0], true).await;
    assert_eq!(refusal(not_allowed), refused(403, "group.forbidden"));
    for seq in &seqs[..50] {
        assert!(owner.client.pin_message(tea, *seq, true).await.unwrap().changes.pinned);
    }
    let one_more = owner.client.pin_message(tea, seqs[50], true).await;
    assert_eq!(refusal(one_more), refused(409, "message.too_many_pins"));
    owner.client.pin_message(tea, seqs[3], true).await.unwrap();
    assert_eq!(last_rev(&owner, tea).await, 50, "pinned already");
    owner.client.pin_message(tea, seqs[0], false).await.unwrap();
    let everyone = GroupChange { who_may_pin: Some(Who::Everyone), ..GroupChange::default() };
    owner.client.change_group(tea, &everyone).await.unwrap();
    member.client.pin_message(tea, seqs[50], true).await.unwrap();
    let pins = member.client.pinned_messages(tea).await.unwrap().items;
    assert_eq!((pins.len(), pins[0].message.seq, pins[0].pinned_by), (50, seqs[50], member.account.id));
    member.client.delete_message_for_me(tea, seqs[50]).await.unwrap();
    assert_eq!(member.client.pinned_messages(tea).await.unwrap().items.len(), 49);
    assert_eq!(owner.client.pinned_messages(tea).await.unwrap().items.len(), 50);
}
