use super::{Accounts, ClientInfo};
use crate::{Actor, Error, Result};

impl Accounts {
    /// Who an access token belongs to, if its session still is good: one of ours, or one of a back end that is
    /// trusted.
    pub async fn authenticate(&self, access_token: &str) -> Result<Actor> {
        self.authenticate_from(access_token, &ClientInfo::default()).await
    }

    /// Like [`Self::authenticate`]; `client` is noted with the session of a token that is seen for the first
    /// time.
    pub async fn authenticate_from(&self, access_token: &str, client: &ClientInfo) -> Result<Actor> {
        let claims = self.deps.tokens.verify_access(access_token, self.deps.clock.now());
        let Some(claims) = claims else { return self.authenticate_external(access_token, client).await };
        let read = self.deps.store.read();
        let standing = read.sessions().standing(claims.session_id).await?.ok_or(Error::Unauthenticated)?;
        let same_account = standing.session.account_id == claims.account_id;
        if same_account && standing.account_active && standing.session.is_live(self.deps.clock.now()) {
            Ok(Actor { account_id: claims.account_id, session_id: claims.session_id, role: standing.role })
        } else {
            Err(Error::Unauthenticated)
        }
    }
}
