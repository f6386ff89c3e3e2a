use std::collections::BTreeSet;

use kamachat_testkit::{app::TestApp, sms::SmsStub};
use reqwest::Client;
use serde_json::{Value, json};

async fn call(app: &TestApp, route: &str, body: Value) -> (u16, String) {
    let answer = Client::new().post(format!("{}/api/v1/auth/{route}", app.origin())).json(&body).send();
    let answer = answer.await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// Codes from a weak generator, printed, tried without end, and one store for signing in and registering.
#[tokio::test]
async fn fault_13_codes_are_random_counted_kept_apart_and_written_nowhere() {
    let stub = SmsStub::start().await;
    let app = TestApp::with(&stub.settings()).await;
    let phone = "+8613800138000";
    let mut codes = BTreeSet::new();
    for _ in 0..20 {
        let asked = call(&app, "sms-codes", json!({"phone": phone, "purpose": "register"})).await;
        let code = stub.code(phone).await;
        assert!(asked.0 == 202 && !asked.1.contains(&code), "an answer does not hold the code");
        assert!(code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit()));
        codes.insert(code);
    }
    assert!(codes.len() >= 19, "{} different codes of 20", codes.len());

    call(&app, "sms-codes", json!({"phone": phone, "purpose": "register"})).await;
    let code = stub.code(phone).await;
    assert_nowhere(&app, &code);
    let registration = json!({"username": "mei", "phone": phone, "code": code});
    assert_eq!(
        call(&app, "login/sms", json!({"phone": phone, "code": code})).await.0,
        401,
        "to register only"
    );
    assert_eq!(call(&app, "register", registration).await.0, 201);

    call(&app, "sms-codes", json!({"phone": phone, "purpose": "sign_in"})).await;
    let code = stub.code(phone).await;
    let number: u32 = code.parse().unwrap();
    for n in 1..=5 {
        let wrong = format!("{:06}", (number + n) % 1_000_000);
        assert_eq!(call(&app, "login/sms", json!({"phone": phone, "code": wrong})).await.0, 401);
    }
    assert_eq!(
        call(&app, "login/sms", json!({"phone": phone, "code": code})).await.0,
        401,
        "tried too often"
    );
}

/// Not as text in any file of the server: neither a row nor the payload of a job. What surrounds it keeps six
/// digits of an id or a time from being taken for it.
fn assert_nowhere(app: &TestApp, code: &str) {
    for entry in std::fs::read_dir(app.data_dir()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let stored = std::fs::read(&path).unwrap();
            for around in [format!("\"{code}\""), format!(" {code} "), format!("验证码 {code}")] {
                let found = stored.windows(around.len()).any(|window| window == around.as_bytes());
                assert!(!found, "{}", path.display());
            }
        }
    }
}
