use std::{collections::BTreeMap, sync::Arc};

use chrono::TimeDelta;
use kamachat_domain::{
    Limit, Timestamp,
    ids::ConversationId,
    search::{conversation_token, tokens},
};

use super::repository::{Entry, Position, Unindexed};
use crate::{Error, Result, ports::PortError, retry::again, store::Store};

/// Longer than a transaction takes between the time that it writes into a conversation and its commit.
const UNSETTLED: TimeDelta = TimeDelta::minutes(2);

/// Where to look for what is missing in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In conversations that were touched in the last minutes: cheap, as often as wanted.
    Recent,
    /// In all of them: what was written before there was an index, or while no indexer ran.
    All,
}

/// Puts messages into the index after their commit.
///
/// Each conversation has a position in the index: numbers and changes are counted under the conversation's lock, so
/// nothing below the position can still come. Several indexers, also on several nodes, do the same work twice at
/// worst; one that ends in the middle leaves the rest to the next.
#[derive(Clone)]
pub struct SearchIndexer {
    store: Arc<dyn Store>,
}

impl SearchIndexer {
    #[must_use]
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self { store }
    }

    /// Indexes what is missing; answers in how many conversations.
    ///
    /// # Errors
    /// What the database says; what was done until then stays.
    pub async fn catch_up(&self, scope: Scope) -> Result<u64> {
        let since = match scope {
            Scope::All => Timestamp::UNIX_EPOCH,
            Scope::Recent => self.store.read().now().await? - UNSETTLED,
        };
        let mut done = 0;
        loop {
            let behind = self.store.read().search().behind(since, Limit::DEFAULT).await?;
            let mut failure = None;
            for &id in &behind {
                // One that cannot be read holds up no other.
                failure = self.index(id).await.err().or(failure);
            }
            if let Some(error) = failure {
                return Err(error);
            }
            done += behind.len() as u64;
            if (behind.len() as u64) < Limit::DEFAULT.get() {
                return Ok(done);
            }
        }
    }

    /// Makes the index anew, one conversation after another; answers how many there are. Meanwhile the search
    /// goes on.
    ///
    /// # Errors
    /// What the database says; what was done until then stays.
    pub async fn rebuild(&self) -> Result<u64> {
        let (mut after, mut done) = (None, 0);
        loop {
            let page = self.store.read().search().conversations(after, Limit::max()).await?;
            let Some(last) = page.last() else { return Ok(done) };
            after = Some(*last);
            for id in page {
                again(|| self.forget(id)).await?;
                self.index(id).await?;
                done += 1;
            }
        }
    }

    async fn forget(&self, id: ConversationId) -> Result<()> {
        let tx = self.store.begin().await?;
        tx.search().forget(id).await?;
        Ok(tx.commit().await?)
    }

    async fn index(&self, id: ConversationId) -> Result<()> {
        while again(|| self.index_page(id)).await? {}
        Ok(())
    }

    /// Indexes a page of a conversation; `true` when there is more, or somebody else was quicker. What is read and
    /// cut is so before the transaction, which is as short as the one of a message.
    async fn index_page(&self, id: ConversationId) -> Result<bool> {
        let read = self.store.read();
        let (known, head) = read.search().position(id).await?;
        let from = known.unwrap_or_default();
        if from.seq >= head.seq && from.rev >= head.rev {
            return Ok(false);
        }
        // Changes after the messages: what is changed in between is found here.
        let new = read.search().above(id, from.seq, Limit::max()).await?;
        let changed = read.search().changed(id, from.rev, Limit::max()).await?;
        let to = Position {
            seq: reached(&new, from.seq, head.seq, |row| Some(row.seq)),
            rev: reached(&changed, from.rev, head.rev, |row| row.rev),
        };
        let rows = new.into_iter().chain(changed.into_iter().filter(|row| row.seq <= to.seq));
        let rows: BTreeMap<i64, Unindexed> = rows.map(|row| (row.seq, row)).collect();
        let seqs: Vec<i64> = rows.keys().copied().collect();
        let entries: Vec<Entry> = rows.into_values().filter_map(entry).collect();
        let tx = self.store.begin().await?;
        match tx.search().advance(id, known, to).await {
            Ok(true) => {}
            Ok(false) | Err(PortError::Duplicate) => return Ok(true),
            Err(error) => return Err(Error::Port(error)),
        }
        tx.search().remove(id, &seqs).await?;
        tx.search().insert(&entries).await?;
        tx.commit().await?;
        Ok(to.seq < head.seq || to.rev < head.rev)
    }
}

/// How far a page goes: to its last row when it is full, else to where the conversation was before it was read.
fn reached(rows: &[Unindexed], from: i64, head: i64, number: impl Fn(&Unindexed) -> Option<i64>) -> i64 {
    let last = rows.last().and_then(number).unwrap_or(from);
    if rows.len() as u64 == Limit::max().get() { last } else { last.max(head) }
}

/// What the index has of a message; nothing of one that says nothing.
fn entry(row: Unindexed) -> Option<Entry> {
    let message = row.message?;
    let words = tokens(&message.body.words());
    (!words.is_empty()).then(|| Entry {
        no: row.no,
        conversation_id: row.conversation_id,
        seq: row.seq,
        sender_id: message.sender_id,
        kind: message.body.kind(),
        created_at: message.created_at,
        tokens: format!("{} {words}", conversation_token(row.conversation_id)),
    })
}
