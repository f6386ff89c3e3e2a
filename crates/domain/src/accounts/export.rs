use chrono::TimeDelta;

use crate::{
    Fault, Kind, Timestamp,
    ids::{AccountId, ExportId},
};

/// How far an archive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportState {
    /// Asked for; being made.
    Pending,
    /// Can be downloaded.
    Ready,
    /// Erased.
    Gone,
}

/// An archive of what an account may see, made because its owner asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    pub id: ExportId,
    pub account_id: AccountId,
    pub state: ExportState,
    pub requested_at: Timestamp,
    pub ready_at: Option<Timestamp>,
    /// Length of the archive.
    pub bytes: Option<i64>,
    /// When it is erased, downloaded or not.
    pub expires_at: Option<Timestamp>,
    /// What the one link that is good holds, hashed, and until when.
    pub link: Option<([u8; 32], Timestamp)>,
}

impl Export {
    /// One archive in this time.
    const PAUSE: TimeDelta = TimeDelta::days(1);
    /// How long an archive is kept.
    const KEPT: TimeDelta = TimeDelta::days(7);
    /// How long a link is good.
    const LINK: TimeDelta = TimeDelta::minutes(15);
    /// After a download, for a connection that broke.
    const AGAIN: TimeDelta = TimeDelta::hours(1);

    /// A new archive, `last` being the newest before. One that failed blocks no longer than one that is there.
    ///
    /// # Errors
    /// [`ExportError::Running`], [`ExportError::TooSoon`].
    pub fn ask(
        id: ExportId,
        account_id: AccountId,
        last: Option<&Self>,
        at: Timestamp,
    ) -> Result<Self, ExportError> {
        if let Some(last) = last {
            let wait = last.requested_at + Self::PAUSE - at;
            if wait > TimeDelta::zero() {
                let seconds = u64::try_from(wait.num_seconds()).unwrap_or_default().max(1);
                return Err(match last.state {
                    ExportState::Pending => ExportError::Running,
                    ExportState::Ready | ExportState::Gone => ExportError::TooSoon { seconds },
                });
            }
        }
        let state = ExportState::Pending;
        Ok(Self {
            id,
            account_id,
            state,
            requested_at: at,
            ready_at: None,
            bytes: None,
            expires_at: None,
            link: None,
        })
    }

    /// The archive is stored; tells when it is erased.
    pub fn finish(&mut self, bytes: i64, at: Timestamp) -> Timestamp {
        let expires_at = at + Self::KEPT;
        self.state = ExportState::Ready;
        (self.ready_at, self.bytes, self.expires_at) = (Some(at), Some(bytes), Some(expires_at));
        expires_at
    }

    /// Makes a link the one that is good; tells until when.
    ///
    /// # Errors
    /// [`ExportError::NotReady`].
    pub fn offer(&mut self, hash: [u8; 32], at: Timestamp) -> Result<Timestamp, ExportError> {
        if self.state != ExportState::Ready {
            return Err(ExportError::NotReady);
        }
        let until = at + Self::LINK;
        self.link = Some((hash, until));
        Ok(until)
    }

    /// Uses the link up; tells when the archive is erased now. `None`: the link is not good any more.
    pub fn take(&mut self, at: Timestamp) -> Option<Timestamp> {
        let (_, until) = self.link.take()?;
        if at >= until || self.state != ExportState::Ready {
            return None;
        }
        let erased_at = self.expires_at.map_or(at + Self::AGAIN, |end| end.min(at + Self::AGAIN));
        self.expires_at = Some(erased_at);
        Some(erased_at)
    }

    /// The archive is erased.
    pub fn erase(&mut self) {
        self.state = ExportState::Gone;
        self.link = None;
    }
}

/// Why there is no archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// One is being made.
    #[error("an archive is being made already")]
    Running,
    /// One a day.
    #[error("an archive can be asked for once a day")]
    TooSoon { seconds: u64 },
    /// None was asked for, or it is not made yet, or it is erased.
    #[error("there is no archive to download")]
    NotReady,
}

impl Fault for ExportError {
    fn code(&self) -> &'static str {
        match self {
            Self::Running => "export.running",
            Self::TooSoon { .. } => "export.too_soon",
            Self::NotReady => "export.not_ready",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Running | Self::NotReady => Kind::Conflict,
            Self::TooSoon { .. } => Kind::TooMany,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn ask(last: Option<&Export>, at: Timestamp) -> Result<Export, ExportError> {
        Export::ask(Uuid::from_u128(1).into(), Uuid::from_u128(2).into(), last, at)
    }

    #[test]
    fn one_archive_a_day_and_one_that_failed_blocks_no_longer() -> Result<(), ExportError> {
        let start = Timestamp::UNIX_EPOCH;
        let mut export = ask(None, start)?;
        assert_eq!(ask(Some(&export), start), Err(ExportError::Running));
        assert!(ask(Some(&export), start + TimeDelta::days(1)).is_ok());
        assert_eq!(export.offer([1; 32], start), Err(ExportError::NotReady));
        export.finish(10, start);
        let later = start + TimeDelta::hours(23);
        assert_eq!(ask(Some(&export), later), Err(ExportError::TooSoon { seconds: 3600 }));
        export.erase();
        assert_eq!(ask(Some(&export), later), Err(ExportError::TooSoon { seconds: 3600 }));
        assert_eq!(export.offer([1; 32], start), Err(ExportError::NotReady));
        Ok(())
    }

    #[test]
    fn a_link_is_good_once_and_a_quarter_of_an_hour() -> Result<(), ExportError> {
        let start = Timestamp::UNIX_EPOCH;
        let mut export = ask(None, start)?;
        export.finish(10, start);
        let until = export.offer([1; 32], start)?;
        assert_eq!(until, start + TimeDelta::minutes(15));
        assert_eq!(export.clone().take(until), None);
        assert_eq!(export.take(start), Some(start + TimeDelta::hours(1)));
        assert_eq!(export.take(start), None);
        Ok(())
    }
}
