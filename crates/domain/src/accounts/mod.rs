//! Accounts: who people are, and the sessions they are signed in with.

mod account;
mod device;
mod email;
mod error;
mod guesses;
mod invite;
mod nickname;
mod password;
mod session;
mod username;

pub use account::{Account, AccountStatus, Role};
pub use device::{Device, DeviceName, Platform};
pub use email::Email;
pub use error::AccountError;
pub use guesses::Guesses;
pub use invite::{InviteCode, RegistrationInvite, RegistrationMode};
pub use nickname::Nickname;
pub use password::{Password, Strength};
pub use session::{RefreshUse, Session, UsedRefresh};
pub use username::Username;
