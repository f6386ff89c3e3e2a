//! Messages, written straight into the embedded database; the server's own indexer then finds them.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use kamachat_client::{AccountId, ConversationId};
use serde_json::json;
use sqlx::{Connection, SqliteConnection, query, query_as};

use super::text;
use crate::report::Failure;

/// Messages of one statement.
const AT_ONCE: u64 = 5_000;
/// The first message was sent then, in Unix milliseconds; one more every twenty seconds.
const FIRST: i64 = 1_704_067_200_000;
const APART: i64 = 20_000;

/// One row for each element of an array: text, conversation, number, sender, time.
const WRITE: &str = "
    INSERT INTO message (conversation_id, seq, id, sender_id, client_msg_id, body_hash, kind, body, cnt, created_at,
        version, pinned, forwarded)
    SELECT CASE value->>1 WHEN 0 THEN ?2 ELSE ?3 END, value->>2, randomblob(16),
        CASE value->>3 WHEN 0 THEN ?4 ELSE ?5 END, randomblob(16), randomblob(32), 1,
        json_object('text', value->>0), value->>2, value->>4, 0, 0, 0
    FROM json_each(?1)";

/// Makes the numbers of a conversation fit its messages, as if the last one had just come.
const HEAD: &str = "
    UPDATE conversation SET last_seq = ?2, last_cnt = ?2, updated_at = unixepoch('subsec') * 1000,
        last_message_id = (SELECT id FROM message WHERE conversation_id = ?1 AND seq = ?2)
    WHERE id = ?1";

/// The numbers that the index has not reached.
const MISSING: &str = "
    SELECT coalesce(sum(conversation.last_seq - coalesce(search_position.seq, 0)), 0)
    FROM conversation LEFT JOIN search_position ON search_position.conversation_id = conversation.id";

/// The database of a server that runs beside.
pub struct Seed(SqliteConnection);

impl Seed {
    pub async fn open(folder: &Path) -> Result<Self, Failure> {
        let file = folder.join("data").join("kamachat.db");
        Ok(Self(SqliteConnection::connect(&format!("sqlite:{}", file.display())).await?))
    }

    /// Fills two conversations that have no message, `long` with `count` and `short` with a hundredth of it.
    pub async fn fill(
        &mut self,
        [long, short]: [ConversationId; 2],
        people: [AccountId; 2],
        count: u64,
    ) -> Result<(), Failure> {
        let bytes = |id: uuid::Uuid| id.into_bytes().to_vec();
        for start in (0..count).step_by(usize::try_from(AT_ONCE)?) {
            let rows: Vec<_> = (start..count.min(start + AT_ONCE)).flat_map(rows).collect();
            query(WRITE)
                .bind(serde_json::to_string(&rows)?)
                .bind(bytes(long.as_uuid()))
                .bind(bytes(short.as_uuid()))
                .bind(bytes(people[0].as_uuid()))
                .bind(bytes(people[1].as_uuid()))
                .execute(&mut self.0)
                .await?;
        }
        for (id, last) in [(long, count), (short, count / 100)] {
            query(HEAD).bind(bytes(id.as_uuid())).bind(i64::try_from(last)?).execute(&mut self.0).await?;
        }
        Ok(())
    }

    /// Waits until the server has put everything into its index.
    pub async fn indexed(&mut self, patience: Duration) -> Result<(), Failure> {
        let (end, mut told) = (Instant::now() + patience, Instant::now());
        loop {
            let (missing,): (i64,) = query_as(MISSING).fetch_one(&mut self.0).await?;
            if missing <= 0 {
                return Ok(());
            }
            if Instant::now() > end {
                return Err(format!("{missing} messages are not in the index yet").into());
            }
            if told.elapsed() > Duration::from_secs(30) {
                eprintln!("{missing} messages are to be indexed");
                told = Instant::now();
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

/// Message `number`, counted from 0, of the long conversation, and each hundredth time one of the short one after it.
fn rows(number: u64) -> impl Iterator<Item = serde_json::Value> {
    let short = number.is_multiple_of(100).then_some((1, number / 100));
    [(0, number)].into_iter().chain(short).map(move |(conversation, at)| {
        let time = FIRST + APART * i64::try_from(number).unwrap_or_default();
        json!([text::message(conversation, at), conversation, at + 1, at % 2, time])
    })
}
