use async_trait::async_trait;
use kamachat_application::{ports::PortError, store::ExternalIdentityRepository};
use kamachat_domain::{
    accounts::{Account, ExternalIdentity, ExternalSubject, IssuerName},
    ids::AccountId,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{entity::user, mapping::user_row};
use crate::db::{Session, failed, values::millis};

/// An account's name in another system.
pub(super) mod external_identity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "external_identity")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub issuer: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject: String,
        pub user_id: Uuid,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> ExternalIdentityRepository for Session<C> {
    async fn account_of(
        &self,
        issuer: &IssuerName,
        subject: &ExternalSubject,
    ) -> Result<Option<AccountId>, PortError> {
        let row = external_identity::Entity::find()
            .filter(external_identity::Column::Issuer.eq(issuer.as_str()))
            .filter(external_identity::Column::Subject.eq(subject.as_str()))
            .one(self.conn())
            .await
            .map_err(failed)?;
        Ok(row.map(|row| row.user_id.into()))
    }

    async fn provision(&self, account: &Account, identity: &ExternalIdentity) -> Result<(), PortError> {
        user::Entity::insert(user_row(account)).exec_without_returning(self.conn()).await.map_err(failed)?;
        let row = external_identity::ActiveModel {
            issuer: Set(identity.issuer.as_str().to_owned()),
            subject: Set(identity.subject.as_str().to_owned()),
            user_id: Set(identity.account_id.into()),
            created_at: Set(millis(identity.created_at)),
        };
        external_identity::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }
}
