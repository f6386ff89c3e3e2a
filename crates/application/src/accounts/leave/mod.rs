//! Leaving: an account is erased a week after its owner asked for it, unless he signs in and says to keep it.

mod purge;
mod steps;

use kamachat_domain::{
    Timestamp,
    accounts::{Account, AccountError, AccountStatus, Role},
    ids::AccountId,
};
pub use purge::Purge;
use serde::{Deserialize, Serialize};

use super::Accounts;
use crate::{Actor, Error, Result, jobs::JobKind, store::Transaction};

/// Erases an account whose time is over.
const PURGE: JobKind = JobKind::named("account.purge");

/// Which wish to leave is meant: one that was taken back does nothing.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Leaving {
    account: AccountId,
    erases_at: Timestamp,
}

impl Accounts {
    /// Marks the actor's account to be erased and ends all of its sessions; tells when it is erased. Asks for
    /// the password and, where two-step sign-in is on, for a code.
    pub async fn leave(&self, actor: &Actor, password: &str, otp: Option<&str>) -> Result<Timestamp> {
        self.confirm_identity(actor, password, otp).await?;
        let me = actor.account_id;
        let tx = self.deps.store.begin().await?;
        // Administrators who leave at the same moment wait for each other.
        tx.accounts().lock_registration().await?;
        tx.accounts().lock(me).await?;
        let account = tx.accounts().find(me).await?.filter(Account::is_active);
        let mut account = account.ok_or(Error::Unauthenticated)?;
        let last_admin = account.role == Role::Admin && !tx.accounts().other_admin(me).await?;
        let at = tx.now().await?;
        let erases_at = account.leave(last_admin, at)?;
        tx.accounts().save_standing(&account, at).await?;
        let ended = tx.sessions().revoke_all(me, None, at).await?;
        let announcements = self.announce_session(&*tx, me, actor.session_id, at).await?;
        self.deps.jobs.add_at(&*tx, PURGE, &Leaving { account: me, erases_at }, erases_at).await?;
        tx.commit().await?;
        self.publish_ended(ended, at);
        announcements.publish(&*self.deps.bus);
        Ok(erases_at)
    }

    /// Lets somebody who just proved to be the owner in again, within `tx`. What the proof used up is used up
    /// only if it lets him in.
    pub(super) async fn come_back(
        &self,
        tx: &dyn Transaction,
        account: &mut Account,
        restore: bool,
    ) -> Result<()> {
        // As it is now: hashing the password took a while.
        *account = tx.accounts().find(account.id).await?.ok_or(AccountError::WrongCredentials)?;
        match (account.status, account.erases_at) {
            (AccountStatus::Leaving, Some(erases_at)) if !restore => {
                Err(AccountError::DeletionPending { erases_at }.into())
            }
            (AccountStatus::Leaving, _) => {
                account.restore();
                Ok(tx.accounts().save_standing(account, tx.now().await?).await?)
            }
            _ => Ok(()),
        }
    }
}
