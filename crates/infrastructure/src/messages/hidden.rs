//! What somebody deleted for himself, looked up for whole pages.

use kamachat_application::ports::PortError;
use kamachat_domain::ids::{AccountId, ConversationId};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{ExprTrait, SelectStatement},
};
use uuid::Uuid;

use super::entity::hide::{self, Column};
use crate::db::{
    Session, failed,
    page::{filled, repeated},
};

/// Numbers of what `who` deleted for himself in one conversation.
pub(super) fn seqs(who: AccountId, conversation: ConversationId) -> SelectStatement {
    hide::Entity::find()
        .select_only()
        .column(Column::Seq)
        .filter(Column::UserId.eq(who.as_uuid()))
        .filter(Column::ConversationId.eq(conversation.as_uuid()))
        .into_query()
}

impl<C: ConnectionTrait> Session<C> {
    /// Those of `seqs` that `who` deleted for himself.
    pub(super) async fn hidden_among(
        &self,
        who: AccountId,
        seqs: &[(ConversationId, i64)],
    ) -> Result<Vec<(ConversationId, i64)>, PortError> {
        let Some((first, _)) = seqs.first().copied() else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        if seqs.iter().all(|(id, _)| *id == first) {
            let seqs: Vec<i64> = seqs.iter().map(|(_, seq)| *seq).collect();
            for seqs in repeated(&seqs) {
                let here = Column::ConversationId.eq(first.as_uuid()).and(Column::Seq.is_in(seqs));
                self.add_hidden(who, Condition::all().add(here), &mut found).await?;
            }
            return Ok(found);
        }
        let keys: Vec<(Uuid, i64)> = seqs.iter().map(|(id, seq)| (id.as_uuid(), *seq)).collect();
        for keys in filled(&keys, &(Uuid::nil(), 0)) {
            let any = keys.into_iter().fold(Condition::any(), |any, (id, seq)| {
                any.add(Column::ConversationId.eq(id).and(Column::Seq.eq(seq)))
            });
            self.add_hidden(who, any, &mut found).await?;
        }
        Ok(found)
    }

    /// Who deleted a message for himself.
    pub(super) async fn who_hid(
        &self,
        conversation: ConversationId,
        seq: i64,
    ) -> Result<Vec<AccountId>, PortError> {
        let select = hide::Entity::find()
            .select_only()
            .column(Column::UserId)
            .filter(Column::ConversationId.eq(conversation.as_uuid()))
            .filter(Column::Seq.eq(seq))
            .into_tuple::<Uuid>();
        let people = select.all(self.conn()).await.map_err(failed)?;
        Ok(people.into_iter().map(AccountId::from).collect())
    }

    async fn add_hidden(
        &self,
        who: AccountId,
        which: Condition,
        found: &mut Vec<(ConversationId, i64)>,
    ) -> Result<(), PortError> {
        let select = hide::Entity::find()
            .select_only()
            .column(Column::ConversationId)
            .column(Column::Seq)
            .filter(Column::UserId.eq(who.as_uuid()))
            .filter(which)
            .into_tuple::<(Uuid, i64)>();
        let rows = select.all(self.conn()).await.map_err(failed)?;
        found.extend(rows.into_iter().map(|(id, seq)| (ConversationId::from(id), seq)));
        Ok(())
    }
}
