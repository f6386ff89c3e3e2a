//! What a server does not take for an access token.

use kamachat_application::{
    Actor,
    ports::{Clock, Ids, Tokens},
};
use kamachat_infrastructure::{JwtOptions, JwtTokens, Keys, SystemClock, SystemIds};
use kamachat_testkit::app::{Person, TestApp};

use crate::wire::get;

async fn actor(app: &TestApp, person: &Person) -> Actor {
    app.services().accounts.authenticate(&person.token()).await.unwrap()
}

fn keys(app: &TestApp) -> Keys {
    Keys::load_or_make(&app.data_dir(), || SystemIds.secret()).unwrap()
}

#[tokio::test]
async fn an_expired_token_and_one_of_another_issuer_audience_or_key_are_refused() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let Actor { account_id, session_id, .. } = actor(&app, &mei).await;
    let (keys, now) = (keys(&app), SystemClock.now());
    let tokens = |options: JwtOptions| JwtTokens::new(&keys.access, keys.refresh.clone(), options);
    let ours = tokens(JwtOptions::default());
    let hour_ago = now - std::time::Duration::from_secs(3600);
    let other_issuer = tokens(JwtOptions { issuer: "other".into(), ..JwtOptions::default() });
    let other_audience = tokens(JwtOptions { audience: "admin".into(), ..JwtOptions::default() });
    let other_key = JwtTokens::new(&keys.refresh, keys.refresh.clone(), JwtOptions::default());

    let good = ours.access(account_id, session_id, now);
    assert_eq!(get(&app, "/me").token(&good).send().await.status, 200, "the control");
    for (name, token) in [
        ("expired", ours.access(account_id, session_id, hour_ago)),
        ("another issuer", other_issuer.access(account_id, session_id, now)),
        ("another audience", other_audience.access(account_id, session_id, now)),
        ("another key", other_key.access(account_id, session_id, now)),
        ("no such session", ours.access(account_id, SystemIds.next().into(), now)),
        ("somebody else's session", ours.access(SystemIds.next().into(), session_id, now)),
    ] {
        let answer = get(&app, "/me").token(&token).send().await;
        assert_eq!(answer.refusal(), (401, "auth.unauthenticated".to_owned()), "{name}");
    }
}

#[tokio::test]
async fn a_token_without_signature_or_with_a_changed_part_is_refused() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let token = mei.token();
    let parts: Vec<&str> = token.split('.').collect();
    let (header, claims, signature) = (parts[0], parts[1], parts[2]);
    // {"alg":"none","typ":"at+jwt"} and {"alg":"HS512","typ":"at+jwt"}
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0";
    let hs512 = "eyJhbGciOiJIUzUxMiIsInR5cCI6ImF0K2p3dCJ9";
    let changed = claims.replace(&claims[10..12], if &claims[10..12] == "AA" { "BB" } else { "AA" });
    for forged in [
        format!("{none}.{claims}."),
        format!("{none}.{claims}.{signature}"),
        format!("{hs512}.{claims}.{signature}"),
        format!("{header}.{changed}.{signature}"),
        format!("{header}.{claims}."),
        format!("{header}.{claims}"),
        format!("{header}.{claims}.{signature}x"),
        "x".to_owned(),
        "...".to_owned(),
        "A".repeat(7000),
        mei.refresh_token(),
    ] {
        let answer = get(&app, "/me").token(&forged).send().await;
        assert_eq!(answer.refusal(), (401, "auth.unauthenticated".to_owned()), "{forged}");
    }
    assert_eq!(get(&app, "/me").by(&mei).send().await.status, 200);
}

#[tokio::test]
async fn a_token_counts_in_its_header_only() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let token = mei.token();
    let elsewhere = [
        get(&app, &format!("/me?token={token}")),
        get(&app, "/me").header("cookie", &format!("token={token}; access_token={token}")),
        get(&app, "/me").header("authorization", &token),
        get(&app, "/me").header("authorization", &format!("Basic {token}")),
        get(&app, "/me").header("x-access-token", &token),
    ];
    for call in elsewhere {
        assert_eq!(call.send().await.refusal(), (401, "auth.unauthenticated".to_owned()));
    }
    let lower_case = get(&app, "/me").header("authorization", &format!("bearer {token}")).send().await;
    assert_eq!(lower_case.status, 200);
}
