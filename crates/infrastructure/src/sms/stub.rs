//! A gateway for tests: answers what it is told and keeps what it was asked.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// A request as it came: first line and headers, and the body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) head: String,
    pub(super) body: String,
}

impl Asked {
    pub(super) fn header(&self, name: &str) -> String {
        let found = self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        });
        found.unwrap_or_default()
    }
}

/// The address, and the requests so far.
pub(super) async fn gateway(status: u16, body: &'static str) -> (String, Arc<Mutex<Vec<Asked>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&asked);
    #[expect(clippy::disallowed_methods, reason = "the stub ends with its test")]
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Some(request) = answer(stream, status, body).await {
                kept.lock().unwrap().push(request);
            }
        }
    });
    (address, asked)
}

async fn answer(mut stream: TcpStream, status: u16, body: &str) -> Option<Asked> {
    let mut bytes = Vec::new();
    let asked = loop {
        let mut chunk = [0; 4096];
        let read = stream.read(&mut chunk).await.ok()?;
        bytes.extend_from_slice(&chunk[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let asked = Asked { head: head.to_owned(), body: body.to_owned() };
            if body.len() >= asked.header("content-length").parse().unwrap_or(0) {
                break asked;
            }
        }
        if read == 0 {
            return None;
        }
    };
    let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n", body.len());
    let place = if status == 302 { "location: http://127.0.0.1:1/\r\n" } else { "" };
    stream.write_all(format!("{head}{place}\r\n{body}").as_bytes()).await.ok()?;
    Some(asked)
}
