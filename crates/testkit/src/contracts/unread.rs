//! Unread is exact: three integers say what counting messages would.

use kamachat_domain::{
    Limit,
    conversations::{Cursor, Membership},
    ids::{AccountId, ConversationId},
    messages::Message,
};

use super::fixtures::{TestStore, at, direct, id, message, write};

/// Small repeatable random numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

async fn send(store: &TestStore, conversation: ConversationId, sender: AccountId) {
    write(store, async |tx| {
        let mut heads = tx.conversations().lock(&[conversation]).await?;
        let mut members = tx.conversations().lock_members(&[(conversation, sender)]).await?;
        let numbers = heads[0].number(id(), true, at(1));
        members[0].sent(true, at(1));
        let message = Message { cnt: numbers.cnt, ..message(conversation, sender, numbers.seq) };
        tx.messages().insert(&[message]).await?;
        tx.conversations().save(&heads, at(1)).await?;
        tx.conversations().save_members(&members).await
    })
    .await
    .unwrap();
}

async fn read_to(store: &TestStore, conversation: ConversationId, reader: AccountId, seq: i64) {
    write(store, async |tx| {
        let heads = tx.conversations().lock(&[conversation]).await?;
        let mut members = tx.conversations().lock_members(&[(conversation, reader)]).await?;
        if let Some(seq) = members[0].forward(Cursor::Read, seq, &heads[0]) {
            let cnt = tx.messages().count_at(conversation, seq).await?;
            let own = tx.messages().own_above(conversation, reader, seq).await?;
            members[0].read_to(seq, cnt, own);
        }
        tx.conversations().save_members(&members).await
    })
    .await
    .unwrap();
}

/// Counts the messages of others above the cursor, one by one.
async fn counted(store: &TestStore, member: &Membership) -> i64 {
    let from = member.read_seq + 1;
    let read = store.read();
    let above =
        read.messages().ascending(member.conversation_id, from, i64::MAX, Limit::max()).await.unwrap();
    above.iter().filter(|message| message.sender_id != member.account_id).count().try_into().unwrap()
}

pub async fn the_total_is_what_counting_every_message_gives(store: TestStore) {
    let people: Vec<AccountId> = (0..3).map(|_| id()).collect();
    let pairs = [(0, 1), (0, 2), (1, 2)];
    let mut conversations = Vec::new();
    for (a, b) in pairs {
        conversations.push(direct(&store, people[a], people[b]).await.id);
    }
    let mut dice = Dice(7);
    for _ in 0..60 {
        let n = usize::try_from(dice.below(3)).unwrap();
        let (a, b) = pairs[n];
        let who = people[if dice.below(2) == 0 { a } else { b }];
        if dice.below(3) == 0 {
            read_to(&store, conversations[n], who, i64::try_from(dice.below(20)).unwrap()).await;
        } else {
            send(&store, conversations[n], who).await;
        }
    }
    for person in people {
        let list = store.read().conversations().list_for(person, None, Limit::max()).await.unwrap();
        let mut total = 0;
        for (head, member) in &list {
            assert_eq!(member.unread(head), counted(&store, member).await, "{member:?}");
            total += member.unread(head);
        }
        assert_eq!(store.read().conversations().total_unread(person).await.unwrap(), total);
    }
    assert_eq!(store.read().conversations().total_unread(id()).await.unwrap(), 0);
}
