use kamachat_domain::admin::ReportReason;
use kamachat_protocol::admin::{NewReport, Report, ReportTarget};

use crate::{Client, error::Result, http::Call};

impl Client {
    /// Reports something that the caller sees; the same again while nobody decided is answered as `duplicate`.
    ///
    /// # Errors
    /// `not_found`, `report.myself`, `report.nothing_left`, `report.text_invalid`.
    pub async fn report(
        &self,
        target: ReportTarget,
        reason: ReportReason,
        text: Option<&str>,
    ) -> Result<Report> {
        let body = NewReport { target, reason, text: text.map(ToOwned::to_owned) };
        self.ask(Call::post("reports").body(&body)?).await
    }
}
