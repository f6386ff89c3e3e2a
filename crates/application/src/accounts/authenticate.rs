use super::Accounts;
use crate::{Actor, Error, Result};

impl Accounts {
    /// Who an access token belongs to, if its session still is good.
    pub async fn authenticate(&self, access_token: &str) -> Result<Actor> {
        let claims = self.deps.tokens.verify_access(access_token, self.deps.clock.now());
        let claims = claims.ok_or(Error::Unauthenticated)?;
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
