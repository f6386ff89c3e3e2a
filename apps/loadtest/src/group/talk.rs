//! Messages into one group, and people who come and go meanwhile.

use std::time::Duration;

use kamachat_client::{
    Client, ConversationId, Error, Socket, new_client_msg_id, protocol::frames::ServerFrame, text_frame,
};
use tokio::time::{Instant, timeout};

use super::listener::Listeners;
use crate::report::Failure;

/// No answer and no push for this long: it is lost.
const PATIENCE: Duration = Duration::from_secs(20);

/// One message after the other, each when the one before was acknowledged; the number of the last.
pub async fn messages(
    sender: &mut Socket,
    group: ConversationId,
    count: u32,
    size: u32,
) -> Result<i64, Failure> {
    let text = "x".repeat(size as usize);
    let mut last = 0;
    for _ in 0..count {
        let name = new_client_msg_id();
        sender.send(&text_frame(group, name, &text)).await?;
        last = loop {
            match timeout(PATIENCE, sender.recv()).await?? {
                ServerFrame::Ack { client_msg_id, message, .. } if client_msg_id == name => {
                    break message.seq;
                }
                ServerFrame::Error { code, message, .. } => return Err(format!("{code}: {message}").into()),
                _ => {}
            }
        };
    }
    Ok(last)
}

/// Waits until everybody has the message with this number of group `at`.
pub async fn arrival(listeners: &mut Listeners, at: usize, seq: i64) -> Result<(), Failure> {
    let until = Instant::now() + PATIENCE;
    for have in &mut listeners.have {
        let there = have.wait_for(|have| have[at] >= seq);
        tokio::time::timeout_at(until, there).await.map_err(|_| "a message did not arrive everywhere")??;
    }
    Ok(())
}

/// Somebody leaves and joins again, so many times.
pub async fn come_and_go(guest: &Client, group: ConversationId, times: u32) -> Result<(), Failure> {
    for _ in 0..times {
        patiently(async || guest.leave_group(group).await).await?;
        patiently(async || guest.join_group(group, "").await).await?;
    }
    Ok(())
}

async fn patiently<T>(call: impl AsyncFn() -> Result<T, Error>) -> Result<T, Error> {
    loop {
        match call().await {
            Err(error) if matches!(error.status(), Some(429 | 503)) => {
                tokio::time::sleep(Duration::from_secs(error.retry_after().unwrap_or(1).min(10))).await;
            }
            answer => return answer,
        }
    }
}
