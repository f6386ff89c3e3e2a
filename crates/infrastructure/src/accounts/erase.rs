//! What is left of an account that is erased: a row that its messages can name as their sender.

use kamachat_application::{ports::PortError, store::AccountRepository};
use kamachat_domain::{Timestamp, accounts::Account};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};

use super::{
    entity::{credential, email_proof, identifier, recovery_code, second_factor, session, setting, user},
    external::external_identity,
};
use crate::{
    contacts::entity::block,
    db::{Session, failed},
    feed,
    messages::entity::hide,
};

impl<C: ConnectionTrait + Send + Sync> Session<C> {
    pub(super) async fn erase_account(&self, account: &Account, at: Timestamp) -> Result<(), PortError> {
        let id = account.id.as_uuid();
        user::Entity::update_many()
            .col_expr(user::Column::Username, Expr::val(account.username.as_str()))
            .col_expr(user::Column::UsernameKey, Expr::val(account.username.key()))
            .col_expr(user::Column::Phone, Expr::val(None::<String>))
            .col_expr(user::Column::LastSeenAt, Expr::val(None::<i64>))
            .filter(user::Column::Id.eq(id))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        AccountRepository::save_profile(self, account, at).await?;
        AccountRepository::save_standing(self, account, at).await?;
        self.delete::<identifier::Entity>(identifier::Column::UserId, id).await?;
        self.delete::<external_identity::Entity>(external_identity::Column::UserId, id).await?;
        self.delete::<email_proof::Entity>(email_proof::Column::UserId, id).await?;
        self.delete::<credential::Entity>(credential::Column::UserId, id).await?;
        self.delete::<second_factor::Entity>(second_factor::Column::UserId, id).await?;
        self.delete::<recovery_code::Entity>(recovery_code::Column::UserId, id).await?;
        self.delete::<setting::Entity>(setting::Column::UserId, id).await?;
        self.delete::<hide::Entity>(hide::Column::UserId, id).await?;
        self.delete::<block::Entity>(block::Column::OwnerId, id).await?;
        self.delete::<block::Entity>(block::Column::PeerId, id).await?;
        // With them go the refresh tokens that they used.
        self.delete::<session::Entity>(session::Column::UserId, id).await?;
        self.delete::<feed::entity::Entity>(feed::entity::Column::UserId, id).await
    }

    async fn delete<E: EntityTrait>(&self, of: E::Column, id: uuid::Uuid) -> Result<(), PortError> {
        E::delete_many().filter(of.eq(id)).exec(self.conn()).await.map_err(failed)?;
        Ok(())
    }
}
