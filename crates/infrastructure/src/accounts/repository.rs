use async_trait::async_trait;
use kamachat_application::{
    ports::{PasswordHash, PortError},
    store::AccountRepository,
};
use kamachat_domain::{
    Timestamp,
    accounts::{Account, AccountStatus, Birthday, Email, Role, Username},
    ids::{AccountId, AvatarId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, Order, QueryFilter, QueryOrder, QuerySelect,
    RelationDef, Select,
    sea_query::{Expr, ExprTrait, IntoCondition, OnConflict},
};
use uuid::Uuid;

use super::{
    entity::{credential, identifier, named_lock, user},
    mapping::{
        AccountRow, email_row, gender_number, role_number, signature_text, status_number, status_text,
        user_row,
    },
};
use crate::db::{Session, failed, page::repeated, values::millis};

/// Accounts with their address.
pub(super) fn accounts() -> Select<user::Entity> {
    let address: RelationDef = user::Entity::belongs_to(identifier::Entity)
        .from(user::Column::Id)
        .to(identifier::Column::UserId)
        .on_condition(|_, address| {
            Expr::col((address, identifier::Column::Kind)).eq(identifier::EMAIL).into_condition()
        })
        .into();
    user::Entity::find()
        .column_as(identifier::Column::ValueNorm, "email")
        .column_as(identifier::Column::VerifiedAt, "email_verified_at")
        .join(JoinType::LeftJoin, address)
}

/// Stores the address of a new account, if it has one.
pub(super) async fn address_row(conn: &impl ConnectionTrait, account: &Account) -> Result<(), PortError> {
    let Some(email) = &account.email else { return Ok(()) };
    let row = email_row(account, email);
    identifier::Entity::insert(row).exec_without_returning(conn).await.map_err(failed)?;
    Ok(())
}

/// An account has one password, so it can share the account's id.
fn password_row(id: AccountId, password: &PasswordHash, at: Timestamp) -> credential::ActiveModel {
    credential::ActiveModel {
        user_id: Set(id.into()),
        kind: Set(credential::PASSWORD),
        id: Set(id.into()),
        secret: Set(password.0.clone()),
        created_at: Set(millis(at)),
        last_used_at: Set(None),
    }
}

impl<C: ConnectionTrait> Session<C> {
    pub(super) async fn account(&self, select: Select<user::Entity>) -> Result<Option<Account>, PortError> {
        let row = select.into_model::<AccountRow>().one(self.conn()).await.map_err(failed)?;
        row.map(Account::try_from).transpose()
    }
}

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> AccountRepository for Session<C> {
    async fn any(&self) -> Result<bool, PortError> {
        let id = user::Entity::find().select_only().column(user::Column::Id).into_tuple::<Uuid>();
        Ok(id.one(self.conn()).await.map_err(failed)?.is_some())
    }

    async fn lock_registration(&self) -> Result<(), PortError> {
        let row = self.locked(named_lock::Entity::find_by_id("registration"));
        let row = row.one(self.conn()).await.map_err(failed)?;
        row.map(|_| ()).ok_or(PortError::Corrupt("the registration lock is missing"))
    }

    async fn insert(&self, account: &Account, password: &PasswordHash) -> Result<(), PortError> {
        user::Entity::insert(user_row(account)).exec_without_returning(self.conn()).await.map_err(failed)?;
        address_row(self.conn(), account).await?;
        let row = password_row(account.id, password, account.created_at);
        credential::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn find(&self, id: AccountId) -> Result<Option<Account>, PortError> {
        self.account(accounts().filter(user::Column::Id.eq(id.as_uuid()))).await
    }

    async fn find_many(&self, ids: &[AccountId]) -> Result<Vec<Account>, PortError> {
        let mut ids: Vec<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut found = Vec::with_capacity(ids.len());
        for ids in repeated(&ids) {
            let select = accounts().filter(user::Column::Id.is_in(ids)).into_model::<AccountRow>();
            for row in select.all(self.conn()).await.map_err(failed)? {
                found.push(row.try_into()?);
            }
        }
        Ok(found)
    }

    async fn by_username(&self, username: &Username) -> Result<Option<Account>, PortError> {
        self.account(accounts().filter(user::Column::UsernameKey.eq(username.key()))).await
    }

    async fn by_email(&self, email: &Email) -> Result<Option<Account>, PortError> {
        let select = accounts()
            .filter(identifier::Column::Kind.eq(identifier::EMAIL))
            .filter(identifier::Column::ValueNorm.eq(email.as_str()))
            // No issuer, that is verified, comes first; then the oldest account.
            .order_by(Expr::col((identifier::Entity, identifier::Column::Issuer)).eq(""), Order::Desc)
            .order_by_asc(user::Column::CreatedAt)
            .order_by_asc(user::Column::Id);
        self.account(select).await
    }

    async fn by_avatar(&self, avatar: AvatarId) -> Result<Option<Account>, PortError> {
        self.account(accounts().filter(user::Column::AvatarId.eq(avatar.as_uuid()))).await
    }

    async fn other_admin(&self, account: AccountId) -> Result<bool, PortError> {
        let other = user::Entity::find()
            .select_only()
            .column(user::Column::Id)
            .filter(user::Column::Role.eq(role_number(Role::Admin)))
            .filter(user::Column::Status.eq(status_number(AccountStatus::Active)))
            .filter(user::Column::Id.ne(account.as_uuid()));
        Ok(other.into_tuple::<Uuid>().one(self.conn()).await.map_err(failed)?.is_some())
    }

    async fn erase(&self, account: &Account, at: Timestamp) -> Result<(), PortError> {
        self.erase_account(account, at).await
    }

    async fn save_standing(&self, account: &Account, at: Timestamp) -> Result<(), PortError> {
        user::Entity::update_many()
            .col_expr(user::Column::Role, Expr::val(role_number(account.role)))
            .col_expr(user::Column::Status, Expr::val(status_number(account.status)))
            .col_expr(user::Column::ErasesAt, Expr::val(account.erases_at.map(millis)))
            .col_expr(user::Column::UpdatedAt, Expr::val(millis(at)))
            .filter(user::Column::Id.eq(account.id.as_uuid()))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn save_profile(&self, account: &Account, at: Timestamp) -> Result<(), PortError> {
        let about = &account.about;
        user::Entity::update_many()
            .col_expr(user::Column::DisplayName, Expr::val(account.nickname.as_str()))
            .col_expr(user::Column::Signature, Expr::val(signature_text(about)))
            .col_expr(user::Column::Gender, Expr::val(gender_number(about.gender)))
            .col_expr(user::Column::Birthday, Expr::val(about.birthday.map(Birthday::to_text)))
            .col_expr(user::Column::StatusText, Expr::val(status_text(about)))
            .col_expr(user::Column::AvatarId, Expr::val(account.avatar.map(Uuid::from)))
            .col_expr(user::Column::UpdatedAt, Expr::val(millis(at)))
            .filter(user::Column::Id.eq(account.id.as_uuid()))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn set_password(&self, id: AccountId, hash: &PasswordHash, at: Timestamp) -> Result<(), PortError> {
        let key = [credential::Column::UserId, credential::Column::Kind, credential::Column::Id];
        let replace = OnConflict::columns(key)
            .update_columns([credential::Column::Secret, credential::Column::CreatedAt])
            .to_owned();
        credential::Entity::insert(password_row(id, hash, at))
            .on_conflict(replace)
            .exec_without_returning(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn password(&self, id: AccountId) -> Result<Option<PasswordHash>, PortError> {
        let secret = credential::Entity::find()
            .filter(credential::Column::UserId.eq(id.as_uuid()))
            .filter(credential::Column::Kind.eq(credential::PASSWORD))
            .one(self.conn())
            .await
            .map_err(failed)?;
        Ok(secret.map(|row| PasswordHash(row.secret)))
    }

    async fn lock(&self, id: AccountId) -> Result<(), PortError> {
        let row = self.locked(user::Entity::find_by_id(id.as_uuid()));
        row.one(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn replace_password(
        &self,
        id: AccountId,
        from: &PasswordHash,
        to: &PasswordHash,
        at: Timestamp,
    ) -> Result<bool, PortError> {
        let done = credential::Entity::update_many()
            .col_expr(credential::Column::Secret, Expr::val(to.0.clone()))
            .col_expr(credential::Column::CreatedAt, Expr::val(millis(at)))
            .filter(credential::Column::UserId.eq(id.as_uuid()))
            .filter(credential::Column::Kind.eq(credential::PASSWORD))
            .filter(credential::Column::Secret.eq(from.0.clone()))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(done.rows_affected == 1)
    }
}
