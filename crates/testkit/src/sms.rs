//! A gateway for text messages, as a test has it: takes them over HTTP and hands them to the test.

#![expect(clippy::panic, reason = "a test whose message does not come says so and ends")]

use std::time::Duration;

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{
        Mutex,
        mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    },
};

/// How long a message may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A message that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub to: String,
    pub code: String,
    pub text: String,
}

/// Ends with its test.
#[derive(Debug)]
pub struct SmsStub {
    url: String,
    received: Mutex<UnboundedReceiver<Received>>,
    task: tokio::task::JoinHandle<()>,
}

impl SmsStub {
    /// Listens on a free port of this machine.
    ///
    /// # Panics
    /// When there is none.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap_or_else(|error| panic!("{error}"));
        let address = listener.local_addr().unwrap_or_else(|error| panic!("{error}"));
        let (tell, received) = unbounded_channel();
        let task = async move {
            while let Ok((stream, _)) = listener.accept().await {
                take(stream, &tell).await;
            }
        };
        #[expect(clippy::disallowed_methods, reason = "the task ends with the stub")]
        let task = tokio::spawn(task);
        Self { url: format!("http://{address}/send"), received: Mutex::new(received), task }
    }

    /// What a server needs to send here: gateway, address, body, and quick looks for work.
    #[must_use]
    pub fn settings(&self) -> [(&'static str, &str); 4] {
        [
            ("KAMA__SMS__GATEWAY", "http"),
            ("KAMA__SMS__HTTP__URL", &self.url),
            ("KAMA__SMS__HTTP__BODY", r#"{"to":"{phone}","code":"{code}","text":"{text}"}"#),
            ("KAMA__JOBS__POLL_MS", "50"),
        ]
    }

    /// The next message.
    ///
    /// # Panics
    /// When none comes.
    pub async fn next(&self) -> Received {
        let mut received = self.received.lock().await;
        match tokio::time::timeout(PATIENCE, received.recv()).await {
            Ok(Some(message)) => message,
            _ => panic!("no message came"),
        }
    }

    /// The code of the next message, which must be for this number.
    ///
    /// # Panics
    /// When none comes, or one for another number.
    pub async fn code(&self, to: &str) -> String {
        let message = self.next().await;
        assert_eq!(message.to, to);
        message.code
    }
}

impl Drop for SmsStub {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn take(mut stream: TcpStream, tell: &UnboundedSender<Received>) {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    while let Ok(read @ 1..) = stream.read(&mut chunk).await {
        bytes.extend_from_slice(&chunk[..read]);
        let body = bytes.windows(4).position(|part| part == b"\r\n\r\n").map(|at| &bytes[at + 4..]);
        let Some(Ok(message)) = body.map(serde_json::from_slice::<Value>) else { continue };
        let field = |name: &str| message[name].as_str().unwrap_or_default().to_owned();
        tell.send(Received { to: field("to"), code: field("code"), text: field("text") }).ok();
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        stream.write_all(answer).await.ok();
        return;
    }
}
