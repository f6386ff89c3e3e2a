use kamachat_domain::{
    Timestamp,
    accounts::{Account, ExternalIdentity, ForeignName, Role, Session, Username},
    ids::AccountId,
};

use super::{actor, id, standing_actor};
use crate::{
    Actor, Error, Result,
    accounts::{Accounts, ClientInfo},
    ports::ExternalClaims,
    store::Transaction,
};

/// Tries at a name that nobody has; each is one of four thousand million.
const TRIES: usize = 8;

impl Accounts {
    /// Starts the session of a token that was not seen before.
    pub(super) async fn admit(&self, claims: &ExternalClaims, client: &ClientInfo) -> Result<Actor> {
        let tx = self.deps.store.begin().await?;
        let account = self.account_of(&*tx, claims).await?;
        let now = tx.now().await?;
        if let Some(standing) = tx.sessions().standing(id(claims)).await? {
            return standing_actor(&standing, claims, now);
        }
        let session = token_session(claims, account.id, client, now);
        tx.sessions().insert(&session).await?;
        let announcements = self.announce_session(&*tx, account.id, session.id, now).await?;
        tx.commit().await?;
        announcements.publish(&*self.deps.bus);
        Ok(actor(&session))
    }

    /// The account of a verified token, made now when there is none, and locked: nobody disables it or ends
    /// its sessions until the transaction is over.
    pub(super) async fn account_of(&self, tx: &dyn Transaction, claims: &ExternalClaims) -> Result<Account> {
        let known = tx.external().account_of(&claims.issuer, &claims.subject).await?;
        let id = match known {
            Some(id) => id,
            None => self.provision(tx, claims).await?,
        };
        tx.accounts().lock(id).await?;
        let account = tx.accounts().find(id).await?;
        let account = account.filter(|account| account.is_active() && account.role == Role::User);
        account.ok_or(Error::Unauthenticated)
    }

    /// Registrations wait for each other, so that two first requests of a person find one account and a name
    /// that is free stays free.
    async fn provision(&self, tx: &dyn Transaction, claims: &ExternalClaims) -> Result<AccountId> {
        tx.accounts().lock_registration().await?;
        if let Some(id) = tx.external().account_of(&claims.issuer, &claims.subject).await? {
            return Ok(id);
        }
        let name = ForeignName::of(claims.name.as_deref().unwrap_or_default());
        let username = self.free_username(tx, claims, &name).await?;
        let at = tx.now().await?;
        // Not even the first account of a server runs it when somebody else's token made it.
        let id = self.deps.ids.next().into();
        let account = Account::register(id, username, name.nickname, None, false, at);
        let ExternalClaims { issuer, subject, .. } = claims.clone();
        let identity = ExternalIdentity { issuer, subject, account_id: account.id, created_at: at };
        tx.external().provision(&account, &identity).await?;
        Ok(account.id)
    }

    async fn free_username(
        &self,
        tx: &dyn Transaction,
        claims: &ExternalClaims,
        name: &ForeignName,
    ) -> Result<Username> {
        let salted = || {
            let [a, b, c, d, ..] = self.deps.ids.secret();
            name.salted(&claims.issuer, u32::from_be_bytes([a, b, c, d]))
        };
        let mut wished = name.username.clone().unwrap_or_else(salted);
        for _ in 0..TRIES {
            if tx.accounts().by_username(&wished).await?.is_none() {
                break;
            }
            wished = salted();
        }
        Ok(wished)
    }
}

/// It is over with its token, and cannot be refreshed: nothing that anybody could present has its fingerprint.
pub(super) fn token_session(
    claims: &ExternalClaims,
    account: AccountId,
    client: &ClientInfo,
    now: Timestamp,
) -> Session {
    let ip = client.ip.map(|ip| ip.to_string()).unwrap_or_default();
    let session = Session::start(id(claims), account, claims.fingerprint, &ip, &client.user_agent, now);
    let end = session.expires_at.min(claims.expires_at);
    Session { idle_expires_at: end, expires_at: end, ..session }
}
