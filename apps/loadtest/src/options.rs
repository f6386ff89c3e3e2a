use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use serde::Serialize;

/// Loads a KamaChat server on this machine and checks what it delivers.
#[derive(Debug, Parser)]
#[command(name = "kamachat-load", version)]
pub struct Arguments {
    #[command(subcommand)]
    pub scenario: Scenario,
}

#[derive(Debug, Subcommand)]
pub enum Scenario {
    /// Pairs of people: one sends, the other receives, both check.
    Relay(RelayOptions),
    /// Connections that do nothing: memory of each.
    Idle(IdleOptions),
    /// A group of very many beside a small one, the same people online: processor time of a message.
    Group(GroupOptions),
    /// A million messages: how long a search takes, whether it finds what it should, and what a page of a long
    /// history costs beside one of a short history.
    Search(SearchOptions),
}

impl Scenario {
    pub fn threads(&self) -> usize {
        match self {
            Self::Relay(options) => usize::from(options.common.threads),
            Self::Idle(options) => usize::from(options.common.threads),
            Self::Group(options) => usize::from(options.common.threads),
            Self::Search(options) => usize::from(options.common.threads),
        }
    }
}

/// Which server, and how to tell.
#[derive(Debug, Args, Serialize)]
pub struct Common {
    /// A running server on the loopback interface.
    #[arg(long, required_unless_present = "binary", conflicts_with = "binary")]
    pub url: Option<String>,
    /// A server program: it is started with a fresh data folder and ended afterwards.
    #[arg(long)]
    pub binary: Option<PathBuf>,
    /// Setting for the started server, such as KAMA__AUTH__BCRYPT_COST=10.
    #[arg(long = "env", value_name = "NAME=VALUE", requires = "binary")]
    pub env: Vec<String>,
    /// Folder for the data folder and the disk probe; its file system is what is measured.
    #[arg(long)]
    pub scratch: Option<PathBuf>,
    /// Threads of the generator.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub threads: u8,
    /// Print one JSON object.
    #[arg(long)]
    #[serde(skip)]
    pub json: bool,
}

#[derive(Debug, Args, Serialize)]
pub struct RelayOptions {
    #[command(flatten)]
    #[serde(flatten)]
    pub common: Common,
    /// Pairs of accounts, each with its own conversation.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=5_000))]
    pub pairs: u32,
    /// Messages of each pair (200).
    #[arg(long, conflicts_with = "seconds", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub messages: Option<u32>,
    /// Send for this long instead of a number of messages.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub seconds: Option<u32>,
    /// Unacknowledged messages of each pair, in a closed loop (1).
    #[arg(long, conflicts_with = "rate", value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub in_flight: Option<u32>,
    /// Messages per second over all pairs, whatever comes back (open loop): latency counts from the moment at
    /// which a message should have been sent.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub rate: Option<u32>,
    /// Bytes of text in each message.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(48..=10_000))]
    pub size: u32,
    /// Messages of each pair before anything is measured.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    pub warmup: u32,
    /// Receivers confirm what has arrived.
    #[arg(long)]
    pub receipts: bool,
}

impl RelayOptions {
    /// Messages of each pair at most.
    pub fn count(&self) -> u64 {
        match self.seconds {
            Some(_) => MAX_MESSAGES / u64::from(self.pairs),
            None => self.messages.unwrap_or(200).into(),
        }
    }
}

/// Most messages of one run.
pub const MAX_MESSAGES: u64 = 10_000_000;

#[derive(Debug, Args, Serialize)]
pub struct IdleOptions {
    #[command(flatten)]
    #[serde(flatten)]
    pub common: Common,
    /// Authenticated connections.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=50_000))]
    pub connections: u32,
    /// Connections of each account.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub per_account: u32,
}

#[derive(Debug, Args, Serialize)]
pub struct GroupOptions {
    #[command(flatten)]
    #[serde(flatten)]
    pub common: Common,
    /// Members of the large group, nearly all of them absent.
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(3..=100_000))]
    pub members: u32,
    /// People with a socket; all of them are in both groups, and one guest without a socket.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(2..=5_000))]
    pub online: u32,
    /// Messages into each group in each round.
    #[arg(long, default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub messages: u32,
    /// Rounds, and as many again in which the guest comes and goes.
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub rounds: u32,
    /// How often the guest leaves and joins in each of those.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(0..=10_000))]
    pub joins: u32,
    /// Bytes of text in each message.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub size: u32,
    /// Most that a message into the large group may cost, as a multiple of one into the small group.
    #[arg(long, default_value_t = 1.3)]
    pub most: f64,
}

#[derive(Debug, Args, Serialize)]
pub struct SearchOptions {
    #[command(flatten)]
    #[serde(flatten)]
    pub common: Common,
    /// Messages of the long conversation; the short one has a hundredth of them.
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(10_000..=10_000_000))]
    pub messages: u32,
    /// Searches of each kind, and pages of each conversation.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(20..=100_000))]
    pub queries: u32,
    /// Longest wait for the index, in minutes.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=1_440))]
    pub patience: u32,
    /// Most milliseconds that 95 of 100 searches may take.
    #[arg(long, default_value_t = 100.0)]
    pub slowest: f64,
    /// Most that a page of the long history may take, as a multiple of one of the short history.
    #[arg(long, default_value_t = 1.3)]
    pub most: f64,
}
