use std::sync::LazyLock;

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
use serde_json::{Value, json};

use super::*;
use crate::security::{ForeignAlgorithm, IssuerError, IssuerOptions};

const NOW: i64 = 1_800_000_000;
const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

static RSA: LazyLock<rsa::KeyPair> = LazyLock::new(|| rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap());
static ED: LazyLock<Ed25519KeyPair> = LazyLock::new(|| Ed25519KeyPair::generate().unwrap());

fn pem(der: &[u8]) -> Vec<u8> {
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(der)).into_bytes()
}

fn public(algorithm: ForeignAlgorithm) -> Vec<u8> {
    match algorithm {
        ForeignAlgorithm::Hs256 => SECRET.to_vec(),
        ForeignAlgorithm::Rs256 => pem(RSA.public_key().as_der().unwrap().as_ref()),
        ForeignAlgorithm::EdDsa => pem(ED.public_key().as_der().unwrap().as_ref()),
    }
}

fn options(algorithm: ForeignAlgorithm) -> IssuerOptions {
    IssuerOptions {
        name: IssuerName::parse("shop").unwrap(),
        algorithm,
        key: public(algorithm),
        issuer: "https://shop.example".into(),
        audience: Some("kamachat".into()),
        kid: None,
        prv: None,
        subject_claim: "sub".into(),
        name_claim: "name".into(),
        max_age: None,
    }
}

fn tokens(options: impl IntoIterator<Item = IssuerOptions>) -> ForeignTokens {
    let issuers = options.into_iter().map(|options| ForeignIssuer::new(options).unwrap());
    ForeignTokens::new(issuers.collect(), Key::new([9; 32]))
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn text(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

fn signed(header: &Value, claims: &Value) -> String {
    let text = text(header, claims);
    let signature = match header["alg"].as_str() {
        Some("RS256") => {
            let mut signature = vec![0; RSA.public_modulus_len()];
            RSA.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).unwrap();
            signature
        }
        Some("EdDSA") => ED.sign(text.as_bytes()).as_ref().to_vec(),
        _ => hmac(SECRET, &text),
    };
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn good() -> Value {
    json!({
        "iss": "https://shop.example", "aud": "kamachat", "sub": "17", "name": "Mei",
        "iat": NOW, "nbf": NOW, "exp": NOW + 600,
    })
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_timestamp(second, 0).unwrap()
}

fn verified(options: IssuerOptions, header: &Value, claims: &Value) -> Option<ExternalClaims> {
    tokens([options]).verify(&signed(header, claims), at(NOW))
}

fn hs256(claims: &Value) -> Option<ExternalClaims> {
    verified(options(ForeignAlgorithm::Hs256), &json!({"alg": "HS256", "typ": "JWT"}), claims)
}

#[test]
fn each_algorithm_is_taken_where_it_is_configured_and_nowhere_else() {
    let all = [
        (ForeignAlgorithm::Hs256, "HS256"),
        (ForeignAlgorithm::Rs256, "RS256"),
        (ForeignAlgorithm::EdDsa, "EdDSA"),
    ];
    for (algorithm, _) in all {
        for (other, name) in all {
            let claims = verified(options(algorithm), &json!({"alg": name, "typ": "JWT"}), &good());
            assert_eq!(claims.is_some(), algorithm == other, "{algorithm:?} and {name}");
        }
    }
    let claims = hs256(&good()).unwrap();
    assert_eq!((claims.issuer.as_str(), claims.subject.as_str()), ("shop", "17"));
    assert_eq!((claims.name.as_deref(), claims.expires_at), (Some("Mei"), at(NOW + 600)));
}

#[test]
fn a_public_key_is_no_shared_secret() {
    for algorithm in [ForeignAlgorithm::Rs256, ForeignAlgorithm::EdDsa] {
        let key = public(algorithm);
        let trimmed = key.trim_ascii().to_vec();
        for key in [key, trimmed] {
            let text = text(&json!({"alg": "HS256", "typ": "JWT"}), &good());
            let forged = format!("{text}.{}", URL_SAFE_NO_PAD.encode(hmac(&key, &text)));
            assert!(tokens([options(algorithm)]).verify(&forged, at(NOW)).is_none(), "{algorithm:?}");
        }
        let none = format!("{}.", text(&json!({"alg": "none"}), &good()));
        assert!(tokens([options(algorithm)]).verify(&none, at(NOW)).is_none());
    }
}

#[test]
fn headers_that_bring_a_key_or_another_kind_of_token_change_nothing() {
    let with = |field: &str, value: Value| {
        let mut header = json!({"alg": "HS256", "typ": "JWT"});
        header[field] = value;
        verified(options(ForeignAlgorithm::Hs256), &header, &good()).is_some()
    };
    assert!(with("jku", json!("https://evil.example/keys")) && with("x5u", json!("https://evil.example")));
    assert!(with("kid", json!("../../dev/null")) && with("typ", json!("at+jwt")));
    for (field, value) in
        [("crit", json!(["exp"])), ("typ", json!("dpop+jwt")), ("kid", json!(7)), ("jwk", json!("x"))]
    {
        assert!(!with(field, value), "{field}");
    }
    let own = json!({"alg": "HS256", "jwk": {"kty": "oct", "k": URL_SAFE_NO_PAD.encode([7; 32])}});
    let text = text(&own, &good());
    let forged = format!("{text}.{}", URL_SAFE_NO_PAD.encode(hmac(&[7; 32], &text)));
    assert!(tokens([options(ForeignAlgorithm::Hs256)]).verify(&forged, at(NOW)).is_none());
}

#[test]
fn every_claim_has_one_type() {
    let odd = [json!(null), json!(true), json!({}), json!([]), json!([1]), json!(1.5), json!("")];
    for claim in ["iss", "aud", "sub", "name", "iat", "nbf", "exp"] {
        let numbers = [json!((NOW + 600).to_string()), json!("1e12")];
        let texts = [json!(1)];
        let is_number = matches!(claim, "iat" | "nbf" | "exp");
        let more = if is_number { &numbers[..] } else { &texts[..] };
        for value in odd.iter().chain(more) {
            let is_fine = match claim {
                "sub" => value.is_i64(),
                "name" => value.is_string(),
                _ => false,
            };
            let mut claims = good();
            claims[claim] = value.clone();
            assert_eq!(hs256(&claims).is_some(), is_fine, "{claim}: {value}");
        }
    }
}

#[test]
fn a_token_for_others_over_too_early_or_too_old_is_refused() {
    let with = |changes: Value| {
        let mut claims = good();
        for (claim, value) in changes.as_object().unwrap() {
            claims[claim] = value.clone();
        }
        claims
    };
    for (changes, is_fine) in [
        (json!({"iss": "https://other.example"}), false),
        (json!({"aud": "other"}), false),
        (json!({"aud": ["other", "kamachat"]}), true),
        (json!({"aud": ["kamachat", 1]}), false),
        (json!({"exp": NOW}), false),
        (json!({"exp": i64::MAX}), true),
        (json!({"nbf": NOW + 60}), true),
        (json!({"nbf": NOW + 61}), false),
        (json!({"iat": NOW + 61}), false),
        (json!({"sub": " 17"}), false),
        (json!({"sub": "a\nb"}), false),
        (json!({"sub": "x".repeat(256)}), false),
    ] {
        assert_eq!(hs256(&with(changes.clone())).is_some(), is_fine, "{changes}");
    }
    let without = |claim: &str, changes: Value| {
        let mut claims = with(changes);
        claims.as_object_mut().unwrap().remove(claim);
        claims
    };
    assert!(hs256(&without("exp", json!({}))).is_none(), "nothing says when it is over");
    assert!(hs256(&without("nbf", json!({}))).is_some() && hs256(&without("name", json!({}))).is_some());
    for claim in ["iss", "aud", "sub"] {
        assert!(hs256(&without(claim, json!({}))).is_none(), "{claim}");
    }

    let aged = |claims: &Value| {
        let options = IssuerOptions { max_age: Some(300), ..options(ForeignAlgorithm::Hs256) };
        let claims = verified(options, &json!({"alg": "HS256"}), claims);
        claims.map(|claims| claims.expires_at.timestamp() - NOW)
    };
    assert_eq!(aged(&without("exp", json!({}))), Some(300), "its age says when");
    assert_eq!(aged(&good()), Some(300));
    assert_eq!(aged(&with(json!({"exp": NOW + 5}))), Some(5));
    assert_eq!(aged(&with(json!({"iat": NOW - 300}))), None);
    assert_eq!(aged(&without("iat", json!({}))), None, "its age is not known");
}

#[test]
fn without_an_audience_a_token_for_somebody_else_is_not_taken() {
    let options = || IssuerOptions { audience: None, ..options(ForeignAlgorithm::Hs256) };
    let header = json!({"alg": "HS256"});
    assert!(verified(options(), &header, &good()).is_none());
    let mut plain = good();
    plain.as_object_mut().unwrap().remove("aud");
    assert!(verified(options(), &header, &plain).is_some());
    let prv = IssuerOptions { prv: Some("87e0af".into()), ..options() };
    assert!(verified(prv.clone(), &header, &plain).is_none());
    plain["prv"] = json!("87e0af");
    assert!(verified(prv, &header, &plain).is_some());
}

#[test]
fn a_key_is_chosen_by_issuer_and_key_id_together() {
    let shop = IssuerOptions { kid: Some("1".into()), ..options(ForeignAlgorithm::Hs256) };
    let other_key = b"fedcba9876543210fedcba9876543210".to_vec();
    let wiki = IssuerOptions {
        name: IssuerName::parse("wiki").unwrap(),
        issuer: "https://wiki.example".into(),
        key: other_key,
        ..shop.clone()
    };
    let header = json!({"alg": "HS256", "kid": "1"});
    let both = tokens([wiki, shop.clone()]);
    let of_shop = both.verify(&signed(&header, &good()), at(NOW)).unwrap();
    assert_eq!(of_shop.issuer.as_str(), "shop");
    let mut claims = good();
    claims["iss"] = json!("https://wiki.example");
    assert!(both.verify(&signed(&header, &claims), at(NOW)).is_none(), "the shop's key is not the wiki's");
    assert!(verified(shop.clone(), &json!({"alg": "HS256", "kid": "2"}), &good()).is_none());
    assert!(verified(shop, &json!({"alg": "HS256"}), &good()).is_none());
}

#[test]
fn one_token_is_one_session_however_its_signature_is_written() {
    let tokens = tokens([options(ForeignAlgorithm::EdDsa)]);
    let token = signed(&json!({"alg": "EdDSA"}), &good());
    let first = tokens.verify(&token, at(NOW)).unwrap();
    assert_eq!(tokens.verify(&token, at(NOW + 9)).unwrap(), first);
    for last in ["A", "B", "g", "w"] {
        let other = format!("{}{last}", &token[..token.len() - 1]);
        assert!(tokens.verify(&other, at(NOW)).is_none_or(|claims| claims.session == first.session));
    }
    let mut later = good();
    later["jti"] = json!("2");
    assert_ne!(
        tokens.verify(&signed(&json!({"alg": "EdDSA"}), &later), at(NOW)).unwrap().session,
        first.session
    );
    assert!(tokens.verify(&"a".repeat(9000), at(NOW)).is_none());
}

#[test]
fn what_is_no_key_is_refused_at_the_start() {
    let refused = |algorithm, key: &[u8]| {
        ForeignIssuer::new(IssuerOptions { key: key.to_vec(), ..options(algorithm) }).err()
    };
    for weak in [&b"short"[..], &SECRET[..31], &[b'a'; 64]] {
        assert_eq!(refused(ForeignAlgorithm::Hs256, weak), Some(IssuerError::SecretWeak));
    }
    let swapped = public(ForeignAlgorithm::EdDsa);
    let private = b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----";
    for bad in [&b""[..], SECRET, &swapped, private] {
        assert_eq!(refused(ForeignAlgorithm::Rs256, bad), Some(IssuerError::NotPublicKey));
    }
    let nobodys = IssuerOptions { audience: None, ..options(ForeignAlgorithm::EdDsa) };
    assert_eq!(ForeignIssuer::new(nobodys).err(), Some(IssuerError::AudienceMissing));
}
