//! Conversations: where messages get their numbers, and what each member has read of them.

mod conversation;
mod membership;

pub use conversation::{Conversation, ConversationKind, ConversationState, Numbers};
pub use membership::{Cursor, MemberState, Membership};
