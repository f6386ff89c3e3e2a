//! Rows of groups.

/// What a group is, besides its conversation.
pub(crate) mod info {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "group_info")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub conversation_id: Uuid,
        pub name: String,
        /// The name as it is searched.
        pub name_key: String,
        pub notice: Option<String>,
        pub notice_at: Option<i64>,
        pub notice_by: Option<Uuid>,
        pub owner_id: Uuid,
        pub join_policy: i16,
        pub history_policy: i16,
        pub max_members: i64,
        pub member_count: i64,
        pub who_may_invite: i16,
        pub who_may_pin: i16,
        pub who_may_mention_all: i16,
        pub searchable: bool,
        /// Version of its picture.
        pub avatar_id: Option<Uuid>,
        /// Ids of the first members, 16 bytes each.
        pub faces: Vec<u8>,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "crate::conversations::entity::conversation::Entity",
            from = "Column::ConversationId",
            to = "crate::conversations::entity::conversation::Column::Id"
        )]
        Head,
    }

    impl Related<crate::conversations::entity::conversation::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Head.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Somebody wants to come in.
pub(crate) mod request {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "group_request")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub conversation_id: Uuid,
        pub user_id: Uuid,
        /// Group and person while the request is pending: unique, so that there is one at most.
        pub pending_key: Option<Vec<u8>>,
        pub invited_by: Option<Uuid>,
        pub note: String,
        pub state: i16,
        pub created_at: i64,
        pub decided_by: Option<Uuid>,
        pub decided_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A link into a group.
pub(crate) mod invite {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "group_invite")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub conversation_id: Uuid,
        pub code_hash: Vec<u8>,
        pub created_by: Uuid,
        pub max_uses: Option<i64>,
        pub uses: i64,
        pub created_at: i64,
        pub expires_at: i64,
        pub revoked_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
