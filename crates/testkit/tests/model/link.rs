//! The way between one device and the server: a relay that can be cut and that mangles what is pushed. Requests and
//! answers pass as they are; a link that lost something is cut before it counts as whole again, as TCP would.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use kamachat_client::ConversationId;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, tcp::OwnedReadHalf, tcp::OwnedWriteHalf},
    sync::watch,
    task::JoinSet,
    time::{Instant, sleep_until},
};

use super::{frames, random::Random};

/// What happens to pushes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    Calm,
    /// Doubled, late and out of order.
    Jumbled,
    /// And lost.
    Lossy,
}

struct Shared {
    weather: Weather,
    random: Random,
    upstream: String,
    open: bool,
    heard: HashSet<(ConversationId, i64)>,
}

/// Listens for one device until it is dropped.
pub struct Link {
    origin: String,
    shared: Arc<Mutex<Shared>>,
    cuts: watch::Sender<()>,
    _task: JoinSet<()>,
}

impl Link {
    /// To the server at `upstream`, `http://address:port`.
    pub async fn to(upstream: &str, random: Random) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let weather = Weather::Calm;
        let shared = Shared { weather, random, upstream: String::new(), open: true, heard: HashSet::new() };
        let (shared, cuts) = (Arc::new(Mutex::new(shared)), watch::Sender::new(()));
        let mut task = JoinSet::new();
        task.spawn(accept(listener, Arc::clone(&shared), cuts.clone()));
        let link = Self { origin, shared, cuts, _task: task };
        link.lead_to(upstream);
        Ok(link)
    }

    /// Where the device connects.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The server has another address now.
    pub fn lead_to(&self, upstream: &str) {
        lock(&self.shared).upstream = upstream.trim_start_matches("http://").to_owned();
    }

    pub fn set(&self, weather: Weather) {
        let before = std::mem::replace(&mut lock(&self.shared).weather, weather);
        if before == Weather::Lossy && weather != Weather::Lossy {
            self.cut();
        }
    }

    /// Breaks the socket; the device may come back.
    pub fn cut(&self) {
        self.cuts.send_replace(());
    }

    /// Whether sockets are let through.
    pub fn open(&self, open: bool) {
        lock(&self.shared).open = open;
        if !open {
            self.cut();
        }
    }

    /// Messages that the device was shown, whatever it made of them.
    pub fn heard(&self) -> HashSet<(ConversationId, i64)> {
        lock(&self.shared).heard.clone()
    }
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept(listener: TcpListener, shared: Arc<Mutex<Shared>>, cuts: watch::Sender<()>) {
    let mut connections = JoinSet::new();
    while let Ok((device, _)) = listener.accept().await {
        while connections.try_join_next().is_some() {}
        connections.spawn(serve(device, Arc::clone(&shared), cuts.subscribe()));
    }
}

/// One connection until either end closes it; a socket also until it is cut.
async fn serve(mut device: TcpStream, shared: Arc<Mutex<Shared>>, mut cuts: watch::Receiver<()>) {
    let mut start = [0; 4096];
    let Ok(read) = device.read(&mut start).await else { return };
    let is_socket = start[..read].starts_with(b"GET /ws");
    let upstream = {
        let shared = lock(&shared);
        if is_socket && !shared.open {
            return;
        }
        shared.upstream.clone()
    };
    let Ok(mut server) = TcpStream::connect(upstream).await else { return };
    let ready = (device.set_nodelay(true), server.set_nodelay(true), server.write_all(&start[..read]).await);
    if ready.2.is_err() {
        return;
    }
    if !is_socket {
        // Who ended first is of no interest.
        let _ = tokio::io::copy_bidirectional(&mut device, &mut server).await;
        return;
    }
    let (mut from_device, to_device) = device.into_split();
    let (from_server, mut to_server) = server.into_split();
    tokio::select! {
        _ = cuts.changed() => {}
        _ = tokio::io::copy(&mut from_device, &mut to_server) => {}
        () = mangle(from_server, to_device, &shared) => {}
    }
}

/// A push that waits for its turn.
struct Late {
    due: Instant,
    frame: Vec<u8>,
}

async fn mangle(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, shared: &Mutex<Shared>) {
    let (mut buffer, mut late, mut greeted) = (Vec::with_capacity(16 * 1024), Vec::<Late>::new(), false);
    loop {
        let next = late.iter().map(|late| late.due).min();
        let wait = sleep_until(next.unwrap_or_else(|| Instant::now() + Duration::from_secs(3600)));
        tokio::select! {
            read = from.read_buf(&mut buffer) => if !read.is_ok_and(|read| read > 0) { return },
            () = wait => {}
        }
        let mut out = Vec::new();
        if !greeted {
            let Some(end) = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { continue };
            out.extend(buffer.drain(..end + 4));
            greeted = true;
        }
        while let Some(length) = frames::first(&buffer) {
            let frame: Vec<u8> = buffer.drain(..length).collect();
            pass(frame, &mut out, &mut late, shared);
        }
        let now = Instant::now();
        let (due, rest) = late.into_iter().partition(|late: &Late| late.due <= now);
        late = rest;
        due.into_iter().for_each(|late: Late| out.extend(late.frame));
        if to.write_all(&out).await.is_err() {
            return;
        }
    }
}

fn pass(frame: Vec<u8>, out: &mut Vec<u8>, late: &mut Vec<Late>, shared: &Mutex<Shared>) {
    let text = frames::text(&frame);
    let (shown, is_push) = (frames::shows(text), frames::is_push(text));
    let mut shared = lock(shared);
    shared.heard.extend(shown);
    let roll = if is_push { shared.random.below(100) } else { 100 };
    match (shared.weather, roll) {
        (Weather::Lossy, 0..35) => {}
        (Weather::Jumbled | Weather::Lossy, 35..55) => {
            let due = Instant::now() + Duration::from_millis(shared.random.below(40) as u64);
            late.push(Late { due, frame });
        }
        (Weather::Jumbled | Weather::Lossy, 55..75) => {
            out.extend(&frame);
            out.extend(frame);
        }
        _ => out.extend(frame),
    }
}
