//! Passwords, tokens and the keys behind them.

mod device;
mod keys;
mod passwords;
mod refresh;
mod sealer;
mod tokens;
mod totp;

pub use keys::{Key, Keys, KeysError};
pub use passwords::{BcryptPasswords, PasswordOptions};
pub use sealer::AeadSealer;
pub use tokens::{JwtOptions, JwtTokens};
pub use totp::Rfc6238;
