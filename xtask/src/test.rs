//! `cargo xtask test`: every check and every test, the cheapest first.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::{
    packages::{self, Purpose},
    shell::{cargo, run as run_command, succeeds, which},
    steps::Steps,
    tidy, ui,
};

/// The same packages in every call: another choice turns on other features, and cargo would build most crates twice.
const EVERYTHING: &[&str] = &["--workspace", "--locked"];
const WITH_WINDOW: &[&str] = &["--features", "daybook-tests/window"];

/// Runs everything; the test runner's closing lines and a summary come last.
pub fn run() -> Result<ExitCode> {
    let mut steps = Steps::default();
    let outcome = all(&mut steps);
    steps.summary();
    outcome.map(|()| ExitCode::SUCCESS)
}

fn all(steps: &mut Steps) -> Result<()> {
    steps.run("System packages", || packages::install(Purpose::Test))?;
    steps.run("Formatting", || run_command(&mut cargo(["fmt", "--all", "--check"])))?;
    steps.run("Tidiness", tidy::run)?;
    steps.run("Screens", || ui::build(ui::Kind::Development))?;
    steps.run("Lints", || run_command(clippy().args(["--", "-D", "warnings"])))?;
    steps.run("Programs", || run_command(cargo(["build", "--bins"]).args(EVERYTHING).args(WITH_WINDOW)))?;
    steps.run("Tests", || run_command(&mut runner()))
}

fn clippy() -> Command {
    let mut clippy = cargo(["clippy", "--all-targets"]);
    clippy.args(EVERYTHING).args(WITH_WINDOW);
    clippy
}

fn runner() -> Command {
    let has_nextest = which("cargo-nextest").is_some() && succeeds(&mut cargo(["nextest", "--version"]));
    let mut runner = match has_nextest {
        true => cargo(["nextest", "run", "--no-fail-fast"]),
        false => cargo(["test", "--no-fail-fast"]),
    };
    runner.args(EVERYTHING).args(WITH_WINDOW);
    runner
}
