use kamachat_domain::{
    Timestamp,
    ids::{ClientMsgId, ConversationId},
};
use kamachat_protocol::{
    Page,
    messages::{ForwardMessages, ForwardedMessages, Message, NewMessage, SentMessage, TextBody},
};

use crate::{Client, error::Result, http::Call};

/// Which part of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// The newest messages.
    Latest,
    /// Those right before this number.
    Before(i64),
    /// Those right after this number.
    After(i64),
    /// Those on both sides of this number.
    Around(i64),
    /// Those of this time and later.
    Since(Timestamp),
}

impl Client {
    /// A page of a history, ascending by `seq`; `limit` at most 200.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn messages(
        &self,
        id: ConversationId,
        window: Window,
        limit: Option<u32>,
    ) -> Result<Page<Message>> {
        let path = format!("conversations/{id}/messages");
        let call = match window {
            Window::Latest => Call::get(&path),
            Window::Before(seq) => Call::get(&path).with("before", Some(seq)),
            Window::After(seq) => Call::get(&path).with("after", Some(seq)),
            Window::Around(seq) => Call::get(&path).with("around", Some(seq)),
            Window::Since(time) => Call::get(&path).with("since", Some(time.to_rfc3339())),
        };
        self.ask(call.with("limit", limit)).await
    }

    /// The whole history after `seq`, page by page. Mind its size.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn messages_after(&self, id: ConversationId, seq: i64) -> Result<Vec<Message>> {
        let (mut all, mut at) = (Vec::new(), seq);
        loop {
            let page = self.messages(id, Window::After(at), Some(200)).await?;
            match page.items.last() {
                Some(last) if last.seq > at => at = last.seq,
                _ => return Ok(all),
            }
            all.extend(page.items);
        }
    }

    /// Sends text and waits until it is stored. Repeat with the same `client_msg_id` when the answer is lost.
    ///
    /// # Errors
    /// `message.*` codes; `busy` with seconds to wait.
    pub async fn send_text(
        &self,
        id: ConversationId,
        client_msg_id: ClientMsgId,
        text: &str,
    ) -> Result<SentMessage> {
        let body = serde_json::to_value(TextBody { text: text.to_owned() })?;
        self.send(
            id,
            &NewMessage { client_msg_id, kind: "text".into(), body, reply_to: None, mentions: None },
        )
        .await
    }

    /// Sends a message of any kind.
    ///
    /// # Errors
    /// `message.*` codes; `busy` with seconds to wait.
    pub async fn send(&self, id: ConversationId, message: &NewMessage) -> Result<SentMessage> {
        self.ask(Call::post(&format!("conversations/{id}/messages")).body(message)?).await
    }

    /// Sends messages on to other conversations. Repeat with the same `client_msg_id` when the answer is lost.
    ///
    /// # Errors
    /// `not_found` when one of the originals is not to be seen; `busy`, `too_many_requests`.
    pub async fn forward(&self, messages: &ForwardMessages) -> Result<ForwardedMessages> {
        self.ask(Call::post("messages/forward").body(messages)?).await
    }
}
