//! A hospital in which some are registered twice: the check of the whole register, and the trial of a file, whose truth is known.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use daybook_api::{
    Address, CancelJob, CheckDuplicates, DuplicatesChecked, GetJob, ImportReport, ImportRun, JobState, ListDuplicates,
    Person, RegisterPatient, SimilarRow, SimilarRows, SimilarToFile,
};
use daybook_desk::{
    desk::Desk,
    similar,
    store::{
        pairs,
        projections::patient::{self, Patient},
    },
};
use daybook_tests::{
    people::{People, again::typed_again},
    random::Random,
};

use super::{
    Memory, hospital,
    measure::{self, millis, sorted},
};
use crate::report::{Report, Table, figure, percentile};

/// Registered twice.
const TWICE: usize = 1_000;
/// Rows of the file tried: half of them tell of people who are here.
const ROWS: usize = 10_000;
/// So many of them are asked for one by one as well.
const ASKED: usize = 1_000;
/// Every so many-th of those registered twice has no address the second time.
const MOVED: usize = 3;
/// How often memory is looked at.
const LOOK: Duration = Duration::from_millis(20);
/// So long people are searched for while the check goes on.
const SEARCHED: Duration = Duration::from_secs(30);
/// In the note of who is registered twice: the number of the first registration follows.
const MARK: &str = "once more: ";

/// A desk with somebody logged in, whose hospital has people in it who are registered twice.
pub struct Twice {
    desk: Arc<Desk>,
    people: usize,
}

impl Twice {
    /// A copy of the hospital in `folder`, with some of its people registered once more.
    pub async fn open(people: usize, folder: &Path) -> Result<Self> {
        let copy = PathBuf::from(format!("{}-twice", folder.display()));
        let is_filled = copy.join("twice").exists();
        if !is_filled {
            let _ = std::fs::remove_dir_all(&copy);
            std::fs::create_dir_all(&copy)?;
            for file in std::fs::read_dir(folder)? {
                let file = file?;
                std::fs::copy(file.path(), copy.join(file.file_name()))?;
            }
        }
        let desk = hospital::open(&copy)?;
        hospital::login(&desk).await?;
        if !is_filled {
            hospital::import(&desk, &again(people, TWICE, 5), ImportRun::Real).await?;
            std::fs::write(copy.join("twice"), "")?;
        }
        // As if it had never been looked through, and with everything in memory that the desk keeps there.
        desk.session()?.store.write(|tx| pairs::forget(tx, 0))?;
        similar::prepare(&*desk.session()?)?;
        Ok(Self { desk, people })
    }

    /// The check of the whole register, undisturbed and beside somebody who searches.
    pub async fn check(&self, texts: &[String], report: &mut Report) -> Result<()> {
        report.say("## The check of the whole register");
        let before = Memory::now()?;
        let begun = Instant::now();
        let job = self.desk.request(CheckDuplicates {}).await?;
        let mut most = before.beyond_pages();
        let checked: DuplicatesChecked = loop {
            most = most.max(Memory::now()?.beyond_pages());
            match self.desk.request(GetJob { job: job.job.clone() }).await?.state {
                JobState::Running => tokio::time::sleep(LOOK).await,
                JobState::Finished { result } => break serde_json::from_value(result)?,
                JobState::Failed { error } => anyhow::bail!(error),
            }
        };
        let (took, memory) = (begun.elapsed().as_secs_f64(), most - before.beyond_pages());
        let rate = checked.records as f64 / took;
        report.say(&format!(
            "{} records are compared in {} s, {} a second, {} pairs are kept; at most {} MiB more than before are in use, \
             database pages left out.",
            checked.records,
            figure(took),
            figure(rate),
            checked.pairs,
            figure(memory),
        ));
        report.at_least("check of the whole register, people/s", rate, 500.0, "/s");
        report.under("memory while it runs, beyond what was there", memory, 50.0, "MiB");
        self.listed(report).await?;
        self.one_more(report).await?;
        self.beside(texts, report).await
    }

    /// How many of those registered twice are listed, and who else.
    async fn listed(&self, report: &mut Report) -> Result<()> {
        let open = self.desk.session()?;
        let kept = open.store.read(|conn| pairs::likeliest(conn, usize::MAX >> 1))?;
        let (mut right, mut others, mut likely_others) = (HashSet::new(), 0, 0);
        let kept: Vec<_> = kept.iter().map(|pair| (pair.one, pair.other)).collect();
        let mut judged = similar::judge(&open, &kept)?;
        judged.retain(|pair| pair.judgement.alerts());
        for pair in judged {
            let [one, other] = pair.patients.map(|id| open.store.read(|conn| patient::load(conn, &id)));
            let (Some(one), Some(other)) = (one?, other?) else { continue };
            match first_number(&one, &other).or_else(|| first_number(&other, &one)) {
                Some(number) => drop(right.insert(number)),
                None => {
                    others += 1;
                    likely_others += usize::from(pair.judgement.probability >= 0.5);
                }
            }
        }
        let begun = Instant::now();
        let page = self.desk.request(ListDuplicates::default()).await?;
        let took = millis(begun);
        let share = 100.0 * right.len() as f64 / TWICE as f64;
        report.say(&format!(
            "Of {TWICE} people who are registered twice {} are listed. {others} other pairs are, {likely_others} of them as likelier \
             one person than two. The page of the first fifty is there after {} ms and counts {} pairs.",
            right.len(),
            figure(took),
            page.total,
        ));
        report.at_least("registered twice, and listed", share, 97.0, "%");
        Ok(())
    }

    /// After the check somebody is registered: only they are compared.
    async fn one_more(&self, report: &mut Report) -> Result<()> {
        let person = again(self.people, 1, 6).into_iter().next().context("nobody")?.0;
        self.desk.request(RegisterPatient { person }).await?;
        let begun = Instant::now();
        let checked: DuplicatesChecked =
            hospital::finish(&self.desk, self.desk.request(CheckDuplicates {}).await?).await?;
        report.say(&format!(
            "After one registration the check compares {} record and takes {} ms.",
            checked.records,
            figure(millis(begun))
        ));
        Ok(())
    }

    /// Keys typed while the check goes on.
    async fn beside(&self, texts: &[String], report: &mut Report) -> Result<()> {
        self.desk.session()?.store.write(|tx| pairs::forget(tx, 0))?;
        let job = self.desk.request(CheckDuplicates {}).await?.job;
        let (begun, mut times) = (Instant::now(), Vec::new());
        for text in texts {
            times.extend(measure::keys(&self.desk, std::slice::from_ref(text)).await?.iter().map(|key| key.took));
            let is_running = matches!(self.desk.request(GetJob { job: job.clone() }).await?.state, JobState::Running);
            if !is_running || begun.elapsed() > SEARCHED {
                break;
            }
        }
        self.desk.request(CancelJob { job }).await?;
        let times = sorted(times);
        report.say(&format!(
            "{} keys typed while it runs are answered in {} ms in the middle, {} ms at the 99th percentile.",
            times.len(),
            figure(percentile(&times, 0.5)),
            figure(percentile(&times, 0.99)),
        ));
        report.under(
            "search per key while it runs, p99",
            percentile(&times, 0.99),
            if self.people > 100_000 { 60.0 } else { 20.0 },
            "ms",
        );
        Ok(())
    }

    /// The trial of a file, held against the question for each of its rows.
    pub async fn trial(&self, report: &mut Report) -> Result<()> {
        report.say("## The trial of a file");
        let strangers = People::new(78).take(ROWS / 2).map(|person| (person, String::new()));
        let rows: Vec<_> =
            again(self.people, ROWS / 2, 7).into_iter().zip(strangers).flat_map(|(one, other)| [one, other]).collect();
        let before = Memory::now()?;
        let begun = Instant::now();
        let told: ImportReport = hospital::import(&self.desk, &rows, ImportRun::Dry).await?;
        let took = begun.elapsed().as_secs_f64();
        let rate = rows.len() as f64 / took;
        let memory = Memory::now()?.beyond_pages() - before.beyond_pages();
        let asked: SimilarRows = {
            let upload = hospital::upload(&self.desk, &hospital::file(&rows[..ASKED])?).await?;
            let request = SimilarToFile { upload, mapping: hospital::mapping(), limit: 1 };
            let begun = Instant::now();
            let rows = hospital::finish(&self.desk, self.desk.request(request).await?).await?;
            report.say(&format!("Asked for one by one, a row takes {} ms.", figure(millis(begun) / ASKED as f64)));
            rows
        };
        let of = |line: u64| told.probably_here.iter().find(|here| here.line == line).map(|here| here.number.as_str());
        let mut table = Table::new("trial", &["of the first 1,000 rows", "rows"]);
        let count = |fits: &dyn Fn(Option<&str>, Option<&str>) -> bool| {
            asked.rows.iter().filter(|row| fits(of(row.line), alerted(row))).count().to_string()
        };
        table.row([
            "the trial and the question name the same patient".into(),
            count(&|trial, asked| trial.is_some() && trial == asked),
        ]);
        table.row(["neither names anybody".into(), count(&|trial, asked| trial.is_none() && asked.is_none())]);
        table.row(["only the question does".into(), count(&|trial, asked| trial.is_none() && asked.is_some())]);
        table.row(["only the trial does".into(), count(&|trial, asked| trial.is_some() && asked.is_none())]);
        table.row([
            "they name two patients".into(),
            count(&|trial, asked| trial.is_some() && asked.is_some() && trial != asked),
        ]);
        report.say(&format!(
            "{} rows, every other of them of somebody who is here, are tried in {} s, {} a second; {} are told to be here, {} to \
             stand in the file twice. {} MiB more are in use afterwards.",
            rows.len(),
            figure(took),
            figure(rate),
            told.probably_here.len(),
            told.probably_twice.len(),
            figure(memory),
        ));
        report.table(&table)?;
        report.at_least("trial of a file, rows/s", rate, 100.0, "/s");
        Ok(())
    }

    /// Locks the desk.
    pub fn lock(&self) {
        self.desk.lock();
    }
}

/// As whom an alert takes somebody.
fn alerted(row: &SimilarRow) -> Option<&str> {
    row.candidates.first().filter(|_| row.alert).map(|first| first.patient.number.as_str())
}

/// The number of the first registration, if one of two patients is the other registered once more.
fn first_number(one: &Patient, other: &Patient) -> Option<usize> {
    let first = other.person.note.strip_prefix(MARK)?.trim().parse().ok()?;
    (place(&one.number) == Some(first)).then_some(first)
}

/// Patients are numbered as they come: `BEN-01-000017-K` is the seventeenth.
fn place(number: &str) -> Option<usize> {
    number.split('-').nth(2)?.parse().ok()
}

/// So many of the people of a hospital once more, spread over it, each with a note that says whose registration came first.
fn again(people: usize, count: usize, seed: u64) -> Vec<(Person, String)> {
    let mut random = Random::new(seed);
    let step = (people / count).max(1);
    let mut again = Vec::with_capacity(count);
    // Not the same ones for every seed.
    let first = seed as usize % step;
    for (whose, person) in hospital::people(people).enumerate().skip(first).step_by(step).take(count) {
        let mut person = hospital::addressed(typed_again(&person, &mut random), whose);
        if again.len() % MOVED == 0 {
            person.address = Address::default();
        }
        again.push((person, format!("{MARK}{}", whose + 1)));
    }
    again
}
