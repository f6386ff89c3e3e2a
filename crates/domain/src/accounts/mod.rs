//! Accounts: who people are, and the sessions they are signed in with.

mod about;
mod account;
mod choice;
mod device;
mod email;
mod email_proof;
mod error;
mod external;
mod guesses;
mod invite;
mod mail_error;
mod nickname;
mod password;
mod recovery;
mod second_factor;
mod session;
mod settings;
mod username;

pub use about::{About, Birthday, Gender, Signature, StatusText};
pub use account::{Account, AccountStatus, Role};
pub use device::{Device, DeviceName, Platform};
pub use email::Email;
pub use email_proof::{EmailBudget, EmailProof, EmailPurpose};
pub use error::AccountError;
pub use external::{ExternalIdentity, ExternalSubject, ForeignName, IssuerName};
pub use guesses::Guesses;
pub use invite::{InviteCode, RegistrationInvite, RegistrationMode};
pub use mail_error::MailError;
pub use nickname::Nickname;
pub use password::{Password, Strength};
pub use recovery::{Otp, RecoveryCode};
pub use second_factor::{Assurance, Place, SecondFactor, SecondFactorError, Tries};
pub use session::{RefreshUse, Session, UsedRefresh};
pub use settings::{Audience, Language, Settings, Theme, WhoMayAdd};
pub use username::Username;
