use kamachat_domain::accounts::Phone;

use super::{super::stub::gateway, *};

const TEXT: &str = "验证码 \"123456\" {phone}\n";

fn options(url: String) -> HttpSmsOptions {
    HttpSmsOptions {
        method: "post".into(),
        url,
        headers: vec!["X-Key: s3cret".into()],
        content_type: "application/json".into(),
        body: r#"{"to":"{phone}","code":"{code}","text":"{text}","x":{}}"#.into(),
        success: vec![200, 202],
    }
}

async fn send(options: HttpSmsOptions) -> Result<(), PortError> {
    let to = Phone::parse("13800138000", 86).unwrap();
    HttpSms::new(options)?.send(Sms { to: &to, code: "123456", text: TEXT }).await
}

#[tokio::test]
async fn a_message_is_put_into_address_and_body_with_the_escapes_of_each() {
    let (url, asked) = gateway(202, "").await;
    send(options(format!("{url}/send?to={{phone}}"))).await.unwrap();
    let mut form = options(url);
    form.content_type = "application/x-www-form-urlencoded; charset=utf-8".into();
    form.body = "to={phone}&text={text}".into();
    send(form).await.unwrap();
    let asked = asked.lock().unwrap().clone();
    assert!(asked[0].head.starts_with("POST /send?to=%2B8613800138000 HTTP/1.1\r\n"));
    assert_eq!(asked[0].header("x-key"), "s3cret");
    let body: serde_json::Value = serde_json::from_str(&asked[0].body).unwrap();
    assert_eq!(body["text"], TEXT, "nothing is put into what was put in");
    assert_eq!((&body["to"], &body["code"]), (&"+8613800138000".into(), &"123456".into()));
    assert!(asked[1].body.starts_with("to=%2B8613800138000&text=%E9%AA%8C"), "{}", asked[1].body);
}

#[tokio::test]
async fn what_may_pass_is_told_from_what_will_not_and_no_secret_is_in_it() {
    for (status, transient) in
        [(500, true), (503, true), (429, true), (400, false), (302, false), (204, false)]
    {
        let (url, asked) = gateway(status, "no: +8613800138000 123456").await;
        let error = send(options(format!("{url}/{{phone}}/{{code}}"))).await.unwrap_err();
        assert_eq!(error.is_transient(), transient, "{status}");
        assert_eq!(asked.lock().unwrap().len(), 1, "no redirect is followed");
        assert_no_secret(&error);
    }
    let error = send(options("http://127.0.0.1:1/{phone}/{code}".into())).await.unwrap_err();
    assert!(error.is_transient());
    assert_no_secret(&error);
}

fn assert_no_secret(error: &PortError) {
    let told = format!("{error:?}");
    assert!(!told.contains("138000") && !told.contains("123456") && !told.contains("s3cret"), "{told}");
}

#[tokio::test]
async fn settings_that_cannot_work_are_refused_at_the_start() {
    let good = || options("http://127.0.0.1:1".into());
    for bad in [
        HttpSmsOptions { method: "P T".into(), ..good() },
        HttpSmsOptions { headers: vec!["no colon".into()], ..good() },
        HttpSmsOptions { headers: vec!["X: a\r\nY: b".into()], ..good() },
        HttpSmsOptions { content_type: "\n".into(), ..good() },
    ] {
        assert!(matches!(HttpSms::new(bad), Err(PortError::Refused(_))));
    }
}
