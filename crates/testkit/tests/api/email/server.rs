use std::time::{Duration, Instant};

use kamachat_application::jobs::{JobState, StoredJob};
use kamachat_bootstrap::{Config, Sources, operator};
use kamachat_testkit::{app::TestApp, mail_sink::MailSink};
use kamachat_web_kit::tls::Tls;

use super::{claim, on, with_mail};

const MEI: &str = "mei@example.com";

/// The first job that looks like this, as `kamachat jobs` shows it beside the running server.
async fn job(app: &TestApp, wanted: impl Fn(&StoredJob) -> bool) -> StoredJob {
    let environment = vec![("KAMA__DATA_DIR".to_owned(), app.data_dir().display().to_string())];
    let config = Config::load(&Sources { environment, ..Sources::default() }).unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let jobs = operator::jobs(&config).await.unwrap();
        if let Some(job) = jobs.into_iter().find(|job| wanted(job)) {
            return job;
        }
        assert!(Instant::now() < deadline, "there is no such job");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_mail_waits_for_a_server_that_is_down_and_is_sent_once() {
    let Some((app, mut sink)) = with_mail(&[]).await else { return };
    sink.down();
    let mei = claim(&app, "mei", MEI).await;
    let waiting = job(&app, |job| !job.last_error.is_empty()).await;
    assert_eq!((waiting.state, waiting.kind.as_str()), (JobState::Waiting, "mail"));
    assert!(!waiting.last_error.contains(MEI), "{}", waiting.last_error);
    sink.up();
    mei.client.verify_email(&sink.nth(MEI, 1).await.token()).await.unwrap();
    claim(&app, "tom", "tom@example.com").await;
    sink.nth("tom@example.com", 1).await;
    assert_eq!(sink.to(MEI).len(), 1);
}

#[tokio::test]
async fn a_mailbox_that_does_not_exist_ends_the_job_and_the_operator_sees_it() {
    let Some((app, sink)) = with_mail(&[]).await else { return };
    claim(&app, "mei", "refused@example.com").await;
    let dead = job(&app, |job| job.state == JobState::Dead).await;
    assert_eq!(dead.attempts, 1);
    assert!(dead.last_error.contains("550") && !dead.last_error.contains("refused@"), "{}", dead.last_error);
    assert!(!dead.payload.unwrap().windows(5).any(|part| part == b"token"), "links are sealed");
    claim(&app, "tom", "tom@example.com").await;
    sink.nth("tom@example.com", 1).await;
}

#[tokio::test]
async fn a_server_that_says_later_is_asked_later() {
    let Some((app, sink)) = with_mail(&[]).await else { return };
    claim(&app, "mei", "later@example.com").await;
    let mail = sink.nth("later@example.com", 1).await;
    assert!(!mail.token().is_empty());
}

#[tokio::test]
async fn starttls_is_spoken_with_a_certificate_that_is_trusted_and_with_no_other() {
    let folder = tempfile::tempdir().unwrap();
    Tls::for_development(folder.path(), &[]).unwrap();
    let [cert, key] = ["crt", "key"].map(|kind| folder.path().join(format!("tls-development.{kind}")));
    let (cert, key) = (cert.display().to_string(), key.display().to_string());
    let arguments = ["--tls", &cert, &key, "--login", "kama", "hunter2hunter2"];
    let Some(sink) = MailSink::with(&arguments) else { return };
    let settings = [
        ("KAMA__MAIL__TLS", "starttls"),
        ("KAMA__MAIL__USERNAME", "kama"),
        ("KAMA__MAIL__PASSWORD", "hunter2hunter2"),
        ("KAMA__MAIL__CA_FILE", cert.as_str()),
    ];
    let app = on(&sink, &settings).await;
    claim(&app, "mei", MEI).await;
    let mail = sink.nth(MEI, 1).await;
    assert_eq!((mail.0["tls"].as_bool(), mail.0["signed_in"].as_bool()), (Some(true), Some(true)));

    let trusting_nobody = on(&sink, &settings[..3]).await;
    claim(&trusting_nobody, "tom", "tom@example.com").await;
    let waiting = job(&trusting_nobody, |job| !job.last_error.is_empty()).await;
    assert_eq!(waiting.state, JobState::Waiting);
    assert!(sink.to("tom@example.com").is_empty());

    let wrong = [settings[0], settings[1], ("KAMA__MAIL__PASSWORD", "wrong"), settings[3]];
    let unknown = on(&sink, &wrong).await;
    claim(&unknown, "ann", "ann@example.com").await;
    let waiting = job(&unknown, |job| !job.last_error.is_empty()).await;
    assert_eq!(waiting.state, JobState::Waiting, "our own fault is no reason to give a mail up");
    assert!(sink.to("ann@example.com").is_empty());
}
