use kamachat_domain::{
    ids::ConversationId,
    messages::{EarlierText, Text},
    planted::{self, Defect},
};

use super::{MessageChanges, own::Eyes, slate::Slate};
use crate::{Actor, Error, Result, messages::MessageView, retry::again};

impl MessageChanges {
    /// Gives an own text other words. `version` is how many edits of it the client knows.
    pub async fn edit(
        &self,
        actor: &Actor,
        id: ConversationId,
        seq: i64,
        text: &Text,
        version: i64,
    ) -> Result<MessageView> {
        self.pay(actor).await?;
        again(|| self.edit_once(actor, id, seq, text, version)).await
    }

    async fn edit_once(
        &self,
        actor: &Actor,
        id: ConversationId,
        seq: i64,
        text: &Text,
        version: i64,
    ) -> Result<MessageView> {
        let mut slate = Slate::open(&*self.store, actor, id, seq).await?;
        let (message, act, _) = slate.parts();
        let version = if planted::is(Defect::EditLostOnRace) { message.changes.version } else { version };
        let Some(earlier) = message.edit(act, text.clone(), version, self.windows)? else {
            return slate.leave().await;
        };
        slate.tx.message_changes().keep_text(id, seq, &earlier).await?;
        slate.commit(&*self.bus).await
    }

    /// The texts that a message had before, the first one first.
    pub async fn earlier_texts(
        &self,
        actor: &Actor,
        id: ConversationId,
        seq: i64,
    ) -> Result<Vec<EarlierText>> {
        let read = self.store.read();
        let (_, member) =
            read.conversations().find_for(actor.account_id, id).await?.ok_or(Error::NotFound)?;
        let there = !read.message_changes().by_seqs(id, &[seq]).await?.is_empty();
        if !there || !Eyes::of(&*read, &member, &[seq]).await?.see(seq) {
            return Err(Error::NotFound);
        }
        Ok(read.message_changes().earlier_texts(id, seq).await?)
    }
}
