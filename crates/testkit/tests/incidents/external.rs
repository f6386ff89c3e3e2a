//! Tokens of other back ends and what went wrong with them elsewhere.

use std::{
    net::TcpListener,
    time::{SystemTime, UNIX_EPOCH},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use kamachat_application::ports::Ids;
use kamachat_infrastructure::{Keys, SystemIds};
use kamachat_testkit::app::TestApp;
use serde_json::{Value, json};
use sha2::Sha256;

const SHOP: &str = "0123456789abcdef0123456789abcdef";
const WIKI: &str = "fedcba9876543210fedcba9876543210";

/// A server that trusts two issuers whose keys have the same id.
async fn app() -> TestApp {
    TestApp::with(&[
        ("KAMA__AUTH__EXTERNAL__SHOP__ALGORITHM", "HS256"),
        ("KAMA__AUTH__EXTERNAL__SHOP__ISSUER", "https://shop.example"),
        ("KAMA__AUTH__EXTERNAL__SHOP__KID", "key-1"),
        ("KAMA__AUTH__EXTERNAL__SHOP__SECRET", SHOP),
        ("KAMA__AUTH__EXTERNAL__WIKI__ALGORITHM", "HS256"),
        ("KAMA__AUTH__EXTERNAL__WIKI__ISSUER", "https://wiki.example"),
        ("KAMA__AUTH__EXTERNAL__WIKI__KID", "key-1"),
        ("KAMA__AUTH__EXTERNAL__WIKI__SECRET", WIKI),
    ])
    .await
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().cast_signed()
}

fn claims(issuer: &str) -> Value {
    json!({"iss": issuer, "sub": "17", "name": "Mei", "iat": now(), "exp": now() + 600})
}

fn signed(key: &[u8], header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(header), part(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

async fn status(app: &TestApp, token: &str) -> u16 {
    let http = reqwest::Client::new();
    let answer = http.get(format!("{}/api/v1/me", app.origin())).bearer_auth(token).send().await;
    answer.unwrap().status().as_u16()
}

#[tokio::test]
async fn incident_24_two_issuers_with_one_key_id_are_not_mixed_up() {
    let app = app().await;
    let header = json!({"alg": "HS256", "kid": "key-1"});
    for (issuer, right, wrong) in [("https://shop.example", SHOP, WIKI), ("https://wiki.example", WIKI, SHOP)]
    {
        // Before and after the right one was seen: nothing that is remembered helps the wrong one.
        for _ in 0..2 {
            assert_eq!(status(&app, &signed(wrong.as_bytes(), &header, &claims(issuer))).await, 401);
            assert_eq!(status(&app, &signed(right.as_bytes(), &header, &claims(issuer))).await, 200);
        }
        let other_id = json!({"alg": "HS256", "kid": "key-2"});
        assert_eq!(status(&app, &signed(right.as_bytes(), &other_id, &claims(issuer))).await, 401);
        assert_eq!(
            status(&app, &signed(right.as_bytes(), &json!({"alg": "HS256"}), &claims(issuer))).await,
            401
        );
    }
}

#[tokio::test]
async fn incident_23_no_token_makes_the_server_call_somewhere() {
    let app = app().await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let trap = format!("http://{}", listener.local_addr().unwrap());
    let mut traps = claims(&trap);
    traps["aud"] = json!(trap);
    for issuer in [trap.clone(), "https://shop.example".to_owned(), format!("{trap}/{{sub}}")] {
        traps["iss"] = json!(issuer);
        for kid in ["key-1", trap.as_str(), "../../../../etc/passwd"] {
            let header = json!({"alg": "HS256", "kid": kid, "jku": trap, "x5u": trap});
            for key in [SHOP.as_bytes(), b"another"] {
                assert_eq!(status(&app, &signed(key, &header, &traps)).await, 401);
            }
        }
    }
    let waiting = listener.accept().map_err(|error| error.kind());
    assert_eq!(waiting.err(), Some(std::io::ErrorKind::WouldBlock), "the server connected");
}

#[tokio::test]
async fn incident_16_what_a_token_says_about_addresses_makes_nobody_somebody_else() {
    let app = app().await;
    let mei = app.register("mei").await;
    let owner = kamachat_protocol::accounts::Register {
        username: "owner".into(),
        password: Some("a long enough sentence".into()),
        phone: None,
        code: None,
        nickname: None,
        email: Some("owner@example.org".into()),
        setup_code: None,
        invite_code: None,
    };
    let owner = app.client().register_with(&owner).await.unwrap();
    let header = json!({"alg": "HS256", "kid": "key-1"});
    for verified in [Value::Null, json!(false), json!("true"), json!(true)] {
        let mut claims = claims("https://shop.example");
        claims["email"] = json!("owner@example.org");
        claims["email_verified"] = verified;
        claims["preferred_username"] = json!("mei");
        claims["user_id"] = json!(owner.id);
        let http = reqwest::Client::new();
        let token = signed(SHOP.as_bytes(), &header, &claims);
        let answer = http.get(format!("{}/api/v1/me", app.origin())).bearer_auth(token).send().await.unwrap();
        let account: Value = answer.json().await.unwrap();
        assert!(account["id"] != json!(owner.id) && account["id"] != json!(mei.account.id));
        assert_eq!(account["email"], Value::Null);
    }
}

#[tokio::test]
async fn incident_27_a_claim_of_another_type_is_not_an_absent_one() {
    let app = app().await;
    let mei = app.register("mei").await;
    let keys = Keys::load_or_make(&app.data_dir(), || SystemIds.secret()).unwrap();
    let parts: Vec<Value> = mei
        .token()
        .split('.')
        .take(2)
        .map(|part| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap())
        .collect();
    let (header, own) = (&parts[0], &parts[1]);
    let key = keys.access.expose();
    assert_eq!(status(&app, &signed(key, header, own)).await, 200, "the control");
    for claim in own.as_object().unwrap().keys() {
        let as_text = json!(own[claim].as_i64().map_or("x".to_owned(), |number| number.to_string()));
        let odd = [Value::Null, json!(true), json!({}), json!([]), json!([own[claim]]), json!(1.5), as_text];
        for value in odd {
            let mut claims = own.clone();
            claims[claim] = value.clone();
            assert_eq!(status(&app, &signed(key, header, &claims)).await, 401, "{claim}: {value}");
        }
    }
    let header = json!({"alg": "HS256", "kid": "key-1"});
    for claim in ["exp", "nbf", "iat"] {
        let mut claims = claims("https://shop.example");
        claims[claim] = json!((now() - 3600).to_string());
        assert_eq!(status(&app, &signed(SHOP.as_bytes(), &header, &claims)).await, 401, "{claim}");
    }
}
