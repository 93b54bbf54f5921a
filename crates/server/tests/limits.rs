//! What one desk, one address, one slow client may take: nobody can keep the others waiting.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::time::{Duration, Instant};

use common::{Place, encode, founded};
use daybook_server::config::{Config, Limits};
use reqwest::{StatusCode, header};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn limited(place: &Place, change: impl FnOnce(&mut Limits)) -> common::Server {
    let mut config = Config::default();
    change(&mut config.limits);
    place.serve_configured(config, |log| log).await.unwrap()
}

/// Buckets fill by one a second, and machines can be slow: so much is asked for that no pause makes up for it.
const BURST: u32 = 40;

#[tokio::test]
async fn a_desk_that_writes_too_much_is_told_when_to_come_again_and_others_are_not() {
    let place = Place::new();
    let server = limited(&place, |limits| (limits.entries_per_second, limits.entries_burst) = (1, BURST)).await;
    let (mut busy, mut calm) = (founded(&place, &server, 1, "KGH").await, founded(&place, &server, 2, "ABC").await);
    let many: Vec<_> = (0..BURST - 1).map(|_| busy.register(10)).collect();
    server.submit(&many).await.indices();
    let more: Vec<_> = (0..BURST).map(|_| busy.register(10)).collect();
    let request = server.http.post(format!("{}/v1/entries", server.url)).body(encode(&more));
    let refused = request.send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = refused.headers()[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!((1..=u64::from(BURST)).contains(&wait), "{wait}");
    assert_eq!(refused.json::<Value>().await.unwrap()["code"], "too_many");
    server.submit(&[calm.register(10)]).await.indices();
    assert_eq!(server.checkpoint().await.size, u64::from(BURST) + 2);
    server.stop().await;
}

#[tokio::test]
async fn nobody_uses_up_a_desks_limit_with_what_it_did_not_sign() {
    let place = Place::new();
    let server = limited(&place, |limits| (limits.entries_per_second, limits.entries_burst) = (1, BURST)).await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let good = [desk.register(10)];
    let mut forged = encode(&good);
    *forged.last_mut().unwrap() ^= 1;
    for _ in 0..BURST * 2 {
        assert_eq!(server.submit_bytes(forged.clone(), None).await.code(), "bad_signature");
    }
    server.submit(&good).await.indices();
    server.stop().await;
}

/// How many of these are answered otherwise than by asking for patience, out of so many that not all can be.
async fn answered(count: u32, ask: impl AsyncFn() -> StatusCode) -> u32 {
    let mut answered = 0;
    for _ in 0..count {
        answered += u32::from(ask().await != StatusCode::TOO_MANY_REQUESTS);
    }
    answered
}

#[tokio::test]
async fn an_address_without_a_token_has_a_limit_and_those_with_one_have_their_own() {
    let place = Place::new();
    let server = limited(&place, |limits| (limits.requests_per_second, limits.requests_burst) = (1, BURST)).await;
    let began = Instant::now();
    let ask = async || server.ask("checkpoint").send().await.unwrap().status();
    let count = answered(BURST * 4, ask).await;
    let most = BURST + began.elapsed().as_secs() as u32 + 1;
    assert!((BURST..=most).contains(&count), "{count} of at most {most}");
    assert_eq!(server.get("checkpoint").await.0, StatusCode::OK, "a reader is not held up by strangers");
    // A wrong token is none, and no page is free.
    for request in [("checkpoint", "daybook-read-guess"), ("nothing", "")] {
        let (path, token) = request;
        let began = Instant::now();
        let ask = async || server.ask(path).bearer_auth(token).send().await.unwrap().status();
        let count = answered(BURST, ask).await;
        assert!(count <= began.elapsed().as_secs() as u32 + 2, "{path}: {count}");
    }
    server.stop().await;
}

#[tokio::test]
async fn sessions_and_joins_cost_more() {
    let place = Place::new();
    let server = limited(&place, |limits| (limits.sessions_per_second, limits.sessions_burst) = (1, BURST)).await;
    let ask = || server.http.post(format!("{}/v1/session", server.url)).body("{}").send();
    let began = Instant::now();
    let count = answered(BURST * 2, async || ask().await.unwrap().status()).await;
    let most = BURST + began.elapsed().as_secs() as u32 + 1;
    assert!((BURST..=most).contains(&count), "{count} of at most {most}");
    assert_eq!(server.ask("v1/challenge").send().await.unwrap().status(), StatusCode::OK);
    server.stop().await;
}

#[tokio::test]
async fn a_body_has_its_limit_whether_its_length_is_said_or_not() {
    let place = Place::new();
    let server = limited(&place, |limits| limits.body_bytes = 70_000).await;
    let said = server.submit_bytes(vec![0; 70_001], None).await;
    assert_eq!((said.status, said.code()), (StatusCode::PAYLOAD_TOO_LARGE, "body_too_large"));
    let address = server.url.strip_prefix("http://").unwrap().to_owned();
    let mut stream = TcpStream::connect(&address).await.unwrap();
    let head = "POST /v1/entries HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let chunk = [b"ffff\r\n".as_slice(), &[0; 0xffff], b"\r\n"].concat();
    for _ in 0..3 {
        // The server may have hung up.
        stream.write_all(&chunk).await.ok();
    }
    assert!(answer(&mut stream).await.starts_with("HTTP/1.1 413"));
    server.stop().await;
}

/// What comes back until the other end hangs up.
async fn answer(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4_096];
    while let Ok(read @ 1..) = stream.read(&mut buffer).await {
        bytes.extend_from_slice(&buffer[..read]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn clients_that_only_stand_in_the_way_are_cut_off_and_the_others_are_served() {
    let place = Place::new();
    let mut server = limited(&place, |limits| {
        (limits.header_seconds, limits.body_pause_seconds, limits.write_stall_seconds) = (1, 1, 1);
        (limits.connections, limits.connections_per_address) = (64, 48);
    })
    .await;
    let address = server.url.strip_prefix("http://").unwrap().to_owned();
    // The second question comes when the server closes what was idle for a second: not in a connection of the first.
    server.http = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
    let began = Instant::now();
    let mut silent = Vec::new();
    for number in 0..40 {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        match number % 3 {
            0 => {}
            1 => stream.write_all(b"GET /checkpoint HTTP/1.1\r\nHost: x\r\nX-Slow: ").await.unwrap(),
            _ => stream
                .write_all(b"POST /v1/entries HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc")
                .await
                .unwrap(),
        }
        silent.push(stream);
    }
    // While they hold on, others are answered.
    assert_eq!(server.get("checkpoint").await.0, StatusCode::OK);
    for stream in &mut silent {
        answer(stream).await;
    }
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    assert_eq!(server.get("checkpoint").await.0, StatusCode::OK);
    server.stop().await;
}

#[tokio::test]
async fn one_address_cannot_take_every_place() {
    let place = Place::new();
    let server = limited(&place, |limits| (limits.connections, limits.connections_per_address) = (64, 4)).await;
    let address = server.url.strip_prefix("http://").unwrap().to_owned();
    let mut held = Vec::new();
    for _ in 0..4 {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        let mut first = [0; 12];
        stream.read_exact(&mut first).await.unwrap();
        assert_eq!(&first, b"HTTP/1.1 200");
        held.push(stream);
    }
    let mut fifth = TcpStream::connect(&address).await.unwrap();
    fifth.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await.ok();
    assert_eq!(answer(&mut fifth).await, "", "closed at once");
    drop(held);
    // Their places are free again as soon as the server has noticed.
    let freed = async {
        while server.ask("healthz").send().await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), freed).await.unwrap();
    server.stop().await;
}
