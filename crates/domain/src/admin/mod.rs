//! Administration: what people report, for whoever runs the server.

mod error;
mod evidence;
mod report;

pub use error::ReportError;
pub use evidence::{Evidence, GroupEvidence, KeptItem, KeptMessage, KeptPerson, KeptText, UserEvidence};
pub use report::{Report, ReportReason, ReportState, ReportTarget, ReportText};
