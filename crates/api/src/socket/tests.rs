use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use actix_web::{App, HttpServer, dev::ServerHandle, web};
use kamachat_domain::accounts::Role;
use kamachat_realtime::Options;
use uuid::Uuid;

use super::{nothing::services, *};

const LONGEST: Duration = Duration::from_secs(10);

struct Stage {
    address: SocketAddr,
    realtime: Realtime,
    server: ServerHandle,
}

/// `/ws` as it is, and `/open`, which asks for no proof.
fn stage() -> Stage {
    let realtime = Realtime::new(services(), Options::default());
    let data = (Data::new(services()), Data::new(realtime.clone()));
    let app = move || {
        let open = async |req: HttpRequest, payload: Payload, realtime: Data<Realtime>| {
            let id = Uuid::nil();
            let actor = Actor { account_id: id.into(), session_id: id.into(), role: Role::User };
            Ok::<_, Error>(hand_over(handshake(&req).await?, payload, &realtime, actor))
        };
        App::new()
            .app_data(data.0.clone())
            .app_data(data.1.clone())
            .configure(configure)
            .route("/open", web::get().to(open))
    };
    let server = HttpServer::new(app).workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
    let address = server.addrs()[0];
    let running = server.run();
    let handle = running.handle();
    actix_web::rt::spawn(running);
    Stage { address, realtime, server: handle }
}

/// A client on a thread of its own, because the server runs on the test's.
async fn client<T: Send + 'static>(
    address: SocketAddr,
    talk: impl FnOnce(TcpStream) -> T + Send + 'static,
) -> T {
    let talk = move || {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(LONGEST)).unwrap();
        talk(stream)
    };
    web::block(talk).await.unwrap()
}

fn ask(stream: &mut TcpStream, path: &str, headers: &str) -> String {
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: chat.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}

fn send(stream: &mut TcpStream, opcode: u8, payload: &[u8]) {
    let mut frame = vec![0x80 | opcode, 0x80 | u8::try_from(payload.len()).unwrap()];
    frame.extend([0; 4]);
    frame.extend(payload);
    stream.write_all(&frame).unwrap();
}

/// The next frame: its opcode and payload.
fn receive(stream: &mut TcpStream) -> (u8, Vec<u8>) {
    let mut head = [0; 2];
    stream.read_exact(&mut head).unwrap();
    let len = if head[1] == 126 {
        let mut long = [0; 2];
        stream.read_exact(&mut long).unwrap();
        usize::from(u16::from_be_bytes(long))
    } else {
        usize::from(head[1])
    };
    let mut payload = vec![0; len];
    stream.read_exact(&mut payload).unwrap();
    (head[0] & 0x0F, payload)
}

fn close(code: u16) -> (u8, Vec<u8>) {
    (8, code.to_be_bytes().to_vec())
}

fn is_at_end(stream: &mut TcpStream) -> bool {
    matches!(stream.read(&mut [0; 16]), Ok(0))
}

async fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < LONGEST, "never: {what}");
        actix_web::rt::time::sleep(Duration::from_millis(5)).await;
    }
}

#[actix_web::test]
async fn without_a_good_proof_or_from_another_page_there_is_no_socket() {
    let stage = stage();
    let asked = |path: &'static str, headers: &'static str| {
        client(stage.address, move |mut stream| {
            let head = ask(&mut stream, path, headers);
            head.split(' ').nth(1).unwrap().to_owned()
        })
    };
    assert_eq!(asked("/ws", "").await, "401");
    assert_eq!(asked("/ws?ticket=stolen", "").await, "401");
    assert_eq!(asked("/ws?token=x", "Cookie: kamachat=1\r\n").await, "401");
    assert_eq!(asked("/ws", "Authorization: Bearer x\r\n").await, "401");
    assert_eq!(asked("/ws?token=x", "Origin: https://evil.example\r\n").await, "403");
    assert_eq!(asked("/ws?token=x", "Origin: https://chat.example\r\n").await, "401");
    assert_eq!(stage.realtime.connections(), 0);
    stage.server.stop(false).await;
}

#[actix_web::test]
async fn frames_stream_both_ways_and_the_connection_ends_with_the_socket() {
    let stage = stage();
    let talk = |mut stream: TcpStream| {
        let head = ask(&mut stream, "/open", "");
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        assert!(head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "{head}");
        send(&mut stream, 9, b"there?");
        assert_eq!(receive(&mut stream), (10, b"there?".to_vec()));
        send(&mut stream, 1, br#"{"type":"ping","t":1}"#);
        let (opcode, answer) = receive(&mut stream);
        assert_eq!(opcode, 1);
        assert!(String::from_utf8(answer).unwrap().contains("socket.hello_required"));
        send(&mut stream, 8, &1000_u16.to_be_bytes());
        assert_eq!(receive(&mut stream), close(1000));
        assert!(is_at_end(&mut stream));
    };
    client(stage.address, talk).await;
    until("the socket is forgotten", || stage.realtime.connections() == 0).await;
    stage.server.stop(false).await;
}

#[actix_web::test]
async fn what_breaks_the_rules_is_told_and_closed() {
    let stage = stage();
    let talk = |mut stream: TcpStream| {
        ask(&mut stream, "/open", "");
        // Announces 4 GiB and sends nothing of it.
        stream.write_all(&[0x81, 0xFF, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]).unwrap();
        let (_, answer) = receive(&mut stream);
        assert!(String::from_utf8(answer).unwrap().contains("frame.too_large"));
        assert_eq!(receive(&mut stream), close(1009));
        assert!(is_at_end(&mut stream));
    };
    client(stage.address, talk).await;
    let talk = |mut stream: TcpStream| {
        ask(&mut stream, "/open", "");
        send(&mut stream, 1, &[0xFF, 0xFE]);
        assert_eq!(receive(&mut stream), close(1007));
        assert!(is_at_end(&mut stream));
    };
    client(stage.address, talk).await;
    stage.server.stop(false).await;
}

#[actix_web::test]
async fn a_vanished_client_is_forgotten_and_a_stopping_server_says_so() {
    let stage = stage();
    client(stage.address, |mut stream| drop(ask(&mut stream, "/open", ""))).await;
    until("the vanished one is forgotten", || stage.realtime.connections() == 0).await;

    let waiting = client(stage.address, |mut stream| {
        ask(&mut stream, "/open", "");
        assert_eq!(receive(&mut stream), close(1012));
        assert!(is_at_end(&mut stream));
    });
    let realtime = stage.realtime.clone();
    let stop = async {
        until("it is open", || realtime.connections() == 1).await;
        realtime.shutdown();
    };
    tokio::join!(waiting, stop);
    stage.server.stop(false).await;
}

#[actix_web::test]
async fn one_account_has_a_bounded_number_of_sockets() {
    let stage = stage();
    let talk = |address: SocketAddr| {
        let open = || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.set_read_timeout(Some(LONGEST)).unwrap();
            ask(&mut stream, "/open", "");
            stream
        };
        let most = Options::default().connections_per_account;
        let mut sockets: Vec<TcpStream> = (0..=most).map(|_| open()).collect();
        let mut last = sockets.pop().unwrap();
        assert_eq!(receive(&mut last), close(4029));
        assert!(is_at_end(&mut last));
    };
    let address = stage.address;
    web::block(move || talk(address)).await.unwrap();
    stage.server.stop(false).await;
}
