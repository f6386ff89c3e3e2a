//! People who do everything at random on several devices each, on links and a bus that lose, double and reorder
//! what is pushed. After quiet every device shows what the server has, and the server has what it promised.
//!
//! What is done comes from a seed, which is printed when a run fails; `KAMACHAT_SEED` repeats it. `KAMACHAT_RUNS`
//! is the number of runs.

mod acts;
mod book;
mod bus;
mod copy;
mod device;
mod frames;
mod link;
mod membership;
mod random;
mod stage;
mod verdict;

use std::{
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
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

/// Runs of one test.
const RUNS: usize = 500;
/// Runs at the same time.
const LANES: usize = 12;
/// Rounds of a run; in each some people act at once.
const ROUNDS: usize = 14;

/// A server whose bus is noisy, and which looks for lost pushes often.
async fn server(noise: &Noise) -> TestApp {
    let noise = noise.clone();
    let between: Between = Arc::new(move |sockets| Arc::new(NoisyBus { noise: noise.clone(), sockets }));
    TestApp::behind(&[("KAMA__SYNC__SWEEP_MS", "400")], between).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_people_do_after_quiet_every_device_shows_what_the_server_has() -> Result<()> {
    let (seed, runs) = (given("KAMACHAT_SEED"), given("KAMACHAT_RUNS"));
    let only_one = seed.is_some() && runs.is_none();
    let (seed, runs) = (seed.unwrap_or_else(fresh), runs.map_or(if only_one { 1 } else { RUNS }, |runs| runs as usize));
    let (noise, begin) = (Noise::default(), Instant::now());
    let app = Arc::new(server(&noise).await);
    let (next, mut lanes) = (Arc::new(AtomicUsize::new(0)), JoinSet::<Result<()>>::new());
    for _ in 0..LANES.min(runs) {
        let (app, noise, next, http) = (Arc::clone(&app), noise.clone(), Arc::clone(&next), http()?);
        lanes.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= runs {
                    return Ok(());
                }
                run(&app, &http, noise.clone(), seed.wrapping_add(number as u64)).await?;
            }
        });
    }
    while let Some(lane) = lanes.join_next().await {
        lane??;
    }
    println!("{runs} runs from seed {seed} in {:?}", begin.elapsed());
    Ok(())
}

fn http() -> Result<reqwest::Client> {
    Ok(reqwest::Client::builder().timeout(Duration::from_secs(30)).pool_idle_timeout(Duration::from_secs(1)).tcp_nodelay(true).build()?)
}

async fn run(app: &TestApp, http: &reqwest::Client, noise: Noise, seed: u64) -> Result<()> {
    let wrong = async {
        let mut random = Random::new(seed);
        let stage = Stage::set(app, http, noise, &mut random).await?;
        for _ in 0..ROUNDS {
            round(&stage, &mut random).await;
        }
        let mut wrong = stage.verdict().await?;
        if !wrong.is_empty() {
            wrong.truncate(8);
            wrong.extend(stage.book.pages().acts.iter().map(|act| format!("  {act}")));
        }
        Ok::<_, Failure>(wrong)
    };
    let wrong = wrong.await.unwrap_or_else(|error| vec![format!("{error:?}")]);
    if wrong.is_empty() { Ok(()) } else { Err(format!("KAMACHAT_SEED={seed}\n{}", wrong.join("\n")).into()) }
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

fn fresh() -> u64 {
    std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 0)
}
