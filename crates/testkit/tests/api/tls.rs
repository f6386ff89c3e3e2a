//! A server that encrypts by itself.

use std::sync::Arc;

use futures_util::{SinkExt, StreamExt};
use kamachat_testkit::app::{PASSWORD, TestApp};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, ProtocolVersion, RootCertStore, SupportedProtocolVersion,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
        version::{TLS12, TLS13},
    },
};
use tokio_tungstenite::{client_async, tungstenite::Message};

const DEVELOPMENT: (&str, &str) = ("KAMA__SERVER__TLS__MODE", "development");

/// Trusts what the server made for itself and nothing else.
fn connector(app: &TestApp, versions: &[&'static SupportedProtocolVersion], alpn: &[&str]) -> TlsConnector {
    let cert = CertificateDer::from_pem_file(app.data_dir().join("keys/tls-development.crt")).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(cert).unwrap();
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    let builder = builder.with_protocol_versions(versions).unwrap().with_root_certificates(roots);
    let mut config = builder.with_no_client_auth();
    config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
    TlsConnector::from(Arc::new(config))
}

fn http() -> reqwest::Client {
    reqwest::Client::builder().tls_danger_accept_invalid_certs(true).build().unwrap()
}

async fn register(app: &TestApp, name: &str) -> reqwest::Response {
    let body = json!({"username": name, "password": PASSWORD});
    let request = http().post(format!("{}/api/v1/auth/register", app.origin())).header("x-client", "web");
    request.header("host", "chat.lan:8000").json(&body).send().await.unwrap()
}

#[tokio::test]
async fn people_sign_in_and_talk_over_tls() {
    let app = TestApp::with(&[DEVELOPMENT]).await;
    assert!(app.origin().starts_with("https://"));
    let answer = register(&app, "mei").await;
    assert_eq!(answer.status(), 201);
    assert_eq!(answer.headers()["strict-transport-security"], "max-age=31536000");
    let cookies: Vec<_> =
        answer.headers().get_all("set-cookie").iter().map(|v| v.to_str().unwrap()).collect();
    assert!(cookies.iter().all(|c| c.starts_with("__Host-kama_") && c.contains("Secure")), "{cookies:?}");
    let token = answer.json::<Value>().await.unwrap()["access_token"].as_str().unwrap().to_owned();

    let address = app.origin().trim_start_matches("https://");
    let tcp = TcpStream::connect(address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let tls = connector(&app, &[&TLS13], &["http/1.1"]).connect(name, tcp).await.unwrap();
    let (mut socket, _) = client_async(format!("wss://{address}/ws?token={token}"), tls).await.unwrap();
    socket.send(Message::text(r#"{"type":"hello"}"#)).await.unwrap();
    let ready = socket.next().await.unwrap().unwrap();
    assert!(ready.to_text().unwrap().contains(r#""type":"ready""#), "{ready}");
}

#[tokio::test]
async fn tls_1_2_is_spoken_and_this_machine_is_not_pinned_to_it() {
    let app = TestApp::with(&[DEVELOPMENT]).await;
    let tcp = TcpStream::connect(app.origin().trim_start_matches("https://")).await.unwrap();
    let name = ServerName::try_from("127.0.0.1").unwrap();
    let tls = connector(&app, &[&TLS12], &["h2", "http/1.1"]).connect(name, tcp).await.unwrap();
    assert_eq!(tls.get_ref().1.protocol_version(), Some(ProtocolVersion::TLSv1_2));
    assert_eq!(tls.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let answer = http().get(format!("{}/health", app.origin())).send().await.unwrap();
    assert!(!answer.headers().contains_key("strict-transport-security"));
    // Plain HTTP gets no answer there.
    assert!(http().get(app.origin().replacen("https", "http", 1)).send().await.is_err());
}

#[tokio::test]
async fn a_certificate_stays_over_a_restart() {
    let mut app = TestApp::with(&[DEVELOPMENT]).await;
    let path = app.data_dir().join("keys/tls-development.crt");
    let first = std::fs::read(&path).unwrap();
    app.restart().await;
    assert_eq!(std::fs::read(&path).unwrap(), first);
    assert_eq!(register(&app, "mei").await.status(), 201);
}
