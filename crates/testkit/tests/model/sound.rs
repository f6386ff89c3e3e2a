//! The tests as they are run always.

use std::time::Instant;

use super::{Result, SEASON, given, restart, seasons, seed};

/// Runs of the test.
const RUNS: usize = 500;
/// Servers that fall.
const SERVERS: u64 = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_people_do_after_quiet_every_device_shows_what_the_server_has() -> Result<()> {
    let usual = if given("KAMACHAT_SEED").is_some() { SEASON } else { RUNS };
    let runs = given("KAMACHAT_RUNS").and_then(|runs| runs.try_into().ok()).unwrap_or(usual);
    let (seed, begin) = (seed(), Instant::now());
    seasons(seed, runs).await?;
    println!("{runs} runs from KAMACHAT_SEED={seed} in {:.0?}", begin.elapsed());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_is_there_when_the_server_comes_back() -> Result<()> {
    let seed = seed();
    for number in 0..SERVERS {
        let wrong = restart::falls(seed.wrapping_add(number)).await?;
        assert!(wrong.is_empty(), "KAMACHAT_SEED={seed}, server {number}:\n{}", wrong.join("\n"));
    }
    Ok(())
}
