use kamachat_domain::{
    conversations::{Draft, MemberChange, Notify},
    ids::ConversationId,
    messages::Text,
};

use super::{ConversationView, Conversations};
use crate::{
    Actor, Error, Result,
    feed::{Announcements, FeedKind},
};

/// What was written and not sent, as a device has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDraft {
    pub text: String,
    pub reply_to: Option<i64>,
}

/// New values; `None` leaves one as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    pub pinned: Option<bool>,
    pub notify: Option<Notify>,
    pub archived: Option<bool>,
    pub hidden: Option<bool>,
    pub marked_unread: Option<bool>,
    /// `Some(None)` and blank text drop the draft.
    pub draft: Option<Option<NewDraft>>,
}

impl Conversations {
    /// Changes how the actor keeps a conversation and tells his devices. The head is not locked: a message that
    /// commits meanwhile counts as one that came after, which is what a reader sees too.
    pub async fn arrange(
        &self,
        actor: &Actor,
        id: ConversationId,
        wish: Arrangement,
    ) -> Result<ConversationView> {
        let me = actor.account_id;
        let draft = match wish.draft {
            Some(Some(NewDraft { text, reply_to })) if !text.trim().is_empty() => {
                Some(Some((Text::parse(text)?, reply_to)))
            }
            Some(_) => Some(None),
            None => None,
        };
        let tx = self.store.begin().await?;
        let (head, _) = tx.conversations().find_for(me, id).await?.ok_or(Error::NotFound)?;
        let locked = tx.conversations().lock_members(&[(id, me)]).await?.pop();
        let mut member = locked.filter(|member| member.is_active()).ok_or(Error::NotFound)?;
        let now = tx.now().await?;
        let written = |(text, reply_to)| Draft { text, reply_to, updated_at: now };
        let change = MemberChange {
            pinned: wish.pinned,
            notify: wish.notify,
            archived: wish.archived,
            hidden: wish.hidden,
            marked_unread: wish.marked_unread,
            draft: draft.map(|draft| draft.map(written)),
        };
        let mut news = Announcements::default();
        if member.arrange(&head, change) {
            tx.conversations().save_members(&[member]).await?;
            news.add(me, tx.feed().append(me, FeedKind::Conversation, id.into(), now).await?);
        }
        tx.commit().await?;
        news.publish(&*self.bus);
        self.get(actor, id).await
    }
}
