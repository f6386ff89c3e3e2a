use super::Accounts;
use crate::{Actor, Result, ports::Push};

impl Accounts {
    /// Ends the actor's session: its tokens are worth nothing from here on and its sockets close.
    pub async fn sign_out(&self, actor: &Actor) -> Result<()> {
        let tx = self.deps.store.begin().await?;
        let at = tx.now().await?;
        tx.sessions().revoke(actor.session_id, at).await?;
        tx.commit().await?;
        self.deps.bus.publish(Push::SessionEnded { session_id: actor.session_id, at });
        Ok(())
    }
}
