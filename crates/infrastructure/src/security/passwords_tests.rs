use std::sync::Arc;

use super::*;

fn passwords(waiting: usize) -> BcryptPasswords {
    BcryptPasswords::new(Key::new([9; 32]), PasswordOptions { cost: 4, waiting })
}

#[tokio::test]
async fn every_byte_counts_beyond_72_and_after_a_nul() {
    let passwords = passwords(64);
    let long = "x".repeat(200);
    let pairs = [
        (&long[..71], &long[..72]),
        (&long[..72], &long[..73]),
        (&long[..128], &long[..127]),
        ("before\0after", "before\0other"),
        ("before\0after", "before"),
        ("\0", "\0\0"),
    ];
    for (password, other) in pairs {
        let hash = passwords.hash(password).await.unwrap();
        assert_eq!(passwords.verify(password, Some(&hash)).await.unwrap(), Verdict::Right);
        let verdict = passwords.verify(other, Some(&hash)).await.unwrap();
        assert_eq!(verdict, Verdict::Wrong, "{password:?} {other:?}");
    }
}

#[tokio::test]
async fn a_hash_is_worth_nothing_without_the_pepper() {
    let hash = passwords(64).hash("correct horse").await.unwrap();
    let elsewhere = BcryptPasswords::new(Key::new([8; 32]), PasswordOptions { cost: 4, waiting: 64 });
    assert_eq!(elsewhere.verify("correct horse", Some(&hash)).await.unwrap(), Verdict::Wrong);
}

#[tokio::test]
async fn nobody_costs_as_much_as_somebody_and_never_fits() {
    let passwords = BcryptPasswords::new(Key::new([9; 32]), PasswordOptions::default());
    assert_eq!(cost_of(passwords.nobody.0.strip_prefix(OURS).unwrap()), Some(passwords.cost));
    assert_eq!(passwords.verify("anything", None).await.unwrap(), Verdict::Wrong);
    let hash = passwords.hash("anything").await.unwrap();
    assert_eq!(hash.0.len(), passwords.nobody.0.len());
}

#[tokio::test]
async fn a_crowd_beyond_the_queue_is_turned_away_at_once() {
    let passwords = Arc::new(passwords(2));
    let every = passwords.work.admitted.available_permits();
    let held = Arc::clone(&passwords.work.admitted).acquire_many_owned(every as u32).await.unwrap();
    let turned_away = passwords.hash("password").await;
    assert!(matches!(turned_away, Err(PortError::Busy)));
    drop(held);
    assert!(passwords.hash("password").await.is_ok());
    assert_eq!(passwords.work.admitted.available_permits(), every);
}

#[tokio::test]
async fn hashes_of_other_systems_and_cheaper_ones_are_taken_once_more() {
    use argon2::{Argon2, PasswordHasher};
    let passwords = passwords(64);
    let argon2 = Argon2::default().hash_password_with_salt(b"correct horse", b"a salt of 16 byt").unwrap();
    let plain = bcrypt::hash("correct horse", 4).unwrap();
    let cheap = passwords.hash("correct horse").await.unwrap();
    let dearer = BcryptPasswords::new(Key::new([9; 32]), PasswordOptions { cost: 5, waiting: 64 });
    for hash in [argon2.to_string(), plain.replacen("$2b$", "$2y$", 1), plain, cheap.0] {
        let hash = PasswordHash(hash);
        assert_eq!(
            dearer.verify("correct horse", Some(&hash)).await.unwrap(),
            Verdict::Outdated,
            "{}",
            hash.0
        );
        assert_eq!(dearer.verify("correct Horse", Some(&hash)).await.unwrap(), Verdict::Wrong, "{}", hash.0);
    }
}

#[tokio::test]
async fn a_hash_that_nobody_understands_or_that_costs_too_much_fits_no_password() {
    let passwords = passwords(64);
    for hash in [
        "",
        "*",
        "plain text",
        "$1$salt$hash",
        "$argon2id$",
        "$argon2i$v=19$m=16,t=2,p=1$YSBzYWx0IG9mIDE2$MTIzNDU2Nzg5MDEyMzQ1Ng",
        "$argon2id$v=19$m=4194304,t=2,p=1$YSBzYWx0IG9mIDE2$MTIzNDU2Nzg5MDEyMzQ1Ng",
        "$argon2id$v=19$m=16,t=1000000,p=1$YSBzYWx0IG9mIDE2$MTIzNDU2Nzg5MDEyMzQ1Ng",
        "$2b$31$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcdefghijk",
    ] {
        let hash = PasswordHash(hash.to_owned());
        let started = std::time::Instant::now();
        assert_eq!(passwords.verify("plain text", Some(&hash)).await.unwrap(), Verdict::Wrong, "{}", hash.0);
        assert!(started.elapsed().as_secs() < 5, "{}", hash.0);
    }
}
