use kamachat_testkit::app::PASSWORD;
use reqwest::Method;
use serde_json::json;

use super::{claim, login, verified, with_mail};
use crate::wire::{call, post};

const MEI: &str = "mei@example.com";

#[tokio::test]
async fn the_owner_is_told_of_a_new_device_a_new_password_and_a_second_factor() {
    let Some((app, sink)) = with_mail(&[]).await else { return };
    let mei = verified(&app, &sink, "mei", MEI).await;
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
    let body = json!({"login": "mei", "password": PASSWORD});
    let known = post(&app, "/auth/login").header("user-agent", firefox).json(&body).send().await.json();
    let told = sink.nth(MEI, 2).await;
    assert_eq!(told.field("subject"), "New sign-in to your account");
    assert!(told.field("text").contains("Firefox on Linux, from 127.0.0.1, at 20"), "{told:?}");
    let body = json!({"login": "mei", "password": PASSWORD, "device_token": known["device_token"]});
    assert_eq!(post(&app, "/auth/login").json(&body).send().await.status, 200);

    let language = json!({"language": "zh-CN"});
    assert_eq!(call(&app, Method::PUT, "/me/settings").by(&mei).json(&language).send().await.status, 200);
    mei.client.change_password(PASSWORD, "a new and better sentence").await.unwrap();
    let told = sink.nth(MEI, 3).await;
    assert_eq!(
        told.field("subject"),
        "你的密码已修改",
        "no mail for a known device, and what was chosen counts"
    );
    assert!(told.field("html").contains("lang=\"zh-CN\""));
}

#[tokio::test]
async fn an_address_that_is_only_claimed_is_told_nothing() {
    let Some((app, sink)) = with_mail(&[]).await else { return };
    let mei = claim(&app, "mei", MEI).await;
    let tom = verified(&app, &sink, "tom", "tom@example.com").await;
    login(&app, "mei", PASSWORD).await;
    mei.client.change_password(PASSWORD, "a new and better sentence").await.unwrap();
    tom.client.change_password(PASSWORD, "a new and better sentence").await.unwrap();
    sink.nth("tom@example.com", 2).await;
    assert_eq!(sink.to(MEI).len(), 1);
}
