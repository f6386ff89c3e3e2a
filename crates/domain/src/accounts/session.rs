use std::time::Duration;

use super::{AccountError, Assurance, Device, DeviceName};
use crate::{
    Timestamp,
    ids::{AccountId, SessionId},
};

/// One sign-in on one device. Its row decides whether access and refresh tokens are good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub account_id: AccountId,
    pub assurance: Assurance,
    /// Hash of the only refresh token that is good now.
    pub refresh_hash: [u8; 32],
    /// Address of the sign-in, as text.
    pub ip: String,
    /// What the device called itself, at most 200 characters.
    pub user_agent: String,
    /// What its owner calls the device; without, it is called by its user agent.
    pub name: Option<DeviceName>,
    pub created_at: Timestamp,
    /// When the device last showed itself, to about a minute: at a refresh or a socket's greeting.
    pub last_seen_at: Timestamp,
    pub rotated_at: Timestamp,
    /// Over when it was not refreshed until then.
    pub idle_expires_at: Timestamp,
    /// Over in any case.
    pub expires_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

/// A refresh token that was exchanged already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsedRefresh {
    pub session_id: SessionId,
    pub used_at: Timestamp,
}

/// What to do with a refresh token that is presented a second time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshUse {
    /// The first answer was probably lost: give the same successor again.
    Repeat,
    /// Somebody has a copy: end the session.
    Stolen,
}

impl Session {
    /// A session that is not refreshed ends after this time (ASVS 5.0 V7).
    pub const IDLE: Duration = Duration::from_secs(30 * 24 * 3600);
    /// A session ends after this time even when it is used.
    pub const ABSOLUTE: Duration = Duration::from_secs(180 * 24 * 3600);
    /// For so long a used refresh token gets the same successor again.
    pub const GRACE: Duration = Duration::from_secs(20);
    /// A device that was seen so lately is not noted again.
    pub const SEEN_EVERY: Duration = Duration::from_secs(60);

    /// A new sign-in.
    #[must_use]
    pub fn start(
        id: SessionId,
        account_id: AccountId,
        refresh_hash: [u8; 32],
        ip: &str,
        user_agent: &str,
        at: Timestamp,
    ) -> Self {
        Self {
            id,
            account_id,
            assurance: Assurance::One,
            refresh_hash,
            ip: ip.chars().take(64).collect(),
            user_agent: user_agent.chars().filter(|c| !c.is_control()).take(200).collect(),
            name: None,
            created_at: at,
            last_seen_at: at,
            rotated_at: at,
            idle_expires_at: at + Self::IDLE,
            expires_at: at + Self::ABSOLUTE,
            revoked_at: None,
        }
    }

    /// The same, by more proof.
    #[must_use]
    pub fn by(self, assurance: Assurance) -> Self {
        Self { assurance, ..self }
    }

    /// Whether tokens of this session are good.
    #[must_use]
    pub fn is_live(&self, at: Timestamp) -> bool {
        self.revoked_at.is_none() && at < self.idle_expires_at && at < self.expires_at
    }

    /// What the user agent says about the device.
    #[must_use]
    pub fn device(&self) -> Device {
        Device::of(&self.user_agent)
    }

    /// Whether it is worth noting that the device shows itself.
    #[must_use]
    pub fn is_news(&self, seen: Timestamp) -> bool {
        seen >= self.last_seen_at + Self::SEEN_EVERY
    }

    /// Exchanges the refresh token for its successor.
    ///
    /// # Errors
    /// [`AccountError::RefreshInvalid`] when the session is over.
    pub fn rotate(&mut self, successor_hash: [u8; 32], at: Timestamp) -> Result<(), AccountError> {
        if !self.is_live(at) {
            return Err(AccountError::RefreshInvalid);
        }
        self.refresh_hash = successor_hash;
        self.rotated_at = at;
        self.last_seen_at = at;
        self.idle_expires_at = at + Self::IDLE;
        Ok(())
    }

    /// Judges a refresh token that was used before; `successor_hash` is what it was exchanged for.
    #[must_use]
    pub fn judge_reuse(&self, used: &UsedRefresh, successor_hash: [u8; 32], at: Timestamp) -> RefreshUse {
        let in_grace = at - used.used_at <= chrono::TimeDelta::seconds(Self::GRACE.as_secs().cast_signed());
        if in_grace && self.is_live(at) && self.refresh_hash == successor_hash {
            RefreshUse::Repeat
        } else {
            RefreshUse::Stolen
        }
    }
}
