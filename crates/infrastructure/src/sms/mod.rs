//! Text messages: gateways that carry them.

mod aliyun;
mod console;
mod encode;
mod http;
mod template;
mod twilio;

pub use aliyun::{AliyunOptions, AliyunSms};
pub use console::ConsoleSms;
pub use http::{HttpSms, HttpSmsOptions, TemplateError};
pub use twilio::{TwilioOptions, TwilioSms};

use std::time::Duration;

use kamachat_application::ports::PortError;
use reqwest::{Client, RequestBuilder, Response, StatusCode, redirect::Policy};

/// How long a gateway may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of an answer that are read.
const ANSWER: usize = 16 * 1024;

/// Goes to the gateway only: an answer that sends elsewhere is a failure.
fn client() -> Result<Client, PortError> {
    let built = Client::builder().timeout(PATIENCE).redirect(Policy::none()).build();
    built.map_err(|error| PortError::Refused(error.into()))
}

/// Sends a request. Addresses are taken out of errors: they may hold a number and a code.
async fn ask(request: RequestBuilder) -> Result<Response, PortError> {
    request.send().await.map_err(|error| PortError::Unavailable(error.without_url().into()))
}

/// The answer's text, or its beginning.
async fn text(mut answer: Response) -> Result<String, PortError> {
    let mut bytes = Vec::new();
    while let Some(chunk) =
        answer.chunk().await.map_err(|error| PortError::Unavailable(error.without_url().into()))?
    {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > ANSWER {
            break;
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What a status means that is no success. Only the number is told: the text may repeat the message.
fn refused(status: StatusCode) -> PortError {
    let sentence = format!("the gateway answered {}", status.as_u16()).into();
    let may_pass = status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429);
    if may_pass { PortError::Unavailable(sentence) } else { PortError::Refused(sentence) }
}

#[cfg(test)]
mod stub;
