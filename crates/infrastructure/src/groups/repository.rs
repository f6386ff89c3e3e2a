use async_trait::async_trait;
use kamachat_application::{
    groups::{MemberCursor, repository::RosterFilter},
    ports::PortError,
    store::GroupRepository,
};
use kamachat_domain::{
    Limit,
    conversations::{ConversationState, Membership, Role},
    groups::{Alias, GroupInfo},
    ids::{AccountId, AvatarId, ConversationId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
    sea_query::{Expr, ExprTrait, Func, LikeExpr},
};
use uuid::Uuid;

use super::{entity::info, mapping};
use crate::{
    accounts::entity::user,
    conversations::{
        entity::{conversation, membership},
        member_state_number, membership as membership_of, role_number, state_number, with_keys,
    },
    db::{
        Session, failed,
        page::{filled, repeated},
        values::millis,
    },
};

/// Anything with these words in it; what means something to LIKE means itself.
fn with(words: &str) -> LikeExpr {
    let literal = words.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    LikeExpr::new(format!("%{literal}%")).escape('!')
}

/// Members whose alias, nickname or user name has these words in it.
fn called(words: &str) -> Condition {
    let lower = |column: Expr| Expr::from(Func::lower(column));
    Condition::any()
        .add(lower(Expr::col((membership::Entity, membership::Column::Alias))).like(with(words)))
        .add(lower(Expr::col((user::Entity, user::Column::DisplayName))).like(with(words)))
        .add(Expr::col((user::Entity, user::Column::UsernameKey)).like(with(words)))
}

/// Those of one role strictly after a member. The first condition says nothing new: by it the index starts at
/// the right place.
fn joined_after(after: MemberCursor) -> Condition {
    use membership::Column;
    let joined = millis(after.joined_at);
    let later = Condition::any()
        .add(Column::JoinedAt.gt(joined))
        .add(Column::JoinedAt.eq(joined).and(Column::UserId.gt(after.account_id.as_uuid())));
    Condition::all().add(Column::JoinedAt.gte(joined)).add(later)
}

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> GroupRepository for Session<C> {
    async fn insert(&self, info: &GroupInfo) -> Result<(), PortError> {
        let row = mapping::info_row(info);
        info::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn info(&self, id: ConversationId) -> Result<Option<GroupInfo>, PortError> {
        let row = info::Entity::find_by_id(id.as_uuid()).one(self.conn()).await.map_err(failed)?;
        row.map(mapping::info).transpose()
    }

    async fn infos(&self, ids: &[ConversationId]) -> Result<Vec<GroupInfo>, PortError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
        let mut infos = Vec::with_capacity(ids.len());
        for ids in repeated(&ids) {
            let select = info::Entity::find().filter(info::Column::ConversationId.is_in(ids));
            for row in select.all(self.conn()).await.map_err(failed)? {
                infos.push(mapping::info(row)?);
            }
        }
        Ok(infos)
    }

    async fn by_avatar(&self, avatar: AvatarId) -> Result<Option<GroupInfo>, PortError> {
        let select = info::Entity::find().filter(info::Column::AvatarId.eq(avatar.as_uuid()));
        select.one(self.conn()).await.map_err(failed)?.map(mapping::info).transpose()
    }

    async fn save(&self, info: &GroupInfo) -> Result<(), PortError> {
        info::Entity::update_many()
            .set(mapping::info_row(info))
            .filter(info::Column::ConversationId.eq(info.id.as_uuid()))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn search(&self, words: &str, limit: Limit) -> Result<Vec<GroupInfo>, PortError> {
        let rows = info::Entity::find()
            .join(JoinType::InnerJoin, info::Relation::Head.def())
            .filter(conversation::Column::State.eq(state_number(ConversationState::Active)))
            .filter(info::Column::Searchable.eq(true))
            .filter(Expr::col((info::Entity, info::Column::NameKey)).like(with(words)))
            .order_by_desc(info::Column::MemberCount)
            .order_by_asc(info::Column::ConversationId)
            .limit(limit.get())
            .all(self.conn())
            .await
            .map_err(failed)?;
        rows.into_iter().map(mapping::info).collect()
    }

    async fn aliases(
        &self,
        keys: &[(ConversationId, AccountId)],
    ) -> Result<Vec<(ConversationId, AccountId, Alias)>, PortError> {
        let mut keys: Vec<(Uuid, Uuid)> = keys.iter().map(|(c, a)| (c.as_uuid(), a.as_uuid())).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut aliases = Vec::new();
        for keys in filled(&keys, &(Uuid::nil(), Uuid::nil())) {
            let select = with_keys(&keys).filter(membership::Column::Alias.is_not_null());
            for row in select.all(self.conn()).await.map_err(failed)? {
                let member = membership_of(row)?;
                let key = (member.conversation_id, member.account_id);
                aliases.extend(member.alias.map(|alias| (key.0, key.1, alias)));
            }
        }
        Ok(aliases)
    }

    async fn roster(
        &self,
        id: ConversationId,
        filter: RosterFilter<'_>,
        after: Option<MemberCursor>,
        limit: Limit,
    ) -> Result<Vec<Membership>, PortError> {
        use membership::Column;
        let mut members = Vec::new();
        // Role by role: the roles fall and the times rise, and no index does both at once. So a page costs what
        // it holds, however many members there are.
        for role in [Role::Owner, Role::Admin, Role::Member] {
            let left = limit.get() - members.len() as u64;
            if left == 0 || after.is_some_and(|after| role > after.role) {
                continue;
            }
            let mut select = membership::Entity::find()
                .filter(Column::ConversationId.eq(id.as_uuid()))
                .filter(Column::State.eq(member_state_number(filter.state)))
                .filter(Column::Role.eq(role_number(role)));
            if let Some(words) = filter.words {
                let person = membership::Entity::belongs_to(user::Entity).from(Column::UserId);
                let person = person.to(user::Column::Id).into();
                select = select.join(JoinType::InnerJoin, person).filter(called(words));
            }
            if let Some(after) = after.filter(|after| after.role == role) {
                select = select.filter(joined_after(after));
            }
            let select = select.order_by_asc(Column::JoinedAt).order_by_asc(Column::UserId).limit(left);
            for row in select.all(self.conn()).await.map_err(failed)? {
                members.push(membership_of(row)?);
            }
        }
        Ok(members)
    }
}
