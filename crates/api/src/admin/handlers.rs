use actix_web::{HttpResponse, web::Data};
use kamachat_application::{Services, admin as application};
use kamachat_domain::admin::{ReportTarget as Target, ReportText};
use kamachat_protocol::{
    Problem,
    admin::{NewReport, Report, ReportTarget},
};
use kamachat_web_kit::{Body, Caller, Refusal};

/// Tells whoever runs the server about a message, a person or a group. What the caller sees of it is kept as evidence.
#[utoipa::path(
    post,
    path = "/api/v1/reports",
    tag = "reports",
    request_body = NewReport,
    responses(
        (status = 201, body = Report),
        (status = 200, body = Report, description = "Reported before, and nobody decided yet"),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn report(
    services: Data<Services>,
    caller: Caller,
    body: Body<NewReport>,
) -> Result<HttpResponse, Refusal> {
    let new = translated(body.into_inner())?;
    let application::Reported { id, created_at, duplicate } =
        services.reports.report(&caller.0, &new).await?;
    let mut answer = if duplicate { HttpResponse::Ok() } else { HttpResponse::Created() };
    Ok(answer.json(Report { id, created_at, duplicate }))
}

fn translated(new: NewReport) -> Result<application::NewReport, Refusal> {
    let target = match new.target {
        ReportTarget::Message { conversation_id, seq } => Target::Message(conversation_id, seq),
        ReportTarget::User { user_id } => Target::User(user_id),
        ReportTarget::Group { group_id } => Target::Group(group_id),
    };
    let text = ReportText::parse(new.text.as_deref().unwrap_or_default())?;
    Ok(application::NewReport { target, reason: new.reason, text })
}
