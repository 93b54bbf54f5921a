//! `daybook-ledger fsck`.

use std::io::{IsTerminal, Write, stderr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use daybook_ledger::VerifierKey;
use daybook_server::fsck::{HttpAccess, HttpSource, Progress, Report, Source, StoreSource, check};
use daybook_server::home::Home;

use super::{DOES_NOT_HOLD, say};

#[derive(Args)]
pub struct Options {
    /// A server's address (http://… or https://…) or a log's folder; the folder of --home when left out.
    #[arg(value_name = "URL|DIR")]
    place: Option<String>,
    /// The log's verifier key, as `init` printed it; taken from the folder's database when left out.
    #[arg(long, value_name = "VKEY")]
    log_key: Option<VerifierKey>,
    /// What the entries are read with over HTTP: a reader's token, as `token new` printed it.
    #[arg(long, env = "DAYBOOK_LEDGER_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// A certificate authority to trust besides those of this machine, PEM.
    #[arg(long, value_name = "PEM")]
    ca: Option<PathBuf>,
    /// Print one JSON value: origin, size, root, checked, findings.
    #[arg(long)]
    json: bool,
}

pub fn run(home: &Home, options: &Options) -> anyhow::Result<ExitCode> {
    let report = match &options.place {
        Some(url) if url.starts_with("http://") || url.starts_with("https://") => over_http(home, url, options)?,
        Some(dir) => over_store(&Home::new(dir), options)?,
        None => over_store(home, options)?,
    };
    print(&report, options)?;
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::from(DOES_NOT_HOLD) })
}

fn over_store(home: &Home, options: &Options) -> anyhow::Result<Report> {
    let key = key_of(home, options)?;
    checked(&StoreSource::new(home.open_store_to_read()?)?, &key)
}

fn over_http(home: &Home, url: &str, options: &Options) -> anyhow::Result<Report> {
    let key = key_of(home, options).context("the log's verifier key is needed: give it with --log-key")?;
    let ca = options.ca.as_ref().map(|path| std::fs::read(path).with_context(|| path.display().to_string()));
    let access = HttpAccess { token: options.token.clone(), ca: ca.transpose()? };
    checked(&HttpSource::with(url, access)?, &key)
}

fn key_of(home: &Home, options: &Options) -> anyhow::Result<VerifierKey> {
    match &options.log_key {
        Some(key) => Ok(key.clone()),
        None => Ok(home.open_store_to_read()?.identity()?.verifier_key.parse()?),
    }
}

fn checked(source: &dyn Source, key: &VerifierKey) -> anyhow::Result<Report> {
    let mut shown = Shown { last: Instant::now() };
    let report = check(source, key, |progress| shown.show(progress))?;
    shown.end();
    Ok(report)
}

fn print(report: &Report, options: &Options) -> anyhow::Result<()> {
    if options.json {
        return Ok(say(&serde_json::to_string(report)?)?);
    }
    for finding in &report.findings {
        say(finding)?;
    }
    if report.is_sound() {
        say(&format_args!(
            "{}: {} entries, root {}: every hash, signature, rule and checkpoint holds",
            report.origin, report.size, report.root
        ))?;
    } else {
        say(&format_args!(
            "{}: {} of {} entries checked; it does not hold",
            report.origin, report.checked, report.size
        ))?;
    }
    Ok(())
}

/// Progress on standard error: one line that is written over on a terminal, a line every ten seconds elsewhere.
struct Shown {
    last: Instant,
}

impl Shown {
    fn show(&mut self, progress: Progress) {
        let pause = if stderr().is_terminal() { Duration::from_millis(200) } else { Duration::from_secs(10) };
        if self.last.elapsed() < pause {
            return;
        }
        self.last = Instant::now();
        let Progress { checked, size } = progress;
        let percent = (checked * 100).checked_div(size).unwrap_or(100);
        let (begin, end) = if stderr().is_terminal() { ("\r", "") } else { ("", "\n") };
        write!(stderr(), "{begin}{checked} of {size} entries checked ({percent} %){end}").ok();
    }

    fn end(&self) {
        if stderr().is_terminal() {
            write!(stderr(), "\r\x1b[K").ok();
        }
    }
}
