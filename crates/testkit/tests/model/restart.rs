//! The server falls in the middle of its work and is started again, several times: what it acknowledged is there, once
//! and under the same number, whoever sends it again.

use std::time::Duration;

use kamachat_testkit::app::TestApp;
use tokio::time::{sleep, timeout};

use super::{Result, book::Outcome, bus::Noise, http, random::Random, stage::Stage};

/// How often it falls.
const FALLS: usize = 4;

/// What is wrong, nothing if all is well.
pub async fn falls(seed: u64) -> Result<Vec<String>> {
    let (noise, mut random) = (Noise::default(), Random::new(seed));
    let mut app = super::server(&noise).await;
    let mut stage = Stage::set(&app, &http()?, noise, random.branch()).await?;
    stage.gather(&mut random).await?;
    for _ in 0..FALLS {
        fall(&mut app, &stage, &mut random).await?;
    }
    stage.verdict().await
}

/// Everybody sends, now and then something from before; with the first ack of something new the server is gone.
async fn fall(app: &mut TestApp, stage: &Stage, random: &mut Random) -> Result<()> {
    let before = stored(stage);
    for person in &stage.people[..3] {
        for device in &person.devices {
            stage.send_again(person, device, random);
            stage.send(device, if person.name == "cleo" { stage.group } else { stage.direct }, random);
            stage.send(device, stage.group, random);
        }
    }
    let acknowledged = async {
        while stored(stage) == before {
            sleep(Duration::from_millis(1)).await;
        }
    };
    timeout(Duration::from_secs(60), acknowledged).await.map_err(|_| "nothing is acknowledged")?;
    app.fall().await;
    stage.devices().for_each(|device| device.link.lead_to(app.origin()));
    Ok(())
}

fn stored(stage: &Stage) -> usize {
    let pages = stage.book.pages();
    pages.wishes.iter().filter(|wish| matches!(wish.outcome, Outcome::Stored(..))).count()
}
