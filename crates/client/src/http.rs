//! One REST call: address, token, one renewal on 401, errors.

use kamachat_protocol::accounts::{AuthSession, Refresh};
use reqwest::{Method, StatusCode, Url, header};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Client,
    error::{ApiError, Error, Result},
};

/// A call below `/api/v1/`.
pub(crate) struct Call<'a> {
    method: Method,
    path: &'a str,
    query: Vec<(&'static str, String)>,
    body: Option<(&'static str, Vec<u8>)>,
    signed: bool,
}

impl<'a> Call<'a> {
    pub(crate) fn new(method: Method, path: &'a str) -> Self {
        Self { method, path, query: Vec::new(), body: None, signed: true }
    }

    pub(crate) fn get(path: &'a str) -> Self {
        Self::new(Method::GET, path)
    }

    pub(crate) fn post(path: &'a str) -> Self {
        Self::new(Method::POST, path)
    }

    pub(crate) fn with(mut self, name: &'static str, value: Option<impl ToString>) -> Self {
        if let Some(value) = value {
            self.query.push((name, value.to_string()));
        }
        self
    }

    pub(crate) fn body(mut self, body: &impl Serialize) -> Result<Self> {
        self.body = Some(("application/json", serde_json::to_vec(body)?));
        Ok(self)
    }

    /// A body that is a file of some type.
    pub(crate) fn file(mut self, content_type: &'static str, bytes: Vec<u8>) -> Self {
        self.body = Some((content_type, bytes));
        self
    }

    /// Without the token: the calls that get one.
    pub(crate) fn unsigned(mut self) -> Self {
        self.signed = false;
        self
    }
}

impl Client {
    pub(crate) async fn ask<T: DeserializeOwned>(&self, call: Call<'_>) -> Result<T> {
        Ok(serde_json::from_slice(&self.tell(call).await?)?)
    }

    /// The answer's bytes, which may be none.
    pub(crate) async fn tell(&self, call: Call<'_>) -> Result<Vec<u8>> {
        if !call.signed {
            return self.once(&call, None).await;
        }
        let access = self.access();
        match self.once(&call, access.as_deref()).await {
            Err(Error::Api(error)) if error.status == 401 => {
                self.renew(access.as_deref(), *error).await?;
                self.once(&call, self.access().as_deref()).await
            }
            answer => answer,
        }
    }

    async fn once(&self, call: &Call<'_>, access: Option<&str>) -> Result<Vec<u8>> {
        let mut request = self.inner.http.request(call.method.clone(), self.address(call)?);
        if let Some(access) = access {
            request = request.bearer_auth(access);
        }
        if let Some((content_type, body)) = &call.body {
            request = request.header(header::CONTENT_TYPE, *content_type).body(body.clone());
        }
        let answer = request.send().await?;
        let status = answer.status();
        let bytes = answer.bytes().await?;
        if !status.is_success() {
            return Err(ApiError::from_body(status.as_u16(), &bytes).into());
        }
        Ok(bytes.to_vec())
    }

    fn address(&self, call: &Call<'_>) -> Result<Url> {
        let path = format!("api/v1/{}", call.path);
        let mut url = self.inner.base.join(&path).map_err(|_| Error::Address(path))?;
        if !call.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&call.query);
        }
        Ok(url)
    }

    /// Gets new tokens unless somebody else did since `stale` was used. `refused` is returned when there is
    /// no way to.
    pub(crate) async fn renew(&self, stale: Option<&str>, refused: ApiError) -> Result<()> {
        let _one_at_a_time = self.inner.renewing.lock().await;
        let Some(tokens) = self.tokens() else {
            return Err(refused.into());
        };
        if stale != Some(tokens.access.as_str()) {
            return Ok(());
        }
        let Some(refresh_token) = tokens.refresh else {
            return Err(refused.into());
        };
        let call =
            Call::post("auth/refresh").unsigned().body(&Refresh { refresh_token: Some(refresh_token) })?;
        match self.once(&call, None).await {
            Ok(bytes) => {
                self.keep(&serde_json::from_slice::<AuthSession>(&bytes)?);
                Ok(())
            }
            Err(Error::Api(error)) if error.status == StatusCode::UNAUTHORIZED.as_u16() => {
                self.set_tokens(None);
                Err(Error::Api(error))
            }
            Err(error) => Err(error),
        }
    }
}
