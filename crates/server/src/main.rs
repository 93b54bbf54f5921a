//! `daybook-ledger`: the ledger server from a terminal.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
