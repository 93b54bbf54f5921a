//! `cargo xtask bench <suite>`: builds the programs to be measured with the profile `bench` and hands over to `bench/`.

use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::shell::{cargo, command, root, run as run_command};

/// Builds and measures; the exit code says whether every limit was kept.
pub fn run(suite: &[&str]) -> Result<ExitCode> {
    let packages = ["-p", "daybook-bench", "-p", "daybook-server"];
    run_command(cargo(["build", "--locked", "--bins", "--profile", "bench"]).args(packages))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    // The profile `bench` shares the folder of the profile `release`.
    let status =
        command(target.join("release/daybook-bench"), suite).status().context("could not start the measurement")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
