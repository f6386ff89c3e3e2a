use async_trait::async_trait;
use kamachat_application::{ports::PortError, store::SettingRepository};
use kamachat_domain::{accounts::Settings, ids::AccountId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict,
};

use super::entity::setting;
use crate::db::{Session, failed};

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> SettingRepository for Session<C> {
    async fn settings(&self, account: AccountId) -> Result<Settings, PortError> {
        let rows = setting::Entity::find()
            .filter(setting::Column::UserId.eq(account.as_uuid()))
            .all(self.conn())
            .await
            .map_err(failed)?;
        let mut settings = Settings::default();
        rows.iter().for_each(|row| settings.take(&row.key, &row.value));
        Ok(settings)
    }

    async fn put_setting(
        &self,
        account: AccountId,
        key: &str,
        value: &str,
        ver: i64,
    ) -> Result<(), PortError> {
        let row = setting::ActiveModel {
            user_id: Set(account.into()),
            key: Set(key.to_owned()),
            value: Set(value.to_owned()),
            ver: Set(ver),
        };
        let replace = OnConflict::columns([setting::Column::UserId, setting::Column::Key])
            .update_columns([setting::Column::Value, setting::Column::Ver])
            .to_owned();
        setting::Entity::insert(row)
            .on_conflict(replace)
            .exec_without_returning(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }
}
