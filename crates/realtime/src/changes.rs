//! Frames that change messages which were sent, and what was changed while a device was away.

use kamachat_application::{Error, Result, messages::MessageView};
use kamachat_domain::{
    ids::ConversationId,
    messages::{Emoji, Text},
};
use kamachat_protocol::{
    frames::{ClientFrame, ServerFrame},
    messages::Message,
};

use crate::{messages::size, open::Session, view};

/// Text in one `changes` frame, about; the rest is asked for again.
const FRAME_TEXT: usize = 256 * 1024;

impl Session {
    /// A frame about changes: made here, or missed.
    pub(crate) async fn on_change(&self, frame: ClientFrame) {
        if let ClientFrame::Changes { reference, conversation_id, since } = frame {
            let told = match self.take_request().await {
                Ok(()) => self.changes_since(reference.clone(), conversation_id, since).await,
                refused => refused,
            };
            return self.report(reference, told);
        }
        if let Some((reference, done)) = self.change(frame).await {
            self.report(reference, done);
        }
    }

    /// Does what a frame asks for; answered after the commit. `None` for a frame that changes nothing.
    async fn change(&self, frame: ClientFrame) -> Option<(Option<String>, Result<()>)> {
        let (reference, conversation_id, seq, done) = match frame {
            ClientFrame::EditMessage { reference, conversation_id: id, seq, body, version } => {
                let edited = match Text::parse(body.text) {
                    Ok(text) => self.changes().edit(&self.actor, id, seq, &text, version).await.map(rev),
                    Err(error) => Err(error.into()),
                };
                (reference, id, seq, edited)
            }
            ClientFrame::RecallMessage { reference, conversation_id: id, seq } => {
                (reference, id, seq, self.changes().recall(&self.actor, id, seq).await.map(rev))
            }
            ClientFrame::React { reference, conversation_id: id, seq, emoji } => {
                (reference, id, seq, self.react(id, seq, &emoji, true).await)
            }
            ClientFrame::Unreact { reference, conversation_id: id, seq, emoji } => {
                (reference, id, seq, self.react(id, seq, &emoji, false).await)
            }
            ClientFrame::Pin { reference, conversation_id: id, seq, on } => {
                (reference, id, seq, self.changes().pin(&self.actor, id, seq, on).await.map(rev))
            }
            ClientFrame::DeleteForMe { reference, conversation_id: id, seq } => {
                (reference, id, seq, self.changes().hide(&self.actor, id, seq).await.map(|()| None))
            }
            _ => return None,
        };
        let done = done.map(|rev| {
            let reference = reference.clone();
            self.connection.answer(&ServerFrame::ChangeAck { reference, conversation_id, seq, rev });
        });
        Some((reference, done))
    }

    async fn react(&self, id: ConversationId, seq: i64, emoji: &str, on: bool) -> Result<Option<i64>> {
        let emoji = Emoji::parse(emoji).map_err(Error::from)?;
        let done = if on {
            self.changes().react(&self.actor, id, seq, &emoji).await
        } else {
            self.changes().unreact(&self.actor, id, seq, &emoji).await
        };
        done.map(rev)
    }

    fn changes(&self) -> &kamachat_application::messages::MessageChanges {
        &self.node.services.changes
    }

    /// Answers what was changed after the change `since`.
    async fn changes_since(
        &self,
        reference: Option<String>,
        conversation_id: ConversationId,
        since: i64,
    ) -> Result<()> {
        let page = self.changes().since(&self.actor, conversation_id, since).await?;
        let all = page.messages.iter().map(view::message).collect();
        let (items, cut) = fitting(all);
        let last_rev = cut.unwrap_or(page.last_rev);
        let more = page.more || cut.is_some();
        self.connection.answer(&ServerFrame::Changes { reference, conversation_id, items, last_rev, more });
        Ok(())
    }
}

fn rev(view: MessageView) -> Option<i64> {
    view.message.rev
}

/// The first messages that fit one frame, at least one; and the last change told, when some did not fit.
fn fitting(mut messages: Vec<Message>) -> (Vec<Message>, Option<i64>) {
    let mut sum = 0;
    let over = messages.iter().position(|message| {
        sum += size(message);
        sum > FRAME_TEXT
    });
    let Some(over) = over.map(|over| over.max(1)).filter(|over| *over < messages.len()) else {
        return (messages, None);
    };
    messages.truncate(over);
    let last = messages.last().and_then(|message| message.rev);
    (messages, last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::tests::message;

    #[test]
    fn what_does_not_fit_is_left_for_the_next_question() {
        let changed = |rev: i64, len| Message { rev: Some(rev), ..message(rev, len) };
        let (items, cut) = fitting((1..=200).map(|rev| changed(rev, 30_000)).collect());
        assert_eq!((items.len(), cut), (8, Some(8)));
        assert_eq!(fitting(vec![changed(1, 5), changed(2, 5)]).1, None);
        let (items, cut) = fitting(vec![changed(1, 2 * FRAME_TEXT), changed(2, 5)]);
        assert_eq!((items.len(), cut), (1, Some(1)));
        assert_eq!(fitting(Vec::new()), (Vec::new(), None));
    }
}
