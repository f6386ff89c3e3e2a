use kamachat_domain::{
    conversations::{Conversation, Membership},
    groups::GroupInfo,
};

use crate::{accounts::ProfileView, messages::MessageView};

/// A conversation as the list shows it.
#[derive(Clone, Debug)]
pub struct ConversationView {
    pub head: Conversation,
    pub membership: Membership,
    /// The other person of a direct chat; oneself in the saved messages.
    pub peer: Option<ProfileView>,
    pub peer_read_seq: i64,
    pub peer_delivered_seq: i64,
    pub last_message: Option<MessageView>,
    /// What a group is, and some of its first members.
    pub group: Option<(GroupInfo, Vec<ProfileView>)>,
}

/// The numbers of a conversation, without its people and texts.
#[derive(Clone, Debug)]
pub struct HeadView {
    pub head: Conversation,
    pub membership: Membership,
    pub peer_read_seq: i64,
    pub peer_delivered_seq: i64,
}

/// Where a read cursor stands after a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadStateView {
    pub read_seq: i64,
    pub read_cnt: i64,
    pub own_cnt: i64,
    pub unread: i64,
}
