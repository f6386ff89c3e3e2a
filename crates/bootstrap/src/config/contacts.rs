//! What people who know each other may do, and those who do not.

use kamachat_domain::{contacts::Deletion, conversations::Strangers};
use serde::{Deserialize, Serialize};

/// Contacts and strangers.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ContactsSection {
    pub strangers: StrangersMode,
    pub delete: DeleteMode,
}

/// Who may write to people that do not have him as a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StrangersMode {
    Off,
    Limited,
    Open,
}

/// What deleting a contact takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeleteMode {
    One,
    Both,
}

impl ContactsSection {
    pub(crate) fn strangers(&self) -> Strangers {
        match self.strangers {
            StrangersMode::Off => Strangers::Off,
            StrangersMode::Limited => Strangers::Limited,
            StrangersMode::Open => Strangers::Open,
        }
    }

    pub(crate) fn deletion(&self) -> Deletion {
        match self.delete {
            DeleteMode::One => Deletion::One,
            DeleteMode::Both => Deletion::Both,
        }
    }
}
