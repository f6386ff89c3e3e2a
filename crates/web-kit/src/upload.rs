//! A file as the whole body of a request.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::StatusCode, web::Bytes};
use kamachat_application::Error;

use crate::{
    Refusal,
    body::{declared_length, read},
};

/// A body that was not read yet: it is, once it is known who sends it.
pub struct Upload {
    payload: Payload,
    length: Option<usize>,
    is_image: bool,
}

impl FromRequest for Upload {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_image = req.content_type().to_ascii_lowercase().starts_with("image/");
        ready(Ok(Self { payload: payload.take(), length: declared_length(req), is_image }))
    }
}

impl Upload {
    /// A picture of at most `limit` bytes. What is in it is not looked at here.
    ///
    /// # Errors
    /// `request.unsupported_media_type` when it does not claim to be one, `too_large` beyond the limit: by what
    /// the client declares, and by what it really sends.
    pub async fn image<F>(self, limit: usize, too_large: F) -> Result<Bytes, Refusal>
    where
        Error: From<F>,
    {
        if !self.is_image {
            let detail = "a picture is sent as image/…";
            let code = "request.unsupported_media_type";
            return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, code, detail));
        }
        if self.length.is_some_and(|length| length > limit) {
            return Err(too_large.into());
        }
        match read(self.payload, limit).await? {
            Some(bytes) => Ok(bytes.freeze()),
            None => Err(too_large.into()),
        }
    }
}
