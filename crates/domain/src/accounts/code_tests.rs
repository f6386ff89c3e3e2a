use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + TimeDelta::seconds(1_800_000_000 + seconds)
}

fn challenge() -> CodeChallenge {
    CodeChallenge::issue(uuid::Uuid::nil().into(), [1; 32], [2; 32], [3; 32], at(0))
}

#[test]
fn five_answers_are_looked_at_and_no_more() {
    let mut asked = challenge();
    for _ in 0..CodeChallenge::TRIES {
        assert!(!asked.answer(&[9; 32], at(1)));
    }
    assert!(!asked.answer(&[3; 32], at(1)), "the right one comes too late");
    assert_eq!(asked.tries, CodeChallenge::TRIES);
}

#[test]
fn a_code_is_good_for_five_minutes_and_once() {
    let mut asked = challenge();
    assert!(!asked.clone().answer(&[3; 32], at(300)));
    assert!(asked.answer(&[3; 32], at(299)));
    assert!(asked.answer(&[3; 32], at(299)), "a second proof may have been missing");
    asked.use_up(at(299));
    assert!(!asked.answer(&[3; 32], at(299)));
}

#[test]
fn codes_are_six_digits_spread_evenly_and_not_printed() {
    let mut first = [0_u32; 10];
    for n in 0_u64..20_000 {
        let mut secret = [0; 32];
        // Any spreading function does: the secret is random where it matters.
        let mixed = u128::from(n).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
        secret[..16].copy_from_slice(&mixed.to_be_bytes());
        let code = SmsCode::from_secret(secret);
        assert_eq!(code.expose().len(), 6);
        first[usize::from(code.expose().as_bytes()[0] - b'0')] += 1;
    }
    assert!(first.iter().all(|count| (1700..2300).contains(count)), "{first:?}");
    assert_eq!(SmsCode::from_secret([0; 32]).expose(), "000000");
    assert_eq!(SmsCode::parse(" ０１２ 345 ").map(|code| code.expose().to_owned()), Ok("012345".into()));
    for bad in ["", "12345", "1234567", "abcdef", "ABCD-EFGH-JKLM-NPQR"] {
        assert_eq!(SmsCode::parse(bad), Err(CodeError::Wrong));
    }
    assert_eq!(format!("{:?}", SmsCode::from_secret([0; 32])), "SmsCode(***)");
}

#[test]
fn a_window_says_how_long_to_wait() {
    let minute = Window::PER_NUMBER[0];
    let seconds = |then: Option<Timestamp>| minute.wait(then, at(100)).map(|wait| wait.as_secs());
    assert_eq!(seconds(None), None);
    assert_eq!(seconds(Some(at(100))), Some(60));
    assert_eq!(seconds(Some(at(41))), Some(1));
    assert_eq!(seconds(Some(at(40))), None);
    assert_eq!(seconds(Some(at(-1000))), None);
    assert_eq!(Window::daily(7), Window { most: 7, span: Duration::from_secs(86_400) });
}
