//! Rows of jobs as values, and back.

use kamachat_application::{
    jobs::{JobState, StoredJob},
    ports::PortError,
};

use super::entity;
use crate::db::values::{millis, stored_numbers, time, time_opt};

stored_numbers!(state_number, state, JobState {
    JobState::Waiting = 1,
    JobState::Done = 2,
    JobState::Dead = 3,
});

pub(super) fn job_row(job: &StoredJob) -> entity::Model {
    entity::Model {
        id: job.id.into(),
        kind: job.kind.clone(),
        payload: job.payload.clone(),
        state: state_number(job.state),
        attempts: job.attempts.into(),
        next_at: millis(job.next_at),
        last_error: job.last_error.clone(),
        created_at: millis(job.created_at),
        ended_at: job.ended_at.map(millis),
    }
}

pub(super) fn job(row: entity::Model) -> Result<StoredJob, PortError> {
    Ok(StoredJob {
        id: row.id.into(),
        kind: row.kind,
        payload: row.payload,
        state: state(row.state)?,
        attempts: u32::try_from(row.attempts).map_err(|_| PortError::Corrupt("attempts are out of range"))?,
        next_at: time(row.next_at)?,
        last_error: row.last_error,
        created_at: time(row.created_at)?,
        ended_at: time_opt(row.ended_at)?,
    })
}
