use kamachat_application::accounts::{ClientInfo, CodeRequest};
use kamachat_domain::Fault;

use super::*;

const STANDARD: (&str, &str) = ("KAMA__LIMITS__PROFILE", "standard");

fn wait(answer: &Answer) -> u64 {
    assert_eq!(answer.refusal(), refused(429, "too_many_requests"));
    answer.header("retry-after").parse().unwrap()
}

#[tokio::test]
async fn a_number_gets_one_code_a_minute_five_an_hour_and_ten_a_day_also_after_a_restart() {
    let (mut app, stub) = started(&[STANDARD]).await;
    let mut sent = 0;
    for (most, waits) in [(1, 50..=60), (5, 3000..=3600), (10, 70_000..=86_400)] {
        while sent < most {
            code(&app, &stub, MEI, "sign_in").await;
            sent += 1;
            age(&app, if sent == 1 { 0 } else { 61 }).await;
        }
        app.restart().await;
        let seconds = wait(&ask(&app, MEI, "register").await);
        assert!(waits.contains(&seconds), "after {most} codes: {seconds}");
        // What holds back is over.
        age(&app, i64::try_from(seconds).unwrap() + 1).await;
    }
    code(&app, &stub, MEI, "register").await;
    code(&app, &stub, TOM, "register").await;
}

#[tokio::test]
async fn many_who_ask_at_once_get_one_code() {
    let (app, _stub) = started(&[STANDARD]).await;
    let answers = futures_util::future::join_all((0..10).map(|_| ask(&app, MEI, "sign_in"))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 202).count(), 1);
}

#[tokio::test]
async fn addresses_and_networks_have_budgets_and_a_day_has_an_end() {
    let settings = [STANDARD, ("KAMA__SMS__ADDRESS_HOURLY", "3"), ("KAMA__SMS__NETWORK_HOURLY", "5")];
    let (app, _stub) = started(&settings).await;
    let from = async |ip: &str, n: u32| {
        let request = CodeRequest { phone: Some(format!("1380000{n:04}")), ..Default::default() };
        let client = ClientInfo { ip: ip.parse().ok(), ..Default::default() };
        let sent = app.services().accounts.send_code(request, None, &client).await;
        sent.map(|_| ()).map_err(|error| (error.code(), error.retry_after().unwrap_or_default()))
    };
    for n in 0..3 {
        assert_eq!(from("203.0.113.1", n).await, Ok(()));
    }
    let (refusal, seconds) = from("203.0.113.1", 3).await.unwrap_err();
    assert!(refusal == "too_many_requests" && (1100..=1200).contains(&seconds), "{seconds}");
    assert_eq!(from("203.0.113.2", 4).await, Ok(()));
    assert_eq!(from("203.0.113.3", 5).await, Ok(()));
    assert_eq!(from("203.0.113.4", 6).await.unwrap_err().0, "too_many_requests");
    assert_eq!(from("203.0.114.4", 7).await, Ok(()));
    for n in 0..5 {
        assert_eq!(from(&format!("2001:db8:1:{n}::1"), 10 + n).await, Ok(()));
    }
    assert_eq!(from("2001:db8:1:9::1", 20).await.unwrap_err().0, "too_many_requests");
    assert_eq!(from("2001:db8:2:9::1", 21).await, Ok(()));

    let (mut app, stub) = started(&[STANDARD, ("KAMA__SMS__DAILY_CAP", "2")]).await;
    code(&app, &stub, MEI, "sign_in").await;
    code(&app, &stub, TOM, "sign_in").await;
    app.restart().await;
    let seconds = wait(&ask(&app, "+8613700137000", "sign_in").await);
    assert!((86_000..=86_400).contains(&seconds), "{seconds}");
    age(&app, 86_400).await;
    assert_eq!(ask(&app, "+8613700137000", "sign_in").await.status, 202);
}
