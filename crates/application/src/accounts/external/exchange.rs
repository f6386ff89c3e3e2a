use kamachat_domain::{
    Timestamp,
    accounts::{Account, AccountError},
    ids::SessionId,
};

use super::{admit::token_session, id, standing_actor};
use crate::{
    Error, Result,
    accounts::{Accounts, ClientInfo, SignedIn},
    feed::Announcements,
    ports::{Budget, ExternalClaims, PortError},
    store::Transaction,
};

impl Accounts {
    /// Exchanges a token of another back end for an ordinary session. The token is used up by it: a copy that
    /// stays behind in an address or a log opens nothing.
    pub async fn sign_in_external(&self, token: &str, client: &ClientInfo) -> Result<SignedIn> {
        self.deps.limits.take(Budget::SignIn, &client.subject(), 1).await?;
        let claims = self.deps.external.verify(token, self.deps.clock.now());
        let claims = claims.ok_or(AccountError::ExternalTokenInvalid)?;
        let done = match self.exchange(&claims, client).await {
            Err(Error::Port(PortError::Duplicate)) => self.exchange(&claims, client).await,
            done => done,
        };
        done.map_err(|error| match error {
            Error::Unauthenticated => AccountError::ExternalTokenInvalid.into(),
            other => other,
        })
    }

    async fn exchange(&self, claims: &ExternalClaims, client: &ClientInfo) -> Result<SignedIn> {
        let tx = self.deps.store.begin().await?;
        let account = self.account_of(&*tx, claims).await?;
        let used = self.spend(&*tx, &account, claims, client).await?;
        let (session, refresh) = self.start_session(&*tx, &account, client).await?;
        let announcements = self.announce_session(&*tx, account.id, session.id, session.created_at).await?;
        tx.commit().await?;
        used.publish(self);
        announcements.publish(&*self.deps.bus);
        let device = self.new_device();
        Ok(self.signed_in(account, session.id, refresh).on_device(&*self.deps.tokens, device))
    }

    /// Ends the token's own session, or notes one that is over already.
    async fn spend(
        &self,
        tx: &dyn Transaction,
        account: &Account,
        claims: &ExternalClaims,
        client: &ClientInfo,
    ) -> Result<Used> {
        let at = tx.now().await?;
        if let Some(standing) = tx.sessions().standing(id(claims)).await? {
            let bearer = standing_actor(&standing, claims, at)?;
            tx.sessions().revoke(bearer.session_id, at).await?;
            let announcements = self.announce_session(tx, account.id, bearer.session_id, at).await?;
            return Ok(Used { ended: Some((bearer.session_id, at)), announcements });
        }
        let mut session = token_session(claims, account.id, client, at);
        session.revoked_at = Some(at);
        tx.sessions().insert(&session).await?;
        Ok(Used { ended: None, announcements: Announcements::default() })
    }
}

/// What is to be told once it is committed.
struct Used {
    ended: Option<(SessionId, Timestamp)>,
    announcements: Announcements,
}

impl Used {
    fn publish(self, accounts: &Accounts) {
        if let Some((session, at)) = self.ended {
            accounts.publish_ended([session], at);
        }
        self.announcements.publish(&*accounts.deps.bus);
    }
}
