//! `cargo xtask`: sets up, builds, runs and tests Daybook. Small on purpose, so that it compiles in seconds.

mod bench;
mod fuzz;
mod packages;
mod run;
mod shell;
mod steps;
mod test;
mod tidy;
mod ui;
mod wasm;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask <command>

  run [--demo] [--home DIR] [--release]
                 Sets up what is missing, builds, starts a ledger server on this computer and opens the application on it.
                 --demo starts with a hospital that is already filled. DIR (default .daybook) keeps desk and server.
  test           Sets up what is missing, builds, runs every check and every test, the real window included.
  setup [--test] Sets up what is missing and nothing else; --test: also what only the tests need.
  ui [--release] Builds the screens into ui/dist, and the verify page into verify-page/dist.
  bench <suite>  Builds what is to be measured, measures it, and writes tables and plots. Without <suite>: says what there is.
  fuzz [TARGET]… [--seconds N]
                 Every parser, or those named, under libFuzzer for N seconds each (60); with AddressSanitizer where there is a
                 nightly compiler. Installs cargo-fuzz if it is missing.
  tidy           Checks how the parts depend on each other, and how the source files are kept.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[&str]) -> Result<ExitCode> {
    std::env::set_current_dir(shell::root())?;
    match arguments {
        ["run", options @ ..] => return run::run(run::Options::read(options)?),
        ["test"] => return test::run(),
        ["setup"] => setup(packages::Purpose::Build)?,
        ["setup", "--test"] => setup(packages::Purpose::Test)?,
        ["ui"] => ui::build(ui::Kind::Development)?,
        ["ui", "--release"] => ui::build(ui::Kind::Release)?,
        ["bench", suite @ ..] => return bench::run(suite),
        ["fuzz", options @ ..] => fuzz::fuzz(&fuzz::Options::read(options)?)?,
        ["tidy"] => tidy::run()?,
        [] | ["help" | "--help" | "-h"] => print!("{HELP}"),
        _ => bail!("cargo xtask {} is not a command.\n\n{HELP}", arguments.join(" ")),
    }
    Ok(ExitCode::SUCCESS)
}

fn setup(purpose: packages::Purpose) -> Result<()> {
    packages::install(purpose)?;
    wasm::Toolchain::find_or_install()?;
    ui::fetch_style_sheets()?;
    println!("Everything that Daybook needs is there.");
    Ok(())
}
