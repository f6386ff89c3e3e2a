use serde_json::{Value, json};

/// A body that is in order, so that the answer depends on rights alone; none where a picture is wanted.
pub(super) fn body(method: &str, route: &str, person: &str) -> Option<Value> {
    Some(match (method, route) {
        ("PUT", "/me/avatar" | "/groups/{id}/avatar") => return None,
        ("PATCH", "/conversations/{id}") => json!({"pinned": true}),
        ("POST", "/conversations/{id}/messages") => {
            let key = kamachat_client::new_client_msg_id();
            json!({"client_msg_id": key, "kind": "text", "body": {"text": "hi"}})
        }
        ("POST", "/messages/forward") => {
            let key = kamachat_client::new_client_msg_id();
            json!({"client_msg_id": key, "messages": [{"conversation_id": person, "seq": 1}], "to": [person]})
        }
        ("POST", "/reports") => json!({"target": {"kind": "user", "user_id": person}, "reason": "spam"}),
        ("PUT", "/conversations/{id}/read") => json!({"seq": 1}),
        ("PATCH", "/conversations/{id}/messages/{seq}") => json!({"body": {"text": "ho"}, "version": 0}),
        ("PATCH", "/contacts/{id}") => json!({"starred": true}),
        ("PATCH", "/me/sessions/{id}") => json!({"name": "desk"}),
        ("POST", "/friend-requests" | "/conversations/direct") => json!({"user_id": person}),
        ("POST", "/me/email") => json!({"email": "m@example.org", "password": "x"}),
        ("POST", "/me/password") => json!({"current_password": "x", "new_password": "y"}),
        ("POST", "/me/phone") => json!({"phone": "13800138000", "code": "000000", "password": "x"}),
        ("DELETE", "/me/totp") => json!({"password": "x", "otp": "000000"}),
        ("POST", "/me/totp/confirm") => json!({"code": "000000"}),
        ("DELETE", "/me" | "/me/phone") | ("POST", "/me/export" | "/me/export/link" | "/me/totp") => {
            json!({"password": "x"})
        }
        _ => super::owned_group::body(method, route, person).unwrap_or_else(|| json!({})),
    })
}
