use kamachat_domain::ids::ConversationId;

use super::{MessageChanges, slate::Slate};
use crate::{Actor, Result, messages::MessageView, retry::again};

impl MessageChanges {
    /// Takes a message back: its place and count stay, everything else of it goes.
    pub async fn recall(&self, actor: &Actor, id: ConversationId, seq: i64) -> Result<MessageView> {
        self.pay(actor).await?;
        again(|| self.recall_once(actor, id, seq)).await
    }

    async fn recall_once(&self, actor: &Actor, id: ConversationId, seq: i64) -> Result<MessageView> {
        let mut slate = Slate::open(&*self.store, actor, id, seq).await?;
        let (message, act, sender) = slate.parts();
        if !message.recall(act, sender, self.windows)? {
            return slate.leave().await;
        }
        slate.tx.message_changes().drop_details(id, seq).await?;
        slate.commit(&*self.bus).await
    }
}
