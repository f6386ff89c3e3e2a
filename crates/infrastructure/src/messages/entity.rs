//! Rows of messages.

/// A message. `no` is the order of storing; the order of reading is (conversation, seq).
pub(crate) mod message {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "message")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub no: i64,
        pub conversation_id: Uuid,
        pub seq: i64,
        pub id: Uuid,
        pub sender_id: Uuid,
        pub client_msg_id: Uuid,
        pub body_hash: Vec<u8>,
        pub kind: i16,
        pub body: String,
        pub cnt: i64,
        pub rev: Option<i64>,
        pub created_at: i64,
        /// Number of the message that it answers.
        pub reply_to: Option<i64>,
        /// Whom it mentions, as JSON; nothing for nobody.
        pub mentions: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Something that could not be stored, kept for the operator.
pub(crate) mod dead_letter {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "dead_letter")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub no: i64,
        pub source: String,
        pub reason: String,
        pub payload: String,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
