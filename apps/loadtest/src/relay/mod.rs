//! Pairs of people: one sends, the other receives, both check.

mod arrivals;
mod receiver;
mod sender;
mod text;

use std::{collections::VecDeque, sync::Arc, time::Duration};

use arrivals::Arrivals;
use kamachat_client::Client;
use receiver::Receiver;
use sender::Sender;
use tokio::{sync::watch, task::JoinSet, time::Instant};

use crate::{
    options::{MAX_MESSAGES, RelayOptions},
    people::{self, Pair},
    report::{Check, Failure, Report, Surroundings},
    server::Server,
    stats::{Latencies, ratio},
};

/// No answer for this long: what is missing is lost.
const STALL: Duration = Duration::from_secs(20);

/// An open loop whose messages leave later than this (p99) measures the machine and not the server.
const MOST_LAG_MS: f64 = 20.0;

/// When to send, for one pair.
#[derive(Clone, Copy, Debug)]
struct Plan {
    /// What times in messages count from.
    clock: Instant,
    /// Most messages.
    count: u64,
    /// End of sending.
    until: Option<Instant>,
    in_flight: usize,
    /// First message and distance, in an open loop.
    pace: Option<(Instant, Duration)>,
}

impl Plan {
    /// Whether another message is to be sent after so many.
    fn goes_on(&self, sent: u64) -> bool {
        sent < self.count
            && self.until.is_none_or(|until| self.due(sent).unwrap_or_else(Instant::now) < until)
    }

    /// When message number `sent` of this phase is due, in an open loop.
    fn due(&self, sent: u64) -> Option<Instant> {
        // Not `every * sent`: that is limited to 32 bits.
        self.pace.map(|(first, every)| first + Duration::from_secs_f64(every.as_secs_f64() * sent as f64))
    }
}

/// One pair, connected.
struct Lane {
    sender: Sender,
    receiver: Receiver,
    client: Client,
}

/// What a phase brought, over all pairs.
#[derive(Default)]
struct Phase {
    sent: u64,
    acks: Latencies,
    lag: Latencies,
    deliveries: Latencies,
}

pub async fn run(options: &RelayOptions) -> Result<Report, Failure> {
    if options.count() * u64::from(options.pairs) > MAX_MESSAGES {
        return Err(format!("at most {MAX_MESSAGES} messages in one run").into());
    }
    let server = Server::open(&options.common).await?;
    let run = people::run_name();
    let pairs = people::pairs(&server.client, run, options.pairs).await?;
    let mut lanes = connect(pairs, run, options).await?;

    let clock = Instant::now();
    let warm_up = Plan { clock, count: options.warmup.into(), until: None, in_flight: 4, pace: None };
    (lanes, _) = phase(lanes, |_| warm_up).await?;

    let surroundings = Surroundings::now(&server)?;
    let start = Instant::now();
    let (lanes, mut measured) = phase(lanes, |pair| plan(options, clock, start, pair)).await?;
    let seconds = start.elapsed().as_secs_f64();

    let mut report = Report::new("relay", options, &server);
    let busy = surroundings.record(&mut report, &server, seconds, measured.sent)?;
    report.judge(&check(&lanes).await?);
    figures(&mut report, &mut measured, seconds);
    let late = measured.lag.summary().p99 > MOST_LAG_MS;
    // A generator short of processor time measures itself.
    let starved = busy > 0.6 * f64::from(options.common.threads);
    report.set("valid", options.rate.is_none() || !(late || starved));
    Ok(report)
}

fn plan(options: &RelayOptions, clock: Instant, start: Instant, pair: u32) -> Plan {
    let until = options.seconds.map(|seconds| start + Duration::from_secs(seconds.into()));
    let pace = options.rate.map(|rate| {
        let between = Duration::from_secs_f64(1.0 / f64::from(rate));
        (start + between * pair, between * options.pairs)
    });
    let in_flight = options.in_flight.unwrap_or(1) as usize;
    Plan { clock, count: options.count(), until, in_flight, pace }
}

async fn connect(pairs: Vec<Pair>, run: u64, options: &RelayOptions) -> Result<Vec<Lane>, Failure> {
    let mut lanes = Vec::with_capacity(pairs.len());
    let size = options.size as usize;
    for Pair { number: pair, sender, receiver, conversation_id, last_seq } in pairs {
        let reordered = Arc::default();
        lanes.push(Lane {
            sender: Sender {
                socket: sender.connect().await?,
                run,
                pair,
                conversation_id,
                size,
                base: last_seq + 1,
                next: 0,
                reordered: Arc::clone(&reordered),
                unanswered: VecDeque::new(),
                again: VecDeque::new(),
                check: Check::default(),
            },
            receiver: Receiver {
                socket: receiver.connect().await?,
                arrivals: Arrivals {
                    pair,
                    conversation_id,
                    size,
                    have: last_seq,
                    next: 0,
                    seen: Vec::new(),
                    reordered,
                    check: Check::default(),
                },
                receipts: options.receipts,
            },
            client: sender,
        });
    }
    Ok(lanes)
}

/// All pairs at once, until every one has sent and received everything.
async fn phase(lanes: Vec<Lane>, plan: impl Fn(u32) -> Plan) -> Result<(Vec<Lane>, Phase), Failure> {
    let (mut whole, mut back) = (Phase::default(), Vec::with_capacity(lanes.len()));
    let (mut senders, mut receivers) = (JoinSet::new(), JoinSet::new());
    for Lane { mut sender, mut receiver, client } in lanes {
        let plan = plan(sender.pair);
        let (tell, last) = watch::channel(None);
        senders.spawn(async move {
            let done = sender.work(&plan).await;
            // The receiver may have failed already; its own error says more.
            let _ = tell
                .send(Some(sender.base - 1 + sender.next.cast_signed() - sender.check.lost.cast_signed()));
            done.map(|done| (sender, client, done))
        });
        receivers.spawn(async move {
            let times = receiver.work(plan.clock, last).await;
            times.map(|times| (receiver, times))
        });
    }
    let mut halves = Vec::with_capacity(back.capacity());
    while let Some(done) = senders.join_next().await {
        let (sender, client, done) = done??;
        whole.sent += done.sent;
        whole.acks.extend(&done.acks);
        whole.lag.extend(&done.lag);
        halves.push((sender, client));
    }
    let mut others = Vec::with_capacity(back.capacity());
    while let Some(done) = receivers.join_next().await {
        let (receiver, times) = done??;
        whole.deliveries.extend(&times);
        others.push(receiver);
    }
    halves.sort_by_key(|(sender, _)| sender.pair);
    others.sort_by_key(|receiver| receiver.arrivals.pair);
    for ((sender, client), receiver) in halves.into_iter().zip(others) {
        back.push(Lane { sender, receiver, client });
    }
    Ok((back, whole))
}

/// What both ends saw, and whether the server stored exactly as much as was acknowledged.
async fn check(lanes: &[Lane]) -> Result<Check, Failure> {
    let mut check = Check::default();
    for lane in lanes {
        check.add(&lane.sender.check);
        check.add(&lane.receiver.arrivals.check);
        let stored = lane.client.conversation(lane.sender.conversation_id).await?.last_seq;
        let sent = lane.sender.base - 1 + lane.sender.next.cast_signed();
        check.duplicates += (stored - sent).max(0).cast_unsigned();
        // What was never acknowledged is counted already.
        let missing = (sent - stored).max(0).cast_unsigned();
        check.lost += missing.saturating_sub(lane.sender.check.lost);
    }
    Ok(check)
}

fn figures(report: &mut Report, phase: &mut Phase, seconds: f64) {
    let (acks, deliveries, lag) = (phase.acks.summary(), phase.deliveries.summary(), phase.lag.summary());
    report.set("seconds", ratio(seconds, 1.0));
    report.set("messages", phase.sent);
    report.set("acks_per_s", (acks.count as f64 / seconds).round());
    report.set("deliveries_per_s", (deliveries.count as f64 / seconds).round());
    report.set("ack_ms", acks);
    report.set("delivery_ms", deliveries);
    report.set("send_lag_ms", lag);
}
