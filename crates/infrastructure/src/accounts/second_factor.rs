use async_trait::async_trait;
use kamachat_application::{ports::PortError, store::SecondFactorRepository};
use kamachat_domain::{Timestamp, accounts::SecondFactor, ids::AccountId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, sea_query::Expr,
};

use super::{
    entity::{recovery_code, second_factor},
    mapping,
};
use crate::db::{Session, failed, values::millis};

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> SecondFactorRepository for Session<C> {
    async fn find(&self, account: AccountId) -> Result<Option<SecondFactor>, PortError> {
        let select = self.locked(second_factor::Entity::find_by_id(account.as_uuid()));
        let row = select.one(self.conn()).await.map_err(failed)?;
        row.map(mapping::second_factor).transpose()
    }

    async fn put(&self, factor: &SecondFactor) -> Result<(), PortError> {
        second_factor::Entity::delete_by_id(factor.account_id.as_uuid())
            .exec(self.conn())
            .await
            .map_err(failed)?;
        let row = mapping::second_factor_row(factor).into_active_model();
        second_factor::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn save(&self, factor: &SecondFactor, from: i64) -> Result<bool, PortError> {
        use second_factor::Column;
        let row = mapping::second_factor_row(factor);
        let done = second_factor::Entity::update_many()
            .col_expr(Column::ConfirmedAt, Expr::val(row.confirmed_at))
            .col_expr(Column::LastStep, Expr::val(row.last_step))
            .col_expr(Column::KnownFailures, Expr::val(row.known_failures))
            .col_expr(Column::KnownBlockedUntil, Expr::val(row.known_blocked_until))
            .col_expr(Column::ElsewhereFailures, Expr::val(row.elsewhere_failures))
            .col_expr(Column::ElsewhereBlockedUntil, Expr::val(row.elsewhere_blocked_until))
            .filter(Column::UserId.eq(row.user_id))
            .filter(Column::LastStep.eq(from))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(done.rows_affected == 1)
    }

    async fn remove(&self, account: AccountId) -> Result<(), PortError> {
        self.put_recovery(account, &[]).await?;
        second_factor::Entity::delete_by_id(account.as_uuid()).exec(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn put_recovery(&self, account: AccountId, hashes: &[[u8; 32]]) -> Result<(), PortError> {
        recovery_code::Entity::delete_many()
            .filter(recovery_code::Column::UserId.eq(account.as_uuid()))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        for hash in hashes {
            let row = recovery_code::ActiveModel {
                user_id: Set(account.into()),
                code_hash: Set(hash.to_vec()),
                used_at: Set(None),
            };
            recovery_code::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        }
        Ok(())
    }

    async fn use_recovery(
        &self,
        account: AccountId,
        hash: &[u8; 32],
        at: Timestamp,
    ) -> Result<bool, PortError> {
        let done = recovery_code::Entity::update_many()
            .col_expr(recovery_code::Column::UsedAt, Expr::val(millis(at)))
            .filter(recovery_code::Column::UserId.eq(account.as_uuid()))
            .filter(recovery_code::Column::CodeHash.eq(hash.to_vec()))
            .filter(recovery_code::Column::UsedAt.is_null())
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(done.rows_affected == 1)
    }

    async fn recovery_left(&self, account: AccountId) -> Result<u64, PortError> {
        recovery_code::Entity::find()
            .filter(recovery_code::Column::UserId.eq(account.as_uuid()))
            .filter(recovery_code::Column::UsedAt.is_null())
            .count(self.conn())
            .await
            .map_err(failed)
    }
}
