//! What people report, and that the evidence stays.

use kamachat_client::new_client_msg_id;
use kamachat_domain::{admin::ReportReason, ids::ConversationId};
use kamachat_protocol::{
    admin::{Report, ReportTarget},
    groups::GroupChange,
};
use kamachat_testkit::app::{PASSWORD, Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::{Connection, Row};

use crate::{
    avatar::{picture, stored, wait_for},
    leaving::{leave, now},
    wire::{Answer, call, get, post},
};

/// What is kept of a report.
struct Kept {
    text: String,
    evidence: Value,
    picture: Option<Vec<u8>>,
}

async fn kept(app: &TestApp) -> Vec<Kept> {
    let file = app.data_dir().join("kamachat.db");
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    let rows = sqlx::query("SELECT text, evidence, picture FROM report ORDER BY id").fetch_all(&mut database);
    let kept = rows.await.unwrap().into_iter().map(|row| Kept {
        text: row.get(0),
        evidence: serde_json::from_str(row.get(1)).unwrap(),
        picture: row.get(2),
    });
    let kept = kept.collect();
    database.close().await.unwrap();
    kept
}

async fn say(person: &Person, chat: ConversationId, text: &str) -> i64 {
    person.client.send_text(chat, new_client_msg_id(), text).await.unwrap().message.seq
}

fn message(conversation_id: ConversationId, seq: i64) -> ReportTarget {
    ReportTarget::Message { conversation_id, seq }
}

async fn report(person: &Person, target: ReportTarget) -> Result<Report, String> {
    let done = person.client.report(target, ReportReason::Harassment, Some(" he insults ")).await;
    done.map_err(|error| error.code().unwrap_or_default().to_owned())
}

/// Waits until somebody who left is gone for good.
async fn erased(app: &TestApp, name: &str) {
    let body = json!({"login": name, "password": PASSWORD});
    let login = async || post(app, "/auth/login").json(&body).send().await.code();
    let waiting = async { while login().await != "auth.wrong_credentials" {} };
    tokio::time::timeout(std::time::Duration::from_secs(30), waiting).await.expect("in time");
}

fn user(person: &Person) -> ReportTarget {
    ReportTarget::User { user_id: person.account.id }
}

#[tokio::test]
async fn a_message_is_kept_with_what_was_around_it_whatever_becomes_of_it() {
    let app = TestApp::start().await;
    app.register("root").await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    for n in 1..=7 {
        say(&mei, chat, &format!("mei {n}")).await;
    }
    let seq = say(&tom, chat, "you fool").await;
    say(&mei, chat, "stop it").await;
    mei.client.delete_message_for_me(chat, 4).await.unwrap();
    tom.client.edit_message(chat, seq, "you angel", 0).await.unwrap();
    let before = kept(&app).await;
    assert!(before.is_empty());

    let first = report(&mei, message(chat, seq)).await.unwrap();
    assert!(!first.duplicate);
    tom.client.recall_message(chat, seq).await.unwrap();
    assert_eq!(leave(&app, &tom, PASSWORD).await.status, 200);
    now(&app, "account.purge").await;
    erased(&app, "tom").await;

    let kept = kept(&app).await;
    let [Kept { text, evidence, .. }] = kept.as_slice() else { panic!("one report") };
    assert_eq!((text.as_str(), &evidence["kind"]), ("he insults", &json!("message")));
    let message = &evidence["message"];
    assert_eq!(message["text"], "you angel");
    assert_eq!((&message["seq"], &message["sender"]["username"]), (&json!(seq), &json!("tom")));
    assert_eq!(message["content"], "text");
    assert_eq!(evidence["earlier"][0]["text"], "you fool");
    let around: Vec<_> = evidence["around"].as_array().unwrap().iter().map(|each| &each["text"]).collect();
    assert_eq!(around, ["mei 3", "mei 5", "mei 6", "mei 7", "stop it"], "as mei saw it");
}

#[tokio::test]
async fn the_same_again_is_answered_with_the_first_report() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let first = report(&mei, user(&tom)).await.unwrap();
    let body =
        json!({"target": {"kind": "user", "user_id": tom.account.id}, "reason": "spam", "text": "more"});
    let again = post(&app, "/reports").by(&mei).json(&body).send().await;
    assert_eq!(again.status, 200);
    assert_eq!(again.json(), json!({"id": first.id, "created_at": first.created_at, "duplicate": true}));
    let kept_before = kept(&app).await;
    assert_eq!((kept_before.len(), kept_before[0].text.as_str()), (1, "he insults"));

    // Many at once are one, and somebody else's is another.
    let racing = (0..8).map(|_| {
        post(&app, "/reports")
            .by(&tom)
            .json(&json!({
        "target": {"kind": "user", "user_id": mei.account.id}, "reason": "other"}))
            .send()
    });
    let answers: Vec<Answer> = futures_util::future::join_all(racing).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 200, 201]);
    assert!(answers.iter().all(|answer| answer.json()["id"] == answers[0].json()["id"]));
    assert_eq!(kept(&app).await.len(), 2);
}

#[tokio::test]
async fn what_somebody_does_not_see_he_cannot_report() {
    let app = TestApp::start().await;
    let [mei, tom, eve, late] = [
        app.register("mei").await,
        app.register("tom").await,
        app.register("eve").await,
        app.register("late").await,
    ];
    app.befriend(&mei, &tom).await;
    app.befriend(&mei, &late).await;
    let group = mei.client.create_group("tea", &[tom.account.id]).await.unwrap().id;
    let early = say(&mei, group, "before late came").await;
    mei.client.add_members(group, &[late.account.id]).await.unwrap();
    let seq = say(&mei, group, "hello late").await;
    let gone: Result<Report, String> = Err("not_found".into());
    let in_group = ReportTarget::Group { group_id: group };
    for target in
        [message(group, seq), message(group, 0), message(eve.account.id.as_uuid().into(), 1), in_group]
    {
        assert_eq!(report(&eve, target).await, gone, "{target:?}");
    }
    for far in [i64::MAX, i64::MIN, 0, -1, seq + 1, early] {
        assert_eq!(report(&late, message(group, far)).await, gone, "{far}");
    }
    assert!(report(&late, message(group, seq)).await.is_ok());
    let evidence = kept(&app).await.remove(0).evidence;
    assert!(!evidence.to_string().contains("before late came"), "{evidence}");
    assert_eq!(evidence["group"]["name"], "tea");
    assert!(report(&late, in_group).await.is_ok());
    late.client.delete_message_for_me(group, seq).await.unwrap();
    tom.client.delete_message_for_me(group, seq).await.unwrap();
    assert_eq!(report(&tom, message(group, seq)).await, gone);
    tom.client.leave_group(group).await.unwrap();
    for target in [message(group, early), in_group] {
        assert_eq!(report(&tom, target).await, gone);
    }
    let nobody = ReportTarget::User { user_id: group.as_uuid().into() };
    assert_eq!(report(&mei, nobody).await, gone);
}

#[tokio::test]
async fn oneself_what_the_server_wrote_and_what_is_gone_is_not_reported() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    app.befriend(&mei, &tom).await;
    let group = mei.client.create_group("tea", &[tom.account.id]).await.unwrap().id;
    let (own, his) = (say(&mei, group, "mine").await, say(&tom, group, "his").await);
    for target in [user(&mei), message(group, own)] {
        assert_eq!(report(&mei, target).await, Err("report.myself".into()));
    }
    tom.client.recall_message(group, his).await.unwrap();
    assert_eq!(report(&mei, message(group, his)).await, Err("report.nothing_left".into()));
    // "mei created the group", read by tom.
    assert_eq!(report(&tom, message(group, 1)).await, Err("report.nothing_left".into()));
    assert!(kept(&app).await.is_empty());
}

#[tokio::test]
async fn blocks_stand_in_nobodys_way() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    let (of_tom, of_mei) = (say(&tom, chat, "buy this").await, say(&mei, chat, "no").await);
    mei.client.block(tom.account.id).await.unwrap();
    for (by, target) in
        [(&mei, message(chat, of_tom)), (&mei, user(&tom)), (&tom, message(chat, of_mei)), (&tom, user(&mei))]
    {
        assert!(report(by, target).await.is_ok(), "{target:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_and_names_are_kept_as_they_were() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    app.befriend(&mei, &tom).await;
    tom.client.set_avatar(picture([200, 1, 1], 300, 300)).await.unwrap();
    let profile = json!({"signature": "cheap watches", "status_text": "selling", "nickname": "Admin"});
    assert_eq!(call(&app, Method::PATCH, "/me").by(&tom).json(&profile).send().await.status, 200);
    let group = tom.client.create_group("watches", &[mei.account.id]).await.unwrap().id;
    tom.client.set_group_avatar(group, picture([1, 200, 1], 300, 300)).await.unwrap();
    let change = GroupChange { notice: Some(Some("pay first".into())), ..GroupChange::default() };
    tom.client.change_group(group, &change).await.unwrap();
    report(&mei, user(&tom)).await.unwrap();
    report(&mei, ReportTarget::Group { group_id: group }).await.unwrap();

    tom.client.remove_avatar().await.unwrap();
    tom.client.remove_group_avatar(group).await.unwrap();
    tom.client.dissolve_group(group).await.unwrap();
    wait_for(|| stored(&app) == 0).await;
    let kept = kept(&app).await;
    for (report, color) in kept.iter().zip([0, 1]) {
        let image = image::load_from_memory(report.picture.as_ref().unwrap()).unwrap().to_rgb8();
        assert!(image.get_pixel(80, 80).0[color] > 150 && image.width() == 160);
    }
    let person = &kept[0].evidence;
    assert_eq!((&person["person"]["name"], &person["person"]["username"]), (&json!("Admin"), &json!("tom")));
    assert_eq!((&person["signature"], &person["status_text"]), (&json!("cheap watches"), &json!("selling")));
    let group = &kept[1].evidence;
    assert_eq!((&group["name"], &group["notice"]), (&json!("watches"), &json!("pay first")));
    assert_eq!((&group["owner"]["username"], &group["member_count"]), (&json!("tom"), &json!(2)));
}

#[tokio::test]
async fn a_group_is_reported_by_those_who_are_shown_it() {
    let app = TestApp::start().await;
    let (mei, eve) = (app.register("mei").await, app.register("eve").await);
    let group = mei.client.create_group("tea", &[]).await.unwrap().id;
    let target = ReportTarget::Group { group_id: group };
    assert_eq!(report(&eve, target).await, Err("not_found".into()));
    let change = GroupChange { searchable: Some(true), ..GroupChange::default() };
    mei.client.change_group(group, &change).await.unwrap();
    assert!(report(&eve, target).await.is_ok());
    let ann = app.register("ann").await;
    mei.client.dissolve_group(group).await.unwrap();
    assert_eq!(report(&ann, target).await, Err("not_found".into()));
    assert!(report(&mei, target).await.is_ok());
}

#[tokio::test]
async fn a_report_that_is_no_report_is_refused() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let target = json!({"kind": "user", "user_id": tom.account.id});
    let long = "好".repeat(1001);
    let good = json!({"target": target, "reason": "spam", "text": "好".repeat(1000)});
    for (key, wrong) in [
        ("reason", json!("because")),
        ("reason", json!(null)),
        ("target", json!({"kind": "user"})),
        ("target", json!({"kind": "server", "id": 1})),
        ("target", json!({"kind": "user", "user_id": tom.account.id, "seq": 1})),
        ("target", json!({"kind": "message", "conversation_id": tom.account.id, "seq": "1"})),
        ("target", json!([])),
        ("text", json!(7)),
        ("more", json!(1)),
    ] {
        let mut body = good.clone();
        body[key] = wrong.clone();
        let answer = post(&app, "/reports").by(&mei).json(&body).send().await;
        assert_eq!(answer.refusal(), (400, "request.invalid".to_owned()), "{key} {wrong}");
    }
    for text in [long.as_str(), "a\u{0}b"] {
        let body = json!({"target": target, "reason": "spam", "text": text});
        let answer = post(&app, "/reports").by(&mei).json(&body).send().await;
        assert_eq!(answer.refusal(), (400, "report.text_invalid".to_owned()));
        assert_eq!(answer.json()["errors"], json!({"text": "report.text_invalid"}));
    }
    assert_eq!(get(&app, "/reports").by(&mei).send().await.status, 405);
    assert!(kept(&app).await.is_empty());
    assert_eq!(post(&app, "/reports").by(&mei).json(&good).send().await.status, 201);
}

#[tokio::test]
async fn reports_have_a_budget_of_their_own() {
    let settings = [("KAMA__LIMITS__PROFILE", "standard"), ("KAMA__LIMITS__REPORTS", "2")];
    let app = TestApp::with(&settings).await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    assert!(report(&mei, user(&tom)).await.is_ok());
    assert!(report(&mei, user(&tom)).await.is_ok());
    assert_eq!(report(&mei, user(&tom)).await, Err("too_many_requests".into()));
    assert!(report(&tom, user(&mei)).await.is_ok());
}
