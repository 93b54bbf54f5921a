//! Clients that are not ours accept what the server says: one in Python, and Go's own sumdb packages.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod common;
#[path = "common/witness.rs"]
mod logs;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::{Place, Server, founded};
use daybook_server::witness::RealDisk;
use logs::InProcess;

/// Above three bundles, so that there are full and partial tiles of two levels.
const ENTRIES: usize = 800;

/// A log whose checkpoint a witness has cosigned.
async fn filled(place: &Place) -> (Server, [PathBuf; 3]) {
    let mut witness = InProcess::start("witness.example", &place.vkey, Box::new(RealDisk)).await;
    let server = place.serve_witnessed(std::slice::from_ref(&witness.at)).await;
    let mut desk = founded(place, &server, 1, "KGH").await;
    let mut last = None;
    for _ in 0..ENTRIES / 100 {
        let bundle: Vec<_> = (0..100).map(|_| desk.register(60)).collect();
        last = Some((server.submit(&bundle).await, bundle));
    }
    let (answer, bundle) = last.unwrap();
    let files = ["proof", "entry", "desk.pem"].map(|name| place.dir.path().join(name));
    std::fs::write(&files[0], answer.proofs()[42].to_string()).unwrap();
    std::fs::write(&files[1], bundle[42].bytes()).unwrap();
    std::fs::write(&files[2], desk.key.public_pem()).unwrap();
    let mut tag = String::new();
    while !String::from_utf8(server.get("checkpoint").await.1).unwrap().contains("\n— witness.example ") {
        let (_, body) = server.get(&format!("v1/cosigned?known={tag}")).await;
        let answer: serde_json::Value = serde_json::from_slice(&body).unwrap();
        tag = answer["tag"].as_str().unwrap().to_owned();
    }
    witness.stop().await;
    (server, files)
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foreign").join(name)
}

async fn run(mut command: Command) -> Option<Output> {
    tokio::task::spawn_blocking(move || command.output().ok()).await.unwrap()
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test]
async fn a_python_client_accepts_checkpoint_tiles_proof_and_entry() {
    let place = Place::new();
    let (server, files) = filled(&place).await;
    let with_files = |files: &[PathBuf]| {
        let mut command = Command::new("python3");
        command.arg(script("tlog_client.py")).arg(&server.url).arg(place.vkey.to_string()).args(files);
        command.env("TLOG_TOKEN", &server.token);
        command
    };
    let output = match run(with_files(&files)).await {
        Some(output) if output.status.code() != Some(77) => output,
        _ => return eprintln!("SKIPPED: no python3 with the package `cryptography`"),
    };
    assert!(output.status.success(), "{}", text(&output));
    for line in
        ["checkpoint of 801 entries: signature and root hold", "entry 743 is in the log", "PS256 signature holds"]
    {
        assert!(text(&output).contains(line), "{line}: {}", text(&output));
    }
    // Without a token the checkpoint is there and the entries are not.
    let mut without = with_files(&files);
    without.env_remove("TLOG_TOKEN");
    let without = run(without).await.unwrap();
    assert_eq!(without.status.code(), Some(1), "{}", text(&without));
    assert!(text(&without).contains("401"), "{}", text(&without));
    // The client can say no: the same proof for other bytes.
    let mut changed = std::fs::read(&files[1]).unwrap();
    changed[100] ^= 1;
    std::fs::write(&files[1], changed).unwrap();
    let refused = run(with_files(&files)).await.unwrap();
    assert_eq!(refused.status.code(), Some(1), "{}", text(&refused));
    server.stop().await;
}

#[tokio::test]
async fn go_s_sumdb_packages_accept_checkpoint_tiles_and_proofs() {
    let place = Place::new();
    let Some(client) = build_go_client(place.dir.path()) else {
        return eprintln!("SKIPPED: no Go toolchain (with its vendored golang.org/x/mod)");
    };
    let (server, _) = filled(&place).await;
    let mut command = Command::new(&client);
    command.arg(&server.url).arg(place.vkey.to_string()).env("TLOG_TOKEN", &server.token);
    let output = run(command).await.unwrap();
    assert!(output.status.success(), "{}", text(&output));
    assert!(text(&output).contains("accept the log of 801 entries"), "{}", text(&output));
    let mut command = Command::new(&client);
    command.arg(&server.url).arg(Place::new().vkey.to_string()).env("TLOG_TOKEN", &server.token);
    assert_eq!(run(command).await.unwrap().status.code(), Some(1), "another key is refused");
    server.stop().await;
}

/// The packages that the toolchain itself carries: `go.sum` is checked with them. Nothing is downloaded.
fn build_go_client(dir: &Path) -> Option<PathBuf> {
    let go = ["go", "/usr/lib/go/bin/go", "/usr/lib/go-1.19/bin/go", "/usr/local/go/bin/go"];
    let go = go.into_iter().find(|go| Command::new(go).arg("version").output().is_ok())?;
    let root = Command::new(go).args(["env", "GOROOT"]).output().ok()?;
    let vendored = Path::new(String::from_utf8_lossy(&root.stdout).trim()).join("src/cmd/vendor/golang.org/x");
    let (path, client) = (dir.join("go"), dir.join("sumdb"));
    std::fs::create_dir_all(path.join("src/golang.org")).ok()?;
    std::os::unix::fs::symlink(vendored, path.join("src/golang.org/x")).ok()?;
    let mut build = Command::new(go);
    build.env("GO111MODULE", "off").env("GOPATH", &path).env("GOCACHE", dir.join("go-cache")).env("GOFLAGS", "");
    let built = build.args(["build", "-o"]).arg(&client).arg(script("sumdb/main.go")).output().ok()?;
    if !built.status.success() {
        eprintln!("{}", text(&built));
    }
    built.status.success().then_some(client)
}
