//! What is handed to operators: the example of the settings, the systemd unit, and the commands around them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use daybook_server::config::{Config, Flags, keys, read};

fn asset(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/server").join(name)
}

fn ledger(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daybook-ledger"));
    command.arg("--home").arg(home).args(arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn line(home: &Path, arguments: &[&str]) -> String {
    let output = ledger(home, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn the_example_has_every_setting_with_its_usual_value() {
    let path = asset("daybook-ledger.example.toml");
    let example = read(Some(&path), Vec::new(), &Flags::default()).unwrap();
    assert_eq!(example, Config::default());
    let written: toml::Table = std::fs::read_to_string(&path).unwrap().parse().unwrap();
    for (key, usual) in keys() {
        let found = match key.split_once('.') {
            Some((section, name)) => written.get(section).and_then(|section| section.get(name)),
            None => written.get(&key),
        };
        assert_eq!(found, Some(&usual), "{key} is in the example with its usual value");
    }
}

#[test]
fn every_setting_is_explained_in_the_operators_guide_or_the_example() {
    let example = std::fs::read_to_string(asset("daybook-ledger.example.toml")).unwrap();
    for (key, _) in keys() {
        let name = key.rsplit('.').next().unwrap();
        let at = example.lines().position(|line| line.starts_with(&format!("{name} ="))).unwrap();
        let above = example.lines().take(at).collect::<Vec<_>>();
        // The comment stands above it, or above the one it goes with.
        let explained = above.iter().rev().take_while(|line| !line.is_empty()).any(|line| line.starts_with('#'));
        assert!(explained, "{key} has no comment");
    }
}

#[test]
fn the_example_of_a_witness_can_be_used() {
    let path = asset("daybook-witness.example.toml");
    let example = read(Some(&path), Vec::new(), &Flags::default()).unwrap();
    assert!(example.tls.paths().unwrap().is_some() && example.metrics.address().unwrap().is_some());
}

#[test]
fn systemd_accepts_the_units() {
    let checked = Command::new("systemd-analyze").arg("--version").output().is_ok_and(|output| output.status.success());
    if !checked {
        writeln!(std::io::stderr(), "SKIPPED: no systemd-analyze here: the unit was not verified").unwrap();
        return;
    }
    for name in ["daybook-ledger.service", "daybook-witness.service"] {
        verify_unit(name);
    }
}

fn verify_unit(name: &str) {
    let unit = asset(name);
    // The program is not installed where the unit has it: it is put in its place for the check.
    let dir = tempfile::tempdir().unwrap();
    let copy = dir.path().join(name);
    let text_of = std::fs::read_to_string(&unit).unwrap();
    std::fs::write(&copy, text_of.replace("/usr/bin/daybook-ledger", env!("CARGO_BIN_EXE_daybook-ledger"))).unwrap();
    let output = Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(&copy).output().unwrap();
    assert!(output.status.success() && text(&output).trim().is_empty(), "{}", text(&output));
}

#[test]
fn settings_are_checked_before_anything_is_served() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("log");
    assert!(text(&ledger(&home, &["config", "check"])).contains("holds no log"));
    line(&home, &["init", "--origin", common::ORIGIN]);
    assert!(line(&home, &["config", "check"]).contains(common::ORIGIN));
    let file = dir.path().join("ledger.toml");
    let check = |contents: &str| {
        std::fs::write(&file, contents).unwrap();
        let output = ledger(&home, &["--config", file.to_str().unwrap(), "config", "check"]);
        (output.status.code(), text(&output))
    };
    assert_eq!(check("").0, Some(0));
    let (code, said) = check("[limits]\nconections = 5\n");
    assert_eq!(code, Some(3));
    assert!(said.contains("conections") && said.contains("ledger.toml"), "{said}");
    let (code, said) = check("[tls]\ncert = \"/nowhere/cert.pem\"\nkey = \"/nowhere/key.pem\"\n");
    assert_eq!(code, Some(3));
    assert!(said.contains("/nowhere/cert.pem"), "{said}");
    let (_, said) = check("listen = \"0.0.0.0:8460\"\n");
    assert!(said.contains("note: without TLS"), "{said}");
    // What is shown can be read again.
    let shown = line(&home, &["config", "show"]);
    std::fs::write(&file, &shown).unwrap();
    let again = read(Some(&file), Vec::new(), &Flags::default()).unwrap();
    assert_eq!(again, Config { home, ..Config::default() });
}

#[test]
fn invitations_and_tokens_are_listed_and_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("log");
    line(&home, &["init", "--origin", common::ORIGIN]);
    let invite = line(&home, &["invite", "--note", "King George", "--days", "3"]);
    assert!(invite.starts_with("daybook-invite-"), "{invite}");
    let listed = line(&home, &["invite", "list"]);
    assert!(listed.contains("open until") && listed.contains("King George") && !listed.contains(&invite), "{listed}");
    let name = listed.split_whitespace().next().unwrap();
    line(&home, &["invite", "revoke", name]);
    assert!(line(&home, &["invite", "list"]).contains("taken back"));
    assert_eq!(ledger(&home, &["invite", "revoke", name]).status.code(), Some(3));
    assert_eq!(ledger(&home, &["invite", "revoke", "abc"]).status.code(), Some(3));

    let token = line(&home, &["token", "new", "--name", "mirror"]);
    assert!(token.starts_with("daybook-read-"), "{token}");
    let listed = line(&home, &["token", "list"]);
    assert!(listed.contains("good until") && listed.contains("mirror") && !listed.contains(&token), "{listed}");
    line(&home, &["token", "revoke", "1"]);
    assert!(line(&home, &["token", "list"]).contains("taken back"));
    assert_eq!(ledger(&home, &["token", "revoke", "1"]).status.code(), Some(3));
    assert_eq!(line(&home, &["evidence", "list"]), "");
    assert_eq!(ledger(&home, &["evidence", "export", "1"]).status.code(), Some(3));
}
