//! A device: the real client behind a link of its own, and what a program keeps of what the client hands over.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use kamachat_client::{
    AccountId, Client, ConversationId, Event, MessageId, ResumeOptions, Resuming, Start, Writer,
    protocol::{
        conversations::Head,
        frames::{AccountEvent, AccountEventKind},
    },
};
use tokio::{sync::watch, task::JoinSet};

use super::{
    Result,
    copy::{Copy, Uncounted, View},
    link::Link,
    patiently,
};

#[derive(Default)]
struct Memory {
    copies: HashMap<ConversationId, Copy>,
    hidden: HashSet<MessageId>,
    wrong: Vec<String>,
}

/// Ends when it is dropped.
pub struct Device {
    pub name: String,
    pub account: AccountId,
    /// For calls; shares the link.
    pub client: Client,
    pub writer: Writer,
    pub link: Link,
    memory: Arc<Mutex<Memory>>,
    online: watch::Receiver<bool>,
    _task: JoinSet<()>,
}

impl Device {
    /// Of somebody who is signed in. Who confirms says what arrived, which everybody else is told.
    pub async fn start(name: String, client: Client, link: Link, confirm: bool) -> Result<Self> {
        let options = ResumeOptions {
            start: Start::Beginning,
            confirm,
            backoff: (Duration::from_millis(10), Duration::from_millis(80)),
            ..ResumeOptions::default()
        };
        let chat = patiently(|| Resuming::start(&client, options.clone())).await?;
        let (account, writer) = (chat.account().id, chat.writer());
        let (tell, online) = watch::channel(false);
        let program = Program { client: client.clone(), memory: Arc::default(), online: tell };
        let (memory, mut task) = (Arc::clone(&program.memory), JoinSet::new());
        task.spawn(program.run(chat));
        Ok(Self { name, account, client, writer, link, memory, online, _task: task })
    }

    pub async fn is_online(&self) {
        // Its task ends with the device.
        let _ = self.online.clone().wait_for(|online| *online).await;
    }

    /// How a conversation looks here.
    pub fn view(&self, id: ConversationId) -> Result<Option<View>, Uncounted> {
        let memory = lock(&self.memory);
        memory.copies.get(&id).map_or(Ok(None), |copy| copy.view(self.account, &memory.hidden))
    }

    pub fn last_seq(&self, id: ConversationId) -> i64 {
        lock(&self.memory).copies.get(&id).map_or(0, Copy::last_seq)
    }

    /// What the client did that it must not do.
    pub fn wrong(&self) -> Vec<String> {
        lock(&self.memory).wrong.iter().map(|wrong| format!("{}: {wrong}", self.name)).collect()
    }
}

fn lock(memory: &Mutex<Memory>) -> MutexGuard<'_, Memory> {
    memory.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Program {
    client: Client,
    memory: Arc<Mutex<Memory>>,
    online: watch::Sender<bool>,
}

impl Program {
    async fn run(self, mut chat: Resuming) {
        while let Some(event) = chat.recv().await {
            match event {
                Event::Head(head) => self.head(head).await,
                Event::Account(event) => self.account(event).await,
                Event::Skipped { conversation_id, to, .. } => self.skipped(conversation_id, to).await,
                Event::Online => drop(self.online.send_replace(true)),
                Event::Offline(_) => drop(self.online.send_replace(false)),
                other => self.take(other),
            }
        }
    }

    fn take(&self, event: Event) {
        let mut memory = lock(&self.memory);
        let done = match event {
            Event::Message(message) => {
                memory.copies.entry(message.conversation_id).or_default().take(message)
            }
            Event::Changed(message) => {
                memory.copies.entry(message.conversation_id).or_default().change(message)
            }
            Event::Read { conversation_id, seq, counts, .. } => {
                let copy = memory.copies.entry(conversation_id).or_default();
                match counts {
                    Some(counts) => copy.own_read(seq, counts),
                    None => copy.peer_read(seq),
                }
                Ok(())
            }
            Event::Reset { .. } => Err("the server knows less than this device".to_owned()),
            Event::SignedOut(error) => Err(format!("signed out: {error}")),
            _ => Ok(()),
        };
        memory.wrong.extend(done.err());
    }

    async fn head(&self, head: Head) {
        let id = head.conversation_id;
        let is_known = {
            let mut memory = lock(&self.memory);
            let copy = memory.copies.entry(id).or_default();
            copy.meet(&head);
            copy.is_known()
        };
        if !is_known {
            self.look(id).await;
        }
    }

    /// What never comes may count.
    async fn skipped(&self, id: ConversationId, to: i64) {
        let counted = lock(&self.memory).copies.entry(id).or_default().counts_to(to);
        if !counted {
            self.look(id).await;
        }
    }

    async fn account(&self, event: AccountEvent) {
        match (event.kind, event.ref_id.parse::<ConversationId>(), event.ref_id.parse::<MessageId>()) {
            (AccountEventKind::Conversation | AccountEventKind::HistoryCleared, Ok(id), _) => {
                self.look(id).await;
            }
            (AccountEventKind::MessageHidden, _, Ok(id)) => {
                lock(&self.memory).hidden.insert(id);
            }
            _ => {}
        }
    }

    /// Loads a conversation again, however long that takes.
    async fn look(&self, id: ConversationId) {
        let seen = loop {
            match self.client.conversation(id).await {
                Ok(seen) => break Some(seen),
                Err(error) if error.status() == Some(404) => break None,
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        };
        lock(&self.memory).copies.entry(id).or_default().look(seen);
    }
}
