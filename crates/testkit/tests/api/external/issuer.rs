//! Another back end: its keys, its tokens, and the settings that make a server trust it.

use std::{
    sync::LazyLock,
    time::{SystemTime, UNIX_EPOCH},
};

use aws_lc_rs::{
    encoding::AsDer,
    rand::SystemRandom,
    rsa,
    signature::{Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use hmac::{Hmac, Mac};
use kamachat_testkit::app::TestApp;
use serde_json::{Value, json};
use sha2::Sha256;

pub(super) const SECRET: &str = "0123456789abcdef0123456789abcdef";
pub(super) const ISSUER: &str = "https://shop.example";

static RSA: LazyLock<rsa::KeyPair> = LazyLock::new(|| rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap());
static ED: LazyLock<Ed25519KeyPair> = LazyLock::new(|| Ed25519KeyPair::generate().unwrap());

fn pem(der: &[u8]) -> String {
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----", STANDARD.encode(der))
}

pub(super) fn public_rsa() -> String {
    pem(RSA.public_key().as_der().unwrap().as_ref())
}

pub(super) fn public_ed() -> String {
    pem(ED.public_key().as_der().unwrap().as_ref())
}

pub(super) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().cast_signed()
}

/// A server that trusts `shop` (HS256), `rsa` and `ed`, with more settings.
pub(super) async fn app_with(more: &[(&str, &str)]) -> TestApp {
    let (rsa, ed) = (public_rsa(), public_ed());
    let usual = [
        ("KAMA__AUTH__EXTERNAL__SHOP__ALGORITHM", "HS256"),
        ("KAMA__AUTH__EXTERNAL__SHOP__ISSUER", ISSUER),
        ("KAMA__AUTH__EXTERNAL__SHOP__AUDIENCE", "kamachat"),
        ("KAMA__AUTH__EXTERNAL__SHOP__SECRET", SECRET),
        ("KAMA__AUTH__EXTERNAL__RSA__ALGORITHM", "RS256"),
        ("KAMA__AUTH__EXTERNAL__RSA__ISSUER", "https://rsa.example"),
        ("KAMA__AUTH__EXTERNAL__RSA__AUDIENCE", "kamachat"),
        ("KAMA__AUTH__EXTERNAL__RSA__PUBLIC_KEY", &rsa),
        ("KAMA__AUTH__EXTERNAL__ED__ALGORITHM", "EdDSA"),
        ("KAMA__AUTH__EXTERNAL__ED__ISSUER", "https://ed.example"),
        ("KAMA__AUTH__EXTERNAL__ED__AUDIENCE", "kamachat"),
        ("KAMA__AUTH__EXTERNAL__ED__PUBLIC_KEY", &ed),
    ];
    TestApp::with(&usual.iter().chain(more).copied().collect::<Vec<_>>()).await
}

pub(super) async fn app() -> TestApp {
    app_with(&[]).await
}

/// Good claims of a person of `shop`.
pub(super) fn claims(subject: &str) -> Value {
    let now = now();
    json!({
        "iss": ISSUER, "aud": "kamachat", "sub": subject, "name": format!("Name of {subject}"),
        "iat": now, "nbf": now, "exp": now + 600,
    })
}

/// The same with another value; `null` takes a claim away.
pub(super) fn with(mut claims: Value, claim: &str, value: Value) -> Value {
    match value {
        Value::Null => drop(claims.as_object_mut().unwrap().remove(claim)),
        value => claims[claim] = value,
    }
    claims
}

pub(super) fn text(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

/// Signed by HMAC with any key, whatever the header says.
pub(super) fn hmac_signed(key: &[u8], header: &Value, claims: &Value) -> String {
    let text = text(header, claims);
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

/// As the back end signs it: HS256 with the shared secret.
pub(super) fn token(claims: &Value) -> String {
    hmac_signed(SECRET.as_bytes(), &json!({"alg": "HS256", "typ": "JWT"}), claims)
}

pub(super) fn rsa_token(claims: &Value) -> String {
    let text = text(&json!({"alg": "RS256", "typ": "JWT"}), claims);
    let mut signature = vec![0; RSA.public_modulus_len()];
    RSA.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).unwrap();
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

pub(super) fn ed_token(claims: &Value) -> String {
    let text = text(&json!({"alg": "EdDSA", "typ": "JWT"}), claims);
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(ED.sign(text.as_bytes())))
}
