//! The real server, killed in the middle of its work again and again. What it acknowledged stays, under the id and
//! number that it named, once; four devices that all send the same messages make each of them once.
//!
//! The order of sending and the moments of killing come from a seed, which is printed; `KAMACHAT_SEED` repeats it.

mod book;
mod observer;
mod server;
mod writer;

use std::{collections::HashSet, error::Error, sync::Arc, time::Duration};

use book::{Book, Planned};
use futures_util::{StreamExt, TryStreamExt, stream};
use kamachat_client::{Client, ConversationId};
use server::Server;
use tokio::{sync::oneshot, task::JoinSet, time::timeout};
use writer::Random;

type Result<T, E = Box<dyn Error + Send + Sync>> = std::result::Result<T, E>;

const MESSAGES: usize = 5_000;
const CONVERSATIONS: usize = 20;
const WRITERS: u64 = 4;
const KILLS: usize = 3;
const PASSWORD: &str = "a test's password";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_three_kills_once_and_under_the_same_number() -> Result<()> {
    let seed = seed();
    println!("KAMACHAT_SEED={seed}");
    let mut server = Server::start().await?;
    let author = server.client()?;
    author.register("author", PASSWORD).await?;
    let conversations = conversations(&server, &author).await?;
    let book = Arc::new(Book::new(plan(seed, &conversations)));

    let mut observers = JoinSet::new();
    observers.spawn(observer::follow(device(&server).await?, Arc::clone(&book)));
    let mut writers = JoinSet::new();
    for number in 0..WRITERS {
        let random = Random::new(seed ^ (number + 1));
        writers.spawn(writer::replay(device(&server).await?, Arc::clone(&book), random));
    }
    kill_on_the_way(&mut server, &book, Random::new(seed)).await?;
    while let Some(done) = writers.join_next().await {
        done??;
    }

    compare(&author, &conversations, &book).await?;
    let followed = timeout(Duration::from_secs(30), observers.join_all()).await;
    followed.map_err(|_| "a device that was connected all the time did not get everything")?;
    println!("{}", book.summary());
    book.verdict().map_err(|broken| format!("{broken}\n\n{}", server.log_end()).into())
}

#[expect(clippy::disallowed_methods, reason = "to repeat a run")]
fn seed() -> u64 {
    let given = std::env::var("KAMACHAT_SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 0))
}

/// One more device of the author.
async fn device(server: &Server) -> Result<Client> {
    let client = server.client()?;
    client.login("author", PASSWORD).await?;
    Ok(client)
}

/// The author's chats with as many friends.
async fn conversations(server: &Server, author: &Client) -> Result<Vec<ConversationId>> {
    let me = author.me().await?.id;
    let befriend = |number: usize| async move {
        let friend = server.client()?;
        friend.register(&format!("friend-{number}"), PASSWORD).await?;
        let request = friend.request_friend(me, "").await?;
        author.accept_friend(request.id).await?;
        Ok::<_, Box<dyn Error + Send + Sync>>(author.open_direct(request.from.id).await?.id)
    };
    stream::iter(0..CONVERSATIONS).map(befriend).buffered(4).try_collect().await
}

/// Which message goes where, and under which name.
fn plan(seed: u64, conversations: &[ConversationId]) -> Vec<Planned> {
    let mut random = Random::new(!seed);
    let planned = |number: usize| Planned {
        conversation_id: conversations[random.below(conversations.len())],
        client_msg_id: uuid::Uuid::from_u64_pair(seed, number as u64).into(),
        text: format!("message {number}"),
    };
    (0..MESSAGES).map(planned).collect()
}

/// Kills the server when about a quarter, a half and three quarters are acknowledged.
async fn kill_on_the_way(server: &mut Server, book: &Book, mut random: Random) -> Result<()> {
    for kill in 1..=KILLS {
        let at = MESSAGES * kill / (KILLS + 1) - random.below(MESSAGES / 10);
        let (tell, killed) = oneshot::channel();
        let kill_it = server.killer();
        book.set_trap(at, move |acknowledged| {
            kill_it();
            // Who does not wait any more has given up already.
            let _ = tell.send(acknowledged);
        });
        let acknowledged = timeout(Duration::from_secs(60), killed).await;
        let acknowledged = acknowledged.map_err(|_| "the writers do not get on")??;
        println!("kill {kill} after {acknowledged} of {MESSAGES}");
        server.start_again().await?;
    }
    Ok(())
}

/// Everything that is stored, against everything that was said.
async fn compare(author: &Client, conversations: &[ConversationId], book: &Book) -> Result<()> {
    let (mut rows, mut names) = (0, HashSet::new());
    for &id in conversations {
        let stored = author.messages_after(id, 0).await?;
        let last_seq = author.conversation(id).await?.last_seq;
        book.require(stored.len() as i64 == last_seq, || {
            format!("{} rows where the newest number is {last_seq}", stored.len())
        });
        for (message, seq) in stored.iter().zip(1..) {
            book.require(message.seq == seq, || format!("number {} where {seq} should be", message.seq));
            book.require(names.insert(message.client_msg_id), || format!("stored twice: {message:?}"));
            book.compare(message);
        }
        rows += stored.len();
    }
    book.require(rows == MESSAGES, || format!("{rows} rows instead of {MESSAGES}"));
    book.require(book.acknowledged() == MESSAGES, || "not everything was acknowledged".to_owned());
    Ok(())
}
