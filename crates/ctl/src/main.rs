//! `daybookctl`: the desk's commands from a terminal. It holds no rule of its own: every line asks `daybook-desk`.

mod args;
mod commands;
mod demo;
mod exit;
mod output;
mod secrets;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use args::Args;
use terminal::Terminal;

fn main() -> ExitCode {
    let args = Args::parse();
    log_to_stderr();
    let output = output::Output::of(&args);
    let outcome = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime.block_on(run(args, output)),
        Err(error) => Err(exit::Failure::Machine("A thread cannot be started", error)),
    };
    match outcome {
        Ok(verdict) => verdict.into(),
        Err(failure) => {
            output.failed(&failure);
            failure.code().into()
        }
    }
}

async fn run(args: Args, output: output::Output) -> Result<exit::Verdict, exit::Failure> {
    let terminal = Terminal::new(&args, output)?;
    let outcome = commands::run(&terminal, args.command).await;
    terminal.close();
    outcome
}

/// Nothing by default; `DAYBOOK_LOG=debug` for more. Logs hold ids, never names.
fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("DAYBOOK_LOG").unwrap_or_else(|_| "off".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
