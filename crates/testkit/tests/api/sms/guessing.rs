use futures_util::future::join_all;
use kamachat_application::{
    Error,
    accounts::{ClientInfo, CodeSignInInput},
};
use kamachat_domain::Fault;

use super::*;
use crate::limits::while_others_talk;

fn from(n: usize) -> ClientInfo {
    ClientInfo { ip: format!("10.{}.{}.7", n / 256, n % 256).parse().ok(), ..Default::default() }
}

fn input(code: &str) -> CodeSignInInput {
    CodeSignInInput { phone: MEI.into(), code: code.into(), ..Default::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_guesses_at_once_are_five_tries() {
    let (app, stub) = started(&[]).await;
    register(&app, &stub, "mei", MEI).await;
    let right = code(&app, &stub, MEI, "sign_in").await;
    let wrong: Vec<String> = (0..50).map(|n| other_than(&right, n)).collect();
    let app = &app;
    let guesses = wrong.iter().enumerate().map(|(n, guess)| app_guess(app, guess, n));
    for answer in join_all(guesses).await {
        assert_eq!(answer.unwrap_err().code(), "auth.code_wrong");
    }
    assert_eq!(tries(app).await, 5);
    assert!(app_guess(app, &right, 99).await.is_err(), "the right one comes too late");
    let fresh = code(app, &stub, MEI, "sign_in").await;
    assert!(app_guess(app, &fresh, 100).await.is_ok());
}

async fn app_guess(app: &TestApp, code: &str, n: usize) -> Result<(), Error> {
    app.services().accounts.sign_in_by_code(input(code), &from(n)).await.map(|_| ())
}

/// The most that any challenge was tried.
async fn tries(app: &TestApp) -> i64 {
    let file = app.data_dir().join("kamachat.db");
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    let most = sqlx::query_scalar("SELECT MAX(tries) FROM code_challenge").fetch_one(&mut database).await;
    database.close().await.unwrap();
    most.unwrap()
}

/// The thief knows the number, has ten thousand addresses and asks for codes as often as he likes: more often than
/// the budgets of a number would let him.
#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_guesses_find_nothing_and_the_owner_still_gets_in() {
    const GUESSES: usize = 10_000;
    let (app, stub) = started(&[]).await;
    let mei = app.register("mei").await;
    bind(&app, &stub, &mei, MEI).await;
    let right = code(&app, &stub, MEI, "sign_in").await;
    let home = login(&app, MEI, &right).await.json()["device_token"].clone();

    let body = json!({"phone": MEI, "purpose": "sign_in", "device_token": home});
    assert_eq!(post(&app, "/auth/sms-codes").json(&body).send().await.status, 202);
    let at_home = stub.code(MEI).await;
    let mut sent = String::new();
    let guessing = async {
        for n in (0..GUESSES).step_by(50) {
            if n % 1000 == 0 {
                sent = code(&app, &stub, MEI, "sign_in").await;
            }
            // From the sixth guess at a code on even the right one is among them: it comes too late.
            let guess = |k: usize| {
                let late = n % 1000 > 0 && k == 49;
                // The code at home is not to be met by chance.
                let guess =
                    (0..).map(|more| other_than(&sent, (n + k + more) as u32)).find(|g| *g != at_home);
                let guess = if late { sent.clone() } else { guess.unwrap() };
                let app = &app;
                async move { app_guess(app, &guess, n + k).await }
            };
            for answer in join_all((0..50).map(guess)).await {
                assert_eq!(answer.unwrap_err().code(), "auth.code_wrong");
            }
        }
    };
    while_others_talk(&app, guessing).await;
    assert_eq!(tries(&app).await, 5);
    let body = json!({"phone": MEI, "code": at_home, "device_token": home});
    let answer = post(&app, "/auth/login/sms").json(&body).send().await;
    assert_eq!(answer.status, 200, "the code of a known device is not theirs to try: {}", answer.text);
    let right = code(&app, &stub, MEI, "sign_in").await;
    assert_eq!(login(&app, MEI, &right).await.status, 200, "and anywhere else a fresh one is good");
}
