use std::net::Ipv4Addr;

use tokio::time::advance;

use super::*;

fn limits() -> MemoryLimits {
    MemoryLimits::new(Rates {
        ip_requests: 6000,
        account_requests: 600,
        sign_ins: 60,
        registrations: 10,
        refreshes: 60,
        lookups: 60,
        searches: 240,
        friend_requests: 6,
        reports: 10,
        groups: 6,
        messages: 600,
        changes: 600,
        mails: 10,
        uploads: 20,
        sms_codes: 20,
        sms_codes_network: 100,
    })
}

fn ip(n: u32) -> Subject {
    Subject::ip(Some(Ipv4Addr::from_bits(n).into()))
}

#[tokio::test(start_paused = true)]
async fn a_budget_is_used_up_and_refills_evenly() {
    let limits = limits();
    for _ in 0..60 {
        limits.take(Budget::SignIn, &ip(1), 1).await.unwrap();
    }
    let refused = limits.take(Budget::SignIn, &ip(1), 1).await.unwrap_err();
    assert_eq!(refused.seconds(), 1);
    advance(Duration::from_secs(2)).await;
    assert!(limits.take(Budget::SignIn, &ip(1), 2).await.is_ok());
    assert!(limits.take(Budget::SignIn, &ip(1), 1).await.is_err());
    advance(Duration::from_secs(3600)).await;
    assert_eq!(limits.take(Budget::SignIn, &ip(1), 60).await, Ok(()));
    assert_eq!(limits.take(Budget::SignIn, &ip(1), 10).await.unwrap_err().seconds(), 10);
}

#[tokio::test(start_paused = true)]
async fn budgets_of_others_and_for_other_things_are_untouched() {
    let limits = limits();
    limits.take(Budget::FriendRequest, &ip(1), 6).await.unwrap();
    assert!(limits.take(Budget::FriendRequest, &ip(1), 1).await.is_err());
    assert!(limits.take(Budget::FriendRequest, &ip(2), 1).await.is_ok());
    assert!(limits.take(Budget::Lookup, &ip(1), 1).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn codes_are_counted_by_the_hour_and_by_the_network_too() {
    let limits = limits();
    let network = Subject::network(Some(Ipv4Addr::from_bits(1).into()));
    limits.take(Budget::SmsCode, &ip(1), 20).await.unwrap();
    assert_eq!(limits.take(Budget::SmsCode, &ip(1), 1).await.unwrap_err().seconds(), 180);
    limits.take(Budget::SmsCode, &network, 100).await.unwrap();
    assert_eq!(limits.take(Budget::SmsCode, &network, 1).await.unwrap_err().seconds(), 36);
}

#[tokio::test(start_paused = true)]
async fn the_table_stays_small_and_a_large_debt_survives_a_flood() {
    let limits = limits();
    let debtor = Subject::Login("mei".into());
    limits.take(Budget::SignIn, &debtor, 60).await.unwrap();
    for _ in 0..Guesses::FREE {
        limits.try_password(&debtor).await.unwrap();
    }
    for n in 0..400_000 {
        limits.take(Budget::SignIn, &ip(n), 1).await.unwrap();
        limits.try_password(&ip(n)).await.unwrap();
    }
    assert!(limits.buckets.len() <= 64 * 4096 && limits.guesses.len() <= 64 * 4096);
    assert!(limits.take(Budget::SignIn, &debtor, 1).await.is_err());
    assert!(limits.try_password(&debtor).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn wrong_passwords_wait_longer_and_longer_and_a_right_one_ends_it() {
    let (limits, mei) = (limits(), Subject::Login("mei".into()));
    for _ in 0..Guesses::FREE {
        limits.try_password(&mei).await.unwrap();
    }
    for wait in [1, 2, 4, 8] {
        for _ in 0..100 {
            assert_eq!(limits.try_password(&mei).await.unwrap_err().seconds(), wait);
        }
        advance(Duration::from_secs(wait)).await;
        limits.try_password(&mei).await.unwrap();
    }
    assert!(limits.try_password(&Subject::Device([7; 16])).await.is_ok());
    limits.password_was_right(&mei).await;
    assert!(limits.try_password(&mei).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn wrong_passwords_of_yesterday_are_forgotten() {
    let (limits, mei) = (limits(), Subject::Login("mei".into()));
    for _ in 0..30 {
        limits.try_password(&mei).await.ok();
        advance(Duration::from_secs(1)).await;
    }
    advance(Guesses::MEMORY).await;
    for _ in 0..Guesses::FREE {
        limits.try_password(&mei).await.unwrap();
    }
}
