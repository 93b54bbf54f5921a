//! The ledger: submission in bundles and one by one, a desk that catches up, a check of a long log; memory and storage.

mod catch_up;
mod hospital;
mod keys;
mod people;
mod server;
mod signed;
mod submission;

use std::sync::Arc;

use anyhow::Result;

use crate::{
    Suite,
    options::Options,
    plot::{self, Axes, Line},
    report::{Report, Table, figure},
};
use hospital::DESKS;
use server::Log;
use signed::{Kind, Signed};
use submission::{bundles, single, verifications_per_second};

/// Entries of one patient that a desk catches up with.
const SINGLES: u64 = 50_000;
/// Entries of many patients that a desk catches up with.
const BATCHES: u64 = 700;

/// The suite `ledger`.
pub const SUITE: Suite = Suite {
    name: "ledger",
    title: "The ledger, measured",
    about: "The ledger server under load, a desk that catches up, a check of a long log.",
    parts: &["single", "bundles", "fsck", "catch-up"],
    size: (1_000_000, "entries in the long log"),
    run,
};

fn run(options: &Options, report: &mut Report) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    println!("Signing what is not signed yet …");
    let each = options.size.div_ceil(u64::from(DESKS));
    let signed = Arc::new(Signed::make(Kind::Single, each)?);
    let alone = verifications_per_second(&signed)?;
    report.say(&format!(
        "One core verifies {} PS256 signatures a second with aws-lc-rs and does nothing else.",
        figure(alone)
    ));
    if options.has("single") {
        runtime.block_on(single(report, &Log::create("log-single")?, Arc::clone(&signed)))?;
    }
    if options.has("bundles") || options.has("fsck") {
        let log = Log::create("log-long")?;
        runtime.block_on(bundles(report, &log, Arc::clone(&signed), alone))?;
        if options.has("fsck") {
            fsck(report, &log, signed.count())?;
        }
    }
    drop(signed);
    if options.has("catch-up") {
        catch_up(report, &runtime, options.size)?;
    }
    Ok(())
}

fn fsck(report: &mut Report, log: &Log, size: u64) -> Result<()> {
    let checked = log.fsck(size)?;
    report.say("## `daybook-ledger fsck`");
    let mut table = Table::new("fsck", &["entries", "seconds", "entries/s", "CPU µs/entry", "memory at most, MiB"]);
    let figures = [
        checked.seconds,
        size as f64 / checked.seconds,
        checked.cpu_seconds * 1e6 / size as f64,
        checked.most_kib as f64 / 1_024.0,
    ];
    table.row(std::iter::once(size.to_string()).chain(figures.map(figure)));
    report.table(&table)?;
    let what = format!("fsck of 1000000 entries (measured with {size})");
    report.under(&what, checked.seconds * 1e6 / size as f64, 120.0, "s");
    Ok(())
}

fn catch_up(report: &mut Report, runtime: &tokio::runtime::Runtime, size: u64) -> Result<()> {
    let each = |most: u64| (most * size / SUITE.size.0).min(most).div_ceil(u64::from(DESKS));
    let singles = Arc::new(Signed::make(Kind::Single, each(SINGLES))?);
    let single = runtime.block_on(catch_up::measure("log-singles", singles))?;
    let batches = Arc::new(Signed::make(Kind::Batched, each(BATCHES))?);
    let batched = runtime.block_on(catch_up::measure("log-batches", batches))?;
    report.say("## A desk that catches up");
    let mut table = Table::new(
        "catch-up",
        &[
            "log",
            "entries",
            "patients",
            "seconds",
            "entries/s",
            "patients/s",
            "CPU µs/patient",
            "database bytes/patient",
        ],
    );
    for (name, caught) in [("one patient an entry", &single), ("an import", &batched)] {
        let rates = [caught.seconds, caught.entries as f64 / caught.seconds, caught.patients as f64 / caught.seconds];
        let cpu = caught.cpu_seconds * 1e6 / caught.patients as f64;
        let size = caught.bytes as f64 / caught.patients as f64;
        let counts = [name.to_owned(), caught.entries.to_string(), caught.patients.to_string()];
        table.row(counts.into_iter().chain(rates.map(figure)).chain([figure(cpu), figure(size)]));
    }
    report.table(&table)?;
    let line = |name: &str, caught: &catch_up::CaughtUp| Line {
        name: name.into(),
        points: vec![(0.0, 0.0), (caught.seconds, caught.patients as f64)],
    };
    let axes = Axes { title: "Patients taken in", x: "seconds", y: "patients" };
    report.plot("catch-up", &plot::lines(&axes, &[line("one an entry", &single), line("an import", &batched)])?)?;
    report.at_least(
        "single entries/s of a desk that catches up",
        single.entries as f64 / single.seconds,
        5_000.0,
        "/s",
    );
    report.at_least(
        "patients/s of a desk that catches up with an import",
        batched.patients as f64 / batched.seconds,
        10_000.0,
        "/s",
    );
    Ok(())
}
