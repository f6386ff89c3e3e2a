//! Files as answers: content type, encoding, caching, and what a page may load.

use std::{borrow::Cow, fmt::Write};

use actix_web::{HttpRequest, HttpResponse, http::header, web::Bytes};
use rust_embed::EmbeddedFile;

use crate::{Client, negotiate};

/// Everything from this origin, nothing inline, nowhere framed.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
                      media-src 'self' blob:; connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; \
                      object-src 'none'; base-uri 'none'; form-action 'self'";

/// The build puts what has a hash in its name here; such a name never means other content.
const HASHED: &str = "assets/";

/// The file of the client at `path`, in the best encoding that the build prepared; `None` without such a file.
pub(crate) fn file(req: &HttpRequest, path: &str) -> Option<HttpResponse> {
    if negotiate::PREPARED.iter().any(|(_, suffix)| path.ends_with(suffix)) {
        return None;
    }
    let plain = Client::get(path)?;
    let media_type = media_type(plain.metadata.mimetype());
    let prepared = negotiate::PREPARED
        .iter()
        .filter(|(encoding, _)| negotiate::accepts(req, encoding))
        .find_map(|(encoding, suffix)| Some((*encoding, Client::get(&format!("{path}{suffix}"))?)));
    let (encoding, file) = prepared.map_or((None, plain), |(encoding, file)| (Some(encoding), file));
    Some(answer(req, path, &media_type, encoding, file))
}

fn answer(
    req: &HttpRequest,
    path: &str,
    media_type: &str,
    encoding: Option<&str>,
    file: EmbeddedFile,
) -> HttpResponse {
    let tag = entity_tag(&file);
    let is_known = req.headers().get(header::IF_NONE_MATCH).is_some_and(|known| {
        known.to_str().is_ok_and(|known| known.split(',').any(|known| known.trim() == tag))
    });
    let mut builder = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    let caching = if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    builder
        .insert_header((header::CACHE_CONTROL, caching))
        .insert_header((header::ETAG, tag))
        .insert_header((header::VARY, "accept-encoding"))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY));
    if is_known {
        return builder.finish();
    }
    if let Some(encoding) = encoding {
        builder.insert_header((header::CONTENT_ENCODING, encoding));
    }
    builder.content_type(media_type).body(bytes(file.data))
}

fn bytes(data: Cow<'static, [u8]>) -> Bytes {
    match data {
        Cow::Borrowed(data) => Bytes::from_static(data),
        Cow::Owned(data) => Bytes::from(data),
    }
}

fn media_type(guessed: &str) -> String {
    let is_text = guessed.starts_with("text/") || guessed == "application/manifest+json";
    if is_text { format!("{guessed}; charset=utf-8") } else { guessed.to_owned() }
}

fn entity_tag(file: &EmbeddedFile) -> String {
    let hash = &file.metadata.sha256_hash()[..16];
    let mut tag = String::with_capacity(2 + 2 * hash.len());
    tag.push('"');
    for byte in hash {
        // Writing into a string cannot fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

#[cfg(test)]
mod tests {
    use actix_web::{
        App,
        body::to_bytes,
        dev::ServiceResponse,
        http::StatusCode,
        test::{TestRequest, call_service, init_service},
    };

    async fn get(path: &str, accept: &str) -> ServiceResponse {
        let app = init_service(App::new().configure(crate::configure)).await;
        call_service(&app, TestRequest::get().uri(path).insert_header(("accept", accept)).to_request()).await
    }

    #[actix_web::test]
    async fn the_page_comes_with_its_policy_and_is_asked_for_again() {
        let page = get("/", "text/html").await;
        assert_eq!(page.status(), StatusCode::OK);
        let header = |name: &str| page.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        assert_eq!(header("content-type"), "text/html; charset=utf-8");
        assert_eq!(header("cache-control"), "no-cache");
        assert!(header("content-security-policy").contains("frame-ancestors 'none'"));
        assert!(!header("etag").is_empty());
    }

    #[actix_web::test]
    async fn a_known_page_is_not_sent_again() {
        let app = init_service(App::new().configure(crate::configure)).await;
        let first = call_service(&app, TestRequest::get().uri("/").to_request()).await;
        let tag = first.headers().get("etag").cloned();
        let again = TestRequest::get().uri("/").insert_header(("if-none-match", tag.unwrap())).to_request();
        let again = call_service(&app, again).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert!(to_bytes(again.into_body()).await.unwrap_or_default().is_empty());
    }

    #[actix_web::test]
    async fn only_a_person_who_goes_somewhere_gets_the_page() {
        assert_eq!(get("/chats/0193", "text/html,*/*;q=0.8").await.status(), StatusCode::OK);
        for (path, accept) in [
            ("/assets/gone.js", "text/html"),
            ("/chats/0193", "application/json"),
            ("/api/v1/nothing", "text/html"),
            ("/ws", "text/html"),
            ("/../Cargo.toml", "*/*"),
            ("/..%2f..%2fCargo.toml", "*/*"),
            ("/index.html.br", "*/*"),
        ] {
            assert_eq!(get(path, accept).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
