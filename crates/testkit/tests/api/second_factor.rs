//! Two-step sign-in: what gets in, what does not, and how often.

use kamachat_application::{
    Error,
    accounts::{ClientInfo, SignInInput},
    ports::{Clock, Totp},
};
use kamachat_domain::{Fault, accounts::SecondFactor};
use kamachat_infrastructure::{Rfc6238, SystemClock};
use kamachat_testkit::app::{PASSWORD, Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use crate::limits::while_others_talk;
use crate::wire::{Answer, call, get, post};

/// An authenticator app.
pub(crate) struct App(Vec<u8>);

impl App {
    fn scan(secret: &str) -> Self {
        let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let digit = |letter: u8| letters.iter().position(|l| *l == letter).unwrap();
        let bits: Vec<bool> =
            secret.bytes().flat_map(|l| (0..5).rev().map(move |n| digit(l) >> n & 1 == 1)).collect();
        let byte = |bits: &[bool]| bits.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit));
        Self(bits.chunks_exact(8).map(byte).collect())
    }

    /// What it shows, some steps from now. A test uses 0, then 1: both are good also when a step ends meanwhile.
    pub(crate) fn code(&self, steps: i64) -> String {
        let step = SystemClock.now().timestamp() / SecondFactor::STEP + steps;
        format!("{:06}", Rfc6238.code(&self.0, step).unwrap())
    }

    /// Six digits that are not right now, nor soon.
    fn wrong(&self, n: usize) -> String {
        let right: Vec<String> = (-2..=3).map(|steps| self.code(steps)).collect();
        (0..).map(|n| format!("{n:06}")).filter(|code| !right.contains(code)).nth(n).unwrap()
    }
}

async fn begin(app: &TestApp, person: &Person) -> App {
    let answer = post(app, "/me/totp").by(person).json(&json!({"password": PASSWORD})).send().await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let answer = answer.json();
    let secret = answer["secret"].as_str().unwrap();
    assert!(answer["otpauth_url"].as_str().unwrap().contains(secret));
    App::scan(secret)
}

async fn confirm(app: &TestApp, person: &Person, code: &str) -> Answer {
    post(app, "/me/totp/confirm").by(person).json(&json!({"code": code})).send().await
}

/// Switches it on with the code of now; the recovery codes.
pub(crate) async fn switched_on(app: &TestApp, person: &Person) -> (App, Vec<String>) {
    let authenticator = begin(app, person).await;
    let answer = confirm(app, person, &authenticator.code(0)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let codes = answer.json()["recovery_codes"].as_array().unwrap().clone();
    (authenticator, codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect())
}

async fn login(app: &TestApp, otp: Option<&str>) -> Answer {
    let mut body = json!({"login": "mei", "password": PASSWORD});
    if let Some(otp) = otp {
        body["otp"] = json!(otp);
    }
    post(app, "/auth/login").json(&body).send().await
}

async fn remove(app: &TestApp, person: &Person, body: Value) -> Answer {
    call(app, Method::DELETE, "/me/totp").by(person).json(&body).send().await
}

fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

#[tokio::test]
async fn it_is_switched_on_by_password_and_code_and_ends_the_other_sessions() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let phone = app.sign_in(&mei).await;
    let wrong = post(&app, "/me/totp").by(&mei).json(&json!({"password": "not the password"})).send().await;
    assert_eq!(wrong.refusal(), refused(403, "account.wrong_password"));
    assert_eq!(confirm(&app, &mei, "123456").await.refusal(), refused(409, "account.totp_off"));

    let replaced = begin(&app, &mei).await;
    let authenticator = begin(&app, &mei).await;
    assert_eq!(login(&app, None).await.status, 200, "nothing is protected yet");
    let old = confirm(&app, &mei, &replaced.code(0)).await;
    assert_eq!(old.refusal(), refused(403, "account.otp_wrong"));
    let codes = confirm(&app, &mei, &authenticator.code(0)).await.json();
    assert_eq!(codes["recovery_codes"].as_array().unwrap().len(), 10);

    let ended = get(&app, "/me").by(&phone).send().await;
    assert_eq!(ended.refusal(), refused(401, "auth.unauthenticated"));
    let state = get(&app, "/me/totp").by(&mei).send().await.json();
    assert_eq!(state, json!({"enabled": true, "recovery_codes_left": 10}));
    let again = post(&app, "/me/totp").by(&mei).json(&json!({"password": PASSWORD})).send().await;
    assert_eq!(again.refusal(), refused(409, "account.totp_on"));
    let again = confirm(&app, &mei, &authenticator.code(1)).await;
    assert_eq!(again.refusal(), refused(409, "account.totp_on"));
}

#[tokio::test]
async fn only_the_right_password_is_asked_for_a_code_and_a_code_is_good_once() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let (authenticator, _) = switched_on(&app, &mei).await;
    for otp in [None, Some(authenticator.code(1))] {
        let body = json!({"login": "mei", "password": "not the password", "otp": otp});
        let answer = post(&app, "/auth/login").json(&body).send().await;
        assert_eq!(answer.refusal(), refused(401, "auth.wrong_credentials"));
    }
    assert_eq!(login(&app, None).await.refusal(), refused(401, "auth.otp_required"));
    assert_eq!(login(&app, Some(" ")).await.refusal(), refused(401, "auth.otp_required"));
    let used = login(&app, Some(&authenticator.code(0))).await;
    assert_eq!(used.refusal(), refused(401, "auth.otp_wrong"), "it has confirmed already");
    for odd in ["12345", "abcdef", "\0", "0000000000000000", &"1".repeat(64)] {
        assert_eq!(login(&app, Some(odd)).await.refusal(), refused(401, "auth.otp_wrong"), "{odd}");
    }
    let code = authenticator.code(1);
    let answers = futures_util::future::join_all((0..6).map(|_| login(&app, Some(&code)))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
}

#[tokio::test]
async fn a_recovery_code_gets_in_once_however_it_is_typed() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let (_, codes) = switched_on(&app, &mei).await;
    assert_eq!(login(&app, Some(&codes[0])).await.status, 200);
    assert_eq!(login(&app, Some(&codes[0])).await.refusal(), refused(401, "auth.otp_wrong"));
    let typed = format!(" {} ", codes[1].to_lowercase().replace('-', " "));
    assert_eq!(login(&app, Some(&typed)).await.status, 200);
    let answers = futures_util::future::join_all((0..6).map(|_| login(&app, Some(&codes[2])))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    let state = get(&app, "/me/totp").by(&mei).send().await.json();
    assert_eq!(state["recovery_codes_left"], 7);

    let other = app.register("other").await;
    let (_, of_other) = switched_on(&app, &other).await;
    assert_eq!(login(&app, Some(&of_other[0])).await.refusal(), refused(401, "auth.otp_wrong"));
}

#[tokio::test]
async fn it_is_switched_off_by_password_and_a_code_only() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let none = remove(&app, &mei, json!({"password": PASSWORD, "otp": "123456"})).await;
    assert_eq!(none.refusal(), refused(409, "account.totp_off"));
    let (authenticator, codes) = switched_on(&app, &mei).await;
    let phone = login(&app, Some(&codes[0])).await.json()["access_token"].as_str().unwrap().to_owned();

    let cases = [
        (json!({"password": "not the password", "otp": codes[1]}), 403, "account.wrong_password"),
        (json!({"password": PASSWORD, "otp": ""}), 403, "account.otp_required"),
        (json!({"password": PASSWORD, "otp": authenticator.wrong(0)}), 403, "account.otp_wrong"),
        (json!({"password": PASSWORD, "otp": codes[0]}), 403, "account.otp_wrong"),
    ];
    for (body, status, code) in cases {
        assert_eq!(remove(&app, &mei, body).await.refusal(), refused(status, code));
    }
    assert_eq!(
        remove(&app, &mei, json!({"password": PASSWORD, "otp": authenticator.code(1)})).await.status,
        204
    );
    let ended = get(&app, "/me").token(&phone).send().await;
    assert_eq!(ended.refusal(), refused(401, "auth.unauthenticated"));
    assert_eq!(login(&app, None).await.status, 200);
    assert_eq!(login(&app, Some(&codes[2])).await.status, 200, "a code is not asked for any more");

    let (_, fresh) = switched_on(&app, &mei).await;
    assert_eq!(login(&app, Some(&codes[3])).await.refusal(), refused(401, "auth.otp_wrong"));
    assert_eq!(login(&app, Some(&fresh[3])).await.status, 200);
}

#[tokio::test]
async fn after_five_wrong_codes_even_the_right_one_waits() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let (authenticator, codes) = switched_on(&app, &mei).await;
    for n in 0..5 {
        let answer = login(&app, Some(&authenticator.wrong(n))).await;
        assert_eq!(answer.refusal(), refused(401, "auth.otp_wrong"));
    }
    let answer = login(&app, Some(&authenticator.code(1))).await;
    assert_eq!(answer.refusal(), refused(429, "auth.otp_delayed"));
    let seconds: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=31).contains(&seconds), "{seconds}");
    assert_eq!(login(&app, Some(&codes[0])).await.status, 200, "a recovery code does not");
}

/// The password is known to the thief, who has ten thousand addresses.
#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_guesses_find_nothing_and_do_not_keep_the_owner_out() {
    const GUESSES: usize = 10_000;
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let (authenticator, codes) = switched_on(&app, &mei).await;
    let home = login(&app, Some(&codes[0])).await.json()["device_token"].as_str().unwrap().to_owned();
    let with = |otp: &str| SignInInput {
        login: "mei".into(),
        password: PASSWORD.into(),
        otp: Some(otp.into()),
        device_token: None,
        restore: false,
    };
    let started = std::time::Instant::now();
    let guess = async |n: usize| {
        // Every hundredth guess is right: it comes too late. Not once the first wait of 30 seconds is over, which
        // a slow machine may see: then one guess is looked at again, and it might be that one.
        let too_late = n >= 100 && n.is_multiple_of(100) && started.elapsed().as_secs() < 25;
        let code = if too_late { authenticator.code(1) } else { authenticator.wrong(n) };
        let from =
            ClientInfo { ip: format!("10.0.{}.{}", n / 256, n % 256).parse().ok(), ..Default::default() };
        app.services().accounts.sign_in(with(&code), &from).await
    };
    let guessing = async {
        let mut delayed = 0;
        for n in (0..GUESSES).step_by(20) {
            for answer in futures_util::future::join_all((n..n + 20).map(guess)).await {
                match answer {
                    Ok(_) => panic!("a guess got in"),
                    Err(Error::TooFast(_)) => delayed += 1,
                    Err(Error::SecondFactor(error)) => {
                        delayed += usize::from(error.code() == "auth.otp_delayed")
                    }
                    Err(error) => panic!("{error}"),
                }
            }
        }
        delayed
    };
    let delayed = while_others_talk(&app, guessing).await;
    assert!(delayed >= GUESSES - 10, "{delayed}: hardly any guess was even looked at");
    assert_eq!(login(&app, Some(&codes[1])).await.status, 200, "a recovery code gets in anywhere");
    let body =
        json!({"login": "mei", "password": PASSWORD, "otp": authenticator.code(1), "device_token": home});
    let answer = post(&app, "/auth/login").json(&body).send().await;
    assert_eq!(answer.status, 200, "at home the app is enough: {}", answer.text);
}
