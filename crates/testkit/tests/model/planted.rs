//! The tests are tested: each planted defect makes one of them fail, and without one they pass.

use std::time::Instant;

use kamachat_domain::planted::{Defect, plant};

use super::{Result, restart, seasons, seed};

/// Runs in which a defect has to be seen.
const RUNS: usize = 60;
/// Tries of both tests.
const TRIES: u64 = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_planted_defect_is_seen() -> Result<()> {
    let (seed, only) = (seed(), only());
    let wanted =
        |defect: &Defect| only.as_ref().is_none_or(|name| format!("{defect:?}").eq_ignore_ascii_case(name));
    println!("KAMACHAT_SEED={seed}");
    assert_eq!(look(seed).await, None, "without a defect");
    println!("{:24} nothing", "none");
    let mut unseen = Vec::new();
    for defect in Defect::ALL.into_iter().filter(wanted) {
        let begin = Instant::now();
        plant(Some(defect));
        let mut seen = None;
        for number in 0..TRIES {
            seen = look(seed.wrapping_add(number * 1000)).await.map(|seen| (number + 1, seen));
            if seen.is_some() {
                break;
            }
        }
        plant(None);
        let Some((number, (test, wrong))) = seen else {
            println!("{:24} NOT SEEN", format!("{defect:?}"));
            unseen.push(defect);
            continue;
        };
        let seconds = begin.elapsed().as_secs();
        println!("{:24} {test}, try {number}, {seconds} s: {wrong}", format!("{defect:?}"));
    }
    assert!(unseen.is_empty(), "{unseen:?}");
    Ok(())
}

/// `KAMACHAT_PLANTED`: one defect instead of all.
#[expect(clippy::disallowed_methods, reason = "to look at one of them")]
fn only() -> Option<String> {
    std::env::var("KAMACHAT_PLANTED").ok()
}

/// Which test fails, and the first thing that is wrong.
async fn look(seed: u64) -> Option<(&'static str, String)> {
    let fell = match restart::falls(seed).await {
        Ok(wrong) => wrong.into_iter().next(),
        Err(error) => {
            println!("the server could not fall: {error}");
            None
        }
    };
    if let Some(wrong) = fell {
        return Some(("restart", short(&wrong)));
    }
    let failed = seasons(seed, RUNS).await.err()?.to_string();
    // Two lines say which seed and which run; without them something else went wrong, which proves nothing.
    let wrong = failed.lines().nth(2).filter(|_| failed.contains("\nrun "));
    if wrong.is_none() {
        println!("the model test did not come to its end: {failed}");
    }
    Some(("model", short(wrong?)))
}

fn short(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().take(120).collect()
}
