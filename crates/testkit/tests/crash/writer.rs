//! A device that sends everything, in batches and an order of its own, until each message is acknowledged.

use std::{
    collections::HashSet,
    sync::Arc,
    time::{Duration, Instant},
};

use kamachat_client::{Client, ClientMsgId, Error, Socket, protocol::frames::ServerFrame, text_frame};
use tokio::time::timeout;

use super::{
    Result,
    book::{Book, Planned},
};

/// Largest batch.
const BATCH: usize = 64;
/// Longest time without a connection.
const AWAY: Duration = Duration::from_secs(30);

/// SplitMix64: the same numbers for the same seed, everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % bound as u64).unwrap_or_default()
    }
}

pub async fn replay(client: Client, book: Arc<Book>, mut random: Random) -> Result<()> {
    let mut order: Vec<&Planned> = book.planned.iter().collect();
    for last in (1..order.len()).rev() {
        order.swap(last, random.below(last + 1));
    }
    let mut rest = order.as_slice();
    let mut socket = None;
    while !rest.is_empty() {
        let (batch, later) = rest.split_at(rest.len().min(1 + random.below(BATCH)));
        let mut open: HashSet<_> = batch.iter().map(|planned| planned.client_msg_id).collect();
        while !open.is_empty() {
            let mut connected = match socket.take() {
                Some(connected) => connected,
                None => connect(&client).await?,
            };
            match send(&mut connected, batch, &mut open, &book).await {
                Ok(()) => socket = Some(connected),
                // Only the server's refusals are wrong; that it is gone is the point.
                Err(Error::Refused { code, message, .. }) => return Err(format!("{code}: {message}").into()),
                Err(_) => book.reconnected(),
            }
        }
        rest = later;
    }
    Ok(())
}

async fn connect(client: &Client) -> Result<Socket> {
    let until = Instant::now() + AWAY;
    loop {
        match client.connect().await {
            Ok(socket) => return Ok(socket),
            Err(error) if error.is_signed_out() || Instant::now() > until => return Err(error.into()),
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

/// Sends what is open and takes answers until none is, or until the server is too busy for some of it.
async fn send(
    socket: &mut Socket,
    batch: &[&Planned],
    open: &mut HashSet<ClientMsgId>,
    book: &Book,
) -> Result<(), Error> {
    for planned in batch.iter().filter(|planned| open.contains(&planned.client_msg_id)) {
        socket.feed(&text_frame(planned.conversation_id, planned.client_msg_id, &planned.text)).await?;
    }
    socket.flush().await?;
    let (mut answers, sent) = (0, open.len());
    while answers < sent {
        match timeout(Duration::from_secs(10), socket.recv()).await?? {
            ServerFrame::Ack { client_msg_id, message, duplicate, .. } => {
                book.acked(client_msg_id, &message, duplicate, answers == 0);
                open.remove(&client_msg_id);
                answers += 1;
            }
            ServerFrame::Error { code, .. } if code == "busy" || code == "unavailable" => answers += 1,
            ServerFrame::Error { code, message, retry_after, .. } => {
                return Err(Error::Refused { code, message, retry_after });
            }
            _ => {}
        }
    }
    Ok(())
}
