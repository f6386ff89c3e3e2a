//! Rows of reports as domain values, and back.

use kamachat_application::ports::PortError;
use kamachat_domain::admin::{Report, ReportReason, ReportState, ReportTarget, ReportText};

use super::entity;
use crate::db::values::{millis, stored_numbers, time, time_opt};

const MESSAGE: i16 = 1;
const USER: i16 = 2;
const GROUP: i16 = 3;

stored_numbers!(state_number, state, ReportState {
    ReportState::Open = 1,
    ReportState::Closed = 2,
});

stored_numbers!(reason_number, reason, ReportReason {
    ReportReason::Other = 0,
    ReportReason::Spam = 1,
    ReportReason::Harassment = 2,
    ReportReason::Fraud = 3,
    ReportReason::Impersonation = 4,
    ReportReason::Violence = 5,
    ReportReason::Sexual = 6,
    ReportReason::Illegal = 7,
});

pub(super) fn report_row(report: &Report) -> Result<entity::Model, PortError> {
    let (target_kind, target_id, target_seq) = match report.target {
        ReportTarget::Message(conversation, seq) => (MESSAGE, conversation.into(), Some(seq)),
        ReportTarget::User(person) => (USER, person.into(), None),
        ReportTarget::Group(group) => (GROUP, group.into(), None),
    };
    let key = Report::key(report.reporter_id, report.target).to_vec();
    let evidence = serde_json::to_string(&report.evidence);
    Ok(entity::Model {
        id: report.id.into(),
        reporter_id: report.reporter_id.into(),
        target_kind,
        target_id,
        target_seq,
        open_key: (report.state == ReportState::Open).then_some(key),
        reason: reason_number(report.reason),
        text: report.text.as_ref().map(|text| text.as_str().to_owned()).unwrap_or_default(),
        evidence: evidence.map_err(|error| PortError::Refused(error.into()))?,
        picture: report.picture.clone(),
        state: state_number(report.state),
        created_at: millis(report.created_at),
        closed_at: report.closed_at.map(millis),
    })
}

pub(super) fn report(row: entity::Model) -> Result<Report, PortError> {
    let target = match (row.target_kind, row.target_seq) {
        (MESSAGE, Some(seq)) => ReportTarget::Message(row.target_id.into(), seq),
        (USER, None) => ReportTarget::User(row.target_id.into()),
        (GROUP, None) => ReportTarget::Group(row.target_id.into()),
        _ => return Err(PortError::Corrupt("the target of a report")),
    };
    let evidence = serde_json::from_str(&row.evidence);
    Ok(Report {
        id: row.id.into(),
        reporter_id: row.reporter_id.into(),
        target,
        reason: reason(row.reason)?,
        text: ReportText::parse(&row.text).map_err(|_| PortError::Corrupt("the text of a report"))?,
        evidence: evidence.map_err(|_| PortError::Corrupt("the evidence of a report"))?,
        picture: row.picture,
        state: state(row.state)?,
        created_at: time(row.created_at)?,
        closed_at: time_opt(row.closed_at)?,
    })
}
