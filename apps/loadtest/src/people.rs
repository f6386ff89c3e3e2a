//! Accounts, friendships and conversations, made through the API before anything is measured.

use std::hash::{BuildHasher, RandomState};

use futures_util::{StreamExt, TryStreamExt, stream};
use kamachat_client::{Client, ConversationId, Error};

use crate::report::Failure;

/// Calls under way at once: hashing passwords is slow on purpose.
const AT_ONCE: usize = 16;

/// Two people and what they say to each other.
pub struct Pair {
    pub number: u32,
    pub sender: Client,
    pub receiver: Client,
    pub conversation_id: ConversationId,
    /// Messages that were there already.
    pub last_seq: i64,
}

/// Tells the accounts and messages of this run from those of others on the same server.
pub fn run_name() -> u64 {
    RandomState::new().hash_one(std::process::id())
}

/// Opens an account; retries when the server is busy.
pub async fn account(server: &Client, run: u64, name: &str) -> Result<Client, Error> {
    let client = server.another();
    let name = format!("load-{:010x}-{name}", run & 0xff_ffff_ffff);
    let mut tries = 0;
    loop {
        match client.register(&name, "a load test's password").await {
            Ok(_) => return Ok(client),
            Err(error) if tries < 30 && matches!(error.status(), Some(429 | 503)) => {
                tries += 1;
                let wait = error.retry_after().unwrap_or(1).min(10);
                tokio::time::sleep(std::time::Duration::from_secs(wait)).await;
            }
            Err(error) => return Err(error),
        }
    }
}

/// Accounts that are friends, two by two.
pub async fn pairs(server: &Client, run: u64, count: u32) -> Result<Vec<Pair>, Failure> {
    let mut pairs: Vec<Pair> = stream::iter(0..count)
        .map(|number| pair(server, run, number))
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    pairs.sort_by_key(|pair| pair.number);
    Ok(pairs)
}

async fn pair(server: &Client, run: u64, number: u32) -> Result<Pair, Error> {
    let sender = account(server, run, &format!("{number}-a")).await?;
    let receiver = account(server, run, &format!("{number}-b")).await?;
    let request = sender.request_friend(receiver.me().await?.id, "").await?;
    receiver.accept_friend(request.id).await?;
    let conversation = sender.open_direct(request.to.id).await?;
    let (conversation_id, last_seq) = (conversation.id, conversation.last_seq);
    Ok(Pair { number, sender, receiver, conversation_id, last_seq })
}

/// Accounts without friends.
pub async fn accounts(server: &Client, run: u64, count: u32) -> Result<Vec<Client>, Failure> {
    let one = |number: u32| async move { account(server, run, &number.to_string()).await };
    Ok(stream::iter(0..count).map(one).buffer_unordered(AT_ONCE).try_collect().await?)
}
