//! The screens in a browser: serves ui/dist and `POST /call/<name>` on loopback over one desk, to whoever holds the secret.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use anyhow::Context;
use axum::{
    Json, Router,
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use daybook_desk::desk::Desk;
use serde_json::Value;
use tokio::net::TcpListener;

const COOKIE: &str = "daybook-test";

/// A desk, the folder of its screens, and who may come in.
pub struct TestHost {
    desk: Arc<Desk>,
    screens: PathBuf,
    policy: HeaderValue,
    secret: String,
}

impl TestHost {
    /// A host of `desk` for whoever knows `secret`. `root` is the repository's.
    pub fn new(desk: Arc<Desk>, root: &std::path::Path, secret: String) -> anyhow::Result<Self> {
        let config = std::fs::read_to_string(root.join("tauri.conf.json")).context("tauri.conf.json")?;
        let policy = content_security_policy(&serde_json::from_str(&config)?)?;
        Ok(Self { desk, screens: root.join("ui/dist"), policy, secret })
    }

    /// Where a browser enters: sets the cookie that everything else asks for.
    pub fn entrance(&self, address: SocketAddr) -> String {
        format!("http://{address}/enter/{}", self.secret)
    }

    /// Serves until the process ends.
    pub async fn serve(self, listener: TcpListener) -> std::io::Result<()> {
        let host = Arc::new(self);
        let inside = Router::new()
            .route("/call/{name}", post(call))
            .route("/", get(page))
            .route("/verify.html", get(verify_page))
            .route("/{*path}", get(file))
            .route_layer(middleware::from_fn_with_state(Arc::clone(&host), only_with_cookie));
        axum::serve(listener, Router::new().route("/enter/{secret}", get(enter)).merge(inside).with_state(host)).await
    }
}

/// The window's own policy, so that a browser refuses what the window would refuse.
fn content_security_policy(config: &Value) -> anyhow::Result<HeaderValue> {
    let directives = config["app"]["security"]["csp"].as_object().context("tauri.conf.json has no csp")?;
    let directives =
        directives.iter().map(|(name, sources)| format!("{name} {}", sources.as_str().unwrap_or_default()));
    Ok(HeaderValue::from_str(&directives.collect::<Vec<_>>().join("; "))?)
}

async fn enter(State(host): State<Arc<TestHost>>, Path(secret): Path<String>) -> Response {
    if secret != host.secret {
        return StatusCode::NOT_FOUND.into_response();
    }
    let cookie = format!("{COOKIE}={secret}; HttpOnly; SameSite=Strict; Path=/");
    ([(header::SET_COOKIE, cookie), (header::LOCATION, "/".into())], StatusCode::SEE_OTHER).into_response()
}

async fn only_with_cookie(State(host): State<Arc<TestHost>>, request: Request, next: Next) -> Response {
    match holds_secret(request.headers(), &host.secret) {
        true => next.run(request).await,
        false => StatusCode::FORBIDDEN.into_response(),
    }
}

fn holds_secret(headers: &HeaderMap, secret: &str) -> bool {
    let expected = format!("{COOKIE}={secret}");
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|value| value.split(';')).any(|cookie| cookie.trim() == expected)
}

async fn call(State(host): State<Arc<TestHost>>, Path(name): Path<String>, Json(request): Json<Value>) -> Response {
    match host.desk.call(&name, request).await {
        Ok(answer) => Json(answer).into_response(),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, Json(error)).into_response(),
    }
}

async fn page(state: State<Arc<TestHost>>) -> Response {
    file(state, Path("index.html".into())).await
}

/// With its own policy, which it brings along.
async fn verify_page() -> Response {
    match daybook_verify_html::page() {
        Some(page) => Html(page).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn file(State(host): State<Arc<TestHost>>, Path(path): Path<String>) -> Response {
    if path.split('/').any(|part| part.starts_with('.')) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match tokio::fs::read(host.screens.join(&path)).await {
        Ok(content) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static(content_type(&path))),
                (header::CONTENT_SECURITY_POLICY, host.policy.clone()),
            ];
            (headers, Body::from(content)).into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
