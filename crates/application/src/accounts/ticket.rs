use super::Accounts;
use crate::{Actor, Error, Result};

impl Accounts {
    /// A single-use ticket that opens a socket for the actor, and the seconds it is good for.
    pub async fn issue_ticket(&self, actor: &Actor) -> Result<(String, u64)> {
        let ticket = self.deps.tickets.issue(self.deps.ids.secret(), *actor).await?;
        Ok((ticket, self.deps.tickets.seconds()))
    }

    /// Who a ticket was given to. It is used up by this call; the session must still be good.
    pub async fn redeem_ticket(&self, ticket: &str) -> Result<Actor> {
        let actor = self.deps.tickets.redeem(ticket).await?.ok_or(Error::Unauthenticated)?;
        let ended = self.ended_sessions(&[actor.session_id]).await?;
        if ended.is_empty() { Ok(actor) } else { Err(Error::Unauthenticated) }
    }
}
