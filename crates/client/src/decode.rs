//! Reading frames. The two frequent ones skip the detour that tagged enums take through a buffer.

use kamachat_domain::ids::{ClientMsgId, ConversationId};
use kamachat_protocol::{
    frames::{AckedMessage, ServerFrame},
    messages::Message,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct NewMessage {
    message: Message,
}

#[derive(Deserialize)]
struct Ack {
    #[serde(rename = "ref")]
    reference: Option<String>,
    client_msg_id: ClientMsgId,
    conversation_id: ConversationId,
    message: AckedMessage,
    duplicate: bool,
}

/// Reads a frame of the server: the frame, or `None` for a type that this version does not know.
///
/// # Errors
/// What of it is no JSON, or not what its type has.
pub fn decode(text: &str) -> serde_json::Result<Option<ServerFrame>> {
    if text.starts_with(r#"{"type":"new_message","#) {
        let NewMessage { message } = serde_json::from_str(text)?;
        return Ok(Some(ServerFrame::NewMessage { message }));
    }
    if text.starts_with(r#"{"type":"ack","#) {
        let Ack { reference, client_msg_id, conversation_id, message, duplicate } =
            serde_json::from_str(text)?;
        return Ok(Some(ServerFrame::Ack { reference, client_msg_id, conversation_id, message, duplicate }));
    }
    match serde_json::from_str(text) {
        Ok(frame) => Ok(Some(frame)),
        // A newer server may say more than we know.
        Err(error) if error.is_data() && error.to_string().starts_with("unknown variant") => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = r#"{"id":"01890000-0000-7000-8000-000000000001","conversation_id":"01890000-0000-7000-8000-000000000002","seq":7,"cnt":7,"rev":null,"client_msg_id":"01890000-0000-7000-8000-000000000003","sender":{"id":"01890000-0000-7000-8000-000000000004","name":"ada","avatar":null},"kind":"text","body":{"text":"hi"},"created_at":"2026-01-02T03:04:05.678Z"}"#;

    #[test]
    fn the_short_way_reads_what_the_long_way_reads() -> serde_json::Result<()> {
        let ack = r#"{"type":"ack","ref":"r","client_msg_id":"01890000-0000-7000-8000-000000000003","conversation_id":"01890000-0000-7000-8000-000000000002","message":{"id":"01890000-0000-7000-8000-000000000001","seq":7,"cnt":7,"created_at":"2026-01-02T03:04:05.678Z"},"duplicate":false}"#;
        let new = format!(r#"{{"type":"new_message","message":{MESSAGE}}}"#);
        for text in [ack, &new] {
            let long: ServerFrame = serde_json::from_str(text)?;
            assert_eq!(decode(text)?, Some(long));
        }
        Ok(())
    }

    #[test]
    fn frames_of_a_newer_server_are_passed_over_and_broken_ones_are_not() {
        assert!(matches!(decode(r#"{"type":"hologram","size":3}"#), Ok(None)));
        assert!(decode(r#"{"type":"ack","ref":1}"#).is_err());
        assert!(decode("hello").is_err());
    }
}
