use async_trait::async_trait;
use kamachat_application::{
    messages::changes_repository::Pin, ports::PortError, store::MessageChangeRepository,
};
use kamachat_domain::{
    Limit, Timestamp,
    ids::{AccountId, ConversationId},
    messages::{Body, EarlierText, Emoji, Message, MessageKind},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    entity::{
        edit, hide,
        message::{self, Column},
        pin, reaction,
    },
    mapping, places, reactions,
};
use crate::db::{
    Session, failed,
    page::repeated,
    values::{millis, time},
};

/// The row of one person's reaction.
fn one_reaction(conversation: ConversationId, seq: i64, who: AccountId, emoji: &Emoji) -> Condition {
    Condition::all()
        .add(reaction::Column::ConversationId.eq(conversation.as_uuid()))
        .add(reaction::Column::Seq.eq(seq))
        .add(reaction::Column::UserId.eq(who.as_uuid()))
        .add(reaction::Column::Emoji.eq(emoji.as_str()))
}

fn earlier(row: edit::Model) -> Result<EarlierText, PortError> {
    match mapping::body(MessageKind::Text, &row.body)? {
        Body::Text(text) => Ok(EarlierText { version: row.version, text, written_at: time(row.edited_at)? }),
        _ => Err(PortError::Corrupt("an earlier text")),
    }
}

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> MessageChangeRepository for Session<C> {
    async fn by_seqs(&self, conversation: ConversationId, seqs: &[i64]) -> Result<Vec<Message>, PortError> {
        let mut found = Vec::with_capacity(seqs.len());
        for seqs in repeated(seqs) {
            let select = message::Entity::find()
                .filter(Column::ConversationId.eq(conversation.as_uuid()))
                .filter(Column::Seq.is_in(seqs));
            found.extend(mapping::readable(select.all(self.conn()).await.map_err(failed)?));
        }
        Ok(found)
    }

    async fn save(&self, message: &Message) -> Result<(), PortError> {
        let changes = &message.changes;
        message::Entity::update_many()
            .col_expr(Column::Kind, Expr::val(mapping::kind_number(message.body.kind())))
            .col_expr(Column::Body, Expr::val(mapping::stored_body(&message.body)?))
            .col_expr(Column::BodyHash, Expr::val(message.body_hash.to_vec()))
            .col_expr(Column::Rev, Expr::val(message.rev))
            .col_expr(Column::ReplyTo, Expr::val(message.refs.reply_to))
            .col_expr(Column::Mentions, Expr::val(mapping::stored_mentions(&message.refs.mentions)?))
            .col_expr(Column::Forwarded, Expr::val(message.refs.forwarded))
            .col_expr(Column::EditedAt, Expr::val(changes.edited_at.map(millis)))
            .col_expr(Column::Version, Expr::val(changes.version))
            .col_expr(Column::RecalledBy, Expr::val(changes.recalled_by.map(Uuid::from)))
            .col_expr(Column::Pinned, Expr::val(changes.pinned))
            .col_expr(Column::Reactions, Expr::val(reactions::write(&changes.reactions)?))
            .filter(Column::ConversationId.eq(message.conversation_id.as_uuid()))
            .filter(Column::Seq.eq(message.seq))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn changed_since(
        &self,
        conversation: ConversationId,
        since: i64,
        first: i64,
        limit: Limit,
    ) -> Result<(Vec<Message>, bool), PortError> {
        let select = message::Entity::find()
            .filter(Column::ConversationId.eq(conversation.as_uuid()))
            .filter(Column::Rev.gt(since))
            .filter(Column::Seq.gte(first))
            .order_by_asc(Column::Rev)
            .limit(limit.get());
        let rows = select.all(self.conn()).await.map_err(failed)?;
        let full = rows.len() as u64 == limit.get();
        Ok((mapping::readable(rows), full))
    }

    async fn keep_text(
        &self,
        conversation: ConversationId,
        seq: i64,
        earlier: &EarlierText,
    ) -> Result<(), PortError> {
        let row = edit::ActiveModel {
            conversation_id: Set(conversation.into()),
            seq: Set(seq),
            version: Set(earlier.version),
            body: Set(mapping::stored_body(&Body::Text(earlier.text.clone()))?),
            edited_at: Set(millis(earlier.written_at)),
        };
        edit::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn earlier_texts(
        &self,
        conversation: ConversationId,
        seq: i64,
    ) -> Result<Vec<EarlierText>, PortError> {
        let select = edit::Entity::find()
            .filter(edit::Column::ConversationId.eq(conversation.as_uuid()))
            .filter(edit::Column::Seq.eq(seq))
            .order_by_asc(edit::Column::Version);
        select.all(self.conn()).await.map_err(failed)?.into_iter().map(earlier).collect()
    }

    async fn drop_details(&self, conversation: ConversationId, seq: i64) -> Result<(), PortError> {
        let id = conversation.as_uuid();
        let edits = edit::Entity::delete_many()
            .filter(edit::Column::ConversationId.eq(id))
            .filter(edit::Column::Seq.eq(seq));
        edits.exec(self.conn()).await.map_err(failed)?;
        let reactions = reaction::Entity::delete_many()
            .filter(reaction::Column::ConversationId.eq(id))
            .filter(reaction::Column::Seq.eq(seq));
        reactions.exec(self.conn()).await.map_err(failed)?;
        // What was taken back is not found any more.
        self.unindex(conversation, &[seq]).await?;
        self.unpin(conversation, seq).await
    }

    async fn react(
        &self,
        conversation: ConversationId,
        seq: i64,
        who: AccountId,
        emoji: &Emoji,
        at: Timestamp,
    ) -> Result<(), PortError> {
        let row = reaction::ActiveModel {
            conversation_id: Set(conversation.into()),
            seq: Set(seq),
            user_id: Set(who.into()),
            emoji: Set(emoji.as_str().to_owned()),
            created_at: Set(millis(at)),
        };
        reaction::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn unreact(
        &self,
        conversation: ConversationId,
        seq: i64,
        who: AccountId,
        emoji: &Emoji,
    ) -> Result<(), PortError> {
        let delete = reaction::Entity::delete_many().filter(one_reaction(conversation, seq, who, emoji));
        delete.exec(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn reactions_of(
        &self,
        who: AccountId,
        places: &[(ConversationId, i64)],
    ) -> Result<Vec<((ConversationId, i64), Emoji)>, PortError> {
        let mut found = Vec::new();
        for which in places::at(places, reaction::Column::ConversationId, reaction::Column::Seq) {
            let select = reaction::Entity::find()
                .filter(reaction::Column::UserId.eq(who.as_uuid()))
                .filter(which)
                .order_by_asc(reaction::Column::CreatedAt);
            for row in select.all(self.conn()).await.map_err(failed)? {
                let place = (row.conversation_id.into(), row.seq);
                found.push((place, reactions::emoji(&row.emoji)?));
            }
        }
        Ok(found)
    }

    async fn reacting(
        &self,
        conversation: ConversationId,
        seq: i64,
        emoji: &Emoji,
        limit: Limit,
    ) -> Result<Vec<AccountId>, PortError> {
        let select = reaction::Entity::find()
            .select_only()
            .column(reaction::Column::UserId)
            .filter(reaction::Column::ConversationId.eq(conversation.as_uuid()))
            .filter(reaction::Column::Seq.eq(seq))
            .filter(reaction::Column::Emoji.eq(emoji.as_str()))
            .order_by_asc(reaction::Column::CreatedAt)
            .order_by_asc(reaction::Column::UserId)
            .limit(limit.get())
            .into_tuple::<Uuid>();
        let people = select.all(self.conn()).await.map_err(failed)?;
        Ok(people.into_iter().map(AccountId::from).collect())
    }

    async fn reacted_by(
        &self,
        who: AccountId,
        limit: Limit,
    ) -> Result<Vec<(ConversationId, i64)>, PortError> {
        let select = reaction::Entity::find()
            .select_only()
            .column(reaction::Column::ConversationId)
            .column(reaction::Column::Seq)
            .filter(reaction::Column::UserId.eq(who.as_uuid()))
            .order_by_asc(reaction::Column::ConversationId)
            .order_by_asc(reaction::Column::Seq)
            .limit(limit.get())
            .into_tuple::<(Uuid, i64)>();
        let mut rows = select.all(self.conn()).await.map_err(failed)?;
        rows.dedup();
        Ok(rows.into_iter().map(|(id, seq)| (id.into(), seq)).collect())
    }

    async fn pin(&self, conversation: ConversationId, Pin { seq, by, at }: Pin) -> Result<(), PortError> {
        let row = pin::ActiveModel {
            conversation_id: Set(conversation.into()),
            seq: Set(seq),
            by_id: Set(by.into()),
            created_at: Set(millis(at)),
        };
        pin::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn unpin(&self, conversation: ConversationId, seq: i64) -> Result<(), PortError> {
        let delete = pin::Entity::delete_many()
            .filter(pin::Column::ConversationId.eq(conversation.as_uuid()))
            .filter(pin::Column::Seq.eq(seq));
        delete.exec(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn pins(&self, conversation: ConversationId) -> Result<Vec<Pin>, PortError> {
        let select = pin::Entity::find()
            .filter(pin::Column::ConversationId.eq(conversation.as_uuid()))
            .order_by_desc(pin::Column::CreatedAt)
            .order_by_desc(pin::Column::Seq);
        let rows = select.all(self.conn()).await.map_err(failed)?;
        rows.into_iter()
            .map(|row| Ok(Pin { seq: row.seq, by: row.by_id.into(), at: time(row.created_at)? }))
            .collect()
    }

    async fn hide(
        &self,
        who: AccountId,
        conversation: ConversationId,
        seq: i64,
        at: Timestamp,
    ) -> Result<bool, PortError> {
        if !self.hidden(who, &[(conversation, seq)]).await?.is_empty() {
            return Ok(false);
        }
        let row = hide::ActiveModel {
            user_id: Set(who.into()),
            conversation_id: Set(conversation.into()),
            seq: Set(seq),
            created_at: Set(millis(at)),
        };
        hide::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(true)
    }

    async fn hidden(
        &self,
        who: AccountId,
        seqs: &[(ConversationId, i64)],
    ) -> Result<Vec<(ConversationId, i64)>, PortError> {
        self.hidden_among(who, seqs).await
    }

    async fn hidden_from(&self, conversation: ConversationId, seq: i64) -> Result<Vec<AccountId>, PortError> {
        self.who_hid(conversation, seq).await
    }
}
