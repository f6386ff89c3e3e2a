//! Headers that every answer carries.

use actix_web::{
    dev::ServiceResponse,
    http::header::{self, HeaderName, HeaderValue},
};

use crate::{Edge, edge::is_api};

const EVERYWHERE: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    (
        "permissions-policy",
        "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()",
    ),
    ("cross-origin-opener-policy", "same-origin"),
];

/// Nothing of an API's answer is ever a page.
const API_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

pub(crate) fn add(answer: &mut ServiceResponse, request_id: &str) {
    let is_api = is_api(answer.request().path());
    let is_strict = Edge::of(answer.request()).is_strict(answer.request());
    let headers = answer.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    };
    EVERYWHERE.iter().for_each(|(name, value)| set(name, value));
    if is_api {
        set("cache-control", "no-store, private");
        set("content-security-policy", API_POLICY);
    }
    if is_strict {
        set("strict-transport-security", "max-age=31536000");
    }
    if let Ok(id) = HeaderValue::from_str(request_id) {
        answer.headers_mut().insert(header::HeaderName::from_static("x-request-id"), id);
    }
}
