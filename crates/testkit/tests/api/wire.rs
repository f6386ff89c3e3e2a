//! Raw calls, for what a typed client would never send.

use std::sync::LazyLock;

use kamachat_testkit::app::{Person, TestApp};
use reqwest::{Method, Response, StatusCode, header::HeaderMap};
use serde_json::Value;

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    async fn read(response: Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        Self { status, headers, text: response.text().await.unwrap() }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The code of a problem, whose form is checked.
    pub(crate) fn code(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{} {}", self.status, self.text);
        let problem: kamachat_protocol::Problem = serde_json::from_str(&self.text).unwrap();
        assert_eq!(problem.status, self.status.as_u16());
        assert_eq!(problem.request_id, self.header("x-request-id"));
        assert!(!problem.request_id.is_empty() && !problem.detail.is_empty());
        problem.code
    }

    /// Status and code of a problem.
    pub(crate) fn refusal(&self) -> (u16, String) {
        (self.status.as_u16(), self.code())
    }
}

/// A call that is being put together.
pub(crate) struct Call {
    request: reqwest::RequestBuilder,
}

/// `route` is below `/api/v1`.
pub(crate) fn call(app: &TestApp, method: Method, route: &str) -> Call {
    let url = format!("{}/api/v1{route}", app.origin());
    Call { request: http().request(method, url) }
}

/// One for all tests: making one costs more than a call. Connections belong to the test that opened them.
fn http() -> &'static reqwest::Client {
    static HTTP: LazyLock<reqwest::Client> =
        LazyLock::new(|| reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap());
    &HTTP
}

pub(crate) fn get(app: &TestApp, route: &str) -> Call {
    call(app, Method::GET, route)
}

pub(crate) fn post(app: &TestApp, route: &str) -> Call {
    call(app, Method::POST, route)
}

impl Call {
    pub(crate) fn by(self, person: &Person) -> Self {
        self.token(&person.token())
    }

    pub(crate) fn token(self, token: &str) -> Self {
        Self { request: self.request.bearer_auth(token) }
    }

    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        Self { request: self.request.header(name, value) }
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        Self { request: self.request.json(body) }
    }

    /// A body that claims to be JSON.
    pub(crate) fn raw(self, body: impl Into<reqwest::Body>) -> Self {
        Self { request: self.request.header("content-type", "application/json").body(body) }
    }

    /// A body that claims to be a picture.
    pub(crate) fn image(self, body: impl Into<reqwest::Body>) -> Self {
        Self { request: self.request.header("content-type", "image/png").body(body) }
    }

    pub(crate) async fn send(self) -> Answer {
        Answer::read(self.request.send().await.unwrap()).await
    }

    /// For an answer that is no text.
    pub(crate) async fn send_bytes(self) -> Answer {
        let response = self.request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        response.bytes().await.unwrap();
        Answer { status, headers, text: String::new() }
    }

    /// For a request that the server may cut off: `None` then.
    pub(crate) async fn try_send(self) -> Option<Answer> {
        Some(Answer::read(self.request.send().await.ok()?).await)
    }
}
