//! Text of a client to a frame, and what can be told when it is none.

use kamachat_domain::messages::{Body, Mentions, MessageError, MessageKind, Refs, Text};
use kamachat_protocol::{
    frames::{ClientFrame, MAX_PULL, MAX_WATCHED},
    messages::{NewCard, NewMentions, TextBody},
};
use serde::Deserialize;

/// Longest `ref`, in bytes.
const MAX_REF: usize = 64;

/// What a text was that is no frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unparsed {
    /// Its `ref`, to answer with.
    pub reference: Option<String>,
    /// Whether it tried to be a `hello`.
    pub hello: bool,
}

/// A frame that keeps to the limits of the contract.
///
/// # Errors
/// What can be told of a text that is none.
pub fn frame(text: &str) -> Result<ClientFrame, Unparsed> {
    // A list of the right length would be read as fields in order; frames and bodies are objects.
    if !text.trim_start().starts_with('{') {
        return Err(Unparsed::default());
    }
    let frame = serde_json::from_str(text).map_err(|_| glimpse(text))?;
    let reference = reference(&frame);
    if reference.is_some_and(|reference| reference.len() > MAX_REF) {
        return Err(Unparsed::default());
    }
    let within = match &frame {
        ClientFrame::Pull { from, to, .. } => *from >= 1 && to >= from && to - from < MAX_PULL,
        ClientFrame::Read { seq, .. } | ClientFrame::Delivered { seq, .. } => *seq >= 0,
        ClientFrame::EditMessage { version, .. } => *version >= 0,
        ClientFrame::Changes { since, .. } => *since >= 0,
        ClientFrame::Watch { user_ids, .. } => user_ids.len() <= MAX_WATCHED,
        _ => true,
    };
    if within { Ok(frame) } else { Err(Unparsed { reference: reference.cloned(), hello: false }) }
}

/// The body of a message that a client may send.
///
/// # Errors
/// What the kind or the body of it is refused for.
pub fn body(kind: &str, body: serde_json::Value) -> Result<Body, MessageError> {
    match MessageKind::parse(kind)? {
        MessageKind::Deleted | MessageKind::System | MessageKind::Merged => {
            Err(MessageError::KindUnsupported)
        }
        _ if !body.is_object() => Err(MessageError::BodyInvalid),
        MessageKind::Text => {
            let TextBody { text } = serde_json::from_value(body).map_err(|_| MessageError::BodyInvalid)?;
            Ok(Body::Text(Text::parse(text)?))
        }
        MessageKind::Card => {
            let NewCard { user_id } = serde_json::from_value(body).map_err(|_| MessageError::BodyInvalid)?;
            Ok(Body::Card(user_id))
        }
    }
}

/// What a message of a client refers to.
///
/// # Errors
/// [`MessageError::ReplyUnknown`] for a number that no message has, [`MessageError::TooManyMentions`].
pub fn refs(reply_to: Option<i64>, mentions: Option<NewMentions>) -> Result<Refs, MessageError> {
    if reply_to.is_some_and(|seq| seq < 1) {
        return Err(MessageError::ReplyUnknown);
    }
    let NewMentions { user_ids, all } = mentions.unwrap_or_default();
    Ok(Refs { reply_to, mentions: Mentions::new(user_ids, all)?, forwarded: false })
}

/// The `ref` of a frame.
pub(crate) fn reference(frame: &ClientFrame) -> Option<&String> {
    match frame {
        ClientFrame::SendMessage { reference, .. }
        | ClientFrame::Pull { reference, .. }
        | ClientFrame::EditMessage { reference, .. }
        | ClientFrame::RecallMessage { reference, .. }
        | ClientFrame::React { reference, .. }
        | ClientFrame::Unreact { reference, .. }
        | ClientFrame::Pin { reference, .. }
        | ClientFrame::DeleteForMe { reference, .. }
        | ClientFrame::Changes { reference, .. }
        | ClientFrame::Watch { reference, .. }
        | ClientFrame::Account { reference, .. } => reference.as_ref(),
        _ => None,
    }
}

fn glimpse(text: &str) -> Unparsed {
    #[derive(Default, Deserialize)]
    struct Glimpse {
        #[serde(default, rename = "type")]
        kind: serde_json::Value,
        #[serde(default, rename = "ref")]
        reference: serde_json::Value,
    }
    let seen: Glimpse = serde_json::from_str(text).unwrap_or_default();
    let reference = seen.reference.as_str().filter(|text| text.len() <= MAX_REF).map(str::to_owned);
    Unparsed { reference, hello: seen.kind == "hello" }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    fn refused(text: &str) -> Unparsed {
        frame(text).unwrap_err()
    }

    #[test]
    fn lists_are_neither_frames_nor_bodies() {
        assert_eq!(refused(r#"["ping",1]"#), Unparsed::default());
        assert_eq!(refused(r#"["hello"]"#), Unparsed::default());
        assert_eq!(body("text", serde_json::json!(["x"])), Err(MessageError::BodyInvalid));
        assert!(body("text", serde_json::json!({"text": "x"})).is_ok());
    }

    #[test]
    fn a_ref_is_echoed_when_it_can_be_read() {
        let wrong_type =
            format!(r#"{{"type":"pull","ref":"r1","conversation_id":"{ID}","from":"1","to":2}}"#);
        assert_eq!(refused(&wrong_type).reference.as_deref(), Some("r1"));
        assert_eq!(refused(r#"{"type":"launch","ref":"r2"}"#).reference.as_deref(), Some("r2"));
        assert_eq!(refused(r#"{"type":"launch","ref":{"$ne":1}}"#), Unparsed::default());
        assert_eq!(refused("not json"), Unparsed::default());
        assert_eq!(refused(r"[]"), Unparsed::default());
        let long = format!(r#"{{"type":"account","since":1,"ref":"{}"}}"#, "r".repeat(65));
        assert_eq!(refused(&long), Unparsed::default());
    }

    #[test]
    fn a_hello_that_is_not_understood_is_known_as_one() {
        assert!(refused(r#"{"type":"hello","device":5}"#).hello);
        assert!(!refused(r#"{"type":"ping","t":"x"}"#).hello);
    }

    #[test]
    fn a_pull_keeps_to_its_bounds() {
        let pull = |from: i64, to: i64| {
            frame(&format!(r#"{{"type":"pull","conversation_id":"{ID}","from":{from},"to":{to}}}"#)).is_ok()
        };
        assert!(pull(1, 1) && pull(5, 204));
        for (from, to) in [(0, 5), (-1, 5), (5, 4), (5, 205), (1, i64::MAX), (i64::MIN, 1)] {
            assert!(!pull(from, to), "{from}..={to}");
        }
        assert!(frame(&format!(r#"{{"type":"read","conversation_id":"{ID}","seq":-1}}"#)).is_err());
    }

    #[test]
    fn every_field_refuses_every_wrong_type() {
        for value in ["{}", "[]", "5", "null", "true", "\"x\""] {
            for field in ["conversation_id", "client_msg_id"] {
                let other = if field == "conversation_id" { "client_msg_id" } else { "conversation_id" };
                let text = format!(
                    r#"{{"type":"send_message","{field}":{value},"{other}":"{ID}","kind":"text","body":{{}}}}"#
                );
                assert!(frame(&text).is_err(), "{text}");
            }
            if value != "\"x\"" {
                let text = format!(r#"{{"text":{value}}}"#);
                let value = serde_json::from_str(&text).unwrap();
                assert_eq!(body("text", value), Err(MessageError::BodyInvalid), "{text}");
            }
        }
    }

    #[test]
    fn bodies_are_parsed_by_kind_and_nothing_else_comes_through() {
        let value = |text: &str| serde_json::from_str(text).unwrap();
        assert!(body("text", value(r#"{"text":"hi"}"#)).is_ok());
        assert!(body("card", value(&format!(r#"{{"user_id":"{ID}"}}"#))).is_ok());
        for wrong in [r#"{"user_id":"x"}"#, r#"{"text":"x"}"#, "[]"] {
            assert_eq!(body("card", value(wrong)), Err(MessageError::BodyInvalid), "{wrong}");
        }
        assert_eq!(body("system", value(r#"{"text":"hi"}"#)), Err(MessageError::KindUnsupported));
        assert_eq!(body("text", value(r#"{"text":"hi","sender":1}"#)), Err(MessageError::BodyInvalid));
        assert_eq!(body("text", value(r#"{"text":" "}"#)), Err(MessageError::Empty));
    }
}
