use async_trait::async_trait;
use kamachat_application::{ports::PortError, store::InviteRepository};
use kamachat_domain::{Timestamp, accounts::RegistrationInvite};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

use super::entity::registration_invite as invite;
use crate::db::{
    Session, failed,
    values::{key32, millis, time},
};

fn count(stored: i64) -> Result<u32, PortError> {
    u32::try_from(stored).map_err(|_| PortError::Corrupt("a number of uses is out of range"))
}

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> InviteRepository for Session<C> {
    async fn insert(&self, new: &RegistrationInvite) -> Result<(), PortError> {
        let row = invite::ActiveModel {
            id: Set(new.id.into()),
            code_hash: Set(new.code_hash.to_vec()),
            max_uses: Set(new.max_uses.into()),
            used: Set(new.used.into()),
            created_at: Set(millis(new.created_at)),
            expires_at: Set(millis(new.expires_at)),
        };
        invite::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    /// One statement: the database makes those who come at the same moment wait for the row.
    async fn use_one(&self, code_hash: &[u8; 32], at: Timestamp) -> Result<bool, PortError> {
        let done = invite::Entity::update_many()
            .col_expr(invite::Column::Used, Expr::col(invite::Column::Used).add(1))
            .filter(invite::Column::CodeHash.eq(code_hash.to_vec()))
            .filter(Expr::col(invite::Column::Used).lt(Expr::col(invite::Column::MaxUses)))
            .filter(invite::Column::ExpiresAt.gt(millis(at)))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(done.rows_affected == 1)
    }

    async fn find(&self, code_hash: &[u8; 32]) -> Result<Option<RegistrationInvite>, PortError> {
        let select = invite::Entity::find().filter(invite::Column::CodeHash.eq(code_hash.to_vec()));
        let Some(row) = select.one(self.conn()).await.map_err(failed)? else { return Ok(None) };
        Ok(Some(RegistrationInvite {
            id: row.id.into(),
            code_hash: key32(&row.code_hash)?,
            max_uses: count(row.max_uses)?,
            used: count(row.used)?,
            created_at: time(row.created_at)?,
            expires_at: time(row.expires_at)?,
        }))
    }
}
