use async_trait::async_trait;
use kamachat_application::{ports::PortError, store::BlockRepository};
use kamachat_domain::{Limit, contacts::Block, ids::AccountId};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{ExprTrait, OnConflict},
};
use uuid::Uuid;

use super::{entity::block, entity::block::Column, mapping};
use crate::db::{Session, failed, page::repeated};

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> BlockRepository for Session<C> {
    async fn put(&self, new: &Block) -> Result<(), PortError> {
        let key = [Column::OwnerId, Column::PeerId];
        block::Entity::insert(mapping::block_row(new))
            .on_conflict(OnConflict::columns(key).do_nothing_on(key).to_owned())
            .exec_without_returning(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn remove(&self, owner: AccountId, peer: AccountId) -> Result<bool, PortError> {
        let key = (owner.as_uuid(), peer.as_uuid());
        let done = block::Entity::delete_by_id(key).exec(self.conn()).await.map_err(failed)?;
        Ok(done.rows_affected == 1)
    }

    async fn list(
        &self,
        owner: AccountId,
        after: Option<AccountId>,
        limit: Limit,
    ) -> Result<Vec<Block>, PortError> {
        let mut select = block::Entity::find().filter(Column::OwnerId.eq(owner.as_uuid()));
        if let Some(after) = after {
            select = select.filter(Column::PeerId.gt(after.as_uuid()));
        }
        let select = select.order_by_asc(Column::PeerId).limit(limit.get());
        let rows = select.all(self.conn()).await.map_err(failed)?;
        rows.into_iter().map(mapping::block).collect()
    }

    async fn between(&self, a: AccountId, b: AccountId) -> Result<Vec<AccountId>, PortError> {
        let of = |owner: AccountId, peer: AccountId| {
            Column::OwnerId.eq(owner.as_uuid()).and(Column::PeerId.eq(peer.as_uuid()))
        };
        let select = block::Entity::find().filter(Condition::any().add(of(a, b)).add(of(b, a)));
        let rows = select.all(self.conn()).await.map_err(failed)?;
        Ok(rows.into_iter().map(|row| row.owner_id.into()).collect())
    }

    async fn around(&self, person: AccountId, others: &[AccountId]) -> Result<Vec<AccountId>, PortError> {
        let me = person.as_uuid();
        let others: Vec<Uuid> = others.iter().map(|id| id.as_uuid()).collect();
        let mut found: Vec<AccountId> = Vec::new();
        for others in repeated(&others) {
            let mine = Column::OwnerId.eq(me).and(Column::PeerId.is_in(others.clone()));
            let theirs = Column::PeerId.eq(me).and(Column::OwnerId.is_in(others));
            let select = block::Entity::find().filter(Condition::any().add(mine).add(theirs));
            for row in select.all(self.conn()).await.map_err(failed)? {
                found.push(if row.owner_id == me { row.peer_id } else { row.owner_id }.into());
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}
