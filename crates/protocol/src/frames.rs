//! Frames of the socket: JSON text, `type` first. The rules of the exchange are in `docs/REALTIME.md`.

mod account;
mod close;
mod parts;

pub use account::{AccountEvent, AccountEventKind};
use chrono::{DateTime, Utc};
pub use close::CloseCode;
use kamachat_domain::{
    accounts::PresenceState,
    ids::{AccountId, ClientMsgId, ConversationId, SessionId},
};
pub use parts::{AckedMessage, DeviceState, KnownHead};
use serde::{Deserialize, Serialize};

use crate::{
    conversations::Head,
    messages::{Message, NewMentions, TextBody},
};

/// Largest frame that the server takes, in bytes.
pub const MAX_FRAME: usize = 64 * 1024;
/// Most people that a socket watches.
pub const MAX_WATCHED: usize = 200;
/// Most messages that one `pull` answers.
pub const MAX_PULL: i64 = 200;

/// From the client. Frames with `ref` are answered by `ack`, a named answer or `error` with the same `ref`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ClientFrame {
    /// First frame, within five seconds. Answered by `ready` and `heads`.
    Hello {
        /// What the device calls itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        device: Option<String>,
        /// How far the device is in its conversations. Who is ahead of the server, which can happen after a
        /// restored backup, is answered by `reset`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        heads: Option<Vec<KnownHead>>,
    },
    SendMessage {
        #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        conversation_id: ConversationId,
        client_msg_id: ClientMsgId,
        kind: String,
        #[cfg_attr(feature = "openapi", schema(value_type = crate::messages::NewBody))]
        body: serde_json::Value,
        /// Number of a message of the same conversation that it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<i64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mentions: Option<NewMentions>,
    },
    /// Everything up to `seq` is read.
    Read { conversation_id: ConversationId, seq: i64 },
    /// Everything up to `seq` is stored on this device.
    Delivered { conversation_id: ConversationId, seq: i64 },
    /// Asks for the messages `from..=to`, at most [`MAX_PULL`].
    Pull {
        #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        conversation_id: ConversationId,
        from: i64,
        to: i64,
    },
    /// Gives an own text other words. `version`: how many edits of it the device knows. This and the next five
    /// are answered by `change_ack`.
    EditMessage {
        #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        conversation_id: ConversationId,
        seq: i64,
        body: TextBody,
        version: i64,
    },
    /// Takes a message back.
    RecallMessage {
        #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        conversation_id: ConversationId,
        seq: i64,
    },
    /// Reacts to a message with one emoji.
    React {
        #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        conversation_id: ConversationId,
        seq: i64,
        emoji: String,
    },
    /// Takes a reaction back.
    Unreact {
        #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        conversation_id: ConversationId,
        seq: i64,
        emoji: String,
    },
    /// Pins a message, or not any more.
    Pin {
        #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        conversation_id: ConversationId,
        seq: i64,
        on: bool,
    },
    /// Deletes a message for the own account alone.
    DeleteForMe {
        #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        conversation_id: ConversationId,
        seq: i64,
    },
    /// Asks for what was changed after the change `since`. Answered by `changes`.
    Changes {
        #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        conversation_id: ConversationId,
        since: i64,
    },
    /// Asks for the events of the own account after `since`.
    Account {
        #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        since: i64,
    },
    /// Whose presence this device shows: at most [`MAX_WATCHED`], in place of those named before. Answered by a
    /// `presence` of each who lets it be seen, and by another whenever it changes.
    Watch {
        #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        user_ids: Vec<AccountId>,
    },
    /// Somebody writes on this device, said again every few seconds while he does; or stopped. Has no answer.
    Typing { conversation_id: ConversationId, on: bool },
    /// Whether somebody uses this device.
    Presence { state: DeviceState },
    Ping {
        #[serde(default)]
        t: i64,
    },
}

/// From the server.
#[expect(clippy::large_enum_variant, reason = "messages are the most frequent frames: no allocation more")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ServerFrame {
    /// The answer to `hello`.
    Ready {
        session_id: SessionId,
        user_id: AccountId,
        server_time: DateTime<Utc>,
        heartbeat_s: u64,
        /// Seconds in which people can edit a text that they sent. Zero: never.
        edit_window_s: i64,
        /// Seconds in which people can take back what they sent. Zero: never.
        recall_window_s: i64,
    },
    /// Numbers of all conversations, newest activity first; several frames while `more`.
    Heads {
        useq: i64,
        items: Vec<Head>,
        more: bool,
    },
    /// The message is committed.
    Ack {
        #[serde(rename = "ref")]
        reference: Option<String>,
        client_msg_id: ClientMsgId,
        conversation_id: ConversationId,
        message: AckedMessage,
        duplicate: bool,
    },
    /// To every other device of the sender and of the members.
    NewMessage {
        message: Message,
    },
    /// The change is committed, or was before. `rev` is the newest change of the message; `null` for what only
    /// concerns the own account.
    ChangeAck {
        #[serde(rename = "ref")]
        reference: Option<String>,
        conversation_id: ConversationId,
        seq: i64,
        rev: Option<i64>,
    },
    /// A message changed; `rev` counts the changes of its conversation. `reactions` do not say which are one's own.
    MessageChanged {
        conversation_id: ConversationId,
        seq: i64,
        rev: i64,
        message: Box<Message>,
    },
    /// The answer to `changes`: messages as they are now, ascending by `rev`. While `more`, ask again from the last
    /// one; else everything up to `last_rev` is told.
    Changes {
        #[serde(rename = "ref")]
        reference: Option<String>,
        conversation_id: ConversationId,
        items: Vec<Message>,
        last_rev: i64,
        more: bool,
    },
    /// A member read up to `seq`. The counts, all of one moment, are there on the reader's own devices only.
    Read {
        conversation_id: ConversationId,
        user_id: AccountId,
        seq: i64,
        read_cnt: Option<i64>,
        /// Own messages above `seq` up to `last_seq`.
        own_cnt: Option<i64>,
        last_seq: Option<i64>,
        last_cnt: Option<i64>,
    },
    /// A device of a member holds everything up to `seq`.
    Delivered {
        conversation_id: ConversationId,
        user_id: AccountId,
        seq: i64,
    },
    /// The answer to `pull`, ascending.
    Messages {
        #[serde(rename = "ref")]
        reference: Option<String>,
        conversation_id: ConversationId,
        from: i64,
        to: i64,
        items: Vec<Message>,
    },
    /// These numbers will never come: do not ask again.
    Unavailable {
        conversation_id: ConversationId,
        from: i64,
        to: i64,
    },
    /// Frames of this conversation were lost, for one because the socket was too slow: pull up to `last_seq`, and
    /// ask for the changes up to `last_rev`. Each is 0 where nothing is known to be missing.
    Stale {
        conversation_id: ConversationId,
        last_seq: i64,
        #[serde(default)]
        last_rev: i64,
    },
    /// Changes of the own account, live or as the answer to `account`.
    AccountEvents {
        #[serde(rename = "ref")]
        reference: Option<String>,
        items: Vec<AccountEvent>,
        last_useq: i64,
    },
    /// What the device knows cannot be continued: load the conversation (or everything) again.
    Reset {
        conversation_id: Option<ConversationId>,
    },
    /// Somebody who is watched. Who does not let it be seen (any more) is `offline` without a time, or not told.
    Presence {
        user_id: AccountId,
        state: PresenceState,
        /// Of somebody who is offline, to about a minute.
        last_seen_at: Option<DateTime<Utc>>,
    },
    /// A member writes, or stopped. Forget it after six seconds.
    Typing {
        conversation_id: ConversationId,
        user_id: AccountId,
        on: bool,
    },
    Pong {
        t: i64,
    },
    Error {
        #[serde(rename = "ref")]
        reference: Option<String>,
        code: String,
        message: String,
        retry_after: Option<u64>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_types_and_fields_are_refused() {
        let parse = |text: &str| serde_json::from_str::<ClientFrame>(text);
        assert!(parse(r#"{"type":"ping","t":1}"#).is_ok());
        assert!(parse(r#"{"type":"ping","t":1,"send_id":"someone"}"#).is_err());
        assert!(parse(r#"{"type":"launch"}"#).is_err());
        assert!(parse(r#"{"type":"ping","t":"1"}"#).is_err());
        assert!(parse(&format!("{}{}", "[".repeat(1000), "]".repeat(1000))).is_err());
    }
}
