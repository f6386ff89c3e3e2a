//! Passwords, tokens and the keys behind them.

mod device;
mod external;
mod foreign;
mod issuer;
mod keys;
mod passwords;
mod refresh;
mod sealer;
mod strength;
mod tokens;
mod totp;

pub use external::ForeignTokens;
pub use issuer::{ForeignAlgorithm, ForeignIssuer, IssuerError, IssuerOptions};
pub use keys::{Key, Keys, KeysError};
pub use passwords::{BcryptPasswords, PasswordOptions};
pub use sealer::AeadSealer;
pub use tokens::{JwtOptions, JwtTokens};
pub use totp::Rfc6238;
