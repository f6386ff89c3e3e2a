use async_trait::async_trait;
use kamachat_application::{ports::PortError, store::ContactRepository};
use kamachat_domain::{
    Limit,
    contacts::{Contact, FriendRequest, pair_key},
    ids::{AccountId, FriendRequestId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict, Query},
};
use uuid::Uuid;

use super::{
    entity::{block, contact, friend_request},
    mapping,
};
use crate::db::{Session, failed, page::repeated, values::millis};

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> ContactRepository for Session<C> {
    async fn add(&self, contact: &Contact) -> Result<(), PortError> {
        let key = [contact::Column::OwnerId, contact::Column::PeerId];
        contact::Entity::insert(mapping::contact_row(contact))
            .on_conflict(OnConflict::columns(key).do_nothing_on(key).to_owned())
            .exec_without_returning(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn find(&self, owner: AccountId, peer: AccountId) -> Result<Option<Contact>, PortError> {
        let key = (owner.as_uuid(), peer.as_uuid());
        let row = contact::Entity::find_by_id(key).one(self.conn()).await.map_err(failed)?;
        row.map(mapping::contact).transpose()
    }

    async fn save(&self, contact: &Contact) -> Result<(), PortError> {
        use contact::Column;
        contact::Entity::update_many()
            .col_expr(Column::Remark, Expr::val(mapping::remark(contact)))
            .col_expr(Column::Starred, Expr::val(contact.starred))
            .col_expr(Column::Tags, Expr::val(mapping::tags(contact)))
            .filter(Column::OwnerId.eq(contact.owner_id.as_uuid()))
            .filter(Column::PeerId.eq(contact.peer_id.as_uuid()))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn remove(&self, owner: AccountId, peer: AccountId) -> Result<bool, PortError> {
        let key = (owner.as_uuid(), peer.as_uuid());
        let done = contact::Entity::delete_by_id(key).exec(self.conn()).await.map_err(failed)?;
        Ok(done.rows_affected == 1)
    }

    async fn known_among(&self, owner: AccountId, peers: &[AccountId]) -> Result<Vec<AccountId>, PortError> {
        let peers: Vec<Uuid> = peers.iter().map(|id| id.as_uuid()).collect();
        let mut known = Vec::new();
        for peers in repeated(&peers) {
            let select = contact::Entity::find()
                .select_only()
                .column(contact::Column::PeerId)
                .filter(contact::Column::OwnerId.eq(owner.as_uuid()))
                .filter(contact::Column::PeerId.is_in(peers));
            let found = select.into_tuple::<Uuid>().all(self.conn()).await.map_err(failed)?;
            known.extend(found.into_iter().map(AccountId::from));
        }
        Ok(known)
    }

    async fn list(
        &self,
        owner: AccountId,
        after: Option<AccountId>,
        limit: Limit,
    ) -> Result<Vec<Contact>, PortError> {
        let mut select = contact::Entity::find().filter(contact::Column::OwnerId.eq(owner.as_uuid()));
        if let Some(after) = after {
            select = select.filter(contact::Column::PeerId.gt(after.as_uuid()));
        }
        let rows = select
            .order_by_asc(contact::Column::PeerId)
            .limit(limit.get())
            .all(self.conn())
            .await
            .map_err(failed)?;
        rows.into_iter().map(mapping::contact).collect()
    }

    async fn owners_of(&self, peer: AccountId, limit: Limit) -> Result<Vec<AccountId>, PortError> {
        let owners = contact::Entity::find()
            .select_only()
            .column(contact::Column::OwnerId)
            .filter(contact::Column::PeerId.eq(peer.as_uuid()))
            .order_by_asc(contact::Column::OwnerId)
            .limit(limit.get());
        let owners = owners.into_tuple::<Uuid>().all(self.conn()).await.map_err(failed)?;
        Ok(owners.into_iter().map(AccountId::from).collect())
    }

    async fn remove_all_of(&self, owner: AccountId) -> Result<(), PortError> {
        let own = contact::Entity::delete_many().filter(contact::Column::OwnerId.eq(owner.as_uuid()));
        own.exec(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn remove_request(&self, id: FriendRequestId) -> Result<(), PortError> {
        friend_request::Entity::delete_by_id(id.as_uuid()).exec(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn insert_request(&self, request: &FriendRequest) -> Result<(), PortError> {
        let row = mapping::request_row(request);
        friend_request::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn pending_between(&self, a: AccountId, b: AccountId) -> Result<Option<FriendRequest>, PortError> {
        let key = pair_key(a, b).to_vec();
        let select = friend_request::Entity::find().filter(friend_request::Column::PendingKey.eq(key));
        let row = self.locked(select).one(self.conn()).await.map_err(failed)?;
        row.map(mapping::request).transpose()
    }

    async fn received_by(
        &self,
        actor: AccountId,
        id: FriendRequestId,
    ) -> Result<Option<FriendRequest>, PortError> {
        let select = friend_request::Entity::find_by_id(id.as_uuid())
            .filter(friend_request::Column::ToId.eq(actor.as_uuid()));
        let row = self.locked(select).one(self.conn()).await.map_err(failed)?;
        row.map(mapping::request).transpose()
    }

    async fn sent_by(
        &self,
        actor: AccountId,
        id: FriendRequestId,
    ) -> Result<Option<FriendRequest>, PortError> {
        let select = friend_request::Entity::find_by_id(id.as_uuid())
            .filter(friend_request::Column::FromId.eq(actor.as_uuid()));
        let row = self.locked(select).one(self.conn()).await.map_err(failed)?;
        row.map(mapping::request).transpose()
    }

    async fn save_request(&self, request: &FriendRequest) -> Result<(), PortError> {
        use friend_request::Column;
        friend_request::Entity::update_many()
            .col_expr(Column::PendingKey, Expr::val(request.pending_key().map(Vec::from)))
            .col_expr(Column::State, Expr::val(mapping::state_number(request.state)))
            .col_expr(Column::DecidedAt, Expr::val(request.decided_at.map(millis)))
            .col_expr(Column::ConversationId, Expr::val(request.conversation_id.map(Uuid::from)))
            .filter(Column::Id.eq(request.id.as_uuid()))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn requests_of(
        &self,
        actor: AccountId,
        before: Option<FriendRequestId>,
        limit: Limit,
    ) -> Result<Vec<FriendRequest>, PortError> {
        use friend_request::Column;
        let mine =
            Condition::any().add(Column::FromId.eq(actor.as_uuid())).add(Column::ToId.eq(actor.as_uuid()));
        let mut blocked = Query::select();
        blocked
            .column(block::Column::PeerId)
            .from(block::Entity)
            .and_where(block::Column::OwnerId.eq(actor.as_uuid()));
        let mut select =
            friend_request::Entity::find().filter(mine).filter(Column::FromId.not_in_subquery(blocked));
        if let Some(before) = before {
            select = select.filter(Column::Id.lt(before.as_uuid()));
        }
        let rows =
            select.order_by_desc(Column::Id).limit(limit.get()).all(self.conn()).await.map_err(failed)?;
        rows.into_iter().map(mapping::request).collect()
    }
}
