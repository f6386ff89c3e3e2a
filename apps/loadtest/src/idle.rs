//! Connections that do nothing: what each costs the server.

use std::time::{Duration, Instant};

use futures_util::{StreamExt, TryStreamExt, stream};
use kamachat_client::Socket;
use serde_json::json;

use crate::{
    options::IdleOptions,
    people, process,
    report::{Check, Failure, Report, Surroundings},
    server::Server,
    stats::ratio,
};

/// Connections opened at once.
const AT_ONCE: usize = 32;
/// After this long nothing of the opening is left over.
const SETTLE: Duration = Duration::from_secs(2);

pub async fn run(options: &IdleOptions) -> Result<Report, Failure> {
    let server = Server::open(&options.common).await?;
    let accounts = options.connections.div_ceil(options.per_account);
    let clients = people::accounts(&server.client, people::run_name(), accounts).await?;

    // The first connections of a process pay for what all share.
    let mut sockets: Vec<Socket> = Vec::new();
    for client in clients.iter().take(8) {
        sockets.push(client.connect().await?);
    }
    tokio::time::sleep(SETTLE).await;
    let before = server.pid().and_then(process::rss_kib);
    let surroundings = Surroundings::now(&server)?;
    let start = Instant::now();
    let count = options.connections as usize;
    let more: Vec<Socket> = stream::iter((sockets.len()..count).map(|n| &clients[n % clients.len()]))
        .map(|client| client.connect())
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    let seconds = start.elapsed().as_secs_f64();
    tokio::time::sleep(SETTLE).await;
    let after = server.pid().and_then(process::rss_kib);

    let mut report = Report::new("idle", options, &server);
    let opened = more.len() as u64;
    surroundings.record(&mut report, &server, seconds, opened)?;
    let each = |(before, after): (u64, u64)| ratio(after.saturating_sub(before) as f64, opened as f64);
    report.set("connections", sockets.len() as u64 + opened);
    report.set("connects_per_s", (opened as f64 / seconds).round());
    report.set("kib_per_connection", before.zip(after).map(each));
    report.set("rss_kib", json!({"before": before, "after": after}));
    sockets.extend(more);
    report.judge(&still_there(sockets).await);
    Ok(report)
}

/// Every connection answers.
async fn still_there(sockets: Vec<Socket>) -> Check {
    let ping = kamachat_client::protocol::frames::ClientFrame::Ping { t: 1 };
    let mut check = Check::default();
    for mut socket in sockets {
        let answers = async {
            socket.send(&ping).await?;
            socket.recv().await
        };
        let answered = tokio::time::timeout(Duration::from_secs(10), answers).await;
        check.lost += u64::from(!matches!(answered, Ok(Ok(_))));
    }
    check
}
