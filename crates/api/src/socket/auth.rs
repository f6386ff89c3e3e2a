//! Who opens a socket.

use std::fmt;

use actix_web::HttpRequest;
use kamachat_application::{Actor, Error, Services};
use kamachat_web_kit::{Client, Refusal, bearer};
use serde::Deserialize;

/// The query of the upgrade. Never logged.
#[derive(Default, Deserialize)]
pub(super) struct Parameters {
    ticket: Option<String>,
    token: Option<String>,
}

/// What a caller shows, best first: a single-use ticket (browsers), the header (programs), or a token in the
/// address (programs that cannot set a header).
#[derive(PartialEq, Eq)]
pub(super) enum Proof {
    Ticket(String),
    Token(String),
}

impl Proof {
    /// # Errors
    /// `auth.unauthenticated` when there is none.
    pub(super) fn of(req: &HttpRequest, query: Parameters) -> Result<Self, Refusal> {
        let ticket = query.ticket.map(Self::Ticket);
        let token = || bearer(req).map(str::to_owned).or(query.token).map(Self::Token);
        ticket.or_else(token).ok_or_else(|| Error::Unauthenticated.into())
    }

    /// # Errors
    /// `auth.unauthenticated` when it is not (or no longer) good.
    pub(super) async fn check(&self, services: &Services, client: &Client) -> Result<Actor, Refusal> {
        Ok(match self {
            Self::Ticket(ticket) => services.accounts.redeem_ticket(ticket).await?,
            Self::Token(token) => services.accounts.authenticate_from(token, &client.0).await?,
        })
    }
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ticket(_) => "Ticket(***)",
            Self::Token(_) => "Token(***)",
        })
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn proof(header: Option<&str>, ticket: Option<&str>, token: Option<&str>) -> Option<Proof> {
        let mut req = TestRequest::get();
        if let Some(header) = header {
            req = req.insert_header(("authorization", header));
        }
        let query = Parameters { ticket: ticket.map(str::to_owned), token: token.map(str::to_owned) };
        Proof::of(&req.to_http_request(), query).ok()
    }

    #[test]
    fn a_ticket_comes_before_the_header_and_the_header_before_the_address() {
        let token = |text: &str| Some(Proof::Token(text.into()));
        assert_eq!(proof(Some("Bearer a"), Some("t"), Some("b")), Some(Proof::Ticket("t".into())));
        assert_eq!(proof(Some("Bearer a"), None, Some("b")), token("a"));
        assert_eq!(proof(None, None, Some("b")), token("b"));
        assert_eq!(proof(Some("Basic YTpi"), None, None), None);
        assert_eq!(proof(None, None, None), None);
    }
}
