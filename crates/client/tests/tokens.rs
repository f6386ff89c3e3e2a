//! How the client keeps its tokens, against a server of a few lines.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use kamachat_client::{Client, Error, Tokens};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

const ACCOUNT: &str = r#"{"id":"01890000-0000-7000-8000-000000000004","username":"ada","nickname":"Ada","email":null,"email_verified":false,"gender":"unset","avatar":null,"role":"user","created_at":"2026-01-02T03:04:05.678Z"}"#;
const PROBLEM: &str = r#"{"type":"about:blank","title":"Unauthorized","status":401,"detail":"Sign in.","code":"auth.unauthenticated","request_id":"r"}"#;

/// Takes the access token `new`; the refresh token `good` brings it.
struct Fake {
    client: Client,
    renewals: Arc<AtomicUsize>,
    _tasks: JoinSet<()>,
}

impl Fake {
    async fn start() -> Result<Self, Box<dyn std::error::Error>> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let client = Client::new(&format!("http://{}", listener.local_addr()?))?;
        let renewals = Arc::new(AtomicUsize::new(0));
        let (mut tasks, counter) = (JoinSet::new(), Arc::clone(&renewals));
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let counter = Arc::clone(&counter);
                connections.spawn(async move { drop(serve(stream, counter).await) });
            }
        });
        Ok(Self { client, renewals, _tasks: tasks })
    }

    fn sign_in(&self, access: &str, refresh: &str) {
        self.client.set_tokens(Some(Tokens { access: access.into(), refresh: Some(refresh.into()) }));
    }
}

/// One request a connection.
async fn serve(mut stream: TcpStream, renewals: Arc<AtomicUsize>) -> io::Result<()> {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    // The bodies of these tests arrive with their heads, or right after.
    while !text.contains("\r\n\r\n") || (text.starts_with("POST") && !text.ends_with('}')) {
        let read = stream.read(&mut buffer).await?;
        if read == 0 {
            return Ok(());
        }
        text.push_str(&String::from_utf8_lossy(&buffer[..read]));
    }
    let session =
        format!(r#"{{"user":{ACCOUNT},"access_token":"new","refresh_token":"next","expires_in":900}}"#);
    let (status, body) = if text.starts_with("POST /api/v1/auth/refresh") {
        renewals.fetch_add(1, Ordering::SeqCst);
        if text.contains(r#""good""#) { ("200 OK", session.as_str()) } else { ("401 Unauthorized", PROBLEM) }
    } else if text.contains("Bearer new") {
        ("200 OK", ACCOUNT)
    } else {
        ("401 Unauthorized", PROBLEM)
    };
    let length = body.len();
    let answer = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
    stream.write_all(answer.as_bytes()).await
}

#[tokio::test]
async fn an_old_token_is_renewed_once_however_many_calls_notice() -> Result<(), Box<dyn std::error::Error>> {
    let fake = Fake::start().await?;
    fake.sign_in("old", "good");
    let (a, b, c) = tokio::join!(fake.client.me(), fake.client.me(), fake.client.me());
    assert_eq!((a?.username, b?.username, c?.username), ("ada".into(), "ada".into(), "ada".into()));
    assert_eq!(fake.renewals.load(Ordering::SeqCst), 1);
    assert_eq!(fake.client.tokens(), Some(Tokens { access: "new".into(), refresh: Some("next".into()) }));
    Ok(())
}

#[tokio::test]
async fn a_session_that_is_over_is_an_error_and_the_tokens_are_gone() -> Result<(), Box<dyn std::error::Error>>
{
    let fake = Fake::start().await?;
    fake.sign_in("old", "used before");
    let error = fake.client.me().await.err().ok_or("an answer without a session")?;
    assert!(error.is_signed_out(), "{error}");
    assert_eq!(error.code(), Some("auth.unauthenticated"));
    assert_eq!(fake.client.tokens(), None);
    assert!(matches!(fake.client.refresh().await, Err(Error::Api(_))));
    Ok(())
}

#[tokio::test]
async fn the_socket_too_is_refused_with_the_servers_own_words() -> Result<(), Box<dyn std::error::Error>> {
    let fake = Fake::start().await?;
    let error = fake.client.connect().await.err().ok_or("a socket without a session")?;
    assert_eq!((error.status(), error.code()), (Some(401), Some("auth.unauthenticated")));
    Ok(())
}

#[test]
fn addresses_are_web_addresses_and_keep_their_path() {
    for refused in ["", "chat.example.org", "ftp://chat.example.org", "file:///etc/hosts"] {
        assert!(matches!(Client::new(refused), Err(Error::Address(_))), "{refused}");
    }
    let client = Client::new("https://example.org/chat");
    assert!(client.is_ok_and(|client| client.base_url().as_str() == "https://example.org/chat/"));
}
