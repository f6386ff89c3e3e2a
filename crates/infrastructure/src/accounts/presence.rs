use std::collections::HashMap;

use async_trait::async_trait;
use kamachat_application::{
    accounts::presence::repository::PresenceFacts, ports::PortError, store::PresenceRepository,
};
use kamachat_domain::{
    Timestamp,
    accounts::{AccountStatus, Settings},
    ids::AccountId,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{
    entity::{setting, user},
    mapping::status_number,
};
use crate::{
    contacts::entity::contact,
    db::{
        Session, failed,
        page::repeated,
        values::{millis, time_opt},
    },
};

fn uuids(accounts: &[AccountId]) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = accounts.iter().map(|id| id.as_uuid()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

impl<C: ConnectionTrait> Session<C> {
    /// What decides about presence, of those who chose something.
    async fn choices(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Settings>, PortError> {
        let mut chosen: HashMap<Uuid, Settings> = HashMap::new();
        for some in repeated(ids) {
            let select = setting::Entity::find()
                .filter(setting::Column::UserId.is_in(some))
                .filter(setting::Column::Key.is_in(["presence", "last_seen"]));
            for row in select.all(self.conn()).await.map_err(failed)? {
                chosen.entry(row.user_id).or_default().take(&row.key, &row.value);
            }
        }
        Ok(chosen)
    }
}

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> PresenceRepository for Session<C> {
    async fn facts(&self, accounts: &[AccountId]) -> Result<Vec<PresenceFacts>, PortError> {
        let ids = uuids(accounts);
        let chosen = self.choices(&ids).await?;
        let mut facts = Vec::with_capacity(ids.len());
        for some in repeated(&ids) {
            let select = user::Entity::find()
                .select_only()
                .columns([user::Column::Id, user::Column::LastSeenAt])
                .filter(user::Column::Id.is_in(some))
                .filter(user::Column::Status.eq(status_number(AccountStatus::Active)))
                .into_tuple::<(Uuid, Option<i64>)>();
            for (id, last_seen_at) in select.all(self.conn()).await.map_err(failed)? {
                let settings = chosen.get(&id).copied().unwrap_or_default();
                facts.push(PresenceFacts {
                    account_id: id.into(),
                    last_seen_at: time_opt(last_seen_at)?,
                    availability: settings.presence,
                    audience: settings.last_seen,
                });
            }
        }
        Ok(facts)
    }

    async fn contacts_among(
        &self,
        owners: &[AccountId],
        peers: &[AccountId],
    ) -> Result<Vec<(AccountId, AccountId)>, PortError> {
        let (owners, peers) = (uuids(owners), uuids(peers));
        let mut pairs = Vec::new();
        for some_owners in repeated(&owners) {
            for some_peers in repeated(&peers) {
                let select = contact::Entity::find()
                    .select_only()
                    .columns([contact::Column::OwnerId, contact::Column::PeerId])
                    .filter(contact::Column::OwnerId.is_in(some_owners.iter().copied()))
                    .filter(contact::Column::PeerId.is_in(some_peers))
                    .into_tuple::<(Uuid, Uuid)>();
                let found = select.all(self.conn()).await.map_err(failed)?;
                pairs.extend(found.into_iter().map(|(owner, peer)| (owner.into(), peer.into())));
            }
        }
        Ok(pairs)
    }

    async fn saw(&self, accounts: &[AccountId], at: Timestamp) -> Result<(), PortError> {
        for some in repeated(&uuids(accounts)) {
            let earlier = user::Column::LastSeenAt.is_null().or(user::Column::LastSeenAt.lt(millis(at)));
            user::Entity::update_many()
                .col_expr(user::Column::LastSeenAt, Expr::val(millis(at)))
                .filter(user::Column::Id.is_in(some))
                .filter(earlier)
                .exec(self.conn())
                .await
                .map_err(failed)?;
        }
        Ok(())
    }
}
