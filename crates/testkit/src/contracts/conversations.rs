//! Heads and memberships: reached through a membership only, listed by activity, written many at once.

use kamachat_application::{conversations::repository::ListCursor, ports::PortError};
use kamachat_domain::{
    Limit, Timestamp,
    conversations::{Conversation, ConversationKind, ConversationState, MemberState, Membership},
    ids::{AccountId, ConversationId},
};
use uuid::Uuid;

use super::fixtures::{TestStore, at, direct, id, sorted, write};

async fn insert(store: &TestStore, head: &Conversation, members: &[Membership]) -> Result<(), PortError> {
    write(store, async |tx| tx.conversations().insert(head, members).await).await
}

async fn group(store: &TestStore, members: &[Membership]) -> Conversation {
    let plain = Conversation::direct(members[0].conversation_id, id(), id(), at(0));
    let head = Conversation { kind: ConversationKind::Group, direct_key: None, ..plain };
    insert(store, &head, members).await.unwrap();
    head
}

pub async fn a_pair_has_one_direct_chat(store: TestStore) {
    let (a, b): (AccountId, AccountId) = (id(), id());
    let head = direct(&store, a, b).await;
    let key = head.direct_key.unwrap();
    assert_eq!(store.read().conversations().by_direct_key(&key).await.unwrap(), Some(head));
    let second = Conversation::direct(id(), b, a, at(1));
    let members = [Membership::new(second.id, a), Membership::new(second.id, b)];
    assert!(matches!(insert(&store, &second, &members).await, Err(PortError::Duplicate)));
    assert_eq!(store.read().conversations().member_rev(second.id).await.unwrap(), None);
    assert_eq!(store.read().conversations().by_direct_key(&[1; 32]).await.unwrap(), None);
}

pub async fn only_an_active_member_finds_a_conversation(store: TestStore) {
    let (a, b): (AccountId, AccountId) = (id(), id());
    let head = direct(&store, a, b).await;
    let read = store.read();
    let found = read.conversations().find_for(a, head.id).await.unwrap();
    assert_eq!(found, Some((head.clone(), Membership::new(head.id, a))));
    assert_eq!(read.conversations().find_for(id(), head.id).await.unwrap(), None);
    assert_eq!(read.conversations().find_for(a, id()).await.unwrap(), None);
    for state in [MemberState::Left, MemberState::Removed, MemberState::Banned] {
        let gone = Membership { state, left_seq: Some(3), visible_from: 2, ..Membership::new(head.id, a) };
        write(&store, async |tx| tx.conversations().save_members(std::slice::from_ref(&gone)).await)
            .await
            .unwrap();
        assert_eq!(read.conversations().find_for(a, head.id).await.unwrap(), None, "{state:?}");
        assert!(read.conversations().list_for(a, None, Limit::max()).await.unwrap().is_empty());
        let members = read.conversations().some_members(head.id, 9).await.unwrap();
        let member = members.iter().find(|member| member.account_id == a).unwrap();
        assert_eq!((member.state, member.left_seq, member.visible_from), (state, Some(3), 2));
        let version = read.conversations().member_rev(head.id).await.unwrap();
        assert_eq!((members.len(), version), (2, Some(1)));
    }
}

/// Several have the same millisecond; pages neither repeat nor skip.
pub async fn the_list_goes_from_the_newest_activity_on_where_a_page_ended(store: TestStore) {
    let me: AccountId = id();
    let mut heads = Vec::new();
    for n in 0..11_i64 {
        let head =
            Conversation { last_activity_at: at(n / 3), ..Conversation::direct(id(), me, id(), at(0)) };
        insert(&store, &head, &[Membership::new(head.id, me)]).await.unwrap();
        heads.push(head);
        direct(&store, id(), id()).await;
    }
    heads.sort_by_key(|head| std::cmp::Reverse((head.last_activity_at, head.id)));
    let mut seen: Vec<Conversation> = Vec::new();
    loop {
        let after = seen.last().map(|h| ListCursor { last_activity_at: h.last_activity_at, id: h.id });
        let limit = Limit::parse(Some(2)).unwrap();
        let page = store.read().conversations().list_for(me, after, limit).await.unwrap();
        if page.is_empty() {
            break;
        }
        assert!(
            page.iter().all(|(head, member)| member.conversation_id == head.id && member.account_id == me)
        );
        seen.extend(page.into_iter().map(|(head, _)| head));
    }
    assert_eq!(seen, heads);
}

pub async fn the_other_side_of_direct_chats_is_known(store: TestStore) {
    let me: AccountId = id();
    let peers: Vec<AccountId> = (0..3).map(|_| id()).collect();
    let mut ids = Vec::new();
    for peer in &peers {
        ids.push(direct(&store, me, *peer).await.id);
    }
    let of_group: ConversationId = id();
    ids.push(group(&store, &[Membership::new(of_group, me), Membership::new(of_group, peers[0])]).await.id);
    let found = store.read().conversations().peers(me, &ids).await.unwrap();
    let found = sorted(found.iter().map(|member| (member.conversation_id, member.account_id)));
    assert_eq!(found, sorted(ids.iter().copied().zip(peers)), "groups have no other side");
    assert!(store.read().conversations().peers(me, &[]).await.unwrap().is_empty());
}

pub async fn many_heads_are_locked_in_order_and_saved_as_given(store: TestStore) {
    let me: AccountId = id();
    let mut heads = Vec::new();
    for _ in 0..21 {
        heads.push(direct(&store, me, id()).await);
    }
    let mut asked: Vec<ConversationId> = heads.iter().rev().map(|head| head.id).collect();
    asked.push(id());
    asked.push(asked[0]);
    let saved = write(&store, async |tx| {
        let mut locked = tx.conversations().lock(&asked).await?;
        assert_eq!(locked.iter().map(|head| head.id).collect::<Vec<_>>(), sorted(heads.iter().map(|h| h.id)));
        for (n, head) in (1..).zip(&mut locked) {
            head.state = ConversationState::Disabled;
            (head.last_seq, head.last_cnt, head.last_rev, head.member_rev) = (n, n + 1, n + 2, n + 3);
            head.last_message_id = Some(id());
            head.last_activity_at = at(n);
        }
        tx.conversations().save(&locked, at(99)).await?;
        Ok(locked)
    })
    .await
    .unwrap();
    let again = store.read().conversations().lock(&asked).await.unwrap();
    assert_eq!(again, saved);
    assert!(store.read().conversations().lock(&[]).await.unwrap().is_empty());
    write(&store, async |tx| tx.conversations().save(&[], at(0)).await).await.unwrap();
}

pub async fn many_memberships_are_locked_and_saved_as_given(store: TestStore) {
    let me: AccountId = id();
    let mut keys = Vec::new();
    for _ in 0..19 {
        let peer = id();
        let head = direct(&store, me, peer).await;
        keys.extend([(head.id, me), (head.id, peer)]);
    }
    let mut asked = keys.clone();
    asked.extend([(keys[0].0, id()), (id(), me), keys[3]]);
    let saved = write(&store, async |tx| {
        tx.conversations().lock(&sorted(keys.iter().map(|(id, _)| *id))).await?;
        let mut locked = tx.conversations().lock_members(&asked).await?;
        for (n, member) in (1..).zip(&mut locked) {
            (member.read_seq, member.read_cnt, member.own_cnt, member.delivered_seq) =
                (n, n + 1, n + 2, n + 3);
            member.visible_from = n;
        }
        tx.conversations().save_members(&locked).await?;
        Ok(locked)
    })
    .await
    .unwrap();
    assert_eq!(saved.iter().map(|m| (m.conversation_id, m.account_id)).collect::<Vec<_>>(), sorted(keys));
    let again = store.read().conversations().lock_members(&asked).await.unwrap();
    assert_eq!(again, saved);
}

pub async fn heads_that_changed_since_a_time_are_found_oldest_change_first(store: TestStore) {
    let mut heads = Vec::new();
    for _ in 0..5 {
        heads.push(direct(&store, id(), id()).await);
    }
    heads.sort_by_key(|head| head.id);
    heads[..3].reverse();
    // The last three change in the same millisecond.
    let times = [1, 2, 3, 3, 3].map(at);
    for (head, time) in heads.iter().zip(times) {
        write(&store, async |tx| tx.conversations().save(std::slice::from_ref(head), time).await)
            .await
            .unwrap();
    }
    heads[2..].sort_by_key(|head| head.id);
    let all: Vec<_> = times.into_iter().zip(heads).collect();
    let above = async |(since, id): (Timestamp, ConversationId), limit| {
        let limit = Limit::parse(Some(limit)).unwrap();
        store.read().conversations().touched_since(since, id, limit).await.unwrap()
    };
    let place = |n: usize| (all[n].0, all[n].1.id);
    assert_eq!(above((at(0), Uuid::nil().into()), 200).await, all);
    assert_eq!(above(place(1), 200).await, all[2..]);
    assert_eq!(above(place(1), 2).await, all[2..4]);
    assert_eq!(above(place(3), 2).await, all[4..]);
    assert!(above(place(4), 200).await.is_empty());
}

pub async fn nobody_has_the_members_of_a_conversation_that_is_not_there(store: TestStore) {
    let (read, nowhere) = (store.read(), id());
    assert_eq!(read.conversations().member_rev(nowhere).await.unwrap(), None);
    assert_eq!(read.conversations().some_members(nowhere, 9).await.unwrap(), []);
    assert_eq!(read.conversations().members_among(nowhere, &[id()]).await.unwrap(), []);
    assert!(!read.conversations().has_more_members(nowhere, 0).await.unwrap());
}

pub async fn of_many_members_those_asked_for_are_found_and_no_others(store: TestStore) {
    let here: ConversationId = id();
    let mut members: Vec<Membership> = (0..700).map(|_| Membership::new(here, id())).collect();
    members[0] = Membership { state: MemberState::Left, left_seq: Some(4), ..members[0].clone() };
    group(&store, &members).await;
    group(&store, &[Membership::new(id(), members[1].account_id)]).await;
    let read = store.read();
    let repository = read.conversations();
    for count in [0, 1, 3, 300, 700] {
        let asked: Vec<AccountId> = members[..count].iter().map(|member| member.account_id).collect();
        let with_strangers: Vec<AccountId> = asked.iter().copied().chain([id(), id()]).collect();
        let found = repository.members_among(here, &with_strangers).await.unwrap();
        assert_eq!(sorted(found.iter().map(|member| member.account_id)), sorted(asked), "{count}");
        let gone = found.iter().filter(|member| member.state == MemberState::Left);
        assert_eq!(gone.map(|member| member.left_seq).collect::<Vec<_>>(), vec![Some(4); count.min(1)]);
    }
    assert_eq!(repository.some_members(here, 257).await.unwrap().len(), 257);
    assert_eq!(repository.some_members(here, 1000).await.unwrap().len(), 700);
    let more = async |than| repository.has_more_members(here, than).await.unwrap();
    assert_eq!([more(0).await, more(698).await, more(699).await], [true, true, false]);
}

pub async fn receipts_are_shown_or_not_in_all_conversations_of_an_account(store: TestStore) {
    let (ada, bob, cy): (AccountId, AccountId, AccountId) = (id(), id(), id());
    let chats = [direct(&store, ada, bob).await.id, direct(&store, ada, cy).await.id];
    let shown = async |actor, chat| {
        store.read().conversations().find_for(actor, chat).await.unwrap().unwrap().1.receipts
    };
    assert!(shown(ada, chats[0]).await);
    write(&store, async |tx| tx.conversations().show_receipts(ada, false).await).await.unwrap();
    assert_eq!(
        [shown(ada, chats[0]).await, shown(ada, chats[1]).await, shown(bob, chats[0]).await],
        [false, false, true]
    );
    let (_, mut member) = store.read().conversations().find_for(ada, chats[0]).await.unwrap().unwrap();
    member.deliver_to(0);
    write(&store, async |tx| tx.conversations().save_members(&[member]).await).await.unwrap();
    assert!(!shown(ada, chats[0]).await);
}
