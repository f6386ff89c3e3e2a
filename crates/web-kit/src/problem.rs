//! Refusals: the one place where a fault's kind becomes an HTTP status.

use std::{collections::BTreeMap, error::Error as StdError, fmt};

use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use kamachat_application::Error;
use kamachat_domain::{Fault, Kind, Timestamp};
use kamachat_protocol::Problem;

/// Why a request is refused, before it is written as a [`Problem`].
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    code: &'static str,
    detail: String,
    errors: BTreeMap<String, String>,
    retry_after: Option<u64>,
    erases_at: Option<Timestamp>,
}

/// The status of each kind of fault.
const fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::Invalid => StatusCode::BAD_REQUEST,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl<F> From<F> for Refusal
where
    Error: From<F>,
{
    fn from(fault: F) -> Self {
        let error = Error::from(fault);
        log(&error);
        let refusal = Self::new(status(error.kind()), error.code(), error.to_string());
        let refusal = Self { retry_after: error.retry_after(), erases_at: error.erases_at(), ..refusal };
        match error.field() {
            Some(field) => refusal.with_error(field, error.code()),
            None => refusal,
        }
    }
}

/// What is the server's own fault is written down here, once, with its causes; a client never sees them.
fn log(error: &Error) {
    if matches!(error.kind(), Kind::Internal | Kind::Unavailable) {
        let causes = std::iter::successors(error.source(), |cause: &&dyn StdError| (*cause).source());
        let causes: Vec<String> = causes.map(ToString::to_string).collect();
        tracing::error!(code = error.code(), causes = causes.join(": "), "{error}");
    }
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            errors: BTreeMap::new(),
            retry_after: None,
            erases_at: None,
        }
    }

    /// Input that cannot be accepted as it is (400).
    #[must_use]
    pub fn invalid(code: &'static str, detail: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// Refused whoever asks (403).
    #[must_use]
    pub fn forbidden(code: &'static str, detail: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, detail)
    }

    /// Names the field at fault; its code is the refusal's.
    #[must_use]
    pub fn at(self, field: &str) -> Self {
        let code = self.code;
        self.with_error(field, code)
    }

    /// Names a field and what is wrong with it.
    #[must_use]
    pub fn with_error(mut self, field: &str, code: &str) -> Self {
        self.errors.insert(field.chars().take(64).collect(), code.to_owned());
        self
    }

    /// The field at fault has another name in this body.
    #[must_use]
    pub fn renamed(mut self, from: &str, to: &str) -> Self {
        if let Some(code) = self.errors.remove(from) {
            self.errors.insert(to.to_owned(), code);
        }
        self
    }

    /// The refusal for a status that the framework chose: no such route, wrong method, too large…
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        let (code, detail) = match status {
            StatusCode::NOT_FOUND => ("request.unknown_route", "there is no such route"),
            StatusCode::METHOD_NOT_ALLOWED => {
                ("request.method_not_allowed", "this route does not know this method")
            }
            StatusCode::PAYLOAD_TOO_LARGE => ("request.too_large", "the request is too large"),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                ("request.unsupported_media_type", "a body is sent as application/json")
            }
            status if status.is_client_error() => ("request.invalid", "the request is not understood"),
            _ => ("internal", "something went wrong on the server"),
        };
        Self::new(status, code, detail)
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The answer, naming the request in the log.
    #[must_use]
    pub fn answer(&self, request_id: &str) -> HttpResponse {
        let mut builder = HttpResponse::build(self.status);
        if let Some(seconds) = self.retry_after {
            builder.insert_header((header::RETRY_AFTER, seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            builder.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        let body = serde_json::to_string(&self.problem(request_id)).unwrap_or_default();
        builder.content_type("application/problem+json").body(body)
    }

    fn problem(&self, request_id: &str) -> Problem {
        Problem {
            kind: "about:blank".to_owned(),
            title: self.status.canonical_reason().unwrap_or_default().to_owned(),
            status: self.status.as_u16(),
            detail: self.detail.clone(),
            code: self.code.to_owned(),
            request_id: request_id.to_owned(),
            errors: self.errors.clone(),
            retry_after: self.retry_after,
            erases_at: self.erases_at,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    /// Only until the edge writes it again with the request's id.
    fn error_response(&self) -> HttpResponse {
        self.answer("")
    }
}

#[cfg(test)]
mod tests {
    use kamachat_domain::accounts::AccountError;

    use super::*;

    #[test]
    fn a_fault_becomes_a_problem_with_its_code_and_field() {
        let refusal = Refusal::from(AccountError::UsernameTaken);
        let problem = refusal.problem("r1");
        assert_eq!((problem.status, problem.code.as_str()), (409, "account.username_taken"));
        assert_eq!(problem.errors.get("username").map(String::as_str), Some("account.username_taken"));
        assert_eq!(problem.request_id, "r1");
    }

    #[test]
    fn busy_says_when_to_come_back() {
        let response = Refusal::from(Error::Busy).answer("r1");
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers().get("retry-after").map(|v| v.as_bytes()), Some(&b"1"[..]));
    }
}
