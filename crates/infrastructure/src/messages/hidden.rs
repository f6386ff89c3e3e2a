//! What somebody deleted for himself, looked up for whole pages.

use kamachat_application::ports::PortError;
use kamachat_domain::ids::{AccountId, ConversationId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::SelectStatement,
};
use uuid::Uuid;

use super::{
    entity::hide::{self, Column},
    places,
};
use crate::db::{Session, failed};

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
        let mut found = Vec::new();
        for which in places::at(seqs, Column::ConversationId, Column::Seq) {
            let select = hide::Entity::find()
                .select_only()
                .column(Column::ConversationId)
                .column(Column::Seq)
                .filter(Column::UserId.eq(who.as_uuid()))
                .filter(which)
                .into_tuple::<(Uuid, i64)>();
            let rows = select.all(self.conn()).await.map_err(failed)?;
            found.extend(rows.into_iter().map(|(id, seq)| (ConversationId::from(id), seq)));
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
}
