use async_trait::async_trait;
use kamachat_application::{ports::PortError, store::CodeChallengeRepository};
use kamachat_domain::{Timestamp, accounts::CodeChallenge};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use super::{
    challenge::{Column, Entity, Model},
    entity::named_lock,
};
use crate::db::{
    Session, failed,
    values::{key32, millis, time, time_opt},
};

fn row(challenge: &CodeChallenge) -> Model {
    Model {
        id: challenge.id.into(),
        slot: challenge.slot.to_vec(),
        target: challenge.target.to_vec(),
        code_hash: challenge.code_hash.to_vec(),
        tries: challenge.tries.into(),
        created_at: millis(challenge.created_at),
        expires_at: millis(challenge.expires_at),
        ended_at: challenge.ended_at.map(millis),
    }
}

fn challenge(row: Model) -> Result<CodeChallenge, PortError> {
    Ok(CodeChallenge {
        id: row.id.into(),
        slot: key32(&row.slot)?,
        target: key32(&row.target)?,
        code_hash: key32(&row.code_hash)?,
        tries: u32::try_from(row.tries).map_err(|_| PortError::Corrupt("a number of tries"))?,
        created_at: time(row.created_at)?,
        expires_at: time(row.expires_at)?,
        ended_at: time_opt(row.ended_at)?,
    })
}

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> CodeChallengeRepository for Session<C> {
    async fn lock_sending(&self) -> Result<(), PortError> {
        let row = self.locked(named_lock::Entity::find_by_id("sms_codes"));
        let row = row.one(self.conn()).await.map_err(failed)?;
        row.map(|_| ()).ok_or(PortError::Corrupt("the lock of codes is missing"))
    }

    async fn newest_but(
        &self,
        skipped: u32,
        target: Option<&[u8; 32]>,
    ) -> Result<Option<Timestamp>, PortError> {
        let mut select = Entity::find().select_only().column(Column::CreatedAt);
        if let Some(target) = target {
            select = select.filter(Column::Target.eq(target.to_vec()));
        }
        let select = select.order_by_desc(Column::CreatedAt).offset(u64::from(skipped)).limit(1);
        let found: Option<i64> = select.into_tuple().one(self.conn()).await.map_err(failed)?;
        time_opt(found)
    }

    async fn insert(&self, new: &CodeChallenge) -> Result<(), PortError> {
        Entity::update_many()
            .col_expr(Column::EndedAt, Expr::val(millis(new.created_at)))
            .filter(Column::Slot.eq(new.slot.to_vec()))
            .filter(Column::EndedAt.is_null())
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Entity::insert(row(new).into_active_model())
            .exec_without_returning(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn open_of(&self, slot: &[u8; 32]) -> Result<Option<CodeChallenge>, PortError> {
        let select = Entity::find()
            .filter(Column::Slot.eq(slot.to_vec()))
            .filter(Column::EndedAt.is_null())
            .order_by_desc(Column::CreatedAt)
            .limit(1);
        let row = self.locked(select).one(self.conn()).await.map_err(failed)?;
        row.map(challenge).transpose()
    }

    async fn save(&self, changed: &CodeChallenge) -> Result<(), PortError> {
        Entity::update_many()
            .col_expr(Column::Tries, Expr::val(i64::from(changed.tries)))
            .col_expr(Column::EndedAt, Expr::val(changed.ended_at.map(millis)))
            .filter(Column::Id.eq(changed.id.as_uuid()))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn forget_before(&self, at: Timestamp) -> Result<(), PortError> {
        Entity::delete_many()
            .filter(Column::CreatedAt.lt(millis(at)))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }
}
