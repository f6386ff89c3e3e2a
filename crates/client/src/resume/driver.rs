//! The task that joins the state with a socket and a clock.

use std::{
    future::Future,
    ops::ControlFlow,
    time::{Duration, Instant},
};

use kamachat_protocol::accounts::Account;
use tokio::{
    sync::mpsc,
    time::{Interval, MissedTickBehavior, interval, sleep},
};

use super::{Command, Event, ResumeOptions, backoff::Backoff, state::State};
use crate::{Client, ConnectOptions, Socket, error::Error, error::Result};

/// How often repetitions, pulls and receipts are looked after.
const TICK: Duration = Duration::from_millis(250);

/// A connection that lasted this long was a good one.
const STEADY: Duration = Duration::from_secs(5);

pub(crate) struct Driver {
    client: Client,
    connect: ConnectOptions,
    backoff: Backoff,
    state: State,
    commands: mpsc::Receiver<Command>,
    events: mpsc::Sender<Event>,
    tick: Interval,
}

impl Driver {
    pub(crate) fn new(
        client: Client,
        account: Account,
        options: ResumeOptions,
        commands: mpsc::Receiver<Command>,
        events: mpsc::Sender<Event>,
    ) -> Self {
        let mut tick = interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            client,
            connect: options.connect.clone(),
            backoff: Backoff::new(options.backoff.0, options.backoff.1),
            state: State::new(account, options),
            commands,
            events,
            tick,
        }
    }

    /// Until signed out; dropping the receiving end aborts it.
    pub(crate) async fn run(mut self) {
        loop {
            let (client, mut connect) = (self.client.clone(), self.connect.clone());
            connect.heads.extend(self.state.known_heads());
            let opening = async move { client.connect_with(&connect).await };
            let error = match self.during(opening).await {
                Ok(mut socket) => {
                    let welcome = socket.welcome();
                    self.state.online(welcome.useq, &welcome.heads, Instant::now());
                    let begin = Instant::now();
                    let error = self.online(&mut socket).await;
                    // A server that takes and drops connections is not one that is back.
                    if begin.elapsed() > STEADY {
                        self.backoff.reset();
                    }
                    error
                }
                Err(error) => error,
            };
            if error.is_signed_out() {
                self.state.events.push_back(Event::SignedOut(error));
                break;
            }
            let wait = self.backoff.next(error.retry_after());
            self.state.offline(error, Instant::now());
            self.during(sleep(wait)).await;
        }
        for event in self.state.events {
            if self.events.send(event).await.is_err() {
                break;
            }
        }
    }

    /// Serves the program while `work` goes on without a socket.
    async fn during<T>(&mut self, work: impl Future<Output = T>) -> T {
        tokio::pin!(work);
        loop {
            tokio::select! {
                done = &mut work => return done,
                Some(command) = self.commands.recv(), if self.state.has_room() => {
                    self.state.command(command, Instant::now(), false);
                }
                Ok(place) = self.events.reserve(), if !self.state.events.is_empty() => {
                    if let Some(event) = self.state.events.pop_front() {
                        place.send(event);
                    }
                }
            }
        }
    }

    /// Until the socket breaks.
    async fn online(&mut self, socket: &mut Socket) -> Error {
        loop {
            if let Err(error) = self.flush(socket).await {
                return error;
            }
            if let ControlFlow::Break(error) = self.step(socket).await {
                return error;
            }
        }
    }

    async fn flush(&mut self, socket: &mut Socket) -> Result<()> {
        if self.state.frames.is_empty() {
            return Ok(());
        }
        while let Some(frame) = self.state.frames.pop_front() {
            socket.feed(&frame).await?;
        }
        socket.flush().await
    }

    async fn step(&mut self, socket: &mut Socket) -> ControlFlow<Error> {
        let dead_after = socket.welcome().heartbeat * 2 + Duration::from_secs(10);
        tokio::select! {
            frame = socket.recv() => match frame {
                Ok(frame) => self.state.frame(frame, Instant::now()),
                Err(error) => return ControlFlow::Break(error),
            },
            Some(command) = self.commands.recv(), if self.state.has_room() => {
                self.state.command(command, Instant::now(), true);
            }
            Ok(place) = self.events.reserve(), if !self.state.events.is_empty() => {
                if let Some(event) = self.state.events.pop_front() {
                    place.send(event);
                }
            }
            _ = self.tick.tick() => {
                if socket.silence() > dead_after {
                    return ControlFlow::Break(Error::TimedOut);
                }
                self.state.act(Instant::now());
            }
        }
        ControlFlow::Continue(())
    }
}
