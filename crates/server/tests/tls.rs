//! The real program with a file of settings and TLS: served, renewed, counted, stopped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "common/authority.rs"]
mod authority;
mod common;

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use authority::Authority;
use common::{Desk, ORIGIN, encode};
use daybook_ledger::{SignedCheckpoint, VerifierKey};
use rcgen::KeyPair;
use reqwest::{Client, StatusCode};
use serde_json::Value;

struct Place {
    dir: tempfile::TempDir,
    cert: PathBuf,
    key: PathBuf,
    vkey: VerifierKey,
}

impl Place {
    fn new(authority: &Authority) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let [cert, key] = ["cert.pem", "key.pem"].map(|name| dir.path().join(name));
        let made = command(dir.path(), &["init", "--origin", ORIGIN]).output().unwrap();
        let vkey = String::from_utf8(made.stdout).unwrap().trim().parse().unwrap();
        let place = Self { dir, cert, key, vkey };
        authority.issue(&place.cert, &place.key);
        let settings = format!(
            "listen = \"127.0.0.1:0\"\n[tls]\ncert = {:?}\nkey = {:?}\n[metrics]\nlisten = \"{}\"\n[log]\nformat = \"text\"\n",
            place.cert,
            place.key,
            place.metrics()
        );
        fs::write(place.settings(), settings).unwrap();
        place
    }

    fn settings(&self) -> PathBuf {
        self.dir.path().join("ledger.toml")
    }

    fn metrics(&self) -> String {
        let port = self.dir.path().join("port");
        if !port.exists() {
            let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
            fs::write(&port, free.to_string()).unwrap();
        }
        fs::read_to_string(port).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        command(self.dir.path(), arguments).arg("--config").arg(self.settings()).output().unwrap()
    }

    fn serve(&self) -> (Child, String, PathBuf) {
        let log = self.dir.path().join("log.txt");
        let mut command = command(self.dir.path(), &["serve"]);
        command.arg("--config").arg(self.settings()).stdout(Stdio::piped()).stderr(fs::File::create(&log).unwrap());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        (child, line.trim().to_owned(), log)
    }
}

fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daybook-ledger"));
    command.arg("--home").arg(dir.join("log")).args(arguments);
    command
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

async fn until(is_so: impl AsyncFn() -> bool) {
    let waiting = async {
        while !is_so().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), waiting).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_serves_with_tls_renews_its_certificate_counts_and_stops_in_order() {
    let (authority, another) = (Authority::new(), Authority::new());
    let place = Place::new(&authority);
    let invite = String::from_utf8(place.run(&["invite"]).stdout).unwrap().trim().to_owned();
    let (mut child, url, log) = place.serve();
    assert!(url.starts_with("https://127.0.0.1:"), "{url}");
    let http = authority.client();
    let note = http.get(format!("{url}/checkpoint")).send().await.unwrap().text().await.unwrap();
    SignedCheckpoint::open(&note, &place.vkey).unwrap();
    assert!(another.client().get(format!("{url}/checkpoint")).send().await.is_err(), "another authority");
    let plain = Client::new().get(url.replace("https", "http")).send().await;
    assert!(plain.is_err(), "no plain HTTP where TLS is");

    let mut desk = Desk::new(1, 1);
    desk.time.ms = 1;
    let entries = [desk.found("KGH"), desk.register(30)];
    let request = http.post(format!("{url}/v1/entries")).header("Daybook-Invite", invite).body(encode(&entries));
    let body: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(body["entries"].as_array().unwrap().len(), 2, "{body}");

    // fsck over TLS, with the authority and a token.
    let ca = place.dir.path().join("ca.pem");
    fs::write(&ca, authority.pem()).unwrap();
    let token = String::from_utf8(place.run(&["token", "new", "--name", "auditor"]).stdout).unwrap();
    let vkey = place.vkey.to_string();
    let fsck = ["fsck", &url, "--log-key", &vkey, "--ca", ca.to_str().unwrap(), "--token", token.trim()];
    let checked = place.run(&fsck);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    assert!(String::from_utf8_lossy(&checked.stdout).contains("2 entries"));
    assert_eq!(place.run(&fsck[..6]).status.code(), Some(3), "without a token");

    let metrics = format!("http://{}", place.metrics());
    let numbers = reqwest::get(format!("{metrics}/metrics")).await.unwrap().text().await.unwrap();
    for line in [
        "daybook_ledger_tree_size 2",
        "daybook_ledger_entries_total 2",
        "daybook_ledger_requests_total{route=\"/checkpoint\",status=\"200\"} ",
        "daybook_ledger_dropped_connections_total{reason=\"handshake\"} ",
        "# EOF",
    ] {
        assert!(numbers.contains(line), "{line}: {numbers}");
    }
    assert!(!numbers.contains("127.0.0.1") && !numbers.contains(&desk.key.key_id().to_string()));
    for page in ["healthz", "readyz"] {
        assert_eq!(reqwest::get(format!("{metrics}/{page}")).await.unwrap().status(), StatusCode::OK);
    }
    assert_eq!(http.get(format!("{url}/metrics")).send().await.unwrap().status(), StatusCode::NOT_FOUND);

    // Renewed: first badly, which changes nothing, then well.
    fs::write(&place.cert, "rubbish").unwrap();
    signal(&child, "-HUP");
    until(async || fs::read_to_string(&log).unwrap().contains("the old one stays")).await;
    assert!(authority.client().get(format!("{url}/healthz")).send().await.is_ok());
    another.issue(&place.cert, &place.key);
    signal(&child, "-HUP");
    until(async || another.client().get(format!("{url}/healthz")).send().await.is_ok()).await;
    assert!(authority.client().get(format!("{url}/healthz")).send().await.is_err());

    signal(&child, "-TERM");
    let ended = tokio::task::spawn_blocking(move || child.wait().unwrap()).await.unwrap();
    let log = fs::read_to_string(log).unwrap();
    assert!(ended.success() && log.contains("the sequencer has stopped"), "{log}");
    assert!(!log.contains("127.0.0.1"), "addresses are not written down: {log}");
}

#[test]
fn a_key_that_others_can_read_or_that_does_not_fit_is_refused() {
    let authority = Authority::new();
    let place = Place::new(&authority);
    let said = |arguments: &[&str]| {
        let output = place.run(arguments);
        assert_eq!(output.status.code(), Some(3));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    fs::set_permissions(&place.key, fs::Permissions::from_mode(0o640)).unwrap();
    for command in ["serve", "config"] {
        let arguments: &[&str] = if command == "serve" { &["serve"] } else { &["config", "check"] };
        assert!(said(arguments).contains("can be read by others"), "{command}");
    }
    fs::set_permissions(&place.key, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&place.key, KeyPair::generate().unwrap().serialize_pem()).unwrap();
    assert!(said(&["serve"]).contains("cannot be used with its key"));
    fs::write(&place.key, "rubbish").unwrap();
    assert!(said(&["serve"]).contains("holds no private key"));
    fs::remove_file(&place.cert).unwrap();
    assert!(said(&["config", "check"]).contains("cert.pem"));
}
