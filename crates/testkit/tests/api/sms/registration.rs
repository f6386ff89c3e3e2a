use super::*;

async fn try_register(app: &TestApp, body: Value) -> Answer {
    post(app, "/auth/register").json(&body).send().await
}

#[tokio::test]
async fn a_number_with_its_code_registers_with_or_without_a_password() {
    let (app, stub) = started(&[]).await;
    let mei = register(&app, &stub, "mei", MEI).await;
    assert_eq!((&mei["user"]["phone"], &mei["user"]["role"]), (&json!(MEI), &json!("admin")));
    assert_eq!(state(&app, &token(&mei)).await, json!({"phone": MEI, "password_set": false}));
    for password in ["", PASSWORD] {
        let body = json!({"login": "mei", "password": password});
        let answer = post(&app, "/auth/login").json(&body).send().await;
        assert_eq!(answer.refusal(), refused(401, "auth.wrong_credentials"));
    }
    let right = code(&app, &stub, MEI, "sign_in").await;
    assert_eq!(login(&app, MEI, &right).await.status, 200);

    let right = code(&app, &stub, TOM, "register").await;
    let body = json!({"username": "tom", "password": PASSWORD, "phone": TOM, "code": right});
    let tom = try_register(&app, body).await.json();
    assert_eq!(state(&app, &token(&tom)).await, json!({"phone": TOM, "password_set": true}));
    assert_eq!(app.client().login("tom", PASSWORD).await.unwrap().phone.as_deref(), Some(TOM));
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_named_and_uses_nothing_up() {
    let (app, stub) = started(&[]).await;
    register(&app, &stub, "mei", MEI).await;
    let right = code(&app, &stub, TOM, "register").await;
    let cases = [
        (json!({"username": "tom"}), 400, "account.password_required"),
        (json!({"username": "tom", "phone": TOM}), 400, "auth.code_required"),
        (json!({"username": "tom", "phone": "1", "code": right}), 400, "account.phone_invalid"),
        (json!({"username": "tom", "phone": TOM, "code": other_than(&right, 0)}), 403, "auth.code_wrong"),
        (
            json!({"username": "tom", "phone": TOM, "code": right, "password": "x"}),
            400,
            "account.password_too_short",
        ),
        (json!({"username": "mei", "phone": TOM, "code": right}), 409, "account.username_taken"),
    ];
    for (body, status, code) in cases {
        assert_eq!(try_register(&app, body.clone()).await.refusal(), refused(status, code), "{body}");
    }
    let body = json!({"username": "tom", "phone": TOM, "code": right});
    assert_eq!(try_register(&app, body.clone()).await.status, 201);
    let again = json!({"username": "tim", "phone": TOM, "code": right});
    assert_eq!(try_register(&app, again).await.refusal(), refused(403, "auth.code_wrong"), "a replay");
}

#[tokio::test]
async fn a_taken_number_is_told_to_who_has_its_code_only() {
    let (app, stub) = started(&[]).await;
    register(&app, &stub, "mei", MEI).await;
    let mut answers = Vec::new();
    for phone in [MEI, TOM] {
        let right = code(&app, &stub, phone, "register").await;
        let body = json!({"username": "new", "phone": phone, "code": other_than(&right, 0)});
        let mut answer = try_register(&app, body).await.json();
        answer.as_object_mut().unwrap().remove("request_id");
        answers.push(answer);
    }
    assert_eq!(answers[0], answers[1]);
    let right = code(&app, &stub, MEI, "register").await;
    let body = json!({"username": "new", "phone": MEI, "code": right});
    assert_eq!(try_register(&app, body).await.refusal(), refused(409, "account.phone_taken"));
}

#[tokio::test]
async fn two_who_register_with_one_number_at_once_are_one() {
    let (app, stub) = started(&[]).await;
    let right = code(&app, &stub, MEI, "register").await;
    let bodies = (0..5).map(|n| json!({"username": format!("mei{n}"), "phone": MEI, "code": right}));
    let answers = futures_util::future::join_all(bodies.map(|body| try_register(&app, body))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
}

#[tokio::test]
async fn the_rules_of_registration_hold_with_a_number_too() {
    let (app, stub) = started(&[("KAMA__AUTH__REGISTRATION", "invite")]).await;
    register(&app, &stub, "mei", MEI).await;
    let right = code(&app, &stub, TOM, "register").await;
    let (invite, _) = app.services().accounts.create_invite(1, 7).await.unwrap();
    let body = |code: &str, invite: Option<String>| json!({"username": "tom", "phone": TOM, "code": code, "invite_code": invite});
    let answer = try_register(&app, body(&right, None)).await;
    assert_eq!(answer.refusal(), refused(403, "account.invite_required"));
    let answer = try_register(&app, body(&right, Some("AAAA-AAAA-AAAA-AAAA".into()))).await;
    assert_eq!(answer.refusal(), refused(403, "account.invite_invalid"));
    let wrong = other_than(&right, 0);
    let answer = try_register(&app, body(&wrong, Some(invite.to_string()))).await;
    assert_eq!(answer.refusal(), refused(403, "auth.code_wrong"), "and the invite is not used up");
    assert_eq!(try_register(&app, body(&right, Some(invite.to_string()))).await.status, 201);

    let (app, stub) = started(&[("KAMA__SERVER__PUBLIC_ORIGIN", "https://chat.example.org")]).await;
    let right = code(&app, &stub, MEI, "register").await;
    let answer = try_register(&app, json!({"username": "mei", "phone": MEI, "code": right})).await;
    assert_eq!(answer.refusal(), refused(403, "account.setup_code_required"));
}
