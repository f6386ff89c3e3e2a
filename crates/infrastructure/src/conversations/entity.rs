//! Rows of conversations.

/// The head: what every message counts up.
pub(crate) mod conversation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "conversation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: i16,
        pub state: i16,
        pub direct_key: Option<Vec<u8>>,
        pub last_seq: i64,
        pub last_cnt: i64,
        pub last_rev: i64,
        pub member_rev: i64,
        pub last_message_id: Option<Uuid>,
        pub last_activity_at: i64,
        pub updated_at: i64,
        pub created_at: i64,
        /// The stranger who writes in this direct chat.
        pub asked_by: Option<Uuid>,
        /// How many messages of a stranger nobody answered; -1 where it does not matter.
        pub asked: i16,
        pub who_may_post: i16,
        pub slow_mode_s: i64,
        pub muted_until: Option<i64>,
        /// The newest message that mentions everybody, 0 without one, and whose it is.
        pub all_seq: i64,
        pub all_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What somebody may see of a conversation and how far he is.
pub(crate) mod membership {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "membership")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub conversation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: Uuid,
        pub state: i16,
        pub visible_from: i64,
        pub left_seq: Option<i64>,
        pub read_seq: i64,
        pub read_cnt: i64,
        pub own_cnt: i64,
        pub delivered_seq: i64,
        pub receipts: bool,
        pub barred: bool,
        pub stranger: bool,
        pub role: i16,
        pub silenced_until: Option<i64>,
        pub alias: Option<String>,
        pub invited_by: Option<Uuid>,
        pub joined_at: Option<i64>,
        pub last_sent_at: Option<i64>,
        pub cleared_seq: i64,
        pub pinned: bool,
        pub notify: i16,
        pub archived_cnt: Option<i64>,
        pub hidden_cnt: Option<i64>,
        pub marked_unread: bool,
        pub draft: Option<String>,
        pub draft_reply_to: Option<i64>,
        pub draft_at: Option<i64>,
        pub mention_seq: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::conversation::Entity",
            from = "Column::ConversationId",
            to = "super::conversation::Column::Id"
        )]
        Head,
    }

    impl Related<super::conversation::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Head.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}
