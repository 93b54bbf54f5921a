//! Sessions, the key box, joining, waiting, and the public pages around the log.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::time::{Duration, Instant};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use common::{Desk, NOW_MS, ORIGIN, Place, Server, founded};
use daybook_ledger::ControlEvent;
use minicbor::{Decoder, Encoder};
use reqwest::StatusCode;
use serde_json::{Value, json};

async fn challenge(server: &Server) -> Vec<u8> {
    let (_, body) = server.get("v1/challenge").await;
    let body: Value = serde_json::from_slice(&body).unwrap();
    BASE64.decode(body["challenge"].as_str().unwrap()).unwrap()
}

async fn answer(server: &Server, desk: &Desk, challenge: &[u8]) -> (StatusCode, Value) {
    let statement = [b"daybook session v1\n", ORIGIN.as_bytes(), b"\n", challenge].concat();
    let body = json!({
        "key_id": desk.key.key_id().to_string(),
        "challenge": BASE64.encode(challenge),
        "signature": BASE64.encode(desk.key.sign(&statement).unwrap()),
    });
    let response = server.http.post(format!("{}/v1/session", server.url)).json(&body).send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

async fn token(server: &Server, desk: &Desk) -> String {
    let (status, body) = answer(server, desk, &challenge(server).await).await;
    assert_eq!((status, body["expires_in"].as_u64()), (StatusCode::OK, Some(600)));
    body["token"].as_str().unwrap().to_owned()
}

fn keys(ids: &[u8], wrapped: u8) -> Vec<u8> {
    let mut body = Vec::new();
    let mut e = Encoder::new(&mut body);
    e.array(ids.len() as u64).unwrap();
    for id in ids {
        e.array(3).unwrap().bytes(&[*id; 16]).unwrap().u32(1).unwrap().bytes(&[wrapped; 60]).unwrap();
    }
    body
}

async fn put_keys(server: &Server, token: &str, body: Vec<u8>) -> (StatusCode, Value) {
    let request = server.http.post(format!("{}/v1/keys", server.url)).bearer_auth(token).body(body);
    let response = request.send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

async fn get_keys(server: &Server, token: &str, query: &str) -> (u64, Vec<(u8, u8)>) {
    let request = server.http.get(format!("{}/v1/keys?{query}", server.url)).bearer_auth(token);
    let body = request.send().await.unwrap().bytes().await.unwrap();
    let mut d = Decoder::new(&body);
    assert_eq!(d.array().unwrap(), Some(2));
    let next = d.u64().unwrap();
    let count = d.array().unwrap().unwrap();
    let keys = (0..count).map(|_| {
        assert_eq!(d.array().unwrap(), Some(3));
        let id = d.bytes().unwrap()[0];
        d.u32().unwrap();
        (id, d.bytes().unwrap()[0])
    });
    (next, keys.collect())
}

#[tokio::test]
async fn a_token_is_for_who_holds_an_enrolled_key() {
    let place = Place::new();
    let server = place.serve().await;
    let desk = founded(&place, &server, 1, "KGH").await;
    let once = challenge(&server).await;
    assert_eq!(answer(&server, &desk, &once).await.0, StatusCode::OK);
    let (status, body) = answer(&server, &desk, &once).await;
    assert_eq!((status, body["code"].as_str()), (StatusCode::FORBIDDEN, Some("bad_challenge")));
    let (_, body) = answer(&server, &Desk::new(1, 2), &challenge(&server).await).await;
    assert_eq!(body["code"], "not_enrolled");
    let mut forged = challenge(&server).await;
    forged[20] ^= 1;
    assert_eq!(answer(&server, &desk, &forged).await.1["code"], "bad_challenge");
    let late = challenge(&server).await;
    place.clock.set(NOW_MS + 60_000);
    assert_eq!(answer(&server, &desk, &late).await.1["code"], "bad_challenge");
    server.stop().await;
}

#[tokio::test]
async fn a_token_ends_with_its_time_and_with_the_desk() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let good = token(&server, &desk).await;
    assert_eq!(put_keys(&server, &good, keys(&[1], 1)).await.0, StatusCode::OK);
    place.clock.set(NOW_MS + 600_000);
    let (status, body) = put_keys(&server, &good, keys(&[2], 1)).await;
    assert_eq!((status, body["code"].as_str()), (StatusCode::UNAUTHORIZED, Some("unauthorized")));
    let good = token(&server, &desk).await;
    let mut other = Desk::new(1, 2);
    other.actor = desk.actor;
    let enrol = desk.enrol(&other);
    server.submit(&[enrol]).await.indices();
    let revoke = other.control(ControlEvent::DeskRevoke { number: 1, reason: "stolen".into() });
    server.submit(&[revoke]).await.indices();
    assert_eq!(put_keys(&server, &good, keys(&[3], 1)).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(put_keys(&server, "nonsense", keys(&[3], 1)).await.0, StatusCode::UNAUTHORIZED);
    server.stop().await;
}

#[tokio::test]
async fn who_is_shut_out_reads_up_to_the_entry_that_says_so() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let mut other = Desk::new(1, 2);
    other.actor = desk.actor;
    let enrol = desk.enrol(&other);
    server.submit(&[enrol]).await.indices();
    let before = token(&server, &desk).await;
    let bundle = |width: u64, token: &str| server.ask(&format!("tile/entries/000.p/{width}")).bearer_auth(token).send();
    assert_eq!(bundle(2, &before).await.unwrap().status(), StatusCode::OK);
    let entries = [other.control(ControlEvent::DeskRevoke { number: 1, reason: "stolen".into() }), other.register(5)];
    server.submit(&entries).await.indices();
    let (status, body) = answer(&server, &desk, &challenge(&server).await).await;
    assert_eq!((status, body["reads"].as_u64()), (StatusCode::OK, Some(3)));
    for token in [&before, body["token"].as_str().unwrap()] {
        assert_eq!(bundle(3, token).await.unwrap().status(), StatusCode::OK);
        let refused = bundle(4, token).await.unwrap();
        assert_eq!(refused.status(), StatusCode::FORBIDDEN);
        assert_eq!(refused.json::<Value>().await.unwrap()["code"], "revoked");
        for page in ["v1/keys", "v1/joins"] {
            let refused = server.ask(page).bearer_auth(token).send().await.unwrap();
            assert_eq!(refused.status(), StatusCode::UNAUTHORIZED, "{page}");
        }
        assert_eq!(server.ask("v1/evidence").bearer_auth(token).send().await.unwrap().status(), StatusCode::FORBIDDEN);
    }
    server.stop().await;
}

#[tokio::test]
async fn a_key_box_is_one_sites_and_keeps_the_first() {
    let place = Place::new();
    let server = place.serve().await;
    let (one, two) = (founded(&place, &server, 1, "KGH").await, founded(&place, &server, 2, "ABC").await);
    let (one, two) = (token(&server, &one).await, token(&server, &two).await);
    assert_eq!(put_keys(&server, &one, keys(&[1, 2, 3], 7)).await.1, json!({ "stored": 3 }));
    assert_eq!(put_keys(&server, &two, keys(&[1], 8)).await.1, json!({ "stored": 1 }));
    assert_eq!(put_keys(&server, &one, keys(&[3, 4], 9)).await.1, json!({ "stored": 1 }));
    let (next, first) = get_keys(&server, &one, "after=0&limit=2").await;
    assert_eq!(first, [(1, 7), (2, 7)]);
    let (next, rest) = get_keys(&server, &one, &format!("after={next}")).await;
    assert_eq!(rest, [(3, 7), (4, 9)]);
    assert_eq!(get_keys(&server, &one, &format!("after={next}")).await, (next, vec![]));
    assert_eq!(get_keys(&server, &two, "").await.1, [(1, 8)]);
    let (status, body) = put_keys(&server, &one, vec![0x82, 0x01]).await;
    assert_eq!((status, body["code"].as_str()), (StatusCode::BAD_REQUEST, Some("bad_keys")));
    assert_eq!(server.get("v1/keys").await.0, StatusCode::UNAUTHORIZED, "a reader is no desk");
    server.stop().await;
}

async fn ask(server: &Server, desk: &Desk, name: &str, signed_for: &str) -> (StatusCode, Value) {
    let sealing_key = [desk.number as u8; 32];
    let statement = [b"daybook join v1\n", signed_for.as_bytes(), b"\n", desk.key.spki(), &sealing_key].concat();
    let body = json!({
        "name": name,
        "spki": BASE64.encode(desk.key.spki()),
        "sealing_key": BASE64.encode(sealing_key),
        "signature": BASE64.encode(desk.key.sign(&statement).unwrap()),
    });
    let response = server.http.post(format!("{}/v1/joins", server.url)).json(&body).send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

async fn joins(server: &Server, token: &str) -> Vec<Value> {
    let request = server.http.get(format!("{}/v1/joins", server.url)).bearer_auth(token);
    request.send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn a_desk_asks_to_join_for_an_hour() {
    let place = Place::new();
    let server = place.serve().await;
    let desk = founded(&place, &server, 1, "KGH").await;
    let new = Desk::new(1, 2);
    let (status, first) = ask(&server, &new, "reception 2", ORIGIN).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(ask(&server, &new, "reception 2", ORIGIN).await.1, first, "asking again is the same request");
    assert_eq!(ask(&server, &new, "reception 2", "another.example/log").await.1["code"], "bad_signature");
    assert_eq!(ask(&server, &new, "bad\nname", ORIGIN).await.1["code"], "bad_join");
    let with = token(&server, &desk).await;
    let waiting = joins(&server, &with).await;
    assert_eq!(waiting.len(), 1);
    assert_eq!((&waiting[0]["id"], waiting[0]["asked_at"].as_u64()), (&first["id"], Some(NOW_MS)));
    assert_eq!(waiting[0]["spki"], BASE64.encode(new.key.spki()));
    let gone = server.http.delete(format!("{}/v1/joins/{}", server.url, first["id"].as_str().unwrap()));
    assert_eq!(gone.bearer_auth(&with).send().await.unwrap().status(), StatusCode::NO_CONTENT);
    assert!(joins(&server, &with).await.is_empty());
    ask(&server, &new, "reception 2", ORIGIN).await;
    place.clock.set(NOW_MS + 60 * 60 * 1_000 + 1);
    let with = token(&server, &desk).await;
    assert!(joins(&server, &with).await.is_empty());
    assert_eq!(server.get("v1/joins").await.0, StatusCode::UNAUTHORIZED);
    server.stop().await;
}

#[tokio::test]
async fn a_poll_returns_as_soon_as_the_tree_has_grown() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let (status, note) = server.get("v1/wait?size=0").await;
    assert_eq!((status, note), server.get("checkpoint").await);
    let entry = [desk.register(10)];
    let began = Instant::now();
    let ((status, note), _) = tokio::join!(server.get("v1/wait?size=1"), server.submit(&entry));
    assert_eq!(status, StatusCode::OK);
    assert!(String::from_utf8(note).unwrap().starts_with(&format!("{ORIGIN}\n2\n")));
    assert!(began.elapsed() < Duration::from_secs(5));
    let (status, body) = server.get("v1/wait?size=many").await;
    assert_eq!((status, body.starts_with(b"{\"code\":\"bad_query\"")), (StatusCode::BAD_REQUEST, true));
    server.stop().await;
}

#[tokio::test]
async fn a_poll_does_not_hold_up_the_stop() {
    let place = Place::new();
    let server = place.serve().await;
    let url = format!("{}/v1/wait?size=99", server.url);
    let polled = tokio::spawn(async move { reqwest::get(url).await.unwrap().status() });
    tokio::task::yield_now().await;
    server.get("healthz").await;
    let began = Instant::now();
    server.stop().await;
    assert!(began.elapsed() < Duration::from_secs(5));
    drop(polled);
}

#[tokio::test]
async fn blocks_and_health_and_what_is_not_there() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let entries = [desk.register(10), desk.register(10)];
    server.submit(&entries).await.indices();
    let (_, blocks) = server.get("v1/blocks?from=1").await;
    let blocks: Vec<Value> = serde_json::from_slice(&blocks).unwrap();
    let sizes: Vec<_> = blocks.iter().map(|block| (block["number"].as_u64(), block["size"].as_u64())).collect();
    assert_eq!(sizes, [(Some(1), Some(1)), (Some(2), Some(3))]);
    let (status, body) = server.get("healthz").await;
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((status, body["status"].as_str(), body["size"].as_u64()), (StatusCode::OK, Some("ok"), Some(3)));
    for path in ["", "tile/0/001", "tile/0/000.p/4", "tile/0/000", "tile/9/000.p/1", "tile/entries/000.p/4"] {
        assert_eq!(server.get(path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(server.get("tile/0/000.p/3").await.1.len(), 96);
    assert_eq!(server.get("tile/0/000.p/2").await.1.len(), 64);
    assert_eq!(
        server.get("tile/entries/000.p/2").await.1.len(),
        server.get("tile/entries/000.p/3").await.1.len() - entries[1].bytes().len() - 2
    );
    server.stop().await;
}
