//! A connection that comes back: reconnects, fills gaps, repeats what was not acknowledged.

mod backoff;
mod driver;
mod feed;
mod log;
mod outbox;
mod revs;
mod state;

use std::{
    collections::HashMap,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use kamachat_domain::ids::{AccountId, ClientMsgId, ConversationId};
use kamachat_protocol::{
    accounts::{Account, Presence},
    conversations::Head,
    frames::{AccountEvent, AckedMessage},
    messages::Message,
};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinSet,
};

use crate::{Client, ConnectOptions, error::Error, error::Result, new_client_msg_id};
use outbox::Pending;

/// Where to begin in conversations that [`ResumeOptions::after`] does not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// With what comes after the first connection.
    #[default]
    Now,
    /// With the first message that may be seen.
    Beginning,
}

/// How to resume.
#[derive(Clone, Debug)]
pub struct ResumeOptions {
    /// The last number of each conversation that an earlier run of the program has dealt with.
    pub after: HashMap<ConversationId, i64>,
    /// The last change of each conversation that an earlier run has dealt with; for the others, what is changed
    /// after the first connection is told.
    pub after_rev: HashMap<ConversationId, i64>,
    /// For the others.
    pub start: Start,
    /// Tell the senders what has arrived here (two ticks).
    pub confirm: bool,
    /// The first and the longest wait between two tries to connect; each wait is random below its ceiling.
    pub backoff: (Duration, Duration),
    /// How to open the sockets.
    pub connect: ConnectOptions,
}

impl Default for ResumeOptions {
    fn default() -> Self {
        Self {
            after: HashMap::new(),
            after_rev: HashMap::new(),
            start: Start::Now,
            confirm: true,
            backoff: (Duration::from_millis(500), Duration::from_secs(30)),
            connect: ConnectOptions::default(),
        }
    }
}

/// What [`Resuming::recv`] tells.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event {
    /// A message, also an own one: each once, in each conversation in the order of `seq`.
    Message(Message),
    /// A message that was handed over before is now like this. Whose changes were missed are told by where they
    /// ended: a message that changed twice may come once.
    Changed(Message),
    /// The messages `from..=to` never come: they are not for this account, or it deleted them for itself. Deleted
    /// ones still count, own ones too: whoever counts from a [`Event::Head`] below `to` asks for the conversation
    /// again, [`Client::conversation`](crate::Client::conversation).
    Skipped { conversation_id: ConversationId, from: i64, to: i64 },
    /// The numbers of a conversation, told for each of them after each connect, before [`Event::Online`]. What is
    /// missing here up to `last_seq` follows as messages.
    Head(Head),
    /// A member read up to `seq`. The counts come with the own cursor alone.
    Read { conversation_id: ConversationId, user_id: AccountId, seq: i64, counts: Option<ReadCounts> },
    /// A device of a member holds everything up to `seq`.
    Delivered { conversation_id: ConversationId, user_id: AccountId, seq: i64 },
    /// Somebody who is watched: now, and whenever it changes.
    Presence(Presence),
    /// A member writes, or stopped. Forget it after six seconds.
    Typing { conversation_id: ConversationId, user_id: AccountId, on: bool },
    /// Something changed in the account: load that list again. Each once and in order from the first connection
    /// on, also what happened without a connection.
    Account(AccountEvent),
    /// The server was set back, or (`None`) this device was away for more than 30 days: throw away what is stored
    /// of this conversation (of all, with what belongs to the account, if `None`). Its messages may come again.
    Reset { conversation_id: Option<ConversationId> },
    /// Connected. What happened in the account meanwhile follows.
    Online,
    /// Not connected, told once for each time; tries go on.
    Offline(Error),
    /// The sign-in is over. Nothing comes after this.
    SignedOut(Error),
}

/// What [`Event::Read`] counts, as of the message `last_seq`: later ones may be here already, or still on their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadCounts {
    /// Messages that count up to the cursor.
    pub read_cnt: i64,
    /// Own ones of those after the cursor.
    pub own_cnt: i64,
    pub last_seq: i64,
    /// Messages that count up to `last_seq`.
    pub last_cnt: i64,
}

/// A message was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub client_msg_id: ClientMsgId,
    pub conversation_id: ConversationId,
    /// Id and number, the same for every repetition.
    pub message: AckedMessage,
    /// An earlier try had stored it.
    pub duplicate: bool,
}

#[derive(Debug)]
enum Command {
    Send(Pending),
    Read { conversation_id: ConversationId, seq: i64 },
    Watch(Vec<AccountId>),
}

/// The receiving end, and the owner: dropping it ends the connection.
#[derive(Debug)]
pub struct Resuming {
    account: Account,
    events: mpsc::Receiver<Event>,
    writer: Writer,
    /// Aborts the task when dropped.
    _task: JoinSet<()>,
}

impl Resuming {
    /// Starts for the account that `client` is signed in to. Returns once the account is known; the first
    /// connection is announced by [`Event::Online`].
    ///
    /// # Errors
    /// When the account cannot be loaded.
    pub async fn start(client: &Client, options: ResumeOptions) -> Result<Self> {
        let account = client.me().await?;
        let (commands_in, commands) = mpsc::channel(256);
        let (events_in, events) = mpsc::channel(256);
        let mut task = JoinSet::new();
        let driver = driver::Driver::new(client.clone(), account.clone(), options, commands, events_in);
        task.spawn(driver.run());
        Ok(Self { account, events, writer: Writer { commands: commands_in }, _task: task })
    }

    /// The next event; `None` after [`Event::SignedOut`]. A program that is slow here loses nothing: what does
    /// not fit is pulled later.
    pub async fn recv(&mut self) -> Option<Event> {
        self.events.recv().await
    }

    /// The sending end. Clone it freely.
    #[must_use]
    pub fn writer(&self) -> Writer {
        self.writer.clone()
    }

    /// The own account, as it was at the start.
    #[must_use]
    pub fn account(&self) -> &Account {
        &self.account
    }
}

impl futures_util::Stream for Resuming {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Event>> {
        self.events.poll_recv(cx)
    }
}

/// The sending end of a [`Resuming`].
#[derive(Clone, Debug)]
pub struct Writer {
    commands: mpsc::Sender<Command>,
}

impl Writer {
    /// Sends text and waits until it is stored, across as many connections as that takes.
    ///
    /// # Errors
    /// [`Error::Refused`] for good; [`Error::Ended`] when the connection was dropped or signed out.
    pub async fn send_text(&self, conversation_id: ConversationId, text: &str) -> Result<Sent> {
        self.send_text_as(conversation_id, new_client_msg_id(), text).await
    }

    /// Like [`Writer::send_text`] under a name of your own, to repeat what an earlier run did not finish.
    ///
    /// # Errors
    /// As [`Writer::send_text`]; [`Error::Ended`] also when the same name is on its way already.
    pub async fn send_text_as(
        &self,
        conversation_id: ConversationId,
        client_msg_id: ClientMsgId,
        text: &str,
    ) -> Result<Sent> {
        let (reply, answer) = oneshot::channel();
        let pending = Pending { conversation_id, client_msg_id, text: text.to_owned(), reply };
        self.commands.send(Command::Send(pending)).await.map_err(|_| Error::Ended)?;
        answer.await.map_err(|_| Error::Ended)?
    }

    /// Moves the read cursor. Sent if connected, else forgotten: a lost cursor is only an older cursor.
    ///
    /// # Errors
    /// [`Error::Ended`].
    pub async fn read(&self, conversation_id: ConversationId, seq: i64) -> Result<()> {
        self.commands.send(Command::Read { conversation_id, seq }).await.map_err(|_| Error::Ended)
    }

    /// Whose presence to tell, at most 200, in place of those before; kept over reconnects. What is to be seen
    /// comes as [`Event::Presence`].
    ///
    /// # Errors
    /// [`Error::Ended`].
    pub async fn watch(&self, user_ids: Vec<AccountId>) -> Result<()> {
        self.commands.send(Command::Watch(user_ids)).await.map_err(|_| Error::Ended)
    }
}
