//! JSON bodies: bounded in size, read strictly, validated.

use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    http::{StatusCode, header},
    web::BytesMut,
};
use futures_util::{StreamExt, future::LocalBoxFuture};
use serde::de::DeserializeOwned;
use validator::{Validate, ValidationErrors};

use crate::{Edge, Refusal};

/// A JSON body that has exactly the fields of `T` and passes its rules.
#[derive(Debug)]
pub struct Body<T>(T);

impl<T> Body<T> {
    /// The value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Body<T> {
    type Error = Refusal;
    type Future = LocalBoxFuture<'static, Result<Self, Refusal>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let limit = Edge::of(req).body_limit;
        let checked = check_headers(req, limit);
        let payload = payload.take();
        Box::pin(async move {
            checked?;
            let too_large = || Refusal::of_status(StatusCode::PAYLOAD_TOO_LARGE);
            let bytes = read(payload, limit).await?.ok_or_else(too_large)?;
            parse(&bytes).map(Self)
        })
    }
}

fn check_headers(req: &HttpRequest, limit: usize) -> Result<(), Refusal> {
    if req.content_type() != "application/json" {
        return Err(Refusal::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    match declared_length(req) {
        Some(length) if length > limit => Err(Refusal::of_status(StatusCode::PAYLOAD_TOO_LARGE)),
        _ => Ok(()),
    }
}

/// What the client says about the length of its body.
pub(crate) fn declared_length(req: &HttpRequest) -> Option<usize> {
    let length = req.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    length.and_then(|text| text.parse().ok())
}

/// Reads to the end; what the client declared is never used to allocate. `None`: it is longer than `limit`.
pub(crate) async fn read(mut payload: Payload, limit: usize) -> Result<Option<BytesMut>, Refusal> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Refusal::of_status(StatusCode::BAD_REQUEST))?;
        if bytes.len() + chunk.len() > limit {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Some(bytes))
}

fn parse<T: DeserializeOwned + Validate>(bytes: &[u8]) -> Result<T, Refusal> {
    // A list would be read as the fields in their order.
    if bytes.trim_ascii_start().first() == Some(&b'[') {
        return Err(Refusal::invalid("request.invalid", "the body is not a JSON object"));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value: T = serde_path_to_error::deserialize(&mut reader).map_err(|error| wrong_shape(&error))?;
    reader.end().map_err(|_| not_json())?;
    value.validate().map_err(|errors| out_of_bounds(&errors))?;
    Ok(value)
}

fn not_json() -> Refusal {
    Refusal::invalid("request.invalid", "the body is not JSON")
}

/// Names the field; the value, which may be a secret, is not repeated.
fn wrong_shape(error: &serde_path_to_error::Error<serde_json::Error>) -> Refusal {
    if !error.inner().is_data() {
        return not_json();
    }
    let refusal = Refusal::invalid("request.invalid", "the body does not have the fields that are expected");
    let message = error.inner().to_string();
    let quoted = message.split('`').nth(1);
    match (error.path().to_string().as_str(), quoted) {
        (_, Some(field)) if message.starts_with("missing field") => {
            refusal.with_error(field, "request.missing_field")
        }
        (_, Some(field)) if message.starts_with("unknown field") => {
            refusal.with_error(field, "request.unknown_field")
        }
        (".", _) => refusal,
        (path, _) => refusal.with_error(path, "request.wrong_type"),
    }
}

fn out_of_bounds(errors: &ValidationErrors) -> Refusal {
    let refusal = Refusal::invalid("request.invalid", "a field is outside its bounds");
    let fields = errors.field_errors();
    fields.keys().fold(refusal, |refusal, field| refusal.with_error(field, "request.out_of_bounds"))
}

#[cfg(test)]
mod tests {
    use kamachat_protocol::accounts::Login;

    use super::*;

    fn errors(body: &str) -> String {
        match parse::<Login>(body.as_bytes()) {
            Ok(_) => "accepted".to_owned(),
            Err(refusal) => format!("{refusal:?}"),
        }
    }

    #[test]
    fn a_wrong_body_names_its_field_and_never_its_value() {
        assert_eq!(errors(r#"{"login":"a","password":"b"}"#), "accepted");
        assert!(errors(r#"{"login":"a"}"#).contains(r#"{"password": "request.missing_field"}"#));
        assert!(
            errors(r#"{"login":"a","password":"b","role":1}"#)
                .contains(r#"{"role": "request.unknown_field"}"#)
        );
        let wrong_type = errors(r#"{"login":"a","password":12345678}"#);
        assert!(wrong_type.contains(r#"{"password": "request.wrong_type"}"#), "{wrong_type}");
        assert!(!wrong_type.contains("12345678"));
    }

    #[test]
    fn trailing_text_depth_and_lone_surrogates_are_not_json() {
        for bad in ["", "{", r#"{"login":"a","password":"b"} x"#, r#"{"login":"\ud800","password":"b"}"#] {
            assert!(errors(bad).contains("not JSON"), "{bad}");
        }
        for list in [r#" ["a","b"]"#, &"[".repeat(1000)] {
            assert!(errors(list).contains("not a JSON object"), "{list}");
        }
    }
}
