//! Frames about messages: sending, and pulling what a device lacks.

use std::sync::Arc;

use kamachat_application::{
    Error, Result,
    messages::{Outcome, Outgoing, Reply},
};
use kamachat_domain::ids::ConversationId;
use kamachat_protocol::{frames::ServerFrame, messages::Message};

use crate::{open::Session, session::error_frame, view};

/// Text in one `messages` frame, about; a larger answer comes as several frames.
const FRAME_TEXT: usize = 256 * 1024;
/// A quote, about.
const QUOTE: usize = 512;
/// A person in a message of the server, about.
const SUBJECT: usize = 128;

impl Session {
    /// Puts a message into the queue. The answer comes from the writer, after the commit, straight into this
    /// socket's queue.
    pub(crate) async fn send_message(&self, reference: Option<String>, message: Outgoing) -> Result<()> {
        let Outgoing { conversation_id, client_msg_id, .. } = message;
        let connection = Arc::clone(&self.connection);
        let ack = move |reference, message: &_, duplicate| {
            let message = view::acked(message);
            ServerFrame::Ack { reference, client_msg_id, conversation_id, message, duplicate }
        };
        let reply: Reply = Box::new(move |outcome| {
            let frame = match outcome {
                Outcome::Stored(message) => ack(reference, &*message, false),
                Outcome::Duplicate(message) => ack(reference, &*message, true),
                Outcome::Rejected(error) => error_frame(reference, &Error::Message(error)),
            };
            connection.answer(&frame);
        });
        let origin = Some(self.connection.id);
        let messages = &self.node.services.messages;
        messages.submit(&self.actor, message, origin, reply).await
    }

    /// Answers the messages `from..=to`; what will never come is named first.
    pub(crate) async fn pull(
        &self,
        reference: Option<String>,
        conversation_id: ConversationId,
        from: i64,
        to: i64,
    ) -> Result<()> {
        let pulled = self.node.services.messages.pull(&self.actor, conversation_id, from, to).await?;
        for (from, to) in pulled.unavailable {
            self.connection.answer(&ServerFrame::Unavailable { conversation_id, from, to });
        }
        let messages = pulled.messages.iter().map(view::message).collect();
        for (from, to, items) in frames(messages, pulled.from, pulled.to) {
            self.connection.room().await;
            let reference = reference.clone();
            self.connection.answer(&ServerFrame::Messages { reference, conversation_id, from, to, items });
        }
        Ok(())
    }
}

/// Bytes of a message on the wire, about, without what all have.
pub(crate) fn size(message: &Message) -> usize {
    let named: usize = message.changes.reactions.iter().map(|reaction| reaction.users.len() + 1).sum();
    let quoted = message.reply_to.iter().count() * QUOTE;
    let merged: usize = message.body.items.iter().map(|item| item.text.len() + SUBJECT).sum();
    merged + message.body.text.len() + (message.body.subjects.len() + named) * SUBJECT + quoted
}

/// Cuts an answer into frames of a bounded size that together cover `from..=to`.
fn frames(messages: Vec<Message>, from: i64, to: i64) -> Vec<(i64, i64, Vec<Message>)> {
    let mut frames = Vec::new();
    let (mut start, mut items, mut sum) = (from, Vec::new(), 0);
    for message in messages {
        let len = size(&message);
        if !items.is_empty() && sum + len > FRAME_TEXT {
            let end = message.seq - 1;
            frames.push((start, end, std::mem::take(&mut items)));
            (start, sum) = (message.seq, 0);
        }
        sum += len;
        items.push(message);
    }
    frames.push((start, to, items));
    frames
}

#[cfg(test)]
pub(crate) mod tests {
    use chrono::DateTime;
    use kamachat_protocol::messages::{MessageBody, Sender};
    use uuid::Uuid;

    use super::*;

    pub(crate) fn message(seq: i64, len: usize) -> Message {
        let id = Uuid::nil();
        Message {
            id: id.into(),
            conversation_id: id.into(),
            seq,
            cnt: seq,
            rev: None,
            client_msg_id: id.into(),
            sender: Sender { id: id.into(), name: String::new(), avatar: None, deleted: false },
            kind: "text".into(),
            body: MessageBody::text("x".repeat(len)),
            created_at: DateTime::UNIX_EPOCH,
            changes: Default::default(),
            reply_to: None,
            mentions: None,
        }
    }

    #[test]
    fn a_large_answer_is_cut_without_a_hole() {
        let all = (3..=202).map(|seq| message(seq, 30_000)).collect();
        let frames = frames(all, 1, 210);
        assert!(frames.len() > 10);
        let mut next = 1;
        let mut seqs = Vec::new();
        for (from, to, items) in &frames {
            assert_eq!(*from, next);
            assert!(items.iter().map(|m| m.body.text.len()).sum::<usize>() <= FRAME_TEXT);
            seqs.extend(items.iter().map(|m| m.seq));
            next = to + 1;
        }
        assert_eq!((next, seqs), (211, (3..=202).collect::<Vec<_>>()));
    }

    #[test]
    fn a_small_or_empty_answer_is_one_frame() {
        assert_eq!(frames(vec![message(1, 5), message(2, 5)], 1, 2).len(), 1);
        assert_eq!(frames(Vec::new(), 9, 8), [(9, 8, Vec::new())]);
        assert_eq!(frames(vec![message(1, 2 * FRAME_TEXT)], 1, 1).len(), 1);
    }
}
