//! Tokens of another back end: whoever it vouches for is somebody here.
//!
//! Each token is a session, so that it is listed, ended and checked like any other. Its id follows from the
//! token: the hot path is the one look-up that own tokens take.

mod admit;
mod exchange;
pub mod repository;

use kamachat_domain::{
    Timestamp,
    accounts::{Role, Session},
    ids::SessionId,
};

use super::{Accounts, ClientInfo, repository::SessionStanding};
use crate::{
    Actor, Error, Result,
    ports::{ExternalClaims, PortError},
};

impl Accounts {
    /// Who a token of another back end belongs to. The first sight of a token starts its session, and the
    /// first sight of a person makes an account: who configured the issuer let its people in.
    pub(super) async fn authenticate_external(&self, token: &str, client: &ClientInfo) -> Result<Actor> {
        let now = self.deps.clock.now();
        let claims = self.deps.external.verify(token, now).ok_or(Error::Unauthenticated)?;
        if let Some(standing) = self.deps.store.read().sessions().standing(id(&claims)).await? {
            return standing_actor(&standing, &claims, now);
        }
        match self.admit(&claims, client).await {
            // Another request with the same token, or about the same person, was faster on another node.
            Err(Error::Port(PortError::Duplicate)) => self.admit(&claims, client).await,
            admitted => admitted,
        }
    }
}

/// Whether the session of a token lets it in. A role comes by a sign-in of its own and never with a token that
/// somebody else can write, so accounts that have one stay out.
fn standing_actor(standing: &SessionStanding, claims: &ExternalClaims, now: Timestamp) -> Result<Actor> {
    let session = &standing.session;
    let is_its_own = session.refresh_hash == claims.fingerprint;
    if is_its_own && standing.account_active && standing.role == Role::User && session.is_live(now) {
        Ok(actor(session))
    } else {
        Err(Error::Unauthenticated)
    }
}

fn actor(session: &Session) -> Actor {
    Actor { account_id: session.account_id, session_id: session.id, role: Role::User }
}

fn id(claims: &ExternalClaims) -> SessionId {
    claims.session.into()
}
