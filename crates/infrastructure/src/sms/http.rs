use async_trait::async_trait;
use kamachat_application::ports::{PortError, Sms, SmsGateway};
use reqwest::{
    Client, Method, StatusCode,
    header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
};

use super::{ask, client, encode, refused, template::fill};

/// A gateway that takes a request over HTTP.
#[derive(Clone, Default)]
pub struct HttpSmsOptions {
    pub method: String,
    /// May hold `{phone}`, `{code}` and `{text}`.
    pub url: String,
    /// Each as `Name: value`.
    pub headers: Vec<String>,
    pub content_type: String,
    /// The same places; escaped as the content type asks for. Empty: no body.
    pub body: String,
    /// Statuses that mean success.
    pub success: Vec<u16>,
}

/// What is wrong with [`HttpSmsOptions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    #[error("the method is none of HTTP's")]
    Method,
    #[error("a header is written as \"Name: value\"")]
    Header,
    #[error("the content type is none")]
    ContentType,
}

/// Sends by [`HttpSmsOptions`].
pub struct HttpSms {
    client: Client,
    method: Method,
    url: String,
    headers: HeaderMap,
    body: String,
    escape: fn(&str) -> String,
    success: Vec<u16>,
}

impl HttpSms {
    /// # Errors
    /// [`PortError::Refused`] with a [`TemplateError`].
    pub fn new(options: HttpSmsOptions) -> Result<Self, PortError> {
        let bad = |error: TemplateError| PortError::Refused(error.into());
        let method = Method::from_bytes(options.method.to_ascii_uppercase().as_bytes());
        let mut headers = headers(&options.headers).map_err(bad)?;
        if !options.body.is_empty() {
            let kind = HeaderValue::from_str(&options.content_type);
            headers.insert(CONTENT_TYPE, kind.map_err(|_| bad(TemplateError::ContentType))?);
        }
        Ok(Self {
            client: client()?,
            method: method.map_err(|_| bad(TemplateError::Method))?,
            url: options.url,
            headers,
            body: options.body,
            escape: escape_for(&options.content_type),
            success: options.success,
        })
    }
}

fn headers(lines: &[String]) -> Result<HeaderMap, TemplateError> {
    let mut headers = HeaderMap::new();
    for line in lines {
        let (name, value) = line.split_once(':').ok_or(TemplateError::Header)?;
        let name = name.trim().parse::<HeaderName>().map_err(|_| TemplateError::Header)?;
        let mut value = HeaderValue::from_str(value.trim()).map_err(|_| TemplateError::Header)?;
        value.set_sensitive(true);
        headers.append(name, value);
    }
    Ok(headers)
}

/// What is put into a body must not end its text or add a field.
fn escape_for(content_type: &str) -> fn(&str) -> String {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "application/x-www-form-urlencoded" => encode::percent,
        kind if kind.ends_with("json") => encode::json,
        _ => str::to_owned,
    }
}

impl std::fmt::Debug for HttpSms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HttpSms(***)")
    }
}

#[async_trait]
impl SmsGateway for HttpSms {
    async fn send(&self, sms: Sms<'_>) -> Result<(), PortError> {
        let url = fill(&self.url, sms, encode::percent);
        let mut request = self.client.request(self.method.clone(), url).headers(self.headers.clone());
        if !self.body.is_empty() {
            request = request.body(fill(&self.body, sms, self.escape));
        }
        let status: StatusCode = ask(request).await?.status();
        if self.success.contains(&status.as_u16()) { Ok(()) } else { Err(refused(status)) }
    }
}

#[cfg(test)]
#[path = "http_tests.rs"]
mod tests;
