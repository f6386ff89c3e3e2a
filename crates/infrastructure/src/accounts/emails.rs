use async_trait::async_trait;
use kamachat_application::{ports::PortError, store::EmailRepository};
use kamachat_domain::{
    Timestamp,
    accounts::{Email, EmailProof, EmailPurpose},
    ids::{AccountId, EmailProofId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use super::entity::{email_proof as proof, identifier};
use crate::db::{
    Session, failed,
    values::{key32, millis, stored_numbers, time, time_opt},
};

stored_numbers!(purpose_number, purpose, EmailPurpose {
    EmailPurpose::Verify = 1,
    EmailPurpose::Change = 2,
    EmailPurpose::Reset = 3,
});

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> EmailRepository for Session<C> {
    async fn holder(&self, email: &Email) -> Result<Option<AccountId>, PortError> {
        let row = identifier::Entity::find()
            .filter(identifier::Column::Kind.eq(identifier::EMAIL))
            .filter(identifier::Column::Issuer.eq(""))
            .filter(identifier::Column::ValueNorm.eq(email.as_str()))
            .one(self.conn())
            .await
            .map_err(failed)?;
        Ok(row.map(|row| row.user_id.into()))
    }

    async fn confirm(&self, account: AccountId, email: &Email, at: Timestamp) -> Result<(), PortError> {
        identifier::Entity::delete_many()
            .filter(identifier::Column::UserId.eq(account.as_uuid()))
            .filter(identifier::Column::Kind.eq(identifier::EMAIL))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        let row = identifier::ActiveModel {
            id: Set(account.into()),
            user_id: Set(account.into()),
            kind: Set(identifier::EMAIL),
            issuer: Set(String::new()),
            value_norm: Set(email.as_str().to_owned()),
            verified_at: Set(Some(millis(at))),
        };
        identifier::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn insert(&self, new: &EmailProof) -> Result<(), PortError> {
        let row = proof::ActiveModel {
            id: Set(new.id.into()),
            user_id: Set(new.account_id.into()),
            purpose: Set(purpose_number(new.purpose)),
            target: Set(new.target.as_str().to_owned()),
            token_hash: Set(new.token_hash.to_vec()),
            created_at: Set(millis(new.created_at)),
            expires_at: Set(millis(new.expires_at)),
            used_at: Set(new.used_at.map(millis)),
        };
        proof::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn find(&self, token_hash: &[u8; 32]) -> Result<Option<EmailProof>, PortError> {
        let select = proof::Entity::find().filter(proof::Column::TokenHash.eq(token_hash.to_vec()));
        let Some(row) = select.one(self.conn()).await.map_err(failed)? else { return Ok(None) };
        Ok(Some(EmailProof {
            id: row.id.into(),
            account_id: row.user_id.into(),
            purpose: purpose(row.purpose)?,
            target: Email::parse(&row.target).map_err(|_| PortError::Corrupt("an e-mail address"))?,
            token_hash: key32(&row.token_hash)?,
            created_at: time(row.created_at)?,
            expires_at: time(row.expires_at)?,
            used_at: time_opt(row.used_at)?,
        }))
    }

    /// One statement: the database makes those who come at the same moment wait for the row.
    async fn use_up(&self, id: EmailProofId, at: Timestamp) -> Result<bool, PortError> {
        let done = proof::Entity::update_many()
            .col_expr(proof::Column::UsedAt, Expr::val(millis(at)))
            .filter(proof::Column::Id.eq(id.as_uuid()))
            .filter(proof::Column::UsedAt.is_null())
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(done.rows_affected == 1)
    }

    async fn end(
        &self,
        account: AccountId,
        purposes: &[EmailPurpose],
        at: Timestamp,
    ) -> Result<(), PortError> {
        let purposes = purposes.iter().map(|purpose| purpose_number(*purpose));
        proof::Entity::update_many()
            .col_expr(proof::Column::UsedAt, Expr::val(millis(at)))
            .filter(proof::Column::UserId.eq(account.as_uuid()))
            .filter(proof::Column::Purpose.is_in(purposes))
            .filter(proof::Column::UsedAt.is_null())
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn sent(&self, target: &Email, since: Timestamp, limit: u64) -> Result<Vec<Timestamp>, PortError> {
        let times: Vec<i64> = proof::Entity::find()
            .select_only()
            .column(proof::Column::CreatedAt)
            .filter(proof::Column::Target.eq(target.as_str()))
            .filter(proof::Column::CreatedAt.gt(millis(since)))
            .order_by_desc(proof::Column::CreatedAt)
            .limit(limit)
            .into_tuple()
            .all(self.conn())
            .await
            .map_err(failed)?;
        times.into_iter().map(time).collect()
    }

    async fn forget(&self, before: Timestamp) -> Result<(), PortError> {
        // Looked up first: a delete of nothing would lock the gap on MariaDB.
        let old: Vec<Uuid> = proof::Entity::find()
            .select_only()
            .column(proof::Column::Id)
            .filter(proof::Column::CreatedAt.lt(millis(before)))
            .limit(100)
            .into_tuple()
            .all(self.conn())
            .await
            .map_err(failed)?;
        if old.is_empty() {
            return Ok(());
        }
        let delete = proof::Entity::delete_many().filter(proof::Column::Id.is_in(old));
        delete.exec(self.conn()).await.map_err(failed)?;
        Ok(())
    }
}
