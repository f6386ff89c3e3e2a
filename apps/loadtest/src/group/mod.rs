//! What a message costs the server in a group of very many and in a small one, with the same people online: the
//! absent must not count.

mod listener;
mod seed;
mod talk;

use kamachat_client::{Client, ConversationId, Socket, protocol::groups::GroupChange};
use listener::Listeners;
use seed::Seed;
use serde_json::json;
use tokio::sync::watch;

use crate::{
    options::GroupOptions,
    people, process,
    report::{Failure, Report, Surroundings},
    server::Server,
    stats::ratio,
};

/// Messages of a phase before anything is measured.
const WARM_UP: u32 = 50;

/// Two groups with the same people online, the small one first.
struct Stage {
    pid: u32,
    groups: [ConversationId; 2],
    sender: Socket,
    listeners: Listeners,
    guest: Client,
}

pub async fn run(options: &GroupOptions) -> Result<Report, Failure> {
    if options.members <= options.online {
        return Err("--members must be more than --online".into());
    }
    let server = Server::open(&options.common).await?;
    let pid =
        server.pid().ok_or("the group scenario needs --binary: it writes into the server's database")?;
    let clients = people::accounts(&server.client, people::run_name(), options.online + 1).await?;
    let (guest, online) = clients.split_last().ok_or("nobody is there")?;
    let groups = groups(&server, online, guest, options).await?;
    let (stop, stopped) = watch::channel(false);
    let mut stage = Stage {
        pid,
        groups,
        sender: online[0].connect().await?,
        listeners: listeners(&online[1..], groups, stopped).await?,
        guest: guest.clone(),
    };
    for at in 0..2 {
        stage.phase(at, WARM_UP, options.size, 1).await?;
    }
    let surroundings = Surroundings::now(&server)?;
    let start = std::time::Instant::now();
    let calm = rounds(&mut stage, options, 0).await?;
    let seconds = start.elapsed().as_secs_f64();
    let mut report = Report::new("group", options, &server);
    let operations = u64::from(options.messages) * u64::from(options.rounds) * 2;
    surroundings.record(&mut report, &server, seconds, operations)?;
    let busy = rounds(&mut stage, options, options.joins).await?;
    let found = figures(options, &calm);
    report.set("cpu_us_per_message", &found["cpu_us_per_message"]);
    report.set("ratio", &found["ratio"]);
    report.set("rounds", &found["rounds"]);
    report.set("with_joins", figures(options, &busy));
    stop.send_replace(true);
    report.judge(&stage.listeners.check().await?);
    report.require(found["ratio"].as_f64().is_some_and(|ratio| ratio <= options.most));
    Ok(report)
}

/// Groups of the first of the people, with all of them and one guest, who may come and go, in each.
async fn groups(
    server: &Server,
    online: &[Client],
    guest: &Client,
    options: &GroupOptions,
) -> Result<[ConversationId; 2], Failure> {
    let mut people = Vec::with_capacity(online.len());
    for client in online[1..].iter().chain([guest]) {
        people.push(client.me().await?.id);
    }
    let open: GroupChange = serde_json::from_value(json!({"join_policy": "open", "searchable": true}))?;
    let mut made = Vec::new();
    for name in ["small", "large"] {
        let id = online[0].create_group(name, &[]).await?.id;
        online[0].change_group(id, &open).await?;
        made.push(id);
    }
    let mut seed = Seed::open(&server.folder).await?;
    seed.absent(options.members.into()).await?;
    // The guest comes on top: nobody of those online but him is missing in between.
    seed.fill(made[0], &people, i64::from(options.online) + 1).await?;
    seed.fill(made[1], &people, options.members.into()).await?;
    seed.close().await?;
    Ok([made[0], made[1]])
}

async fn listeners(
    people: &[Client],
    groups: [ConversationId; 2],
    stop: watch::Receiver<bool>,
) -> Result<Listeners, Failure> {
    let mut listeners = Listeners::default();
    for person in people {
        let socket = person.connect().await?;
        let heads = &socket.welcome().heads;
        let have = groups.map(|id| heads.iter().find(|head| head.conversation_id == id));
        let [Some(small), Some(large)] = have else { return Err("a group is missing in the heads".into()) };
        let have = [small.last_seq, large.last_seq];
        listeners.add(socket, groups, have, stop.clone());
    }
    Ok(listeners)
}

/// Seconds of the server's processor for each round, in both groups by turns.
async fn rounds(stage: &mut Stage, options: &GroupOptions, joins: u32) -> Result<Vec<[f64; 2]>, Failure> {
    let mut rounds = Vec::new();
    for round in 0..options.rounds {
        let mut cpu = [0.0; 2];
        // Who begins changes, so that neither is always the one after the other.
        let order = if round % 2 == 0 { [0, 1] } else { [1, 0] };
        for at in order {
            cpu[at] = stage.phase(at, options.messages, options.size, joins).await?;
        }
        rounds.push(cpu);
    }
    Ok(rounds)
}

impl Stage {
    /// Messages into one group, until all have arrived everywhere; seconds of the server's processor.
    async fn phase(&mut self, at: usize, count: u32, size: u32, joins: u32) -> Result<f64, Failure> {
        let cpu = || process::cpu_seconds(self.pid).ok_or("the server is gone");
        let before = cpu()?;
        let group = self.groups[at];
        let talking = talk::messages(&mut self.sender, group, count, size);
        let (last, ()) = tokio::try_join!(talking, talk::come_and_go(&self.guest, group, joins))?;
        talk::arrival(&mut self.listeners, at, last).await?;
        Ok(cpu()? - before)
    }
}

fn figures(options: &GroupOptions, rounds: &[[f64; 2]]) -> serde_json::Value {
    let each = |cpu: f64, rounds: usize| ratio(cpu * 1e6, f64::from(options.messages) * rounds as f64);
    let sum = |at: usize| rounds.iter().map(|cpu| cpu[at]).sum::<f64>();
    let (small, large) = (sum(0), sum(1));
    json!({
        "cpu_us_per_message": {"small": each(small, rounds.len()), "large": each(large, rounds.len())},
        "ratio": ratio(large, small),
        "rounds": rounds.iter().map(|cpu| cpu.map(|cpu| each(cpu, 1))).collect::<Vec<_>>(),
    })
}
