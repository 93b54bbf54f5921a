//! Submission: fifty desks at once, in bundles as fast as the server takes them, and one by one at a set pace.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use daybook_ledger::{Entry, TlogProof, VerifierKey, VerifyPs256, leaf_hash, verify::native::AwsLc};
use reqwest::Client;

use super::{
    hospital::{DESKS, Writer},
    server::{Log, Server, submit},
    signed::Signed,
};
use crate::{
    machine,
    plot::{self, Axes, Line},
    report::{Report, Table, figure, percentile},
};

/// Entries in a bundle.
const BUNDLE: usize = 256;
/// Entries a second, over all desks, one by one.
const PACE: u64 = 500;
/// For so long.
const PACED_SECONDS: u64 = 30;
const MIB: f64 = 1_048_576.0;

/// How many signatures one core verifies in a second, and does nothing else.
pub fn verifications_per_second(signed: &Signed) -> Result<f64> {
    let writer = Writer::new(2)?;
    let spki = writer.enrolled().spki;
    let entries = signed.desks.get(1).context("desk 2")?.iter().take(2_000).map(|bytes| Entry::parse(bytes));
    let entries = entries.collect::<Result<Vec<_>, _>>()?;
    let messages: Vec<_> = entries.iter().map(|entry| (entry.to_be_signed(), entry.signature())).collect();
    let (begun, mut count) = (Instant::now(), 0_u32);
    while begun.elapsed() < Duration::from_secs(2) {
        for (message, signature) in &messages {
            AwsLc.verify(&spki, message, signature)?;
            count += 1;
        }
    }
    Ok(f64::from(count) / begun.elapsed().as_secs_f64())
}

/// Founds the hospital on a server.
pub async fn found(log: &Log, server: &Server, signed: &Signed) -> Result<()> {
    let http = Client::new();
    let invite = log.invite()?;
    submit(&http, &server.url, &signed.founding[..1], Some(&invite)).await?;
    submit(&http, &server.url, &signed.founding[1..], None).await?;
    Ok(())
}

/// A moment in a long submission.
struct Sample {
    seconds: f64,
    entries: u64,
    memory_kib: u64,
}

/// Submits everything in bundles; measures the rate, the memory by the log's size, the storage.
pub async fn bundles(report: &mut Report, log: &Log, signed: Arc<Signed>, verify_alone: f64) -> Result<()> {
    let server = log.serve()?;
    found(log, &server, &signed).await?;
    let begun = Instant::now();
    let desks = (0..usize::from(DESKS))
        .map(|desk| tokio::spawn(submit_all(Arc::clone(&signed), desk, server.url.clone(), log.key.clone())));
    let desks: Vec<_> = desks.collect();
    let (mut samples, http) = (Vec::new(), Client::new());
    while desks.iter().any(|desk| !desk.is_finished()) {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let entries = size_of_log(&http, &server.url).await?;
        samples.push(Sample { seconds: begun.elapsed().as_secs_f64(), entries, memory_kib: server.memory_kib()?.0 });
    }
    for desk in desks {
        desk.await??;
    }
    let seconds = begun.elapsed().as_secs_f64();
    let (_, most) = server.memory_kib()?;
    let cpu = machine::cpu_seconds(server.pid())?;
    server.stop()?;
    let count = signed.count() - signed.founding.len() as u64;
    tell_bundles(report, count, seconds, verify_alone, cpu)?;
    tell_sizes(report, log, &signed, &samples, most)
}

async fn submit_all(signed: Arc<Signed>, desk: usize, url: String, key: VerifierKey) -> Result<()> {
    let http = Client::new();
    for entries in signed.desks.get(desk).context("a desk")?.chunks(BUNDLE) {
        let accepted = submit(&http, &url, entries, None).await?;
        // Of every bundle one proof is verified, so that no figure stands for an empty promise.
        let (entry, answer) = entries.last().zip(accepted.entries.last()).context("an answer")?;
        let proof: TlogProof = answer.proof.parse()?;
        proof.verify(&leaf_hash(entry), &key)?;
        ensure!(proof.index == answer.index, "the proof is of another entry");
    }
    Ok(())
}

async fn size_of_log(http: &Client, url: &str) -> Result<u64> {
    let note = http.get(format!("{url}/checkpoint")).send().await?.text().await?;
    note.lines().nth(1).and_then(|size| size.parse().ok()).context("a checkpoint")
}

fn tell_bundles(report: &mut Report, count: u64, seconds: f64, verify_alone: f64, cpu: f64) -> Result<()> {
    let rate = count as f64 / seconds;
    report.say(&format!("## In bundles of {BUNDLE} from {DESKS} desks, as fast as the server takes them"));
    let mut table = Table::new(
        "bundles",
        &["entries", "seconds", "entries/s", "aws-lc-rs verification alone, one core", "ratio", "server CPU µs/entry"],
    );
    let per_entry = cpu * 1e6 / count as f64;
    let cells = [seconds, rate, verify_alone, rate / verify_alone, per_entry].map(figure);
    table.row(std::iter::once(count.to_string()).chain(cells));
    report.table(&table)?;
    report.at_least("entries/s in bundles, durable under a checkpoint", rate, 8_000.0, "/s");
    report.at_least("ratio to verification alone on one core", rate / verify_alone, 0.4, "");
    Ok(())
}

fn tell_sizes(report: &mut Report, log: &Log, signed: &Signed, samples: &[Sample], most: u64) -> Result<()> {
    report.say("## Memory and storage by the log's size");
    let mut table = Table::new("sizes", &["entries", "seconds", "resident MiB"]);
    let step = (samples.len() / 10).max(1);
    for sample in samples.iter().step_by(step).chain(samples.last()) {
        table.row([sample.entries.to_string(), figure(sample.seconds), figure(sample.memory_kib as f64 / 1_024.0)]);
    }
    report.table(&table)?;
    let (stored, entries) = (log.bytes()? as f64, signed.bytes() as f64);
    let overhead = 100.0 * (stored / entries - 1.0);
    report.say(&format!("At rest: {} MiB on disk for {} MiB of entries.", figure(stored / MIB), figure(entries / MIB)));
    let rate = samples.windows(2).map(|pair| {
        let (before, after) = (&pair[0], &pair[1]);
        (after.entries as f64, (after.entries - before.entries) as f64 / (after.seconds - before.seconds))
    });
    let memory = samples.iter().map(|sample| (sample.entries as f64, sample.memory_kib as f64 / 1_024.0));
    let axes = Axes { title: "Submission in bundles", x: "entries in the log", y: "entries/s" };
    report.plot("bundles", &plot::lines(&axes, &[Line { name: "entries/s".into(), points: rate.collect() }])?)?;
    let axes = Axes { title: "The server's memory", x: "entries in the log", y: "MiB" };
    report.plot("memory", &plot::lines(&axes, &[Line { name: "resident".into(), points: memory.collect() }])?)?;
    report.under("server memory at its most", most as f64 / 1_024.0, 200.0, "MiB");
    report.under("storage over the entries", overhead, 10.0, "%");
    Ok(())
}

/// Submits one entry at a time at a set pace, whatever the server does, and measures the time from when each was due to its proof.
pub async fn single(report: &mut Report, log: &Log, signed: Arc<Signed>) -> Result<()> {
    let server = log.serve()?;
    found(log, &server, &signed).await?;
    let begun = Instant::now() + Duration::from_millis(200);
    let desks = (0..u64::from(DESKS))
        .map(|desk| tokio::spawn(paced(Arc::clone(&signed), desk, begun, server.url.clone(), log.key.clone())));
    let desks: Vec<_> = desks.collect();
    let mut times = Vec::new();
    for desk in desks {
        times.extend(desk.await??);
    }
    server.stop()?;
    times.sort_by(f64::total_cmp);
    report.say(&format!("## One by one: {PACE} entries/s from {DESKS} desks, {PACED_SECONDS} s"));
    let mut table = Table::new("single", &["entries", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "most ms"]);
    let shares = [0.5, 0.9, 0.99, 0.999, 1.0].map(|share| figure(percentile(&times, share)));
    table.row(std::iter::once(times.len().to_string()).chain(shares));
    report.table(&table)?;
    let points = (0..=1_000).map(|mark| f64::from(mark) / 10.0).map(|share| (share, percentile(&times, share / 100.0)));
    let axes = Axes { title: "Time to a proof, one by one", x: "% of entries", y: "ms" };
    report.plot("single", &plot::lines(&axes, &[Line { name: "ms".into(), points: points.collect() }])?)?;
    report.under("time to a proof, p50", percentile(&times, 0.5), 50.0, "ms");
    report.under("time to a proof, p99", percentile(&times, 0.99), 500.0, "ms");
    Ok(())
}

/// One desk's share, every entry due at its time. Milliseconds from then to a proof that was verified.
async fn paced(signed: Arc<Signed>, desk: u64, begun: Instant, url: String, key: VerifierKey) -> Result<Vec<f64>> {
    let http = Client::new();
    let desks = u64::from(DESKS);
    let mut times = Vec::new();
    let entries = signed.desks.get(desk as usize).context("a desk")?;
    for (round, entry) in (0..PACE * PACED_SECONDS / desks).zip(entries) {
        let due = begun + Duration::from_micros((round * desks + desk) * 1_000_000 / PACE);
        tokio::time::sleep_until(due.into()).await;
        let accepted = submit(&http, &url, std::slice::from_ref(entry), None).await?;
        let proof: TlogProof = accepted.entries.first().context("an answer")?.proof.parse()?;
        proof.verify(&leaf_hash(entry), &key)?;
        times.push(due.elapsed().as_secs_f64() * 1_000.0);
    }
    ensure!(times.len() as u64 == PACE * PACED_SECONDS / desks, "too few entries were signed");
    Ok(times)
}
