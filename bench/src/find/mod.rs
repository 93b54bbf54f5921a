//! Finding people: search as one types and similar patients, in a hospital of so many, beside what others do.

pub mod hospital;
mod measure;
mod others;
mod twice;
mod typed;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use anyhow::Result;
use daybook_api::Person;
use daybook_desk::{desk::Desk, similar::Likenesses, store::StoreError};
use daybook_tests::people::People;

use crate::{
    Suite, machine,
    options::Options,
    plot::{self, Axes, Line},
    report::{Report, Table, figure, percentile},
};
use measure::{millis, sorted};
use others::Others;
use twice::Twice;

/// People looked up for each measurement.
const ASKED: usize = 400;
/// Texts asked for key by key right after unlocking, and of what is slow.
const FEW: usize = 20;
/// People asked for who are not there.
const STRANGERS: usize = 4_000;
/// People registered.
const REGISTERED: usize = 50;

/// Keys by how many letters are typed with them.
const LETTERS: &[(&str, std::ops::RangeInclusive<usize>)] =
    &[("1", 1..=1), ("2", 2..=2), ("3", 3..=3), ("4 to 6", 4..=6), ("7 to 12", 7..=12), ("more", 13..=usize::MAX)];

/// Times to the answers, in order, and whose they are.
type Series = (&'static str, Vec<f64>);

/// The suite `find`.
pub const SUITE: Suite = Suite {
    name: "find",
    title: "Finding people, measured",
    about: "Search as one types and similar patients, beside FTS5 and LIKE.",
    parts: &["keys", "slips", "similar", "log", "others", "check", "trial"],
    size: (100_000, "people in the hospital"),
    run,
};

/// The figures to reach: those for 100,000 people up to there, those for a million beyond.
struct Limits {
    /// Median and 99th percentile of a key, milliseconds.
    key: (f64, f64),
    /// Of a hundred.
    found: f64,
    /// 99th percentile, milliseconds.
    similar: f64,
    /// MiB.
    memory: f64,
}

impl Limits {
    fn of(people: usize) -> Self {
        match people {
            0..=100_000 => Self { key: (2.0, 10.0), found: 99.0, similar: 15.0, memory: 100.0 },
            _ => Self { key: (4.0, 30.0), found: 97.0, similar: 40.0, memory: 200.0 },
        }
    }
}

/// What this process takes, MiB.
struct Memory {
    process: f64,
    /// Of that, database pages that SQLite keeps.
    pages: f64,
}

impl Memory {
    fn now() -> Result<Self> {
        let process = machine::memory_kib(std::process::id(), "VmRSS")? as f64 / 1_024.0;
        Ok(Self { process, pages: machine::page_cache_kib() as f64 / 1_024.0 })
    }

    fn beyond_pages(&self) -> f64 {
        self.process - self.pages
    }
}

/// A desk with somebody logged in, and whom to look for.
struct Bench {
    desk: Arc<Desk>,
    limits: Limits,
    people: usize,
    sample: Vec<Person>,
}

fn run(options: &Options, report: &mut Report) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(all(options, report))
}

async fn all(options: &Options, report: &mut Report) -> Result<()> {
    let people = usize::try_from(options.size)?;
    let folder = PathBuf::from("target/bench").join(format!("hospital-{people}"));
    fill(people, &folder, report).await?;
    let sample = hospital::people(people).step_by((people / ASKED).max(1)).collect();
    let desk = hospital::open(&folder)?;
    let before = Memory::now()?;
    hospital::login(&desk).await?;
    let bench = Bench { desk, limits: Limits::of(people), people, sample };
    bench.unlocked(report).await?;
    let cold = measure::keys(&bench.desk, &bench.texts()[..FEW.min(bench.sample.len() / 2)]).await?;
    let cold = cold.iter().map(|key| key.took).collect();
    bench.drawn(report).await?;
    let prepared = Memory::now()?;
    let mut series = Vec::new();
    if options.has("keys") {
        series = bench.keys(report, cold).await?;
    }
    if options.has("slips") {
        bench.slips(report).await?;
    }
    if options.has("similar") {
        bench.similar(report).await?;
    }
    bench.memory(report, [before, prepared])?;
    if options.has("similar") {
        bench.registering(report).await?;
    }
    bench.desk.lock();
    if options.has("log") {
        bench.unlocked_by_the_log(report).await?;
    }
    if options.has("others") {
        bench.others(report, series)?;
    }
    if options.has("check") || options.has("trial") {
        twice(&bench, options, &folder, report).await?;
    }
    Ok(())
}

async fn twice(bench: &Bench, options: &Options, folder: &Path, report: &mut Report) -> Result<()> {
    let twice = Twice::open(bench.people, folder).await?;
    if options.has("check") {
        twice.check(&bench.texts(), report).await?;
    }
    if options.has("trial") {
        twice.trial(report).await?;
    }
    twice.lock();
    Ok(())
}

/// Founds and fills the hospital, unless one of that size is there from before.
async fn fill(people: usize, folder: &PathBuf, report: &mut Report) -> Result<()> {
    if folder.join("filled").exists() {
        report.say("The hospital is there from an earlier run.");
        return Ok(());
    }
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder)?;
    let desk = hospital::open(folder)?;
    hospital::found(&desk).await?;
    let begun = Instant::now();
    hospital::fill(&desk, people).await?;
    let rate = people as f64 / begun.elapsed().as_secs_f64();
    report.say(&format!("The import brings in {} people a second: read, signed, encrypted, projected.", figure(rate)));
    desk.lock();
    std::fs::write(folder.join("filled"), "")?;
    Ok(())
}

impl Bench {
    fn texts(&self) -> Vec<String> {
        measure::texts(&self.sample, 1)
    }

    async fn unlocked(&self, report: &mut Report) -> Result<()> {
        let begun = Instant::now();
        measure::search(&self.desk, "sm").await?;
        let first = millis(begun);
        let rate = self.people as f64 / first * 1_000.0;
        report.say("## From unlocking to the first answer");
        report.say(&format!(
            "The first search after logging in is answered after {} ms: the register of {} people is in memory, {} a second.",
            figure(first),
            self.people,
            figure(rate)
        ));
        report.at_least("index, people/s", rate, 20_000.0, "/s");
        Ok(())
    }

    /// The first answer where the register has to be read from the log, record by record, as with the first login after an update that
    /// keeps it in another form.
    async fn unlocked_by_the_log(&self, report: &mut Report) -> Result<()> {
        hospital::login(&self.desk).await?;
        self.desk.session()?.store.write(|tx| {
            Ok::<_, StoreError>(tx.execute_batch("DELETE FROM register_image; DELETE FROM register_column")?)
        })?;
        self.desk.lock();
        let before = Memory::now()?;
        hospital::login(&self.desk).await?;
        let begun = Instant::now();
        measure::search(&self.desk, "sm").await?;
        let (took, grown) = (millis(begun), Memory::now()?.beyond_pages() - before.beyond_pages());
        report.say("## From unlocking to the first answer, from the log");
        report.say(&format!(
            "Where everybody is read from the log, the first search is answered after {} ms; the process has grown by {} MiB beyond the \
             database's pages.",
            figure(took),
            figure(grown),
        ));
        report.at_least("register from the log, people/s", self.people as f64 / took * 1_000.0, 20_000.0, "/s");
        self.desk.lock();
        Ok(())
    }

    async fn drawn(&self, report: &mut Report) -> Result<()> {
        let begun = Instant::now();
        measure::similar(&self.desk, &self.sample[..1], 3).await?;
        report.say(&format!(
            "The first question for similar patients is answered after {} ms more.",
            figure(millis(begun)),
        ));
        Ok(())
    }

    /// After all the questions, as in the middle of a day: what it takes more than before logging in.
    fn memory(&self, report: &mut Report, [before, prepared]: [Memory; 2]) -> Result<()> {
        let beyond = |then: &Memory| (then.process - before.process) - (then.pages - before.pages);
        let now = Memory::now()?;
        report.say("## Memory");
        report.say(&format!(
            "Since before logging in the process has grown by {} MiB: {} MiB of database pages that SQLite keeps, and {} MiB beyond. \
             Right after the first answers, while the register is still being written down and its weights are learnt, it was {} MiB beyond.",
            figure(now.process - before.process),
            figure(now.pages - before.pages),
            figure(beyond(&now)),
            figure(beyond(&prepared)),
        ));
        let mut table = Table::new("memory", &["what is kept in memory", "MiB"]);
        let open = self.desk.session()?;
        let mut parts = open.store.with_register(|_, register| Ok::<_, StoreError>(register.memory()))?;
        parts.push(("sketches, for similar patients", open.part::<Likenesses>().memory()));
        parts.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
        parts.push(("all of these", parts.iter().map(|(_, bytes)| bytes).sum()));
        for (part, bytes) in parts {
            table.row([part.to_owned(), figure(bytes as f64 / 1_048_576.0)]);
        }
        report.table(&table)?;
        report.under(
            "memory since before logging in, beyond the database cache",
            beyond(&now),
            self.limits.memory,
            "MiB",
        );
        Ok(())
    }

    async fn keys(&self, report: &mut Report, cold: Vec<f64>) -> Result<Vec<Series>> {
        let warm = measure::keys(&self.desk, &self.texts()).await?;
        report.say("## Search as one types, key by key");
        let mut table = Table::new("letters", &["letters typed", "keys", "p50 ms", "p99 ms", "of all the time, %"]);
        let whole: f64 = warm.iter().map(|key| key.took).sum();
        for (name, letters) in LETTERS {
            let times: Vec<f64> =
                warm.iter().filter(|key| letters.contains(&key.letters)).map(|key| key.took).collect();
            let share = 100.0 * times.iter().sum::<f64>() / whole;
            let (keys, times) = (times.len(), sorted(times));
            let figures = [percentile(&times, 0.5), percentile(&times, 0.99), share].map(figure);
            table.row([(*name).to_owned(), keys.to_string()].into_iter().chain(figures));
        }
        report.table(&table)?;
        let warm = sorted(warm.iter().map(|key| key.took).collect());
        report.under("search per key, p50", percentile(&warm, 0.5), self.limits.key.0, "ms");
        report.under("search per key, p99", percentile(&warm, 0.99), self.limits.key.1, "ms");
        Ok(vec![("Daybook, just unlocked", sorted(cold)), ("Daybook", warm)])
    }

    /// What others answer to some of the same keys, beside what was measured of the desk.
    fn others(&self, report: &mut Report, mut series: Vec<Series>) -> Result<()> {
        let others = Others::fill(hospital::people(self.people))?;
        let texts = self.texts();
        let few = &texts[..FEW.min(texts.len())];
        series.push(("FTS5, prefix, not encrypted", sorted(measure::keys_of(few, |typed| others.prefix(typed))?)));
        series.push(("LIKE '%x%', not encrypted", sorted(measure::keys_of(few, |typed| others.like(typed))?)));
        report.say("## Keys, beside what others answer");
        let mut table = Table::new("keys", &["what", "keys", "p50 ms", "p90 ms", "p99 ms", "most ms"]);
        for (name, times) in &series {
            let figures = [0.5, 0.9, 0.99, 1.0].map(|share| figure(percentile(times, share)));
            table.row([(*name).to_owned(), times.len().to_string()].into_iter().chain(figures));
        }
        report.table(&table)?;
        let lines: Vec<Line> =
            series.iter().map(|(name, times)| Line { name: (*name).into(), points: curve(times) }).collect();
        let axes = Axes { title: "Time to the answer of a key", x: "share of keys, %", y: "log10 of µs" };
        report.plot("keys", &plot::lines(&axes, &lines)?)
    }

    async fn slips(&self, report: &mut Report) -> Result<()> {
        report.say("## One slip in a name");
        let mut table =
            Table::new("slips", &["typed", "people", "in the first ten, %", "somebody of their very names, %"]);
        for also in measure::Also::ALL {
            let wanted = measure::slips(&self.sample, 2, also);
            let [share, namesakes] = measure::found(&self.desk, &wanted).await?;
            table.row([also.name().to_owned(), wanted.len().to_string(), figure(share), figure(namesakes)]);
            if also == measure::Also::Year {
                report.at_least(
                    "found in the first ten, one slip in the names, and the year of birth",
                    share,
                    self.limits.found,
                    "%",
                );
            }
        }
        report.table(&table)
    }

    async fn similar(&self, report: &mut Report) -> Result<()> {
        let times = sorted(measure::similar(&self.desk, &self.sample, 3).await?);
        let (middle, most) = (percentile(&times, 0.5), percentile(&times, 0.99));
        report.say("## Similar patients");
        report.say(&format!(
            "Patients similar to a form with a slip in it: p50 {} ms, p99 {} ms.",
            figure(middle),
            figure(most)
        ));
        report.under("similar patients, p99", most, self.limits.similar, "ms");
        let strangers: Vec<Person> = People::new(77).take(STRANGERS).collect();
        let alerts = measure::false_alerts(&self.desk, &strangers).await?;
        report.say(&format!(
            "Of {STRANGERS} people who have never been here, {} in a hundred raise an alert.",
            figure(alerts)
        ));
        report.under("alert for somebody who is not here", alerts, 1.0, "%");
        Ok(())
    }

    async fn registering(&self, report: &mut Report) -> Result<()> {
        let strangers: Vec<Person> = People::new(99).take(REGISTERED).collect();
        let (whole, added) = measure::register(&self.desk, &strangers).await?;
        let (whole, added) = (percentile(&sorted(whole), 0.5), percentile(&sorted(added), 0.5));
        report.say(&format!(
            "Registering takes {} ms in the middle; {} ms of that, and of the next search, is for being found.",
            figure(whole),
            figure(added)
        ));
        report.under("added to a registration, p50", added, 2.0, "ms");
        Ok(())
    }
}

/// Share of keys against time, on a scale on which a thousandfold is seen.
fn curve(sorted: &[f64]) -> Vec<(f64, f64)> {
    let at = |share: i32| (percentile(sorted, f64::from(share) / 100.0) * 1_000.0).max(1.0).log10();
    (0..=100).map(|share| (f64::from(share), at(share))).collect()
}
