//! WebSocket frames of the server as a link sees them: whole, unmasked, and only as far as it has to understand them.

use kamachat_client::ConversationId;
use serde_json::Value;

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

/// Which messages a frame shows.
pub fn shows(text: &str) -> Vec<(ConversationId, i64)> {
    const SHOWING: [&str; 4] = ["new_message", "message_changed", "messages", "changes"];
    if !SHOWING.iter().any(|name| text.starts_with(&format!(r#"{{"type":"{name}""#))) {
        return Vec::new();
    }
    let frame: Value = serde_json::from_str(text).unwrap_or_default();
    let items = frame["items"].as_array().cloned().unwrap_or_default();
    let number = |message: &Value| {
        let id = message["conversation_id"].as_str()?.parse().ok()?;
        Some((id, message["seq"].as_i64()?))
    };
    items.iter().chain([&frame["message"]]).filter_map(number).collect()
}
