//! Somebody in both groups: takes what comes and checks that nothing is missing.

use kamachat_client::{
    ConversationId, Socket,
    protocol::frames::{MAX_PULL, ServerFrame},
};
use tokio::{sync::watch, task::JoinSet};

use crate::report::{Check, Failure};

/// The newest number of each group, in the order of the groups.
pub type Have = [i64; 2];

/// All who listen.
#[derive(Default)]
pub struct Listeners {
    /// What has arrived at each.
    pub have: Vec<watch::Receiver<Have>>,
    work: JoinSet<Result<Check, Failure>>,
}

impl Listeners {
    /// One more, who listens until `stop` says so.
    pub fn add(
        &mut self,
        mut socket: Socket,
        groups: [ConversationId; 2],
        have: Have,
        mut stop: watch::Receiver<bool>,
    ) {
        let (tell, told) = watch::channel(have);
        self.work.spawn(async move {
            let (mut check, mut have) = (Check::default(), have);
            loop {
                let frame = tokio::select! {
                    frame = socket.recv() => frame?,
                    _ = stop.wait_for(|stop| *stop) => return Ok(check),
                };
                take(frame, &mut socket, &groups, &mut have, &mut check).await?;
                tell.send_replace(have);
            }
        });
        self.have.push(told);
    }

    /// What all of them found, once they stopped.
    pub async fn check(mut self) -> Result<Check, Failure> {
        let mut check = Check::default();
        while let Some(found) = self.work.join_next().await {
            check.add(&found??);
        }
        Ok(check)
    }
}

async fn take(
    frame: ServerFrame,
    socket: &mut Socket,
    groups: &[ConversationId; 2],
    have: &mut Have,
    check: &mut Check,
) -> Result<(), Failure> {
    let (id, seq, is_pushed) = match frame {
        ServerFrame::NewMessage { message } => (message.conversation_id, message.seq, true),
        ServerFrame::Stale { conversation_id, last_seq, .. } => (conversation_id, last_seq, false),
        ServerFrame::Error { code, message, .. } => return Err(format!("{code}: {message}").into()),
        _ => return Ok(()),
    };
    let Some(at) = groups.iter().position(|group| *group == id) else {
        check.unexpected += 1;
        return Ok(());
    };
    let have = &mut have[at];
    if is_pushed && seq <= *have {
        // The sweep may be faster than a push: clients ignore what they have.
        check.repeated += 1;
        return Ok(());
    }
    let to = if is_pushed { seq - 1 } else { seq };
    while *have < to {
        check.gaps += 1;
        let pulled = socket.pull(id, *have + 1, to.min(*have + MAX_PULL)).await?;
        check.lost += (pulled.to - *have).cast_unsigned().saturating_sub(pulled.messages.len() as u64);
        *have = pulled.to.max(*have + 1);
    }
    *have = seq.max(*have);
    Ok(())
}
