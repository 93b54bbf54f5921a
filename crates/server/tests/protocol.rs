//! The log after C2SP tlog-tiles, as a client sees it: addresses, types, caching, compression, and who may read what.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::io::Read;

use common::{Desk, NOW_MS, Place, Server, founded};
use daybook_ledger::{Entry, SignedCheckpoint, bundle};
use daybook_server::config::{Access, Config};
use reqwest::{Response, StatusCode, header};
use serde_json::Value;

/// A log of 258 entries: a full tile, a partial one, and one of level 1.
async fn filled(place: &Place, server: &Server) -> Vec<Entry> {
    let mut desk = founded(place, server, 1, "KGH").await;
    let entries: Vec<_> = (0..257).map(|_| desk.register(20)).collect();
    server.submit(&entries).await.indices();
    entries
}

async fn asked(server: &Server, path: &str) -> Response {
    server.ask(path).bearer_auth(&server.token).send().await.unwrap()
}

fn of(response: &Response, name: header::HeaderName) -> &str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn what_never_changes_is_kept_for_ever_and_what_does_is_not() {
    let place = Place::new();
    let server = place.serve().await;
    filled(&place, &server).await;
    for (path, kind, caching) in [
        ("checkpoint", "text/plain; charset=utf-8", "no-store"),
        ("tile/0/000", "application/octet-stream", "public, max-age=31536000, immutable"),
        ("tile/0/001.p/2", "application/octet-stream", "public, max-age=60"),
        ("tile/1/000.p/1", "application/octet-stream", "public, max-age=60"),
        ("tile/entries/000", "application/octet-stream", "private, max-age=31536000, immutable"),
        ("tile/entries/001.p/2", "application/octet-stream", "private, max-age=60"),
        ("v1/blocks", "application/json", "no-store"),
        ("healthz", "application/json", "no-store"),
    ] {
        let response = asked(&server, path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(of(&response, header::CONTENT_TYPE), kind, "{path}");
        assert_eq!(of(&response, header::CACHE_CONTROL), caching, "{path}");
        assert_eq!(of(&response, header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{path}");
    }
    // Partial tiles of earlier checkpoints are served on.
    assert_eq!(server.get("tile/0/000.p/1").await.1.len(), 32);
    let head = server.http.head(format!("{}/tile/0/000", server.url)).send().await.unwrap();
    assert_eq!((head.status(), of(&head, header::CONTENT_LENGTH)), (StatusCode::OK, "8192"));
    server.stop().await;
}

#[tokio::test]
async fn an_address_that_no_tile_can_have_is_a_mistake_and_one_that_is_not_there_is_not_found() {
    let place = Place::new();
    let server = place.serve().await;
    filled(&place, &server).await;
    for path in [
        "tile/0/0",
        "tile/0/1000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/x000/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p",
        "tile/0/000/",
        "tile/entries/0",
        "tile/entries/000.p/x",
        "tile/other/000",
    ] {
        let response = asked(&server, path).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(response.json::<Value>().await.unwrap()["code"], "bad_tile", "{path}");
    }
    for path in ["tile/0/002", "tile/0/001", "tile/0/001.p/3", "tile/1/000", "tile/2/000.p/1", "tile/63/000", "tile/x"]
    {
        let response = asked(&server, path).await;
        let expected = if path == "tile/x" { StatusCode::BAD_REQUEST } else { StatusCode::NOT_FOUND };
        assert_eq!(response.status(), expected, "{path}");
        assert_eq!(of(&response, header::CACHE_CONTROL), "no-store", "it may come: {path}");
    }
    let posted = server.http.post(format!("{}/checkpoint", server.url)).send().await.unwrap();
    assert_eq!(posted.status(), StatusCode::METHOD_NOT_ALLOWED);
    server.stop().await;
}

#[tokio::test]
async fn bundles_are_packed_for_whoever_asks_and_where_it_helps() {
    let place = Place::new();
    let server = place.serve().await;
    let entries = filled(&place, &server).await;
    let plain = asked(&server, "tile/entries/000").await;
    assert_eq!(of(&plain, header::CONTENT_ENCODING), "");
    let plain = plain.bytes().await.unwrap();
    let ask = server.ask("tile/entries/000").bearer_auth(&server.token).header("Accept-Encoding", "gzip, identity");
    let packed = ask.send().await.unwrap();
    assert_eq!(of(&packed, header::CONTENT_ENCODING), "gzip");
    let vary: Vec<_> = packed.headers().get_all(header::VARY).iter().map(|value| value.to_str().unwrap()).collect();
    assert_eq!(vary, ["Authorization", "Accept-Encoding"]);
    let packed = packed.bytes().await.unwrap();
    assert!(packed.len() < plain.len());
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, plain);
    let decoded = bundle::decode(&plain).unwrap();
    assert_eq!(decoded.len(), 256);
    assert_eq!(decoded[1..], entries[..255].iter().map(Entry::bytes).collect::<Vec<_>>());
    server.stop().await;
}

#[tokio::test]
async fn entries_are_for_desks_of_the_log_and_for_whom_the_operator_lets() {
    let place = Place::new();
    let server = place.serve().await;
    filled(&place, &server).await;
    let bundle = "tile/entries/000";
    for request in [
        server.ask(bundle),
        server.ask(bundle).bearer_auth("nonsense"),
        server.ask(bundle).bearer_auth("daybook-read-0000"),
        server.ask(bundle).basic_auth("who", Some("ever")),
        server.ask(bundle).header("Authorization", format!("bearer{}", server.token)),
    ] {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(of(&response, header::WWW_AUTHENTICATE), "Bearer");
        assert_eq!(response.json::<Value>().await.unwrap()["code"], "unauthorized");
    }
    for public in ["checkpoint", "tile/0/000", "tile/1/000.p/1", "v1/blocks", "v1/wait?size=0", "healthz", "readyz"] {
        assert_eq!(server.ask(public).send().await.unwrap().status(), StatusCode::OK, "{public}");
    }
    // A token ends with its time, or when it is taken back.
    assert_eq!(asked(&server, bundle).await.status(), StatusCode::OK);
    use daybook_server::{access, clock::Clock, store::BesideStore};
    let store = place.home.open_store().unwrap();
    let short = "daybook-read-short";
    let number = store.put_read_token(&access::hash(short), "short", NOW_MS, NOW_MS + 5).unwrap();
    let with = |token: &str| server.ask(bundle).bearer_auth(token).send();
    assert_eq!(with(short).await.unwrap().status(), StatusCode::OK);
    place.clock.set(NOW_MS + 5);
    assert_eq!(with(short).await.unwrap().status(), StatusCode::UNAUTHORIZED);
    place.clock.set(NOW_MS);
    store.revoke_read_token(number, place.clock.now_ms()).unwrap();
    assert_eq!(with(short).await.unwrap().status(), StatusCode::UNAUTHORIZED);
    server.stop().await;
}

#[tokio::test]
async fn a_log_can_be_opened_to_everybody() {
    let place = Place::new();
    let access = Access { public_entries: true, ..Access::default() };
    let server = place.serve_configured(Config { access, ..Config::default() }, |log| log).await.unwrap();
    filled(&place, &server).await;
    let response = server.ask("tile/entries/000").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(of(&response, header::CACHE_CONTROL), "public, max-age=31536000, immutable");
    assert_eq!(of(&response, header::VARY), "Accept-Encoding");
    server.stop().await;
}

async fn blocks(server: &Server, query: &str) -> Vec<Value> {
    let (status, body) = server.get(&format!("v1/blocks{query}")).await;
    assert_eq!(status, StatusCode::OK, "{query}");
    serde_json::from_slice(&body).unwrap()
}

fn numbers(blocks: &[Value]) -> Vec<u64> {
    blocks.iter().map(|block| block["number"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn blocks_are_read_page_by_page_and_each_says_what_it_added() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk: Desk = founded(&place, &server, 1, "KGH").await;
    for count in [2, 1, 3] {
        place.clock.set(NOW_MS + count);
        let entries: Vec<_> = (0..count).map(|_| desk.register(10)).collect();
        server.submit(&entries).await.indices();
    }
    assert_eq!(numbers(&blocks(&server, "").await), [4, 3, 2, 1, 0], "the newest first");
    assert_eq!(numbers(&blocks(&server, "?limit=2").await), [4, 3]);
    assert_eq!(numbers(&blocks(&server, "?before=3&limit=2").await), [2, 1]);
    assert_eq!(numbers(&blocks(&server, "?before=1").await), [0]);
    assert_eq!(numbers(&blocks(&server, "?before=0").await), [0; 0]);
    assert_eq!(numbers(&blocks(&server, "?from=3").await), [3, 4], "what came since, the oldest first");
    assert_eq!(numbers(&blocks(&server, "?from=9").await), [0; 0]);
    for (index, number) in [(0, 1), (1, 2), (2, 2), (3, 3), (4, 4), (6, 4)] {
        assert_eq!(numbers(&blocks(&server, &format!("?holding={index}")).await), [number], "entry {index}");
    }
    assert_eq!(numbers(&blocks(&server, "?holding=7").await), [0; 0]);
    assert_eq!(server.get("v1/blocks?from=x").await.0, StatusCode::BAD_REQUEST);
    let all = blocks(&server, "?from=0").await;
    let mut before = None;
    for block in &all {
        let (first, size) = (block["first"].as_u64().unwrap(), block["size"].as_u64().unwrap());
        assert_eq!(block["root_before"].as_str().map(str::to_owned), before);
        let signed = SignedCheckpoint::open(block["checkpoint"].as_str().unwrap(), &place.vkey).unwrap();
        assert_eq!(
            (signed.checkpoint().size, signed.checkpoint().root.to_string().as_str()),
            (size, block["root"].as_str().unwrap())
        );
        assert!(first <= size);
        before = block["root"].as_str().map(str::to_owned);
        let (status, one) = server.get(&format!("v1/blocks/{}", block["number"])).await;
        assert_eq!((status, &serde_json::from_slice::<Value>(&one).unwrap()), (StatusCode::OK, block));
    }
    let ranges: Vec<_> =
        all.iter().map(|block| (block["first"].as_u64().unwrap(), block["size"].as_u64().unwrap())).collect();
    assert_eq!(ranges, [(0, 0), (0, 1), (1, 3), (3, 4), (4, 7)]);
    assert_eq!(all[3]["time_ms"].as_u64(), Some(NOW_MS + 2), "the server's clock never goes back in the log");
    for none in ["v1/blocks/5", "v1/blocks/x"] {
        assert_eq!(server.get(none).await.0, StatusCode::NOT_FOUND, "{none}");
    }
    server.stop().await;
}
