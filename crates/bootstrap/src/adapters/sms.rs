//! The gateway for text messages.

use std::sync::Arc;

use kamachat_application::{
    accounts::{CodeRules, SendCodes},
    jobs::JobHandler,
    ports::{PortError, SmsGateway},
};
use kamachat_domain::accounts::Window;
use kamachat_infrastructure::{
    SystemClock, SystemIds,
    sms::{AliyunOptions, AliyunSms, ConsoleSms, HttpSms, HttpSmsOptions, TwilioOptions, TwilioSms},
};

use crate::config::{AliyunSection, Config, HttpSection, Secret, SmsGatewayKind, SmsSection, TwilioSection};

/// What is sent to whom; `None` where nothing is sent.
pub(crate) fn rules(config: &Config) -> Option<CodeRules> {
    let section = &config.sms;
    let times = super::times(&config.limits);
    let more = |window: Window| Window { most: window.most.saturating_mul(times), ..window };
    (section.gateway != SmsGatewayKind::Off).then(|| CodeRules {
        default_country: section.default_country,
        countries: section.countries.clone(),
        per_number: Window::PER_NUMBER.map(more),
        in_all: more(Window::daily(section.daily_cap)),
    })
}

/// Who does the jobs that send codes.
pub(crate) fn handlers(section: &SmsSection) -> Result<Vec<Arc<dyn JobHandler>>, PortError> {
    let Some(gateway) = gateway(section)? else { return Ok(Vec::new()) };
    Ok(vec![Arc::new(SendCodes::new(gateway, Arc::new(SystemClock), section.text.clone()))])
}

fn gateway(section: &SmsSection) -> Result<Option<Arc<dyn SmsGateway>>, PortError> {
    Ok(match section.gateway {
        SmsGatewayKind::Off => None,
        SmsGatewayKind::Console => Some(Arc::new(ConsoleSms)),
        SmsGatewayKind::Http => Some(Arc::new(HttpSms::new(http(&section.http))?)),
        SmsGatewayKind::Aliyun => {
            let options = aliyun(&section.aliyun);
            Some(Arc::new(AliyunSms::new(options, Arc::new(SystemClock), Arc::new(SystemIds))?))
        }
        SmsGatewayKind::Twilio => Some(Arc::new(TwilioSms::new(twilio(&section.twilio))?)),
    })
}

pub(crate) fn http(section: &HttpSection) -> HttpSmsOptions {
    let text = |secret: &Secret| secret.expose().to_owned();
    HttpSmsOptions {
        method: section.method.clone(),
        url: text(&section.url),
        headers: section.headers.iter().map(text).collect(),
        content_type: section.content_type.clone(),
        body: text(&section.body),
        success: section.success.clone(),
    }
}

fn aliyun(section: &AliyunSection) -> AliyunOptions {
    AliyunOptions {
        url: section.url.clone(),
        access_key_id: section.access_key_id.clone(),
        access_key_secret: section.access_key_secret.expose().to_owned(),
        sign_name: section.sign_name.clone(),
        template_code: section.template_code.clone(),
        template_parameter: section.template_parameter.clone(),
    }
}

fn twilio(section: &TwilioSection) -> TwilioOptions {
    TwilioOptions {
        url: section.url.trim_end_matches('/').to_owned(),
        account_sid: section.account_sid.clone(),
        auth_token: section.auth_token.expose().to_owned(),
        from: section.from.expose().to_owned(),
    }
}
