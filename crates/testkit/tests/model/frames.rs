//! WebSocket frames of the server as a link sees them: whole, unmasked, and only as far as it has to understand them.

use kamachat_client::ConversationId;

/// The first frame of the bytes, with its header, once it is whole.
pub fn first(bytes: &[u8]) -> Option<usize> {
    let (&second, rest) = bytes.get(1..)?.split_first()?;
    let (header, payload) = match second & 0x7F {
        126 => (4, u16::from_be_bytes(rest.get(..2)?.try_into().ok()?).into()),
        127 => (10, usize::try_from(u64::from_be_bytes(rest.get(..8)?.try_into().ok()?)).ok()?),
        short => (2, short.into()),
    };
    (bytes.len() >= header + payload).then_some(header + payload)
}

/// The text of a frame; empty for others.
pub fn text(frame: &[u8]) -> &str {
    let header = match frame[1] & 0x7F {
        126 => 4,
        127 => 10,
        _ => 2,
    };
    if frame[0] & 0x0F == 1 { std::str::from_utf8(&frame[header..]).unwrap_or_default() } else { "" }
}

/// Whether nobody asked for it: such a frame may be lost, doubled and late.
pub fn is_push(text: &str) -> bool {
    const PUSHES: [&str; 5] = ["new_message", "message_changed", "read", "delivered", "stale"];
    let Some(name) = text.strip_prefix(r#"{"type":""#).and_then(|rest| rest.split('"').next()) else {
        return false;
    };
    PUSHES.contains(&name) || (name == "account_events" && text.contains(r#""ref":null"#))
}

/// Which messages a frame shows: in each of them the number follows the conversation.
pub fn shows(text: &str) -> Vec<(ConversationId, i64)> {
    const SHOWING: [&str; 4] = ["new_message", "message_changed", "messages", "changes"];
    if !SHOWING.iter().any(|name| text.starts_with(&format!(r#"{{"type":"{name}""#))) {
        return Vec::new();
    }
    let number = |part: &str| {
        let (id, rest) = part.split_once("\",\"seq\":")?;
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        Some((id.parse().ok()?, rest[..digits].parse().ok()?))
    };
    text.split(r#""conversation_id":""#).skip(1).filter_map(number).collect()
}

#[test]
fn the_messages_of_a_frame_are_found() {
    let id = "01a1ff28-0d54-74ad-b4a8-60d2fd5d613a";
    let message = |seq: i64| format!(r#"{{"id":"x","conversation_id":"{id}","seq":{seq},"cnt":1}}"#);
    let (of, one, two) = (id.parse().unwrap(), message(41), message(7));
    let page =
        format!(r#"{{"type":"messages","conversation_id":"{id}","from":7,"to":41,"items":[{one},{two}]}}"#);
    assert_eq!(shows(&page), [(of, 41), (of, 7)]);
    assert_eq!(shows(&format!(r#"{{"type":"new_message","message":{two}}}"#)), [(of, 7)]);
    assert_eq!(shows(&format!(r#"{{"type":"read","conversation_id":"{id}","seq":3}}"#)), []);
}
