//! `cargo xtask fuzz`: every parser under libFuzzer, each for a while, from the corpora that the tests replay.

use std::{path::PathBuf, process::Command, time::Duration};

use anyhow::{Context, Result, bail, ensure};

use crate::shell::{command, forget_our_own_build, run, succeeds};

/// Each target's turn, if nothing else is asked for.
const TURN: Duration = Duration::from_secs(60);
/// As much as any parser is given by the tests, and more than any takes.
const LONGEST_INPUT: usize = 65_536;
/// A parser that takes so long over one input does not answer.
const LONGEST_SECONDS: u64 = 10;

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// The targets, all where none is named.
    targets: Vec<String>,
    turn: Duration,
}

impl Options {
    /// Reads `[TARGET]… [--seconds N]`.
    pub fn read(arguments: &[&str]) -> Result<Self> {
        let mut options = Self { targets: Vec::new(), turn: TURN };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match *argument {
                "--seconds" => {
                    let seconds = arguments.next().context("--seconds wants a number")?;
                    let seconds = seconds.parse().with_context(|| format!("{seconds} is no number of seconds"))?;
                    // libFuzzer takes 0 for no end.
                    ensure!(seconds > 0, "a turn lasts a second at least");
                    options.turn = Duration::from_secs(seconds);
                }
                option if option.starts_with('-') => bail!("{option} is not an option of `cargo xtask fuzz`"),
                target => options.targets.push(target.to_owned()),
            }
        }
        Ok(options)
    }
}

/// Runs the targets one after the other; the first that breaks off ends it, and leaves its input in `fuzz/artifacts`.
pub fn fuzz(options: &Options) -> Result<()> {
    require()?;
    let there = targets()?;
    if let Some(unknown) = options.targets.iter().find(|target| !there.contains(target)) {
        bail!("there is no fuzz target {unknown}: there are {}", there.join(", "));
    }
    let wanted = if options.targets.is_empty() { &there } else { &options.targets };
    run(&mut cargo_fuzz(["build"]))?;
    for target in wanted {
        println!("\n{target}: {} s", options.turn.as_secs());
        run(&mut turn(target, options.turn)?).with_context(|| {
            format!("{target} broke off: put its input from fuzz/artifacts/{target} into fuzz/corpus/{target}, where the tests replay it")
        })?;
    }
    println!("\n{} targets, {} s each: nothing was found.", wanted.len(), options.turn.as_secs());
    Ok(())
}

/// What is not part of every set-up: said, not installed.
fn require() -> Result<()> {
    let has = |what: &[&str]| succeeds(&mut cargo(what.iter().copied()));
    let mut missing = Vec::new();
    if !has(&["+nightly", "--version"]) {
        missing.push("a nightly compiler, which libFuzzer wants: `rustup toolchain install nightly --profile minimal`");
    }
    if !has(&["fuzz", "--version"]) {
        missing.push("cargo-fuzz: `cargo install cargo-fuzz --locked`");
    }
    ensure!(missing.is_empty(), "Nothing was fuzzed. There is missing:\n  {}", missing.join("\n  "));
    Ok(())
}

/// By their files.
fn targets() -> Result<Vec<String>> {
    let files = std::fs::read_dir("fuzz/fuzz_targets").context("fuzz/fuzz_targets")?;
    let names =
        files.map(|file| Ok(PathBuf::from(file?.file_name()).with_extension("").to_string_lossy().into_owned()));
    let mut names = names.collect::<Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

/// What is found to be new goes into a folder of its own: the corpus that is kept is chosen, not grown.
fn turn(target: &str, turn: Duration) -> Result<Command> {
    let found = PathBuf::from("target/fuzz-corpus").join(target);
    std::fs::create_dir_all(&found).with_context(|| found.display().to_string())?;
    let mut command = cargo_fuzz(["run", target]);
    command.arg(found).arg(PathBuf::from("fuzz/corpus").join(target)).arg("--");
    command.arg(format!("-max_total_time={}", turn.as_secs()));
    command.args([format!("-max_len={LONGEST_INPUT}"), format!("-timeout={LONGEST_SECONDS}")]);
    command.arg("-print_final_stats=1").env("RUST_BACKTRACE", "1");
    Ok(command)
}

fn cargo_fuzz<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut words = vec!["+nightly", "fuzz"];
    words.extend(arguments);
    words.extend(["--fuzz-dir", "fuzz", "--target-dir", "target/fuzz"]);
    cargo(words)
}

/// The cargo that rustup puts before the toolchains: it alone knows `+nightly`.
fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut cargo = command("cargo", arguments);
    forget_our_own_build(&mut cargo);
    for variable in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
        cargo.env_remove(variable);
    }
    cargo
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_or_refused() {
        assert_eq!(Options::read(&[]).unwrap(), Options { targets: Vec::new(), turn: TURN });
        let read = Options::read(&["note", "--seconds", "5", "entry"]).unwrap();
        assert_eq!(read, Options { targets: vec!["note".into(), "entry".into()], turn: Duration::from_secs(5) });
        for wrong in [&["--seconds"][..], &["--seconds", "soon"], &["--seconds", "0"], &["--jobs"]] {
            assert!(Options::read(wrong).is_err(), "{wrong:?}");
        }
    }
}
