use kamachat_domain::accounts::Phone;

use super::{super::stub::gateway, *};

async fn send(url: &str, from: &str) -> Result<(), PortError> {
    let options = TwilioOptions {
        url: url.to_owned(),
        account_sid: "AC123".into(),
        auth_token: "t0ken".into(),
        from: from.to_owned(),
    };
    let to = Phone::parse("+14155552671", 86).unwrap();
    TwilioSms::new(options)?.send(Sms { to: &to, code: "123456", text: "Code 123456 & more" }).await
}

#[tokio::test]
async fn a_message_is_a_form_with_basic_authentication() {
    let (url, asked) = gateway(201, r#"{"sid":"SM1"}"#).await;
    send(&url, "+15005550006").await.unwrap();
    send(&url, "MG42").await.unwrap();
    let asked = asked.lock().unwrap().clone();
    assert!(asked[0].head.starts_with("POST /2010-04-01/Accounts/AC123/Messages.json HTTP/1.1\r\n"));
    // AC123:t0ken
    assert_eq!(asked[0].header("authorization"), "Basic QUMxMjM6dDBrZW4=");
    assert_eq!(asked[0].header("content-type"), "application/x-www-form-urlencoded");
    assert_eq!(asked[0].body, "To=%2B14155552671&From=%2B15005550006&Body=Code%20123456%20%26%20more");
    assert!(asked[1].body.contains("&MessagingServiceSid=MG42&"));
}

#[tokio::test]
async fn what_may_pass_is_told_from_what_will_not() {
    for (status, transient) in [(429, true), (500, true), (400, false), (401, false)] {
        let (url, _) = gateway(status, r#"{"code":21211,"message":"+14155552671"}"#).await;
        let error = send(&url, "+15005550006").await.unwrap_err();
        assert_eq!(error.is_transient(), transient, "{status}");
        assert!(!format!("{error:?}").contains("5552671"));
    }
}
