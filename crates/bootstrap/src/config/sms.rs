//! `[sms]`: text messages, for codes to sign in with.

use kamachat_infrastructure::sms::HttpSms;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use super::{Config, ConfigError, secret::Secret};
use crate::adapters::sms;

/// See `config/default.toml`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SmsSection {
    pub gateway: SmsGatewayKind,
    pub default_country: u16,
    #[serde(deserialize_with = "numbers")]
    pub countries: Vec<u16>,
    pub text: String,
    pub daily_cap: u32,
    pub address_hourly: u32,
    pub network_hourly: u32,
    pub http: HttpSection,
    pub aliyun: AliyunSection,
    pub twilio: TwilioSection,
}

/// Who carries messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SmsGatewayKind {
    Off,
    Console,
    Http,
    Aliyun,
    Twilio,
}

/// Any gateway that takes a request.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct HttpSection {
    pub method: String,
    /// May hold a key.
    pub url: Secret,
    pub headers: Vec<Secret>,
    pub content_type: String,
    /// May hold a key.
    pub body: Secret,
    #[serde(deserialize_with = "numbers")]
    pub success: Vec<u16>,
}

/// Alibaba Cloud.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AliyunSection {
    pub url: String,
    pub access_key_id: String,
    pub access_key_secret: Secret,
    pub sign_name: String,
    pub template_code: String,
    pub template_parameter: String,
}

/// Twilio, or who speaks as it does.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TwilioSection {
    pub url: String,
    pub account_sid: String,
    pub auth_token: Secret,
    pub from: Secret,
}

impl Config {
    pub(super) fn check_sms(&self, on_loopback: bool) -> Result<(), ConfigError> {
        let sms = &self.sms;
        super::check::within("sms.daily_cap", sms.daily_cap, 1..=1_000_000)?;
        super::check::within("sms.address_hourly", sms.address_hourly, 1..=1_000_000)?;
        super::check::within("sms.network_hourly", sms.network_hourly, 1..=1_000_000)?;
        super::check::within("sms.default_country", sms.default_country, 1..=999)?;
        if !sms.text.contains("{code}") {
            return Err(ConfigError("sms.text: it has no {code}".to_owned()));
        }
        if sms.gateway == SmsGatewayKind::Console && !on_loopback {
            return Err(ConfigError(format!(
                "sms.gateway: \"console\" writes codes into the log; it is for a loopback address, and \
                 server.bind is {}",
                self.server.bind
            )));
        }
        self.check_gateway()
    }

    fn check_gateway(&self) -> Result<(), ConfigError> {
        let sms = &self.sms;
        let (http, aliyun, twilio) = (&sms.http, &sms.aliyun, &sms.twilio);
        match sms.gateway {
            SmsGatewayKind::Off | SmsGatewayKind::Console => Ok(()),
            SmsGatewayKind::Http => {
                address("sms.http.url", http.url.expose())?;
                let built = HttpSms::new(sms::http(http)).map(|_| ());
                built.map_err(|error| {
                    let cause = std::error::Error::source(&error).map(ToString::to_string);
                    ConfigError(format!("sms.http: {}", cause.unwrap_or_default()))
                })
            }
            SmsGatewayKind::Aliyun => {
                address("sms.aliyun.url", &aliyun.url)?;
                given("sms.aliyun.access_key_id", &aliyun.access_key_id)?;
                given("sms.aliyun.access_key_secret", aliyun.access_key_secret.expose())?;
                given("sms.aliyun.sign_name", &aliyun.sign_name)?;
                given("sms.aliyun.template_code", &aliyun.template_code)?;
                given("sms.aliyun.template_parameter", &aliyun.template_parameter)
            }
            SmsGatewayKind::Twilio => {
                address("sms.twilio.url", &twilio.url)?;
                given("sms.twilio.account_sid", &twilio.account_sid)?;
                given("sms.twilio.auth_token", twilio.auth_token.expose())?;
                given("sms.twilio.from", twilio.from.expose())
            }
        }
    }
}

fn given(key: &str, value: &str) -> Result<(), ConfigError> {
    let missing = value.trim().is_empty();
    if missing { Err(ConfigError(format!("{key}: the gateway that is chosen needs it"))) } else { Ok(()) }
}

/// Messages hold codes: beyond this machine they are encrypted. The value is not repeated, it may hold a key.
fn address(key: &str, value: &str) -> Result<(), ConfigError> {
    given(key, value)?;
    let plain = value.strip_prefix("http://");
    let is_local = plain.is_some_and(|rest| {
        ["127.0.0.1", "[::1]", "localhost"].iter().any(|host| {
            rest.strip_prefix(host).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/', '?']))
        })
    });
    if value.starts_with("https://") || is_local {
        Ok(())
    } else {
        Err(ConfigError(format!("{key}: it starts with https:// (http:// is for this machine)")))
    }
}

/// Numbers, one number, or a text with commas, as it comes from the environment.
fn numbers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u16>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Many(Vec<u16>),
        One(u16),
        Text(String),
    }
    let wrong = || D::Error::custom("a list of numbers is expected");
    match Written::deserialize(deserializer).map_err(|_| wrong())? {
        Written::Many(numbers) => Ok(numbers),
        Written::One(number) => Ok(vec![number]),
        Written::Text(text) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            items.map(|item| item.parse().map_err(|_| wrong())).collect()
        }
    }
}
