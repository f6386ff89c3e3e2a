//! Passwords, tokens and the keys behind them.

mod device;
mod foreign;
mod keys;
mod passwords;
mod refresh;
mod strength;
mod tokens;

pub use keys::{Key, Keys, KeysError};
pub use passwords::{BcryptPasswords, PasswordOptions};
pub use tokens::{JwtOptions, JwtTokens};
