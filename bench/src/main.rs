//! `cargo xtask bench <suite>`: measures, and writes tables and plots of what was measured.

mod alike;
mod find;
mod ledger;
mod machine;
mod options;
mod plot;
mod report;

use std::process::ExitCode;

use anyhow::{Context, Result};

use options::Options;
use report::{Report, Verdict};

/// What is measured together, and told on one page.
struct Suite {
    /// As it is called on the command line; also the folder of its page.
    name: &'static str,
    /// Over its page.
    title: &'static str,
    /// A line for the help.
    about: &'static str,
    /// What can be asked for alone, with `--only`.
    parts: &'static [&'static str],
    /// How much is measured unless told otherwise, and what that counts.
    size: (u64, &'static str),
    /// Measures, and says what came of it on the page.
    run: fn(&Options, &mut Report) -> Result<()>,
}

const SUITES: &[Suite] = &[find::SUITE, alike::SUITE, ledger::SUITE];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(Verdict::Holds) => ExitCode::SUCCESS,
        Ok(Verdict::Misses) => ExitCode::from(1),
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[&str]) -> Result<Verdict> {
    let (name, rest) = arguments.split_first().with_context(help)?;
    let suite = SUITES.iter().find(|suite| suite.name == *name).with_context(help)?;
    let options = Options::read(rest, suite)?;
    let mut report = Report::begin(suite.title, &options.folder(suite))?;
    (suite.run)(&options, &mut report)?;
    report.end()
}

fn help() -> String {
    let mut text = "cargo xtask bench <suite> [--size N] [--only PART,…] [--out DIR]\n\n".to_owned();
    for suite in SUITES {
        let (size, unit) = suite.size;
        text += &format!("  {:<10} {}\n", suite.name, suite.about);
        text += &format!("  {:<10} N: {unit} ({size}). Parts: {}.\n", "", suite.parts.join(", "));
    }
    text + "\nA whole run of the usual size writes docs/performance/<suite>/, any other target/bench/<suite>/, unless DIR is given.\n\
            The exit code is 0 if every limit was kept, 1 if one was not, 2 if there was an error.\n"
}
