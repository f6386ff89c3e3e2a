//! Groups: who may do what to whom, and what happened when somebody did.
//!
//! Start with [`GroupAct`], the table of rights, then [`Group`], which decides. Whoever changes a group holds the
//! lock of its conversation.

mod error;
mod event;
mod group;
mod invite;
mod members;
mod request;
mod rights;
mod values;

pub use crate::conversations::{Role, Who};
pub use error::GroupError;
pub use event::{GroupEvent, GroupEventKind};
pub use group::{Group, GroupInfo, SettingsChange};
pub use invite::GroupInvite;
pub use members::Entrant;
pub use request::{GroupRequest, GroupRequestState, RequestNote};
pub use rights::{Admission, GroupAct, outranks};
pub use values::{Alias, GroupName, HistoryPolicy, JoinPolicy, Notice};
