//! People who do everything at random on several devices each, on links and a bus that lose, double and reorder
//! what is pushed. After quiet every device shows what the server has, and the server has what it promised.
//!
//! What is done comes from a seed, which is printed when a run fails; `KAMACHAT_SEED` repeats it. `KAMACHAT_RUNS`
//! is the number of runs.
//!
//! With the feature `planted-bugs` (`scripts/proof planted`) it shows that each planted defect would be found.

mod acts;
mod book;
mod bus;
mod copy;
mod device;
mod frames;
mod link;
mod membership;
mod random;
mod restart;
mod stage;
mod verdict;

#[cfg(feature = "planted-bugs")]
mod planted;
#[cfg(not(feature = "planted-bugs"))]
mod sound;

use std::{
    collections::hash_map::RandomState,
    error::Error,
    hash::BuildHasher,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bus::{Noise, NoisyBus};
use futures_util::future::join_all;
use kamachat_testkit::app::{Between, TestApp};
use link::Weather;
use random::Random;
use stage::Stage;
use tokio::task::JoinSet;

type Failure = Box<dyn Error + Send + Sync>;
type Result<T, E = Failure> = std::result::Result<T, E>;

/// Runs of a season: its people stay, each run has a group of its own.
const SEASON: usize = 10;
/// Seasons at the same time.
const LANES: usize = 6;
/// Rounds of a run; in each some people act at once.
const ROUNDS: usize = 8;

/// A server whose bus is noisy, and which looks for lost pushes often.
async fn server(noise: &Noise) -> TestApp {
    let noise = noise.clone();
    let between: Between = Arc::new(move |sockets| Arc::new(NoisyBus { noise: noise.clone(), sockets }));
    let settings = [("KAMA__SYNC__SWEEP_MS", "400"), ("KAMA__DATABASE__SQLITE_READERS", "12")];
    TestApp::behind(&settings, between).await
}

/// Runs seasons until all are done or one of them found something wrong; answers the seed.
async fn seasons(first: u64, runs: usize) -> Result<()> {
    let noise = Noise::default();
    let app = Arc::new(server(&noise).await);
    let (next, mut lanes) = (Arc::new(AtomicUsize::new(0)), JoinSet::<Result<()>>::new());
    for _ in 0..LANES {
        let (app, noise, next, http) = (Arc::clone(&app), noise.clone(), Arc::clone(&next), http()?);
        lanes.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= runs.div_ceil(SEASON) {
                    return Ok(());
                }
                let seed = first.wrapping_add(number as u64);
                let failed = |error: Failure| format!("KAMACHAT_SEED={seed}\n{error}");
                season(&app, &http, noise.clone(), Random::new(seed)).await.map_err(failed)?;
            }
        });
    }
    while let Some(lane) = lanes.join_next().await {
        lane??;
    }
    Ok(())
}

/// A call, again while the machine is too busy for it.
async fn patiently<T, F>(mut call: impl FnMut() -> F) -> Result<T, kamachat_client::Error>
where
    F: Future<Output = Result<T, kamachat_client::Error>>,
{
    for _ in 0..100 {
        match call().await {
            Err(error) if error.status() == Some(503) => tokio::time::sleep(Duration::from_millis(50)).await,
            done => return done,
        }
    }
    call().await
}

fn http() -> Result<reqwest::Client> {
    let client = reqwest::Client::builder().timeout(Duration::from_secs(120)).tcp_nodelay(true);
    // No connection is used twice: a slow server may just be closing it.
    Ok(client.pool_max_idle_per_host(0).build()?)
}

async fn season(app: &TestApp, http: &reqwest::Client, noise: Noise, mut random: Random) -> Result<()> {
    let mut stage = Stage::set(app, http, noise.clone(), random.branch()).await;
    // A machine that is too busy may have done what it did not answer.
    for _ in 0..3 {
        if stage.is_err() {
            stage = Stage::set(app, http, noise.clone(), random.branch()).await;
        }
    }
    let mut stage = stage?;
    for run in 1..=SEASON {
        stage.gather(&mut random).await?;
        for _ in 0..ROUNDS {
            round(&stage, &mut random).await;
        }
        let wrong = stage.verdict().await?;
        if !wrong.is_empty() {
            let pages = stage.book.pages();
            let first: Vec<&str> = wrong.iter().take(8).map(String::as_str).collect();
            return Err(format!("run {run}:\n{}\n{}", first.join("\n"), pages.acts.join("\n")).into());
        }
    }
    Ok(())
}

/// Some people act at once, each with one act; then the weather may change.
async fn round(stage: &Stage, random: &mut Random) {
    let acting: Vec<_> = stage.people.iter().filter(|_| random.percent(60)).collect();
    let acts = acting.into_iter().map(|person| stage.act(person, random.branch()));
    join_all(acts.collect::<Vec<_>>()).await;
    for device in stage.devices() {
        match random.below(100) {
            0..3 => device.link.cut(),
            3..6 => device.link.open(false),
            6..20 => device.link.open(true),
            20..32 => device.link.set(Weather::Jumbled),
            32..38 => device.link.set(Weather::Lossy),
            38..45 => device.link.set(Weather::Calm),
            _ => {}
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "to repeat a run")]
fn given(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().and_then(|number| number.parse().ok())
}

/// `KAMACHAT_SEED`, or something new.
fn seed() -> u64 {
    given("KAMACHAT_SEED").unwrap_or_else(|| RandomState::new().hash_one(0))
}
