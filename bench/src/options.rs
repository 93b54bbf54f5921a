//! What the command line asks for.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::Suite;

/// What to measure of a suite, and how much.
#[derive(Debug)]
pub struct Options {
    /// How much: the suite says what it counts.
    pub size: u64,
    parts: Option<Vec<String>>,
    out: Option<PathBuf>,
    usual_size: u64,
}

impl Options {
    /// From what follows the suite's name.
    pub fn read(arguments: &[&str], suite: &Suite) -> Result<Self> {
        let usual_size = suite.size.0;
        let mut options = Self { size: usual_size, parts: None, out: None, usual_size };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let value = || rest.clone().next().with_context(|| format!("{argument} needs a value"));
            match *argument {
                "--size" => options.size = value()?.replace('_', "").parse().context("--size")?,
                "--only" => options.parts = Some(parts(value()?, suite)?),
                "--out" => options.out = Some(value()?.into()),
                other => bail!("what does `{other}` mean?"),
            }
            rest.next();
        }
        Ok(options)
    }

    /// Whether a part is asked for.
    pub fn has(&self, part: &str) -> bool {
        self.parts.as_ref().is_none_or(|parts| parts.iter().any(|asked| asked == part))
    }

    /// Where the page goes. Only a whole run of the usual size is fit to be kept with the source.
    pub fn folder(&self, suite: &Suite) -> PathBuf {
        let whole = self.size == self.usual_size && self.parts.is_none();
        let parent = if whole { "docs/performance" } else { "target/bench" };
        self.out.clone().unwrap_or_else(|| PathBuf::from(parent).join(suite.name))
    }
}

fn parts(text: &str, suite: &Suite) -> Result<Vec<String>> {
    let parts: Vec<String> = text.split(',').map(str::to_owned).collect();
    match parts.iter().find(|part| !suite.parts.contains(&part.as_str())) {
        Some(unknown) => bail!("{} has no part `{unknown}`, but {}", suite.name, suite.parts.join(", ")),
        None => Ok(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUITE: Suite = Suite {
        name: "tried",
        title: "",
        about: "",
        parts: &["one", "two"],
        size: (1_000, "things"),
        run: |_, _| Ok(()),
    };

    #[test]
    fn a_whole_run_is_kept_and_any_other_is_not() {
        let folder = |arguments: &[&str]| Options::read(arguments, &SUITE).map(|options| options.folder(&SUITE));
        assert_eq!(folder(&[]).ok(), Some("docs/performance/tried".into()));
        assert_eq!(folder(&["--size", "1_000"]).ok(), Some("docs/performance/tried".into()));
        assert_eq!(folder(&["--size", "20"]).ok(), Some("target/bench/tried".into()));
        assert_eq!(folder(&["--only", "two"]).ok(), Some("target/bench/tried".into()));
        assert_eq!(folder(&["--out", "there", "--only", "two"]).ok(), Some("there".into()));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for arguments in [&["--size"][..], &["--size", "many"], &["--only", "three"], &["--fast"]] {
            assert!(Options::read(arguments, &SUITE).is_err(), "{arguments:?}");
        }
    }
}
