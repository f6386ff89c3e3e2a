use kamachat_domain::accounts::{AccountError, InviteCode, RegistrationInvite};

use super::Accounts;
use crate::{Result, store::Transaction};

impl Accounts {
    /// A code for `uses` registrations within `days` days. It is answered here and never again: only its
    /// hash is stored.
    pub async fn create_invite(&self, uses: u32, days: u32) -> Result<(InviteCode, RegistrationInvite)> {
        let code = InviteCode::from_secret(self.deps.ids.secret());
        let id = self.deps.ids.next().into();
        let tx = self.deps.store.begin().await?;
        let invite = RegistrationInvite::issue(id, code.hash(), uses, days, tx.now().await?)?;
        tx.invites().insert(&invite).await?;
        tx.commit().await?;
        Ok((code, invite))
    }
}

/// Takes one registration off a code. Unknown, expired and used up look the same.
pub(super) async fn use_one(tx: &dyn Transaction, code: &str) -> Result<()> {
    let taken = tx.invites().use_one(&InviteCode::typed(code).hash(), tx.now().await?).await?;
    if taken { Ok(()) } else { Err(AccountError::InviteInvalid.into()) }
}
