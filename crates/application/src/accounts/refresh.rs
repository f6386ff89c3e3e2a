use kamachat_domain::{
    accounts::{AccountError, RefreshUse, Session, UsedRefresh},
    ids::SessionId,
};

use super::{Accounts, ClientInfo, SignedIn};
use crate::{
    Result,
    ports::{Budget, Push, RefreshToken},
    store::Transaction,
};

impl Accounts {
    /// Exchanges a refresh token for new tokens. A token is good once; shortly after its use it gives the
    /// same successor again (the answer may have been lost), later its reuse ends the session.
    pub async fn refresh(&self, token: &str, client: &ClientInfo) -> Result<SignedIn> {
        self.deps.limits.take(Budget::Refresh, &client.subject(), 1).await?;
        let token = RefreshToken(token.to_owned());
        let successor = self.deps.tokens.successor(&token);
        let tx = self.deps.store.begin().await?;
        let hash = self.deps.tokens.refresh_hash(&token);
        let session = match tx.sessions().by_refresh(&hash).await? {
            Some(session) => self.rotate(&*tx, session, &hash, &successor).await?,
            None => match self.repeat(&*tx, &hash, &successor).await? {
                Repeated::Session(session) => session,
                Repeated::Nothing => return Err(AccountError::RefreshInvalid.into()),
                Repeated::Stolen(id) => return self.end_stolen(tx, id).await,
            },
        };
        let account = tx.accounts().find(session.account_id).await?;
        let account = account.filter(|account| account.is_active()).ok_or(AccountError::RefreshInvalid)?;
        tx.commit().await?;
        Ok(self.signed_in(account, session.id, successor))
    }

    async fn rotate(
        &self,
        tx: &dyn Transaction,
        mut session: Session,
        from: &[u8; 32],
        successor: &RefreshToken,
    ) -> Result<Session> {
        let now = tx.now().await?;
        session.rotate(self.deps.tokens.refresh_hash(successor), now)?;
        if !tx.sessions().rotate(&session, from).await? {
            return Err(AccountError::RefreshInvalid.into());
        }
        let used = UsedRefresh { session_id: session.id, used_at: now };
        tx.sessions().remember_used(from, &used).await?;
        Ok(session)
    }

    async fn repeat(
        &self,
        tx: &dyn Transaction,
        hash: &[u8; 32],
        successor: &RefreshToken,
    ) -> Result<Repeated> {
        let Some(used) = tx.sessions().used(hash).await? else { return Ok(Repeated::Nothing) };
        let Some(session) = tx.sessions().find(used.session_id).await? else { return Ok(Repeated::Nothing) };
        let successor = self.deps.tokens.refresh_hash(successor);
        Ok(match session.judge_reuse(&used, successor, tx.now().await?) {
            RefreshUse::Repeat => Repeated::Session(session),
            RefreshUse::Stolen => Repeated::Stolen(session.id),
        })
    }

    async fn end_stolen(&self, tx: Box<dyn Transaction>, session_id: SessionId) -> Result<SignedIn> {
        let at = tx.now().await?;
        tx.sessions().revoke(session_id, at).await?;
        tx.commit().await?;
        tracing::warn!(%session_id, "a used refresh token came back: session ended");
        self.deps.bus.publish(Push::SessionEnded { session_id, at });
        Err(AccountError::RefreshInvalid.into())
    }
}

enum Repeated {
    Session(Session),
    Stolen(SessionId),
    Nothing,
}
