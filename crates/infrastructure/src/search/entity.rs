//! Rows of the index.

/// A message by its tokens.
pub(crate) mod entry {
    use sea_orm::entity::prelude::*;

    use crate::conversations::entity::membership;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "message_search")]
    pub struct Model {
        /// Of the message.
        #[sea_orm(primary_key, auto_increment = false)]
        pub no: i64,
        pub conversation_id: Uuid,
        pub seq: i64,
        pub sender_id: Uuid,
        pub kind: i16,
        pub created_at: i64,
        pub tokens: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "membership::Entity",
            from = "Column::ConversationId",
            to = "membership::Column::ConversationId"
        )]
        Member,
    }

    impl Related<membership::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Member.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// SQLite's own index over the tokens: a virtual table, whose rows come in the order of `rowid`.
pub(crate) mod fts {
    use sea_orm::entity::prelude::*;

    use super::entry;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "message_search_fts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub rowid: i64,
        pub tokens: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "entry::Entity", from = "Column::Rowid", to = "entry::Column::No")]
        Entry,
    }

    impl Related<entry::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Entry.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// How far a conversation is in the index.
pub(crate) mod position {
    use sea_orm::entity::prelude::*;

    use crate::conversations::entity::conversation;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "search_position")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub conversation_id: Uuid,
        pub seq: i64,
        pub rev: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "conversation::Entity",
            from = "Column::ConversationId",
            to = "conversation::Column::Id"
        )]
        Head,
    }

    impl Related<conversation::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Head.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}
