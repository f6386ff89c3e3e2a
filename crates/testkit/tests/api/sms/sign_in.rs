use super::*;

#[tokio::test]
async fn a_code_signs_in_once() {
    let (app, stub) = started(&[]).await;
    let mei = app.register("mei").await;
    bind(&app, &stub, &mei, MEI).await;
    let answer = ask(&app, "138 0013 8000", "sign_in").await;
    assert_eq!((answer.status.as_u16(), answer.json()), (202, json!({"expires_in": 300, "retry_after": 60})));
    let message = stub.next().await;
    assert!(message.text.contains(&message.code) && message.code.len() == 6);
    let code = message.code;
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    let answer = login(&app, "138-0013-8000", &spaced).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let session = answer.json();
    assert_eq!(session["user"]["id"], mei.account.id.to_string());
    assert!(session["refresh_token"].is_string() && session["device_token"].is_string());
    assert_eq!(get(&app, "/me").token(&token(&session)).send().await.json()["phone"], MEI);
    assert_eq!(login(&app, MEI, &code).await.refusal(), refused(401, "auth.code_wrong"), "a replay");
}

#[tokio::test]
async fn of_many_who_have_the_code_at_once_one_gets_in() {
    let (app, stub) = started(&[]).await;
    register(&app, &stub, "mei", MEI).await;
    let code = code(&app, &stub, MEI, "sign_in").await;
    let answers = futures_util::future::join_all((0..12).map(|_| login(&app, MEI, &code))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
}

#[tokio::test]
async fn a_newer_code_ends_the_older_and_five_minutes_end_both() {
    let (app, stub) = started(&[]).await;
    register(&app, &stub, "mei", MEI).await;
    let first = code(&app, &stub, MEI, "sign_in").await;
    let second = code(&app, &stub, MEI, "sign_in").await;
    if first != second {
        assert_eq!(login(&app, MEI, &first).await.refusal(), refused(401, "auth.code_wrong"));
    }
    age(&app, 301).await;
    assert_eq!(login(&app, MEI, &second).await.refusal(), refused(401, "auth.code_wrong"));
    let third = code(&app, &stub, MEI, "sign_in").await;
    age(&app, 290).await;
    assert_eq!(login(&app, MEI, &third).await.status, 200);
}

#[tokio::test]
async fn a_code_is_for_one_number_and_one_purpose() {
    let (app, stub) = started(&[]).await;
    let mei = register(&app, &stub, "mei", MEI).await;
    register(&app, &stub, "tom", TOM).await;
    let for_mei = code(&app, &stub, MEI, "sign_in").await;
    assert_eq!(login(&app, TOM, &for_mei).await.refusal(), refused(401, "auth.code_wrong"));
    for purpose in ["register", "bind_phone", "confirm"] {
        let other = own_code(&app, &stub, &token(&mei), MEI, purpose).await;
        if other != for_mei {
            let answer = login(&app, MEI, &other).await;
            assert_eq!(answer.refusal(), refused(401, "auth.code_wrong"), "{purpose}");
        }
    }
    let new = "+8613700137000";
    for purpose in ["sign_in", "bind_phone"] {
        let other = own_code(&app, &stub, &token(&mei), new, purpose).await;
        let body = json!({"username": "new", "phone": new, "code": other});
        let answer = post(&app, "/auth/register").json(&body).send().await;
        assert_eq!(answer.refusal(), refused(403, "auth.code_wrong"), "{purpose}");
    }
}

#[tokio::test]
async fn an_unknown_number_is_told_to_who_has_its_code_only() {
    let (app, stub) = started(&[]).await;
    let right = code(&app, &stub, MEI, "sign_in").await;
    assert_eq!(login(&app, MEI, &other_than(&right, 0)).await.refusal(), refused(401, "auth.code_wrong"));
    assert_eq!(login(&app, MEI, &right).await.refusal(), refused(401, "auth.phone_unknown"));
    assert_eq!(login(&app, MEI, &right).await.refusal(), refused(401, "auth.code_wrong"), "it is used up");
}

#[tokio::test]
async fn without_a_gateway_there_are_no_codes() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    assert_eq!(ask(&app, MEI, "sign_in").await.refusal(), refused(403, "sms.off"));
    assert_eq!(login(&app, MEI, "123456").await.refusal(), refused(403, "sms.off"));
    let body = json!({"username": "new", "phone": MEI, "code": "123456"});
    let answer = post(&app, "/auth/register").json(&body).send().await;
    assert_eq!(answer.refusal(), refused(403, "sms.off"));
    let body = json!({"phone": MEI, "code": "123456", "password": PASSWORD});
    let answer = post(&app, "/me/phone").by(&mei).json(&body).send().await;
    assert_eq!(answer.refusal(), refused(403, "sms.off"));
}

#[tokio::test]
async fn the_policy_tells_where_codes_go() {
    let (app, _stub) = started(&[("KAMA__SMS__COUNTRIES", "86,852")]).await;
    let policy = get(&app, "/auth/policy").send().await.json();
    assert_eq!(policy["sms"], json!({"default_country": 86, "countries": [86, 852]}));
    assert_eq!(ask(&app, "+85251234567", "sign_in").await.status, 202);
    let answer = ask(&app, "+14155552671", "sign_in").await;
    assert_eq!(answer.refusal(), refused(403, "sms.country_unsupported"));
    for bad in ["", "110", "not a number", "+0"] {
        assert_eq!(ask(&app, bad, "sign_in").await.refusal(), refused(400, "account.phone_invalid"));
    }
    let answer = ask(&app, MEI, "anything").await;
    assert_eq!(answer.refusal(), refused(400, "request.invalid"));
    for purpose in ["bind_phone", "confirm"] {
        assert_eq!(ask(&app, MEI, purpose).await.refusal(), refused(401, "auth.unauthenticated"));
    }
}

#[tokio::test]
async fn a_second_proof_is_asked_for_and_the_code_stays_good_for_it() {
    let (app, stub) = started(&[]).await;
    let mei = app.register("mei").await;
    bind(&app, &stub, &mei, MEI).await;
    let (_, recovery) = crate::second_factor::switched_on(&app, &mei).await;
    let right = code(&app, &stub, MEI, "sign_in").await;
    let with = |code: &str, otp: &str| {
        post(&app, "/auth/login/sms").json(&json!({"phone": MEI, "code": code, "otp": otp})).send()
    };
    let answer = with(&other_than(&right, 0), &recovery[0]).await;
    assert_eq!(answer.refusal(), refused(401, "auth.code_wrong"), "nothing is asked or told before it");
    assert_eq!(login(&app, MEI, &right).await.refusal(), refused(401, "auth.otp_required"));
    assert_eq!(with(&right, "AAAA-AAAA-AAAA-AAAA").await.refusal(), refused(401, "auth.otp_wrong"));
    assert_eq!(with(&right, &recovery[0]).await.status, 200);
    assert_eq!(with(&right, &recovery[1]).await.refusal(), refused(401, "auth.code_wrong"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_without_a_password_comes_back_by_a_code_and_frees_the_number_in_the_end() {
    let (app, stub) = started(&[("KAMA__JOBS__POLL_MS", "50")]).await;
    app.register("root").await;
    let mei = register(&app, &stub, "mei", MEI).await;
    let leave = async |token: String| {
        let proof = own_code(&app, &stub, &token, MEI, "confirm").await;
        let body = json!({"password": proof});
        let answer = call(&app, Method::DELETE, "/me").token(&token).json(&body).send().await;
        assert!(answer.status.is_success(), "{}", answer.text);
    };
    leave(token(&mei)).await;
    let right = code(&app, &stub, MEI, "sign_in").await;
    let refusal = login(&app, MEI, &right).await;
    assert_eq!(refusal.refusal(), refused(403, "account.deletion_pending"));
    let keep = json!({"phone": MEI, "code": right, "restore": true});
    let back = post(&app, "/auth/login/sms").json(&keep).send().await;
    assert_eq!(back.status, 200, "the code is still good: {}", back.text);
    leave(token(&back.json())).await;
    crate::leaving::now(&app, "account.purge").await;
    // The number is free again once the account is erased.
    let started = std::time::Instant::now();
    loop {
        let code = code(&app, &stub, MEI, "register").await;
        let body = json!({"username": "mei", "phone": MEI, "code": code});
        if post(&app, "/auth/register").json(&body).send().await.status == 201 {
            break;
        }
        assert!(started.elapsed().as_secs() < 20, "the number stays taken");
    }
}
