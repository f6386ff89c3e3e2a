//! Which encoding of a file a client takes.

use actix_web::{HttpRequest, http::header};

/// Encodings that the build prepares, best first: name on the wire and suffix of the file.
pub(crate) const PREPARED: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Whether `Accept-Encoding` names `encoding` and does not refuse it.
pub(crate) fn accepts(req: &HttpRequest, encoding: &str) -> bool {
    let headers = req.headers().get_all(header::ACCEPT_ENCODING).filter_map(|value| value.to_str().ok());
    headers.flat_map(|value| value.split(',')).any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let is_named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let is_refused = parts.filter_map(|p| p.strip_prefix("q=")).any(|q| q.parse() == Ok(0.0_f32));
        is_named && !is_refused
    })
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn an_encoding_is_used_when_it_is_named_and_not_refused() {
        let takes = |header: &str| {
            accepts(&TestRequest::get().insert_header(("accept-encoding", header)).to_http_request(), "br")
        };
        assert!(takes("gzip, deflate, br"));
        assert!(takes("br;q=0.5"));
        assert!(!takes("gzip"));
        assert!(!takes("br;q=0, gzip"));
        assert!(!takes("brotli"));
    }
}
