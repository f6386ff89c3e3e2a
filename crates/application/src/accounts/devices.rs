use kamachat_domain::{
    Limit,
    accounts::{DeviceName, Session},
    ids::SessionId,
};

use super::Accounts;
use crate::{Actor, Error, Result, store::Repositories};

/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionView {
    pub session: Session,
    /// Whether it is the one that asks.
    pub current: bool,
}

impl Accounts {
    /// Where the actor is signed in, newest first, below `before`.
    pub async fn sessions(
        &self,
        actor: &Actor,
        before: Option<SessionId>,
        limit: Limit,
    ) -> Result<Vec<SessionView>> {
        let read = self.deps.store.read();
        let now = read.now().await?;
        let sessions = read.sessions().live_of(actor.account_id, now, before, limit).await?;
        Ok(sessions.into_iter().map(|session| view(session, actor)).collect())
    }

    /// Gives the device of a session a name.
    pub async fn rename_session(&self, actor: &Actor, id: SessionId, name: &str) -> Result<SessionView> {
        let name = DeviceName::parse(name)?;
        let tx = self.deps.store.begin().await?;
        tx.accounts().lock(actor.account_id).await?;
        let mut session = own(&*tx, actor, id).await?;
        tx.sessions().rename(id, &name).await?;
        let at = tx.now().await?;
        let announcements = self.announce_session(&*tx, actor.account_id, id, at).await?;
        tx.commit().await?;
        announcements.publish(&*self.deps.bus);
        session.name = Some(name);
        Ok(view(session, actor))
    }

    /// Ends a session of the actor's account: its tokens are worth nothing and its sockets close.
    pub async fn end_session(&self, actor: &Actor, id: SessionId) -> Result<()> {
        let tx = self.deps.store.begin().await?;
        tx.accounts().lock(actor.account_id).await?;
        own(&*tx, actor, id).await?;
        let at = tx.now().await?;
        tx.sessions().revoke(id, at).await?;
        let announcements = self.announce_session(&*tx, actor.account_id, id, at).await?;
        tx.commit().await?;
        self.publish_ended([id], at);
        announcements.publish(&*self.deps.bus);
        Ok(())
    }

    /// Ends every session of the actor's account; the one that asks stays unless it is `all`.
    pub async fn end_sessions(&self, actor: &Actor, all: bool) -> Result<()> {
        let tx = self.deps.store.begin().await?;
        tx.accounts().lock(actor.account_id).await?;
        let at = tx.now().await?;
        let keep = (!all).then_some(actor.session_id);
        let ended = tx.sessions().revoke_all(actor.account_id, keep, at).await?;
        let announcements = self.announce_session(&*tx, actor.account_id, actor.session_id, at).await?;
        tx.commit().await?;
        self.publish_ended(ended, at);
        announcements.publish(&*self.deps.bus);
        Ok(())
    }

    /// Notes that the actor's device is there. Writes at most once a minute.
    pub async fn seen(&self, actor: &Actor) -> Result<()> {
        let read = self.deps.store.read();
        let now = read.now().await?;
        let session = read.sessions().find(actor.session_id).await?;
        drop(read);
        if !session.is_some_and(|session| session.is_news(now)) {
            return Ok(());
        }
        let tx = self.deps.store.begin().await?;
        tx.sessions().seen(actor.session_id, now).await?;
        Ok(tx.commit().await?)
    }
}

/// A session of the actor's account that is not over. Absent and somebody else's look the same.
async fn own(store: &dyn Repositories, actor: &Actor, id: SessionId) -> Result<Session> {
    let now = store.now().await?;
    let session = store.sessions().find(id).await?;
    let session = session.filter(|session| session.account_id == actor.account_id && session.is_live(now));
    session.ok_or(Error::NotFound)
}

fn view(session: Session, actor: &Actor) -> SessionView {
    let current = session.id == actor.session_id;
    SessionView { session, current }
}
