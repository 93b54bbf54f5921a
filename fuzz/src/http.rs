//! Bodies and paths thrown at the ledger server: it answers, and never that the fault is its own.

use std::sync::{Arc, LazyLock};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use daybook_server::{clock::SetClock, home::Home, serve::Running};
use tower::ServiceExt;

/// What can be sent to; the first byte of what is tried chooses.
const ROUTES: [(&str, &str); 8] = [
    ("POST", "/v1/entries"),
    ("POST", "/v1/keys"),
    ("POST", "/v1/joins"),
    ("POST", "/v1/session"),
    ("GET", "/tile/"),
    ("GET", "/v1/blocks"),
    ("GET", "/v1/proof/"),
    ("DELETE", "/v1/joins/"),
];

/// A server without a socket, on an empty log.
struct Server {
    runtime: tokio::runtime::Runtime,
    router: Router,
    _running: Running,
    _folder: tempfile::TempDir,
}

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let home = Home::new(folder.path().join("log"));
    home.init("fuzz.test/log").expect("a new log");
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let _inside = runtime.enter();
    let running = Running::open(&home, Arc::new(SetClock::new(1_772_442_000_000))).expect("a server");
    let router = running.router();
    drop(_inside);
    Server { runtime, router, _running: running, _folder: folder }
});

/// Sends a body, or where the route takes none, asks for a path.
pub fn body(bytes: &[u8]) {
    let Some((route, rest)) = bytes.split_first() else { return };
    let (method, path) = ROUTES[usize::from(*route) % ROUTES.len()];
    let request = Request::builder().method(method);
    let request = match method {
        "POST" => request
            .uri(path)
            .header(header::CONTENT_LENGTH, rest.len())
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, "Bearer none"),
        _ => request
            .uri(format!("{path}{}", rest.iter().map(|byte| format!("{}", char::from(*byte))).collect::<String>())),
    };
    let body = if method == "POST" { Body::from(rest.to_vec()) } else { Body::empty() };
    // What is no URI is no request.
    let Ok(request) = request.body(body) else { return };
    let server = &*SERVER;
    let (status, answer) = server.runtime.block_on(async {
        let answer = server.router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        let status = answer.status();
        (status, to_bytes(answer.into_body(), 1 << 20).await.expect("an answer"))
    });
    assert!(status != StatusCode::INTERNAL_SERVER_ERROR, "{method} {path}: {}", String::from_utf8_lossy(&answer));
}
