//! What a search asks the index, in the words of each database. Tokens are letters and digits only, so nothing
//! has to be escaped in them.

use kamachat_application::ports::PortError;
use kamachat_application::search::repository::{Hit, Wanted};
use kamachat_domain::{
    Limit,
    ids::AccountId,
    search::{Needle, conversation_token},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Select,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use uuid::Uuid;

use super::entity::{
    entry::{self, Column},
    fts,
};
use crate::{
    conversations::{ACTIVE, entity::membership},
    db::{Session, failed, values::millis},
    messages::{entity::hide, mapping::kind_number},
};

impl<C: ConnectionTrait> Session<C> {
    pub(super) async fn hits(
        &self,
        actor: AccountId,
        wanted: &Wanted,
        limit: Limit,
    ) -> Result<Vec<Hit>, PortError> {
        if wanted.needles.is_empty() {
            return Ok(Vec::new());
        }
        let rows = match self.dialect().0 {
            DbBackend::Sqlite => self.rows(from_fts(actor, wanted), limit).await?,
            backend => {
                let found = filtered(visible(entry::Entity::find(), actor), wanted)
                    .inner_join(membership::Entity)
                    .filter(matches(backend, wanted))
                    .order_by_desc(Column::No);
                self.rows(found, limit).await?
            }
        };
        Ok(rows.into_iter().map(|(no, id, seq)| Hit { no, conversation_id: id.into(), seq }).collect())
    }

    async fn rows<E: EntityTrait>(
        &self,
        select: Select<E>,
        limit: Limit,
    ) -> Result<Vec<(i64, Uuid, i64)>, PortError> {
        let select = select.limit(limit.get()).into_tuple::<(i64, Uuid, i64)>();
        select.all(self.conn()).await.map_err(failed)
    }
}

/// SQLite reads the hits from the newest on, as far as the page goes. In another order of the tables it would gather
/// all hits of a word first: tenths of a second for a common one in a million messages.
fn from_fts(actor: AccountId, wanted: &Wanted) -> Select<fts::Entity> {
    let mut found = fts::Entity::find()
        .join(JoinType::CrossJoin, fts::Relation::Entry.def())
        .join(JoinType::CrossJoin, entry::Relation::Member.def());
    // A cross join keeps the order of the tables, and says nothing about which rows belong together.
    let here = |column: Column| Expr::col((entry::Entity, column));
    found = filtered(visible(found, actor), wanted)
        .filter(here(Column::No).equals((fts::Entity, fts::Column::Rowid)))
        .filter(here(Column::ConversationId).equals((membership::Entity, membership::Column::ConversationId)))
        .filter(matches(DbBackend::Sqlite, wanted))
        .order_by_desc(fts::Column::Rowid);
    match wanted.before {
        Some(no) => found.filter(fts::Column::Rowid.lt(no)),
        None => found,
    }
}

/// What somebody may see and did not delete for himself.
fn visible<E: EntityTrait>(select: Select<E>, actor: AccountId) -> Select<E> {
    use membership::Column as Member;
    let seq = || Expr::col((entry::Entity, Column::Seq));
    let member = |column: Member| Expr::col((membership::Entity, column));
    select
        .select_only()
        .columns([Column::No, Column::ConversationId, Column::Seq])
        .filter(Member::UserId.eq(actor.as_uuid()))
        .filter(Member::State.eq(ACTIVE))
        .filter(seq().gte(member(Member::VisibleFrom)))
        .filter(seq().gt(member(Member::ClearedSeq)))
        .filter(Expr::not_exists(hidden(actor)))
}

fn hidden(actor: AccountId) -> SelectStatement {
    let here = |column: hide::Column| Expr::col((hide::Entity, column));
    let mut hidden = Query::select();
    hidden
        .expr(Expr::val(1))
        .from(hide::Entity)
        .and_where(here(hide::Column::UserId).eq(actor.as_uuid()))
        .and_where(here(hide::Column::ConversationId).equals((entry::Entity, Column::ConversationId)))
        .and_where(here(hide::Column::Seq).equals((entry::Entity, Column::Seq)));
    hidden
}

fn filtered<E: EntityTrait>(mut select: Select<E>, wanted: &Wanted) -> Select<E> {
    if !wanted.conversations.is_empty() {
        let ids = wanted.conversations.iter().map(|id| id.as_uuid());
        select = select.filter(Column::ConversationId.is_in(ids));
    }
    let all = Condition::all()
        .add_option(wanted.sender.map(|id| Column::SenderId.eq(id.as_uuid())))
        .add_option(wanted.from.map(|at| Column::CreatedAt.gte(millis(at))))
        .add_option(wanted.to.map(|at| Column::CreatedAt.lt(millis(at))))
        .add_option(wanted.kind.map(|kind| Column::Kind.eq(kind_number(kind))))
        .add_option(wanted.before.map(|no| Column::No.lt(no)));
    select.filter(all)
}

/// The condition of the full-text index.
fn matches(backend: DbBackend, wanted: &Wanted) -> Expr {
    let query = vec![words(backend, wanted)];
    match backend {
        DbBackend::MySql => {
            Expr::cust_with_values("MATCH (`message_search`.`tokens`) AGAINST (? IN BOOLEAN MODE)", query)
        }
        DbBackend::Postgres => Expr::cust_with_values(
            "array_to_tsvector(string_to_array(\"message_search\".\"tokens\", ' ')) @@ CAST($1 AS tsquery)",
            query,
        ),
        _ => Expr::cust_with_values("message_search_fts MATCH ?", query),
    }
}

/// All needles, within one of the conversations where they are named.
fn words(backend: DbBackend, wanted: &Wanted) -> String {
    let rooms: Vec<String> = wanted.conversations.iter().map(|id| conversation_token(*id)).collect();
    let needles = wanted.needles.iter().map(|Needle { token, prefix }| match (backend, prefix) {
        (DbBackend::MySql, false) => format!("+{token}"),
        (DbBackend::MySql, true) => format!("+{token}*"),
        (DbBackend::Postgres, false) => format!("'{token}'"),
        (DbBackend::Postgres, true) => format!("'{token}':*"),
        (_, false) => format!("\"{token}\""),
        (_, true) => format!("\"{token}\"*"),
    });
    let (any, all) = match backend {
        DbBackend::MySql => (" ", " "),
        DbBackend::Postgres => (" | ", " & "),
        _ => (" OR ", " AND "),
    };
    let named = (!rooms.is_empty()).then(|| match backend {
        DbBackend::MySql => format!("+({})", rooms.join(any)),
        _ => format!("({})", rooms.join(any)),
    });
    named.into_iter().chain(needles).collect::<Vec<_>>().join(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_database_is_asked_in_its_own_words() {
        let needle = |token: &str, prefix| Needle { token: token.into(), prefix };
        let needles = vec![needle("cz4f60z597d", false), needle("qqhi", true)];
        let wanted = Wanted { needles, ..Wanted::default() };
        assert_eq!(words(DbBackend::Sqlite, &wanted), "\"cz4f60z597d\" AND \"qqhi\"*");
        assert_eq!(words(DbBackend::MySql, &wanted), "+cz4f60z597d +qqhi*");
        assert_eq!(words(DbBackend::Postgres, &wanted), "'cz4f60z597d' & 'qqhi':*");
        let ids = [Uuid::nil(), Uuid::max()].map(Into::into).to_vec();
        let wanted = Wanted { conversations: ids, ..wanted };
        let (nil, max) = ("0".repeat(32), "f".repeat(32));
        let rooms = format!("+(k{nil} k{max}) +cz4f60z597d +qqhi*");
        assert_eq!(words(DbBackend::MySql, &wanted), rooms);
        assert!(words(DbBackend::Postgres, &wanted).starts_with(&format!("(k{nil} | k{max}) & '")));
    }
}
