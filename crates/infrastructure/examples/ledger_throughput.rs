//! How many messages a second the ledger stores on a database, by the size of a batch.
//!
//!     cargo run --profile quick -p kamachat-infrastructure --example ledger_throughput -- [URL] [CONVERSATIONS]
//!
//! Without a URL it uses a new SQLite file in the temporary folder. A server's database is filled: give it an
//! empty one. Each batch goes over random conversations, as in life; commits are durable as in production.

#![expect(clippy::print_stdout, reason = "this is a tool that prints")]

use std::{error::Error, sync::Arc, time::Instant};

use kamachat_application::{
    messages::{Incoming, Ledger},
    ports::{BatchHandler, Bus, IdsExt, PasswordHash, Push, Submission},
    store::Store,
};
use kamachat_domain::{
    accounts::{Account, Username},
    conversations::{Conversation, Membership},
    ids::{AccountId, ConversationId},
    messages::{Body, Refs, Text},
};
use kamachat_infrastructure::{DbOptions, DbStore, SystemIds};

type Done<T> = Result<T, Box<dyn Error + Send + Sync>>;

struct Deaf;

impl Bus for Deaf {
    fn publish(&self, _: Push) {}
}

fn make<T: From<uuid::Uuid>>() -> T {
    (&SystemIds as &dyn kamachat_application::ports::Ids).make()
}

async fn people_and_chats(store: &DbStore, count: usize) -> Done<Vec<(ConversationId, AccountId)>> {
    let now = store.read().now().await?;
    let mut chats = Vec::new();
    let tx = store.begin().await?;
    let mut last: Option<AccountId> = None;
    for n in 0..=count {
        let username = Username::parse(&format!("user{n}"))?;
        let account = Account::register(make(), username, None, None, false, now);
        tx.accounts().insert(&account, &PasswordHash(String::new())).await?;
        if let Some(last) = last {
            let head = Conversation::direct(make(), last, account.id, now);
            let members = [Membership::new(head.id, last), Membership::new(head.id, account.id)];
            tx.conversations().insert(&head, &members).await?;
            chats.push((head.id, last));
        }
        last = Some(account.id);
    }
    tx.commit().await?;
    Ok(chats)
}

fn batch(chats: &[(ConversationId, AccountId)], size: usize, dice: &mut u64) -> Done<Vec<Submission>> {
    let mut submissions = Vec::with_capacity(size);
    for _ in 0..size {
        *dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (conversation_id, sender_id) = chats[(*dice >> 33) as usize % chats.len()];
        let text =
            "A message of about one hundred and fifty bytes, because that is what people write. ".repeat(2);
        let body = Body::Text(Text::parse(text)?);
        let incoming = Incoming {
            conversation_id,
            sender_id,
            client_msg_id: make(),
            body,
            refs: Refs::default(),
            origin: None,
        };
        submissions.push(Submission { incoming, reply: Box::new(drop) });
    }
    Ok(submissions)
}

#[tokio::main]
async fn main() -> Done<()> {
    let folder = tempfile::tempdir()?;
    let file = format!("sqlite://{}/bench.db", folder.path().display());
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().unwrap_or(file);
    let chats = arguments.next().map_or(Ok(1000), |count| count.parse())?;
    let store = DbStore::connect(&url, DbOptions::default()).await?;
    store.migrate().await?;
    let chats = people_and_chats(&store, chats).await?;
    let ledger = Ledger::new(Arc::new(store.clone()), Arc::new(SystemIds), Arc::new(Deaf));
    let mut dice = 7;
    println!("{:>6} {:>10} {:>10} {:>10} {:>10}", "batch", "msg/s", "p50 ms", "p99 ms", "cpu µs/msg");
    for size in [1, 10, 64, 100, 200, 256] {
        let (mut times, started, cpu) = (Vec::new(), Instant::now(), cpu_seconds());
        let mut spent = 0.0;
        while started.elapsed().as_secs() < 4 {
            let batch = batch(&chats, size, &mut dice)?;
            let begun = Instant::now();
            ledger.store(&batch, &[]).await?;
            let took = begun.elapsed().as_secs_f64();
            spent += took;
            times.push(took);
            if times.len() % 100 == 0 {
                store.checkpoint().await?;
            }
        }
        times.sort_by(f64::total_cmp);
        let at = |part: f64| times[(times.len() as f64 * part) as usize] * 1000.0;
        let stored = (times.len() * size) as f64;
        let cpu = (cpu_seconds() - cpu) / stored * 1e6;
        println!("{size:>6} {:>10.0} {:>10.2} {:>10.2} {cpu:>10.1}", stored / spent, at(0.5), at(0.99));
    }
    Ok(())
}

/// User and system time of this process.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |n: usize| fields.get(n).and_then(|field| field.parse::<f64>().ok()).unwrap_or_default();
    (ticks(11) + ticks(12)) / 100.0
}
