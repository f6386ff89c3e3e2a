use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;

const NOW: i64 = 1_800_000_000;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_timestamp(seconds, 0).unwrap()
}

fn key() -> Key {
    Key::new([5; 32])
}

fn tokens() -> JwtTokens {
    JwtTokens::new(&key(), Key::new([6; 32]), JwtOptions::default())
}

fn ids() -> (AccountId, SessionId) {
    (Uuid::from_u128(1).into(), Uuid::from_u128(2).into())
}

fn good() -> Value {
    let (account, session) = ids();
    json!({
        "iss": "kamachat", "aud": "kamachat-chat", "sub": account, "sid": session,
        "iat": NOW, "nbf": NOW, "exp": NOW + 600,
    })
}

fn signed(header: &Value, claims: &Value, key: &Key) -> String {
    use hmac::{Hmac, Mac};
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(header), part(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose()).unwrap();
    mac.update(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

fn header() -> Value {
    json!({ "alg": "HS256", "typ": "at+jwt", "kid": key_id(&key()) })
}

fn accepted(header: &Value, claims: &Value) -> bool {
    tokens().verify_access(&signed(header, claims, &key()), at(NOW)).is_some()
}

#[test]
fn a_token_says_who_signed_in_until_it_expires() {
    let (account_id, session_id) = ids();
    let token = tokens().access(account_id, session_id, at(NOW));
    let expires_at = at(NOW + 600);
    let claims = AccessClaims { account_id, session_id, expires_at };
    assert_eq!(tokens().verify_access(&token, at(NOW)), Some(claims));
    assert_eq!(tokens().verify_access(&token, at(NOW + 599)), Some(claims));
    assert_eq!(tokens().verify_access(&token, at(NOW + 600)), None);
    assert_eq!(tokens().verify_access(&token, at(NOW - 61)), None, "not before its time");
    assert_eq!(tokens().verify_access(&token, at(NOW - 60)), Some(claims), "clocks differ a little");
    assert!(accepted(&header(), &good()), "the tests below start from a good token");
}

#[test]
fn a_forged_token_is_nobodys() {
    assert!(tokens().verify_access(&signed(&header(), &good(), &Key::new([7; 32])), at(NOW)).is_none());
    let token = signed(&header(), &good(), &key());
    let (text, signature) = token.rsplit_once('.').unwrap();
    let (head, _) = text.split_once('.').unwrap();
    let mut other = good();
    other["sub"] = json!(Uuid::from_u128(99));
    let other = URL_SAFE_NO_PAD.encode(other.to_string());
    for forged in [
        format!("{head}.{other}.{signature}"),
        format!("{text}."),
        text.to_owned(),
        format!("{text}.{}", &signature[1..]),
        String::new(),
        "..".to_owned(),
    ] {
        assert!(tokens().verify_access(&forged, at(NOW)).is_none(), "{forged}");
    }
}

#[test]
fn only_our_algorithm_type_and_key_count_whatever_the_header_says() {
    for (field, value) in [
        ("alg", json!("none")),
        ("alg", json!("None")),
        ("alg", json!("HS512")),
        ("alg", json!("RS256")),
        ("typ", json!("JWT")),
        ("typ", Value::Null),
        ("kid", json!("another")),
        ("kid", Value::Null),
        ("crit", json!(["exp"])),
    ] {
        let mut header = header();
        header[field] = value.clone();
        assert!(!accepted(&header, &good()), "{field}: {value}");
    }
    let unsigned = signed(&json!({ "alg": "none", "typ": "at+jwt", "kid": key_id(&key()) }), &good(), &key());
    let unsigned = format!("{}.", unsigned.rsplit_once('.').unwrap().0);
    assert!(tokens().verify_access(&unsigned, at(NOW)).is_none());
}

#[test]
fn a_key_that_the_token_brings_along_is_not_looked_at() {
    let mut own_key = header();
    own_key["jku"] = json!("https://attacker.example/keys");
    own_key["x5u"] = json!("https://attacker.example/cert");
    own_key["jwk"] = json!({ "kty": "oct", "k": URL_SAFE_NO_PAD.encode([7; 32]) });
    assert!(tokens().verify_access(&signed(&own_key, &good(), &Key::new([7; 32])), at(NOW)).is_none());
}

#[test]
fn every_claim_is_required_and_has_one_type() {
    let wrong_for_text = [json!(1), json!(["kamachat"]), json!({}), json!(true), Value::Null];
    let wrong_for_number =
        [json!((NOW + 600).to_string()), json!([NOW]), json!({}), json!(true), Value::Null];
    for claim in ["iss", "aud", "sub", "sid", "iat", "nbf", "exp"] {
        let mut without = good();
        without.as_object_mut().unwrap().remove(claim);
        assert!(!accepted(&header(), &without), "without {claim}");
        let wrong = if matches!(claim, "iat" | "nbf" | "exp") { &wrong_for_number } else { &wrong_for_text };
        for value in wrong {
            let mut claims = good();
            claims[claim] = value.clone();
            assert!(!accepted(&header(), &claims), "{claim}: {value}");
        }
    }
}

#[test]
fn a_token_of_another_issuer_or_for_others_or_for_too_long_is_refused() {
    for (claim, value) in [
        ("iss", json!("kamachat-admin")),
        ("aud", json!("kamachat-admin")),
        ("sub", json!("somebody")),
        ("sid", json!("")),
        ("exp", json!(NOW)),
        ("exp", json!(i64::MAX)),
        ("exp", json!(NOW + 901)),
        ("nbf", json!(NOW + 61)),
    ] {
        let mut claims = good();
        claims[claim] = value.clone();
        assert!(!accepted(&header(), &claims), "{claim}: {value}");
    }
}

#[test]
fn two_issuers_with_one_key_id_are_not_mixed_up() {
    let mut tokens = tokens();
    let theirs = Key::new([8; 32]);
    let key = DecodingKey::from_secret(theirs.expose());
    tokens.trusted.push(Trusted { issuer: "partner".into(), kid: key_id(&self::key()), key });
    let with_their_key = |issuer: &str| {
        let mut claims = good();
        claims["iss"] = json!(issuer);
        tokens.verify_access(&signed(&header(), &claims, &theirs), at(NOW)).is_some()
    };
    assert!(with_their_key("partner"));
    assert!(!with_their_key("kamachat"));
}
