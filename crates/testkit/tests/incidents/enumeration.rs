//! Whether somebody has an account here is nobody's business.

use std::time::{Duration, Instant};

use kamachat_application::accounts::{Accounts, ClientInfo, SignInInput};
use kamachat_testkit::{app::TestApp, sms::SmsStub};
use serde_json::{Value, json};

use crate::elsewhere::{Compared, node};

/// Tries of each kind.
const TRIES: usize = 200;
/// Two kinds of answers take the same time when the medians differ by less than this factor.
const ALIKE: f64 = 2.0;

/// The factor between the medians of known and unknown names. They take turns, so that what else the machine
/// does falls on both.
async fn factor(accounts: &Accounts) -> f64 {
    let mut times = [Vec::new(), Vec::new()];
    for n in 0..TRIES {
        for (kind, login) in [(0, "mei".to_owned()), (1, format!("nobody{n}"))] {
            let password = "not the password".to_owned();
            let input = SignInInput { login, password, ..SignInInput::default() };
            let started = Instant::now();
            let answer = accounts.sign_in(input, &ClientInfo::default()).await;
            times[kind].push(started.elapsed());
            assert!(answer.is_err());
        }
    }
    let [known, unknown] = times.map(median);
    known.as_secs_f64().max(unknown.as_secs_f64()) / known.as_secs_f64().min(unknown.as_secs_f64())
}

pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

#[tokio::test]
async fn known_and_unknown_names_take_the_same_time_and_the_check_would_notice() {
    let app = TestApp::with(&[("KAMA__AUTH__BCRYPT_COST", "6")]).await;
    app.register("mei").await;
    let ours = factor(&node(&app, Compared::new(&app, true)).await).await;
    assert!(ours < ALIKE, "known and unknown names differ by a factor of {ours}");
    let control = factor(&node(&app, Compared::new(&app, false)).await).await;
    assert!(control >= ALIKE, "without the hash of nobody the check must fail: {control}");
}

#[tokio::test]
async fn known_and_unknown_names_get_the_same_answer() {
    let app = TestApp::start().await;
    app.register("mei").await;
    let http = reqwest::Client::new();
    let answer = async |login: &str| {
        let body = json!({"login": login, "password": "not the password"});
        let answer =
            http.post(format!("{}/api/v1/auth/login", app.origin())).json(&body).send().await.unwrap();
        let mut headers = answer.headers().clone();
        headers.remove("x-request-id");
        headers.remove("date");
        let status = answer.status();
        let mut body: Value = answer.json().await.unwrap();
        body.as_object_mut().unwrap().remove("request_id");
        (status, headers, body)
    };
    let known = answer("mei").await;
    assert_eq!(known.0, 401);
    for unknown in ["nobody", "nobody@example.com", "no name at all", "", "mei "] {
        assert_eq!(answer(unknown).await, known, "{unknown:?}");
    }
}

/// A code is sent to whatever number: known and unknown ones take turns, asked for a code and tried with a wrong
/// one.
#[tokio::test]
async fn known_and_unknown_phone_numbers_look_alike_in_answer_and_time() {
    let stub = SmsStub::start().await;
    let app = TestApp::with(&stub.settings()).await;
    let http = reqwest::Client::new();
    let ask = async |route: &str, body: Value| {
        let url = format!("{}/api/v1/auth/{route}", app.origin());
        let started = Instant::now();
        let answer = http.post(url).json(&body).send().await.unwrap();
        let (status, mut headers) = (answer.status(), answer.headers().clone());
        let mut body: Value = answer.json().await.unwrap();
        let took = started.elapsed();
        body.as_object_mut().unwrap().remove("request_id");
        headers.remove("x-request-id");
        headers.remove("date");
        (took, (status, headers, body))
    };
    let known = "+8613800138000";
    ask("sms-codes", json!({"phone": known, "purpose": "register"})).await;
    let code = stub.code(known).await;
    let (_, registered) = ask("register", json!({"username": "mei", "phone": known, "code": code})).await;
    assert_eq!(registered.0, 201);

    for route in ["sms-codes", "login/sms"] {
        let mut times = [Vec::new(), Vec::new()];
        let mut answers = [None, None];
        for n in 0..TRIES {
            for (kind, phone) in [(0, known.to_owned()), (1, format!("+86139{n:08}"))] {
                let body = if route == "sms-codes" {
                    json!({"phone": phone, "purpose": "sign_in"})
                } else {
                    json!({"phone": phone, "code": "not a code"})
                };
                let (took, answer) = ask(route, body).await;
                times[kind].push(took);
                let first = answers[kind].get_or_insert(answer.clone());
                assert_eq!(*first, answer);
            }
        }
        assert_eq!(answers[0], answers[1], "{route}");
        let [known, unknown] = times.map(median);
        let factor = known.max(unknown).as_secs_f64() / known.min(unknown).as_secs_f64();
        assert!(factor < ALIKE, "{route}: known and unknown numbers differ by a factor of {factor}");
    }
}
