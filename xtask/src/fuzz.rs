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

/// With what the targets are compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Compiler {
    /// A nightly one, which brings AddressSanitizer.
    Nightly,
    /// The one that compiles everything else: libFuzzer is led by coverage all the same. What AddressSanitizer would notice
    /// is for unsafe code and for C, and no parser is either.
    Ours,
}

impl Compiler {
    fn find() -> Self {
        match succeeds(&mut cargo(["+nightly", "--version"])) {
            true => Self::Nightly,
            false => Self::Ours,
        }
    }

    fn fuzz<'a>(self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut words = Vec::new();
        words.extend((self == Self::Nightly).then_some("+nightly"));
        words.push("fuzz");
        words.extend(arguments);
        words.extend(["--fuzz-dir", "fuzz", "--target-dir", "target/fuzz"]);
        if self == Self::Ours {
            words.extend(["--sanitizer", "none"]);
        }
        cargo(words)
    }
}

/// Runs the targets one after the other; the first that breaks off ends it, and leaves its input in `fuzz/artifacts`.
pub fn fuzz(options: &Options) -> Result<()> {
    let there = targets()?;
    if let Some(unknown) = options.targets.iter().find(|target| !there.contains(target)) {
        bail!("there is no fuzz target {unknown}: there are {}", there.join(", "));
    }
    if !succeeds(&mut cargo(["fuzz", "--version"])) {
        run(&mut cargo(["install", "cargo-fuzz", "--locked"]))?;
    }
    let compiler = Compiler::find();
    if compiler == Compiler::Ours {
        println!("There is no nightly compiler: the targets are compiled without AddressSanitizer.");
    }
    let wanted = if options.targets.is_empty() { &there } else { &options.targets };
    run(&mut compiler.fuzz(["build"]))?;
    for target in wanted {
        println!("\n{target}: {} s", options.turn.as_secs());
        run(&mut turn(compiler, target, options.turn)?).with_context(|| {
            format!("{target} broke off: put its input from fuzz/artifacts/{target} into fuzz/corpus/{target}, where the tests replay it")
        })?;
    }
    println!("\n{} targets, {} s each: nothing was found.", wanted.len(), options.turn.as_secs());
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
fn turn(compiler: Compiler, target: &str, turn: Duration) -> Result<Command> {
    let found = PathBuf::from("target/fuzz-corpus").join(target);
    std::fs::create_dir_all(&found).with_context(|| found.display().to_string())?;
    let mut command = compiler.fuzz(["run", target]);
    command.arg(found).arg(PathBuf::from("fuzz/corpus").join(target)).arg("--");
    command.arg(format!("-max_total_time={}", turn.as_secs()));
    command.args([format!("-max_len={LONGEST_INPUT}"), format!("-timeout={LONGEST_SECONDS}")]);
    command.arg("-print_final_stats=1").env("RUST_BACKTRACE", "1");
    Ok(command)
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
