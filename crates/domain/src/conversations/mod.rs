//! Conversations: where messages get their numbers, and what each member has read of them.

mod approach;
mod conversation;
mod membership;
mod role;
mod rules;
mod settings;

pub use approach::{Approach, Strangers};
pub use conversation::{Conversation, ConversationKind, ConversationState, Numbers};
pub use membership::{Cursor, MemberState, Membership};
pub use role::{Role, Who};
pub use rules::SendRules;
pub use settings::{Draft, MemberChange, MemberSettings, Notify};
