//! Alibaba Cloud's SendSms, signed by version 3 of its signature (ACS3-HMAC-SHA256).

use std::sync::Arc;

use async_trait::async_trait;
use hmac::{Hmac, Mac};
use kamachat_application::ports::{Clock, Ids, PortError, Sms, SmsGateway};
use kamachat_domain::accounts::Phone;
use reqwest::{Client, Url};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{ask, client, encode, refused, text};

const ACTION: &str = "SendSms";
const VERSION: &str = "2017-05-25";

/// An account there, and the text that was approved for it.
#[derive(Clone, Default)]
pub struct AliyunOptions {
    /// `https://dysmsapi.aliyuncs.com`, say.
    pub url: String,
    pub access_key_id: String,
    pub access_key_secret: String,
    pub sign_name: String,
    pub template_code: String,
    /// What the approved text calls the code.
    pub template_parameter: String,
}

/// Sends by Alibaba Cloud.
pub struct AliyunSms {
    client: Client,
    url: Url,
    host: String,
    options: AliyunOptions,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl AliyunSms {
    /// # Errors
    /// [`PortError::Refused`] for an address that is none.
    pub fn new(options: AliyunOptions, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Result<Self, PortError> {
        let url = Url::parse(&options.url).map_err(|error| PortError::Refused(error.into()))?;
        let host = url.host_str().ok_or_else(|| PortError::Refused("the address has no host".into()))?;
        let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        Ok(Self { client: client()?, url, host, options, clock, ids })
    }

    fn query(&self, sms: Sms<'_>) -> String {
        let parameters = json!({ self.options.template_parameter.as_str(): sms.code }).to_string();
        // In the order of their names, as the signature wants them.
        encode::form(&[
            ("PhoneNumbers", number(sms.to)),
            ("SignName", &self.options.sign_name),
            ("TemplateCode", &self.options.template_code),
            ("TemplateParam", &parameters),
        ])
    }
}

/// Numbers of mainland China are written without their calling code, others without the plus.
fn number(phone: &Phone) -> &str {
    phone.digits().strip_prefix("86").unwrap_or(phone.digits())
}

/// A call that is to be signed. The body is empty: what is said is in the query.
struct Call<'a> {
    host: &'a str,
    action: &'a str,
    version: &'a str,
    /// `2023-10-26T10:22:32Z`
    date: &'a str,
    nonce: &'a str,
    /// Percent-encoded, sorted by name.
    query: &'a str,
}

impl Call<'_> {
    /// The headers of the signature, sorted, `host` among them.
    fn headers(&self) -> [(&'static str, String); 6] {
        [
            ("host", self.host.to_owned()),
            ("x-acs-action", self.action.to_owned()),
            ("x-acs-content-sha256", encode::hex(&Sha256::digest(b""))),
            ("x-acs-date", self.date.to_owned()),
            ("x-acs-signature-nonce", self.nonce.to_owned()),
            ("x-acs-version", self.version.to_owned()),
        ]
    }

    fn authorization(&self, id: &str, secret: &str) -> String {
        let headers = self.headers();
        let names = headers.each_ref().map(|(name, _)| *name).join(";");
        let lines: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let payload = encode::hex(&Sha256::digest(b""));
        let canonical = format!("POST\n/\n{}\n{lines}\n{names}\n{payload}", self.query);
        let hashed = encode::hex(&Sha256::digest(canonical.as_bytes()));
        let signature = mac(secret.as_bytes(), format!("ACS3-HMAC-SHA256\n{hashed}").as_bytes());
        format!("ACS3-HMAC-SHA256 Credential={id},SignedHeaders={names},Signature={signature}")
    }
}

fn mac(key: &[u8], text: &[u8]) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    mac.update(text);
    encode::hex(&mac.finalize().into_bytes())
}

impl std::fmt::Debug for AliyunSms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AliyunSms(***)")
    }
}

#[async_trait]
impl SmsGateway for AliyunSms {
    async fn send(&self, sms: Sms<'_>) -> Result<(), PortError> {
        let query = self.query(sms);
        let date = self.clock.now().format("%Y-%m-%dT%H:%M:%SZ").to_string();
        let nonce = encode::hex(&self.ids.secret()[..16]);
        let call = Call {
            host: &self.host,
            action: ACTION,
            version: VERSION,
            date: &date,
            nonce: &nonce,
            query: &query,
        };
        let (id, secret) = (&self.options.access_key_id, &self.options.access_key_secret);
        let authorization = call.authorization(id, secret);
        let mut url = self.url.clone();
        url.set_path("/");
        url.set_query(Some(&query));
        let mut request = self.client.post(url).header("authorization", authorization);
        for (name, value) in call.headers() {
            request = request.header(name, value);
        }
        outcome(ask(request).await?).await
    }
}

/// Everything is told in the body's `Code`; a refusal may come with status 200.
async fn outcome(answer: reqwest::Response) -> Result<(), PortError> {
    let status = answer.status();
    let body: Value = serde_json::from_str(&text(answer).await?).unwrap_or_default();
    match body["Code"].as_str() {
        Some("OK") if status.is_success() => Ok(()),
        Some(code) => {
            let passes = ["Throttling", "ServiceUnavailable", "InternalError", "isp.SYSTEM_ERROR"];
            let code: String = code.chars().filter(char::is_ascii_graphic).take(64).collect();
            let sentence = format!("the gateway answered {} {code}", status.as_u16()).into();
            if status.is_server_error() || passes.iter().any(|known| code.starts_with(known)) {
                Err(PortError::Unavailable(sentence))
            } else {
                Err(PortError::Refused(sentence))
            }
        }
        None => Err(refused(status)),
    }
}

#[cfg(test)]
#[path = "aliyun_tests.rs"]
mod tests;
