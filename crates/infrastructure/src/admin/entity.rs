//! Rows of reports.

use sea_orm::entity::prelude::*;

/// One report.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub reporter_id: Uuid,
    pub target_kind: i16,
    /// An account or a conversation.
    pub target_id: Uuid,
    pub target_seq: Option<i64>,
    pub open_key: Option<Vec<u8>>,
    pub reason: i16,
    /// Empty where nothing is said.
    pub text: String,
    pub evidence: String,
    pub picture: Option<Vec<u8>>,
    pub state: i16,
    pub created_at: i64,
    pub closed_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
