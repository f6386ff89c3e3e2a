use async_trait::async_trait;
use kamachat_application::{ports::PortError, store::PhoneRepository};
use kamachat_domain::{
    Timestamp,
    accounts::{Account, Phone},
    ids::AccountId,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};

use super::{
    entity::user,
    mapping::user_row,
    repository::{accounts, address_row},
};
use crate::db::{Session, failed, values::millis};

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> PhoneRepository for Session<C> {
    async fn insert_without_password(&self, account: &Account) -> Result<(), PortError> {
        user::Entity::insert(user_row(account)).exec_without_returning(self.conn()).await.map_err(failed)?;
        address_row(self.conn(), account).await
    }

    async fn by_phone(&self, phone: &Phone) -> Result<Option<Account>, PortError> {
        self.account(accounts().filter(user::Column::Phone.eq(phone.as_str()))).await
    }

    async fn set_phone(&self, id: AccountId, phone: Option<&Phone>, at: Timestamp) -> Result<(), PortError> {
        user::Entity::update_many()
            .col_expr(user::Column::Phone, Expr::val(phone.map(|phone| phone.as_str().to_owned())))
            .col_expr(user::Column::UpdatedAt, Expr::val(millis(at)))
            .filter(user::Column::Id.eq(id.as_uuid()))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }
}
