//! Where a request comes from.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use kamachat_application::accounts::ClientInfo;
use kamachat_domain::accounts::Language;

use crate::{Edge, Refusal};

/// Address, user agent and language of the client.
#[derive(Clone, Debug)]
pub struct Client(pub ClientInfo);

impl Client {
    /// Where `req` comes from.
    #[must_use]
    pub fn of(req: &HttpRequest) -> Self {
        let ip = Edge::of(req).client_ip(req);
        let user_agent = req.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let wanted = req.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let language = wanted.map_or(Language::System, language);
        Self(ClientInfo { ip, user_agent: user_agent.unwrap_or_default().to_owned(), language })
    }
}

impl FromRequest for Client {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(req)))
    }
}

/// The first of our languages in an `Accept-Language`; browsers send them in the order of preference.
fn language(wanted: &str) -> Language {
    let tags = wanted.split(',').map(|tag| tag.split([';', '-']).next().unwrap_or_default().trim());
    let known = tags.map(|tag| match tag.to_ascii_lowercase().as_str() {
        "zh" => Language::Chinese,
        "en" => Language::English,
        _ => Language::System,
    });
    known.into_iter().find(|language| *language != Language::System).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_we_speak_is_taken() {
        for (wanted, expected) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", Language::Chinese),
            ("fr-FR, en-GB;q=0.8, zh;q=0.5", Language::English),
            ("EN", Language::English),
            ("fr, *;q=0.1", Language::System),
            ("", Language::System),
        ] {
            assert_eq!(language(wanted), expected, "{wanted}");
        }
    }
}
