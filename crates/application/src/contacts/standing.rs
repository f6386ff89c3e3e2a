use kamachat_domain::{
    contacts::pair_key,
    conversations::{Approach, Conversation, Membership},
    ids::AccountId,
};

use crate::{Result, store::Transaction};

/// Two people and their direct chat, locked in the order that all writers keep: conversation, memberships,
/// accounts. While it is held, nobody changes what one is to the other.
pub(crate) struct Pair {
    people: [AccountId; 2],
    chat: Option<(Conversation, Vec<Membership>)>,
}

impl Pair {
    pub(crate) async fn lock(tx: &dyn Transaction, a: AccountId, b: AccountId) -> Result<Self> {
        let mut people = [a, b];
        people.sort_unstable();
        let mut pair = Self { people, chat: None };
        pair.lock_chat(tx).await?;
        for person in people {
            tx.accounts().lock(person).await?;
        }
        if pair.chat.is_none() {
            // It may have come while we waited for the accounts.
            pair.lock_chat(tx).await?;
        }
        Ok(pair)
    }

    /// The direct chat of the two, if they have one.
    pub(crate) fn chat(&self) -> Option<&Conversation> {
        self.chat.as_ref().map(|(head, _)| head)
    }

    /// Brings the flags that the ledger decides by in step with contacts and blocks.
    pub(super) async fn settle(&mut self, tx: &dyn Transaction) -> Result<()> {
        let Some((head, members)) = &mut self.chat else { return Ok(()) };
        stand(tx, head, members).await?;
        tx.conversations().save(std::slice::from_ref(head), tx.now().await?).await?;
        tx.conversations().save_members(members).await?;
        Ok(())
    }

    async fn lock_chat(&mut self, tx: &dyn Transaction) -> Result<()> {
        let [a, b] = self.people;
        let Some(found) = tx.conversations().by_direct_key(&pair_key(a, b)).await? else { return Ok(()) };
        let head = tx.conversations().lock(&[found.id]).await?.pop();
        let members = tx.conversations().lock_members(&[(found.id, a), (found.id, b)]).await?;
        self.chat = head.map(|head| (head, members));
        Ok(())
    }
}

/// Sets what the two members of a direct chat may do by what they are to each other now.
pub(crate) async fn stand(
    tx: &dyn Transaction,
    head: &mut Conversation,
    members: &mut [Membership],
) -> Result<()> {
    let [one, other] = members else { return Ok(()) };
    let (a, b) = (one.account_id, other.account_id);
    let barred = !tx.blocks().between(a, b).await?.is_empty();
    (one.barred, other.barred) = (barred, barred);
    let before = one.stranger || other.stranger;
    one.stranger = tx.contacts().find(b, a).await?.is_none();
    other.stranger = tx.contacts().find(a, b).await?.is_none();
    match (before, one.stranger || other.stranger) {
        (false, true) => head.approach = Approach::Fresh,
        (true, false) => head.approach = Approach::Open,
        _ => {}
    }
    Ok(())
}
