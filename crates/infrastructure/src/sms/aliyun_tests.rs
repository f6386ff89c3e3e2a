use kamachat_domain::Timestamp;
use uuid::Uuid;

use super::{
    super::stub::{Asked, gateway},
    *,
};

struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        Timestamp::from_timestamp_millis(1_800_000_000_123).unwrap()
    }
}

impl Ids for Fixed {
    fn next(&self) -> Uuid {
        Uuid::nil()
    }

    fn secret(&self) -> [u8; 32] {
        [7; 32]
    }
}

async fn send(url: &str, number: &str) -> Result<(), PortError> {
    let options = AliyunOptions {
        url: url.to_owned(),
        access_key_id: "key".into(),
        access_key_secret: "s3cret".into(),
        sign_name: "卡玛".into(),
        template_code: "SMS_1".into(),
        template_parameter: "code".into(),
    };
    let to = Phone::parse(number, 86).unwrap();
    let gateway = AliyunSms::new(options, Arc::new(Fixed), Arc::new(Fixed))?;
    gateway.send(Sms { to: &to, code: "012345", text: "unused" }).await
}

/// The example of Alibaba Cloud's page on the signature.
#[test]
fn the_documented_example_has_the_documented_signature() {
    let call = Call {
        host: "ecs.cn-shanghai.aliyuncs.com",
        action: "RunInstances",
        version: "2014-05-26",
        date: "2023-10-26T10:22:32Z",
        nonce: "3156853299f313e23d1673dc12e1703d",
        query: "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai",
    };
    let signed = call.authorization("YourAccessKeyId", "YourAccessKeySecret");
    assert_eq!(
        signed,
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;\
         x-acs-date;x-acs-signature-nonce;x-acs-version,\
         Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    );
}

/// What the gateway itself does: signs again what came and compares.
fn verify(asked: &Asked, secret: &str) -> bool {
    let line = asked.head.lines().next().unwrap();
    let query = line.split_once("/?").unwrap().1.split(' ').next().unwrap();
    let authorization = asked.header("authorization");
    let part = |name: &str| {
        let rest = authorization.split_once(&format!("{name}=")).unwrap().1;
        rest.split(',').next().unwrap().to_owned()
    };
    let names = part("SignedHeaders");
    let headers: String = names.split(';').map(|name| format!("{name}:{}\n", asked.header(name))).collect();
    let body = encode::hex(&Sha256::digest(asked.body.as_bytes()));
    assert_eq!(asked.header("x-acs-content-sha256"), body);
    let canonical = format!("POST\n/\n{query}\n{headers}\n{names}\n{body}");
    let hashed = encode::hex(&Sha256::digest(canonical.as_bytes()));
    part("Signature") == mac(secret.as_bytes(), format!("ACS3-HMAC-SHA256\n{hashed}").as_bytes())
}

#[tokio::test]
async fn a_gateway_that_checks_the_signature_takes_the_message() {
    let (url, asked) = gateway(200, r#"{"Code":"OK","BizId":"1"}"#).await;
    send(&url, "13800138000").await.unwrap();
    send(&url, "+85251234567").await.unwrap();
    let asked = asked.lock().unwrap().clone();
    for request in &asked {
        assert!(verify(request, "s3cret"), "{request:?}");
        assert!(!verify(request, "another"));
        assert_eq!(request.header("x-acs-date"), "2027-01-15T08:00:00Z");
        assert_eq!(request.header("x-acs-action"), "SendSms");
    }
    let expected = "POST /?PhoneNumbers=13800138000&SignName=%E5%8D%A1%E7%8E%9B&TemplateCode=SMS_1&\
                    TemplateParam=%7B%22code%22%3A%22012345%22%7D HTTP/1.1\r\n";
    assert!(asked[0].head.starts_with(expected), "{}", asked[0].head);
    assert!(asked[1].head.contains("PhoneNumbers=85251234567&"));
}

#[tokio::test]
async fn what_may_pass_is_told_from_what_will_not() {
    for (status, body, transient) in [
        (200, r#"{"Code":"isv.BUSINESS_LIMIT_CONTROL","Message":"13800138000"}"#, false),
        (200, r#"{"Code":"isp.SYSTEM_ERROR"}"#, true),
        (400, r#"{"Code":"Throttling.User"}"#, true),
        (403, r#"{"Code":"SignatureDoesNotMatch"}"#, false),
        (503, "", true),
        (200, "<html>", false),
    ] {
        let (url, _) = gateway(status, body).await;
        let error = send(&url, "13800138000").await.unwrap_err();
        assert_eq!(error.is_transient(), transient, "{status} {body}");
        assert!(!format!("{error:?}").contains("138001"), "{error:?}");
    }
}
