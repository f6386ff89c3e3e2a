use kamachat_protocol::frames::{ClientFrame, ServerFrame};
use kamachat_realtime::wire;

/// A frame of a client, as the server reads it; a second writing reads the same.
///
/// # Panics
/// When it does not.
pub fn client_frame(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(frame) = wire::frame(text) else { return };
    let again = serde_json::to_string(&frame).map(|text| wire::frame(&text));
    assert_eq!(again.ok(), Some(Ok(frame.clone())), "written again it is another frame");
    if let ClientFrame::SendMessage { kind, body, reply_to, mentions, .. } = frame {
        wire::body(&kind, body).ok();
        wire::refs(reply_to, mentions).ok();
    }
}

/// A frame of the server, as a client reads it; the short way reads what the long way reads.
///
/// # Panics
/// When it does not, or when a second writing reads otherwise.
pub fn server_frame(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let short = kamachat_client::decode(text);
    if let Ok(long) = serde_json::from_str::<ServerFrame>(text) {
        assert_eq!(short.as_ref().ok(), Some(&Some(long)), "the short way reads otherwise");
    }
    if let Ok(Some(frame)) = short {
        let again = serde_json::to_string(&frame).map(|text| kamachat_client::decode(&text).ok());
        assert_eq!(again.ok(), Some(Some(Some(frame))), "written again it is another frame");
    }
}
