//! Something else where a text is expected.

use crate::roles::filled;
use futures_util::{SinkExt, StreamExt};
use kamachat_testkit::app::{PASSWORD, TestApp};
use serde_json::{Value, json};
use tokio_tungstenite::{connect_async, tungstenite::Message as Raw};

const ID: &str = "0193f3c2-7a3e-7cc0-8000-000000000001";

fn not_texts() -> [Value; 7] {
    [json!({}), json!({"$ne": null}), json!([]), json!(["x"]), json!(1), json!(true), Value::Null]
}

/// Bodies of the document's schemas that are requests: a good value in each field.
fn example(field: &str, schema: &Value) -> Option<Value> {
    let types =
        schema["type"].as_array().map_or_else(|| vec![&schema["type"]], |types| types.iter().collect());
    let is_text = types.contains(&&json!("string")) || schema.get("$ref").is_some();
    is_text.then(|| if field.ends_with("id") { json!(ID) } else { json!("a text of some length") })
}

#[tokio::test]
async fn incident_10_every_text_of_every_body_refuses_everything_else() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let http = reqwest::Client::new();
    let document: Value = serde_json::from_str(kamachat_api::openapi::document()).unwrap();
    let mut checked = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str();
            let Some(name) = name.and_then(|name| name.rsplit('/').next()) else { continue };
            let schema = &document["components"]["schemas"][name];
            let fields = schema["properties"].as_object().unwrap();
            let good: serde_json::Map<_, _> = fields
                .iter()
                .filter_map(|(field, schema)| Some((field.clone(), example(field, schema)?)))
                .collect();
            let required: Vec<&str> =
                schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            for field in good.keys() {
                // A field that may be left out may also be null.
                let nothing_is_fine = !required.contains(&field.as_str());
                for value in not_texts().into_iter().filter(|value| !(value.is_null() && nothing_is_fine)) {
                    let mut bad = good.clone();
                    bad.insert(field.clone(), value);
                    let url = format!("{}{}", app.origin(), filled(path));
                    let request = http.request(method.to_uppercase().parse().unwrap(), url);
                    let answer = request.bearer_auth(mei.token()).json(&bad).send().await.unwrap();
                    let status = answer.status();
                    assert!(status.is_client_error() && status != 404, "{method} {path} {bad:?}: {status}");
                    checked += 1;
                }
            }
        }
    }
    assert!(checked >= 90, "only {checked} bodies were tried");
    app.client().login("mei", PASSWORD).await.unwrap();
}

#[tokio::test]
async fn incident_10_every_text_of_every_frame_refuses_everything_else() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let frames = [
        json!({"type": "send_message", "ref": "1", "conversation_id": ID, "client_msg_id": ID, "kind": "text",
            "body": {"text": "hi"}}),
        json!({"type": "read", "conversation_id": ID, "seq": 1}),
        json!({"type": "delivered", "conversation_id": ID, "seq": 1}),
        json!({"type": "pull", "ref": "2", "conversation_id": ID, "from": 1, "to": 2}),
        json!({"type": "account", "ref": "3", "since": 0}),
    ];
    let url = format!("{}/ws?token={}", app.origin().replacen("http", "ws", 1), mei.token());
    let mut bad = Vec::new();
    for frame in &frames {
        for (field, good) in frame.as_object().unwrap().iter().filter(|(_, good)| good.is_string()) {
            // A reference may be left out.
            for value in not_texts().into_iter().filter(|value| field != "ref" || !value.is_null()) {
                let mut frame = frame.clone();
                frame[field] = value;
                bad.push(frame);
            }
            assert!(good.is_string());
        }
    }
    for value in not_texts() {
        let mut frame = frames[0].clone();
        frame["body"]["text"] = value;
        bad.push(frame);
    }
    // Twenty errors end a socket: a few at a time.
    for some in bad.chunks(10) {
        let (mut socket, _) = connect_async(&url).await.unwrap();
        socket.send(Raw::text(r#"{"type":"hello"}"#)).await.unwrap();
        for frame in some {
            socket.send(Raw::text(frame.to_string())).await.unwrap();
            let refused = async {
                loop {
                    let text = socket.next().await.unwrap().unwrap();
                    let answer: Value =
                        serde_json::from_str(text.to_text().unwrap_or("{}")).unwrap_or_default();
                    if answer["type"] == "error" {
                        return answer["code"].as_str().unwrap().to_owned();
                    }
                }
            };
            let code = tokio::time::timeout(std::time::Duration::from_secs(10), refused).await;
            let code = code.unwrap_or_else(|_| panic!("no answer to {frame}"));
            assert!(code == "request.invalid" || code.starts_with("message."), "{frame}: {code}");
        }
    }
    app.client().login("mei", PASSWORD).await.unwrap();
}
