use super::*;

#[tokio::test]
async fn a_number_is_added_changed_and_removed() {
    let (app, stub) = started(&[]).await;
    let mei = app.register("mei").await;
    let token = mei.token();
    assert_eq!(state(&app, &token).await, json!({"phone": null, "password_set": true}));
    let none = remove(&app, &token, json!({"password": PASSWORD})).await;
    assert_eq!(none.refusal(), refused(409, "account.phone_missing"));
    bind(&app, &stub, &mei, MEI).await;
    bind(&app, &stub, &mei, TOM).await;
    let right = code(&app, &stub, MEI, "sign_in").await;
    assert_eq!(login(&app, MEI, &right).await.refusal(), refused(401, "auth.phone_unknown"));
    let right = code(&app, &stub, TOM, "sign_in").await;
    assert_eq!(login(&app, TOM, &right).await.status, 200);
    let wrong = remove(&app, &token, json!({"password": "not the password"})).await;
    assert_eq!(wrong.refusal(), refused(403, "account.wrong_password"));
    assert_eq!(remove(&app, &token, json!({"password": PASSWORD})).await.json()["phone"], Value::Null);
    let right = code(&app, &stub, TOM, "sign_in").await;
    assert_eq!(login(&app, TOM, &right).await.refusal(), refused(401, "auth.phone_unknown"));
}

#[tokio::test]
async fn adding_a_number_takes_its_code_and_the_password() {
    let (app, stub) = started(&[]).await;
    let (mei, eve) = (app.register("mei").await, app.register("eve").await);
    let right = own_code(&app, &stub, &mei.token(), MEI, "bind_phone").await;
    let add = |who: &Person, code: &str, password: &str| {
        let body = json!({"phone": MEI, "code": code, "password": password});
        post(&app, "/me/phone").by(who).json(&body).send()
    };
    let answer = add(&mei, &other_than(&right, 0), PASSWORD).await;
    assert_eq!(answer.refusal(), refused(403, "auth.code_wrong"));
    let answer = add(&eve, &right, PASSWORD).await;
    assert_eq!(answer.refusal(), refused(403, "auth.code_wrong"), "it was sent for somebody else");
    let answer = add(&mei, &right, "not the password").await;
    assert_eq!(answer.refusal(), refused(403, "account.wrong_password"));
    assert_eq!(add(&mei, &right, PASSWORD).await.status, 200);
    assert_eq!(add(&mei, &right, PASSWORD).await.refusal(), refused(403, "auth.code_wrong"), "a replay");
}

#[tokio::test]
async fn a_number_of_somebody_else_is_told_to_who_has_its_code_only() {
    let (app, stub) = started(&[]).await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    bind(&app, &stub, &mei, MEI).await;
    let right = own_code(&app, &stub, &tom.token(), MEI, "bind_phone").await;
    let add = |code: &str| {
        let body = json!({"phone": MEI, "code": code, "password": PASSWORD});
        post(&app, "/me/phone").by(&tom).json(&body).send()
    };
    assert_eq!(add(&other_than(&right, 0)).await.refusal(), refused(403, "auth.code_wrong"));
    assert_eq!(add(&right).await.refusal(), refused(409, "account.phone_taken"));
    assert_eq!(state(&app, &mei.token()).await["phone"], MEI);
}

#[tokio::test]
async fn an_account_without_a_password_confirms_by_a_code_and_keeps_a_way_in() {
    let (app, stub) = started(&[]).await;
    let mei = token(&register(&app, &stub, "mei", MEI).await);
    let answer = remove(&app, &mei, json!({"password": ""})).await;
    assert_eq!(answer.refusal(), refused(409, "account.last_way_in"));

    let sign_in = code(&app, &stub, MEI, "sign_in").await;
    let enrol = |proof: &str| post(&app, "/me/totp").token(&mei).json(&json!({"password": proof})).send();
    assert_eq!(enrol(&sign_in).await.refusal(), refused(403, "auth.code_wrong"), "another purpose");
    let confirm = own_code(&app, &stub, &mei, MEI, "confirm").await;
    assert_eq!(enrol(&other_than(&confirm, 0)).await.refusal(), refused(403, "auth.code_wrong"));
    assert_eq!(enrol(&confirm).await.status, 201);
    assert_eq!(enrol(&confirm).await.refusal(), refused(403, "auth.code_wrong"), "a replay");

    let new = own_code(&app, &stub, &mei, TOM, "bind_phone").await;
    let confirm = own_code(&app, &stub, &mei, MEI, "confirm").await;
    let body = json!({"phone": TOM, "code": new, "password": confirm});
    let changed = post(&app, "/me/phone").token(&mei).json(&body).send().await;
    assert_eq!((changed.status.as_u16(), &changed.json()["phone"]), (200, &json!(TOM)));

    let confirm = own_code(&app, &stub, &mei, TOM, "confirm").await;
    let body = json!({"current_password": confirm, "new_password": PASSWORD});
    assert_eq!(post(&app, "/me/password").token(&mei).json(&body).send().await.status, 204);
    assert_eq!(state(&app, &mei).await, json!({"phone": TOM, "password_set": true}));
    assert!(app.client().login("mei", PASSWORD).await.is_ok());
    let confirm = own_code(&app, &stub, &mei, TOM, "confirm").await;
    assert_eq!(enrol(&confirm).await.refusal(), refused(403, "account.wrong_password"), "it has one now");
    assert_eq!(remove(&app, &mei, json!({"password": PASSWORD})).await.status, 200);
}

#[tokio::test]
async fn who_has_no_number_gets_no_code_to_confirm_with() {
    let (app, _stub) = started(&[]).await;
    let mei = app.register("mei").await;
    let answer = post(&app, "/auth/sms-codes").by(&mei).json(&json!({"purpose": "confirm"})).send().await;
    assert_eq!(answer.refusal(), refused(409, "account.phone_missing"));
}
