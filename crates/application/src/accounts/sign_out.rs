use super::Accounts;
use crate::{Actor, Result};

impl Accounts {
    /// Ends the actor's session: its tokens are worth nothing from here on and its sockets close.
    pub async fn sign_out(&self, actor: &Actor) -> Result<()> {
        let tx = self.deps.store.begin().await?;
        tx.accounts().lock(actor.account_id).await?;
        let at = tx.now().await?;
        tx.sessions().revoke(actor.session_id, at).await?;
        let announcements = self.announce_session(&*tx, actor.account_id, actor.session_id, at).await?;
        tx.commit().await?;
        self.publish_ended([actor.session_id], at);
        announcements.publish(&*self.deps.bus);
        Ok(())
    }
}
