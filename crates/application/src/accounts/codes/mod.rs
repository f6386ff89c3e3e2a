//! Codes by SMS: sent, answered, and what an answer is good for.

mod check;
mod jobs;
mod phone;
pub mod repository;
mod send;
mod sign_in;

pub(super) use check::Holder;
pub use jobs::{CodeText, SendCodes};
use kamachat_domain::accounts::{CodeError, Phone, Window};
pub use phone::{BindPhoneInput, PhoneView};
pub use send::{CodeRequest, CodeSent};
pub use sign_in::CodeSignInInput;

use super::Accounts;
use crate::Result;

/// What the operator decided about codes by SMS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRules {
    /// Calling code of numbers that are written without one.
    pub default_country: u16,
    /// Calling codes of the countries that codes are sent to; empty: all.
    pub countries: Vec<u16>,
    /// How much is sent to one number.
    pub per_number: [Window; 3],
    /// How much is sent to all.
    pub in_all: Window,
}

impl Accounts {
    /// The rules, where a gateway is set up.
    pub(super) fn code_rules(&self) -> Result<&CodeRules> {
        Ok(self.deps.codes.as_ref().ok_or(CodeError::Off)?)
    }

    /// A number as somebody typed it.
    pub(super) fn phone(&self, text: &str) -> Result<Phone> {
        Ok(Phone::parse(text, self.code_rules()?.default_country)?)
    }
}
