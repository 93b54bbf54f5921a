//! Checks what must not be there: the invariants of architecture.md, and how source files are kept.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::shell::{cargo, output};

/// Which of our packages each may depend on. Whatever is not here must not be there.
const MAY_DEPEND_ON: &[(&str, &[&str])] = &[
    ("daybook-ledger", &[]),
    ("daybook-api", &[]),
    ("daybook-desk", &["daybook-ledger", "daybook-api"]),
    ("daybook-ctl", &["daybook-desk", "daybook-api"]),
    ("daybook-server", &["daybook-ledger", "daybook-verify-html"]),
    ("daybook-ui", &["daybook-api"]),
    ("daybook-verify-page", &["daybook-ledger"]),
    ("daybook-verify-html", &[]),
    ("daybook", &["daybook-desk", "daybook-api", "daybook-verify-html"]),
    ("daybook-tests", &["daybook-ledger", "daybook-api", "daybook-desk", "daybook-server", "daybook-verify-html"]),
    ("daybook-bench", &["daybook-ledger", "daybook-api", "daybook-desk", "daybook-server", "daybook-tests"]),
    ("xtask", &[]),
    ("xtask-bundle", &[]),
];

/// What reads a clock, draws randomness or does I/O, and so has no place in the pure parts.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::process",
    "std::env",
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "SystemRandom",
    "thread_rng",
    "rand::rng",
    "OsRng",
    "getrandom",
    "tokio::",
    "rusqlite",
    "reqwest",
];
const PURE_FOLDERS: &[&str] = &["crates/ledger/src", "crates/desk/src/domain"];
/// Its key generation and signing draw randomness inside aws-lc, as it must.
const PURE_EXCEPT: &[&str] = &["crates/ledger/src/native.rs", "crates/ledger/src/verify"];

const LONGEST_FILE: usize = 500;

/// Runs every check and names each finding.
pub fn run() -> Result<()> {
    let mut findings = Vec::new();
    dependencies(&mut findings)?;
    let sources = tracked(&["*.rs"])?;
    for file in &sources {
        let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
        source(file, &text, &mut findings);
    }
    lock_files(&mut findings)?;
    ensure!(findings.is_empty(), "Not tidy:\n  {}", findings.join("\n  "));
    println!("Tidy: {} source files, {} packages.", sources.len(), MAY_DEPEND_ON.len());
    Ok(())
}

fn dependencies(findings: &mut Vec<String>) -> Result<()> {
    let metadata = output(&mut cargo(["metadata", "--format-version", "1", "--no-deps", "--locked", "--offline"]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    for package in array(&metadata["packages"]) {
        let name = text(&package["name"]);
        match MAY_DEPEND_ON.iter().find(|(known, _)| *known == name) {
            Some((_, allowed)) => one_way(package, name, allowed, findings),
            None => findings
                .push(format!("{name} is not in the table of xtask/src/tidy.rs: which packages may it depend on?")),
        }
    }
    Ok(())
}

fn one_way(package: &Value, name: &str, allowed: &[&str], findings: &mut Vec<String>) {
    for dependency in array(&package["dependencies"]) {
        let on = text(&dependency["name"]);
        let test_only = dependency["kind"] == "dev";
        let ours = MAY_DEPEND_ON.iter().any(|(known, _)| *known == on);
        if ours && on != name && !allowed.contains(&on) && !test_only {
            findings.push(format!("{name} depends on {on}: dependencies point one way only"));
        }
        if on.starts_with("tauri") && name != "daybook" {
            findings.push(format!("{name} depends on {on}: only the shell knows Tauri"));
        }
        if name == "daybook-ledger" && !test_only && ["tokio", "rusqlite", "reqwest", "rand", "jiff"].contains(&on) {
            findings.push(format!("{name} depends on {on}: the ledger is pure"));
        }
    }
}

fn source(file: &Path, text: &str, findings: &mut Vec<String>) {
    if !text.starts_with("//!") {
        findings.push(format!("{} does not open with a //! sentence", file.display()));
    }
    let lines = text.lines().count();
    if lines > LONGEST_FILE {
        findings.push(format!("{} has {lines} lines, more than {LONGEST_FILE}: two rooms in one?", file.display()));
    }
    if PURE_FOLDERS.iter().any(|pure| file.starts_with(pure))
        && !PURE_EXCEPT.iter().any(|except| file.starts_with(except))
    {
        pure(file, text, findings);
    }
}

fn pure(file: &Path, text: &str, findings: &mut Vec<String>) {
    let code = text.split("#[cfg(test)]").next().unwrap_or(text);
    for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
        for impure in IMPURE.iter().filter(|impure| line.contains(**impure)) {
            findings.push(format!(
                "{}:{} uses {impure}: time, I/O and randomness are arguments here",
                file.display(),
                number + 1
            ));
        }
    }
}

/// A lock file that names a registry's host ties every build to it.
fn lock_files(findings: &mut Vec<String>) -> Result<()> {
    let cargo_lock = fs::read_to_string("Cargo.lock").context("Cargo.lock")?;
    let elsewhere = |line: &&str| {
        line.starts_with("source = ") && !line.contains("registry+https://github.com/rust-lang/crates.io-index")
    };
    for line in cargo_lock.lines().filter(elsewhere) {
        findings.push(format!("Cargo.lock takes a package from elsewhere than crates.io: {line}"));
    }
    for file in tracked(&["*package-lock.json"])? {
        if fs::read_to_string(&file)?.contains("\"resolved\"") {
            findings
                .push(format!("{} names a registry: npm install --omit-lockfile-registry-resolved", file.display()));
        }
    }
    Ok(())
}

fn tracked(patterns: &[&str]) -> Result<Vec<PathBuf>> {
    let listed = output(std::process::Command::new("git").args(["ls-files", "--"]).args(patterns))?;
    Ok(listed.lines().map(PathBuf::from).filter(|file| file.exists()).collect())
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
