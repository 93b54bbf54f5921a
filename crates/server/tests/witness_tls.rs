//! The real witness behind TLS: asked by a server that believes its authority, not by one that does not, renewed while it serves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "common/authority.rs"]
mod authority;
mod common;

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use authority::Authority;
use common::{Place, Server, founded};
use daybook_ledger::{SignedCheckpoint, VerifierKey};
use daybook_server::config::Config;
use daybook_server::trust;
use reqwest::Client;
use serde_json::Value;

/// A witness's folder, its settings, certificate and key.
struct Witness {
    dir: tempfile::TempDir,
    cert: PathBuf,
    key: PathBuf,
    verifier: VerifierKey,
}

/// It running.
struct Running {
    child: Child,
    url: String,
    log: PathBuf,
}

impl Witness {
    fn new(place: &Place, authority: &Authority) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let [cert, key] = ["cert.pem", "key.pem"].map(|name| dir.path().join(name));
        authority.issue(&cert, &key);
        let made = command(dir.path(), &["init", "--name", "witness.example/w1"]).output().unwrap();
        let verifier = String::from_utf8(made.stdout).unwrap().trim().parse().unwrap();
        assert!(command(dir.path(), &["trust", &place.vkey.to_string()]).status().unwrap().success());
        let witness = Self { dir, cert, key, verifier };
        let settings = format!(
            "listen = \"127.0.0.1:0\"\n[tls]\ncert = {:?}\nkey = {:?}\n[log]\nformat = \"text\"\n",
            witness.cert, witness.key
        );
        fs::write(witness.settings(), settings).unwrap();
        witness
    }

    fn settings(&self) -> PathBuf {
        self.dir.path().join("witness.toml")
    }

    fn serve(&self) -> Running {
        let log = self.dir.path().join("log.txt");
        let mut command = command(self.dir.path(), &[]);
        command.arg("--config").arg(self.settings()).stdout(Stdio::piped()).stderr(fs::File::create(&log).unwrap());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Running { child, url: line.trim().to_owned(), log }
    }

    fn run(&self) -> Output {
        command(self.dir.path(), &[]).arg("--config").arg(self.settings()).output().unwrap()
    }
}

impl Running {
    fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap().success());
    }

    fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daybook-ledger"));
    command.arg("--home").arg(dir.join("witness")).arg("witness").args(arguments);
    command
}

async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    let waiting = async {
        while !is_so().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting).await.expect(what);
}

/// A server that asks this witness and believes the certificates of `ca`.
async fn asking(place: &Place, witness: (&str, &VerifierKey), ca: Option<&Path>) -> Server {
    let mut config = Config::default();
    config.witnesses.ask = vec![format!("{}={}", witness.0, witness.1)];
    config.witnesses.ca = ca.map(Path::to_owned).unwrap_or_default();
    place.serve_configured(config, |log| log).await.unwrap()
}

async fn sight(server: &Server) -> Value {
    let (_, body) = server.get("v1/witnesses").await;
    serde_json::from_slice::<Value>(&body).unwrap()[0].take()
}

/// Whether the newest checkpoint carries the witness's cosignature.
async fn is_cosigned(server: &Server, witness: &VerifierKey) -> bool {
    let note = String::from_utf8(server.get("checkpoint").await.1).unwrap();
    let signed = SignedCheckpoint::parse(&note).unwrap();
    signed.note().signatures.iter().any(|line| witness.verify_cosignature(&signed.note().text, line).is_ok())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_witness_serves_tls_is_believed_by_its_authority_only_and_renews_its_certificate() {
    let (place, authority, another) = (Place::new(), Authority::new(), Authority::new());
    let witness = Witness::new(&place, &authority);
    let running = witness.serve();
    assert!(running.url.starts_with("https://127.0.0.1:"), "{}", running.url);
    let at = (running.url.as_str(), &witness.verifier);
    assert!(Client::new().get(running.url.replace("https", "http")).send().await.is_err(), "no plain HTTP");
    let [ca, other_ca] = [("ca.pem", &authority), ("other.pem", &another)].map(|(name, authority)| {
        let path = place.dir.path().join(name);
        fs::write(&path, authority.pem()).unwrap();
        path
    });

    // Neither this computer's authorities nor another one have made its certificate.
    let server = asking(&place, at, None).await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    until("it is not believed", async || sight(&server).await["problem"] == "untrusted").await;
    server.stop().await;
    let server = asking(&place, at, Some(&other_ca)).await;
    until("it is not believed", async || sight(&server).await["problem"] == "untrusted").await;
    assert!(!is_cosigned(&server, &witness.verifier).await);
    server.stop().await;

    let server = asking(&place, at, Some(&ca)).await;
    until("it cosigns", async || is_cosigned(&server, &witness.verifier).await).await;
    assert_eq!(sight(&server).await["problem"], Value::Null);

    // Renewed: first badly, which changes nothing, then well. Who is connected stays so.
    fs::write(&witness.cert, "rubbish").unwrap();
    running.signal("-HUP");
    until("it says so", async || running.log().contains("the old one stays")).await;
    let asks = async |authority: &Authority| authority.client().get(format!("{}/healthz", running.url)).send().await;
    assert!(asks(&authority).await.is_ok());
    another.issue(&witness.cert, &witness.key);
    running.signal("-HUP");
    until("it is renewed", async || asks(&another).await.is_ok()).await;
    let refused = asks(&authority).await.unwrap_err();
    assert!(trust::disbelief(&refused).is_some(), "{}", trust::whole_story(refused));
    assert_eq!(server.submit(&[desk.register(30)]).await.status, 200);
    until("it cosigns on", async || is_cosigned(&server, &witness.verifier).await).await;
    server.stop().await;
    let server = asking(&place, at, Some(&other_ca)).await;
    assert_eq!(server.submit(&[desk.register(30)]).await.status, 200);
    until("it is believed by the new authority", async || is_cosigned(&server, &witness.verifier).await).await;
    server.stop().await;
}

#[tokio::test]
async fn a_key_that_others_can_read_and_an_authority_that_is_none_are_refused() {
    let (place, authority) = (Place::new(), Authority::new());
    let witness = Witness::new(&place, &authority);
    let said = |output: Output| {
        assert_eq!(output.status.code(), Some(3));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let check = || {
        let mut check = Command::new(env!("CARGO_BIN_EXE_daybook-ledger"));
        check.arg("--home").arg(witness.dir.path().join("witness")).arg("--config").arg(witness.settings());
        check.args(["config", "check"]).output().unwrap()
    };
    let checked = String::from_utf8(check().stdout).unwrap();
    assert!(checked.contains("witness.example/w1") && checked.contains("logs watched: 1"), "{checked}");
    fs::set_permissions(&witness.key, fs::Permissions::from_mode(0o640)).unwrap();
    for output in [witness.run(), check()] {
        assert!(said(output).contains("can be read by others"));
    }
    fs::set_permissions(&witness.key, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&witness.key, "rubbish").unwrap();
    assert!(said(witness.run()).contains("holds no private key"));

    let ca = place.dir.path().join("ca.pem");
    for (content, why) in [(None, "No such file"), (Some("rubbish"), "holds no certificate")] {
        if let Some(content) = content {
            fs::write(&ca, content).unwrap();
        }
        let mut config = Config::default();
        config.witnesses.ca = ca.clone();
        let refused = place.serve_configured(config, |log| log).await.err().unwrap().to_string();
        assert!(refused.contains(why) && refused.contains("ca.pem"), "{refused}");
    }
}
