//! A group's members, written straight into the embedded database: making 100,000 of them through the API takes
//! hours.

use std::path::Path;

use kamachat_client::{AccountId, ConversationId};
use sqlx::{Connection, SqliteConnection, query};

use crate::report::Failure;

/// Accounts that nobody uses, made once.
const ABSENT: &str = "
    WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?1)
    INSERT INTO user (id, username, username_key, display_name, role, status, last_useq, created_at, updated_at)
    SELECT randomblob(16), 'absent-' || n, 'absent-' || n, 'Absent ' || n, 0, 0, 0, 1, 1 FROM counted";

/// Puts an account into a group, as somebody who came in when its owner made it.
const ENTER: &str = "
    INSERT INTO membership (conversation_id, user_id, state, visible_from, read_seq, read_cnt, own_cnt,
        delivered_seq, role, joined_at)
    SELECT conversation_id, ?2, 0, 1, 0, 0, 0, 0, 0, joined_at
    FROM membership WHERE conversation_id = ?1 AND role = 2";

/// Puts in accounts that nobody uses.
const ENTER_ABSENT: &str = "
    INSERT INTO membership (conversation_id, user_id, state, visible_from, read_seq, read_cnt, own_cnt,
        delivered_seq, role, joined_at)
    SELECT owner.conversation_id, user.id, 0, 1, 0, 0, 0, 0, 0, owner.joined_at + 1
    FROM user CROSS JOIN membership AS owner
    WHERE owner.conversation_id = ?1 AND owner.role = 2 AND user.username_key LIKE 'absent-%'
    LIMIT ?2";

/// The database of a server that runs idly beside.
pub struct Seed(SqliteConnection);

impl Seed {
    pub async fn open(folder: &Path) -> Result<Self, Failure> {
        let file = folder.join("data").join("kamachat.db");
        Ok(Self(SqliteConnection::connect(&format!("sqlite:{}", file.display())).await?))
    }

    /// Makes accounts that nobody uses.
    pub async fn absent(&mut self, count: i64) -> Result<(), Failure> {
        query(ABSENT).bind(count).execute(&mut self.0).await?;
        Ok(())
    }

    /// Fills a group that has nobody but its owner: with these people, and up to `members` with absent ones.
    pub async fn fill(
        &mut self,
        group: ConversationId,
        people: &[AccountId],
        members: i64,
    ) -> Result<(), Failure> {
        let id = group.as_uuid().into_bytes().to_vec();
        let mut tx = self.0.begin().await?;
        for person in people {
            let person = person.as_uuid().into_bytes().to_vec();
            query(ENTER).bind(id.clone()).bind(person).execute(&mut *tx).await?;
        }
        let absent = members - 1 - i64::try_from(people.len())?;
        query(ENTER_ABSENT).bind(id.clone()).bind(absent).execute(&mut *tx).await?;
        query("UPDATE conversation SET member_rev = member_rev + 1 WHERE id = ?1")
            .bind(id.clone())
            .execute(&mut *tx)
            .await?;
        let counted = "UPDATE group_info SET member_count =
            (SELECT count(*) FROM membership WHERE conversation_id = ?1) WHERE conversation_id = ?1";
        query(counted).bind(id.clone()).execute(&mut *tx).await?;
        tx.commit().await?;
        let (count,): (i64,) =
            sqlx::query_as("SELECT member_count FROM group_info WHERE conversation_id = ?1")
                .bind(id)
                .fetch_one(&mut self.0)
                .await?;
        if count == members { Ok(()) } else { Err(format!("{count} members instead of {members}").into()) }
    }

    /// Writes the log back and leaves the file to the server.
    pub async fn close(mut self) -> Result<(), Failure> {
        query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut self.0).await?;
        self.0.close().await?;
        Ok(())
    }
}
