//! A hospital with the people of a set, asked for each altered record and each stranger through a file, as an administrator asks.

use std::{fmt, ops::AddAssign, sync::Arc};

use anyhow::{Context, Result, bail};
use daybook_api::{ImportReport, ImportRun, SimilarRow, SimilarRows, SimilarToFile, StartImport, Strictness};
use daybook_desk::desk::Desk;
use daybook_tests::febrl::{ADDRESS, NAMES_AND_BIRTH, Row, Set, file};

use crate::find::hospital;

const NUMBER: (&str, &str) = ("other_id", "soc_sec_id");

/// What is told of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Names, birth, address.
    AllButTheNumber,
    /// Names and birth.
    NamesAndBirth,
}

impl Asked {
    /// Both.
    pub const ALL: [Self; 2] = [Self::AllButTheNumber, Self::NamesAndBirth];

    /// For the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::AllButTheNumber => "all but the number",
            Self::NamesAndBirth => "names and birth",
        }
    }

    /// First, among five, alert, in a hundred; and false alerts at most.
    pub fn limits(self) -> (f64, f64, f64, f64) {
        match self {
            Self::AllButTheNumber => (99.8, 99.9, 99.0, 0.15),
            Self::NamesAndBirth => (97.5, 99.0, 90.0, 1.0),
        }
    }

    fn mapping(self) -> Vec<(String, String)> {
        let address = if self == Self::AllButTheNumber { ADDRESS } else { &[] };
        mapping(&[NAMES_AND_BIRTH, address].concat())
    }
}

/// Counts of what came.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// Altered records asked for.
    pub altered: usize,
    first: usize,
    five: usize,
    alerts: usize,
    /// Records of strangers asked for.
    pub strangers: usize,
    /// Alerts for them.
    pub false_alerts: usize,
}

impl Figures {
    /// In a hundred: the right one first.
    pub fn first(&self) -> f64 {
        share(self.first, self.altered)
    }

    /// In a hundred: the right one among five.
    pub fn five(&self) -> f64 {
        share(self.five, self.altered)
    }

    /// In a hundred: an alert for an altered record.
    pub fn alert(&self) -> f64 {
        share(self.alerts, self.altered)
    }

    /// In a hundred: an alert for a stranger.
    pub fn false_share(&self) -> f64 {
        share(self.false_alerts, self.strangers)
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, five, alert) = (self.first(), self.five(), self.alert());
        write!(f, "first {first:.2}, five {five:.2}, alert {alert:.2}, false {}/{}", self.false_alerts, self.strangers)
    }
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.altered += other.altered;
        self.first += other.first;
        self.five += other.five;
        self.alerts += other.alerts;
        self.strangers += other.strangers;
        self.false_alerts += other.false_alerts;
    }
}

fn share(count: usize, of: usize) -> f64 {
    100.0 * count as f64 / of.max(1) as f64
}

/// Founds a hospital with the set's people and asks for all its records, told in both ways.
pub async fn ask(set: &Set) -> Result<Vec<(Asked, Figures)>> {
    std::fs::create_dir_all("target/bench")?;
    let folder = tempfile::tempdir_in("target/bench")?;
    let desk = hospital::open(folder.path())?;
    hospital::found(&desk).await?;
    bring_in(&desk, &set.people).await?;
    let mut all = Vec::new();
    for asked in Asked::ALL {
        let altered = rows(&desk, asked, set.altered.iter().map(|(_, row)| row)).await?;
        let strangers = rows(&desk, asked, &set.strangers).await?;
        all.push((asked, figures(set, &altered, &strangers)?));
    }
    desk.lock();
    Ok(all)
}

async fn bring_in(desk: &Arc<Desk>, people: &[Row]) -> Result<()> {
    let start = StartImport {
        upload: hospital::upload(desk, file(people).as_bytes()).await?,
        mapping: mapping(&[NAMES_AND_BIRTH, ADDRESS, &[NUMBER]].concat()),
        run: ImportRun::Real,
        strictness: Strictness::Lenient,
        as_of: None,
    };
    let report: ImportReport = hospital::finish(desk, desk.request(start).await?).await?;
    if report.patients != people.len() as u64 {
        bail!("{} of {} people were brought in", report.patients, people.len());
    }
    Ok(())
}

async fn rows<'a>(desk: &Arc<Desk>, asked: Asked, rows: impl IntoIterator<Item = &'a Row>) -> Result<Vec<SimilarRow>> {
    let upload = hospital::upload(desk, file(rows).as_bytes()).await?;
    let request = SimilarToFile { upload, mapping: asked.mapping(), limit: 5 };
    let found: SimilarRows = hospital::finish(desk, desk.request(request).await?).await?;
    Ok(found.rows)
}

fn figures(set: &Set, altered: &[SimilarRow], strangers: &[SimilarRow]) -> Result<Figures> {
    let mut figures = Figures { altered: altered.len(), strangers: strangers.len(), ..Figures::default() };
    for ((whose, _), row) in set.altered.iter().zip(altered) {
        let place = row.candidates.iter().map(|candidate| whose_number(&candidate.patient.number));
        let place = place.collect::<Result<Vec<_>>>()?.into_iter().position(|found| found == *whose);
        figures.first += usize::from(place == Some(0));
        figures.five += usize::from(place.is_some_and(|place| place < 5));
        figures.alerts += usize::from(row.alert);
    }
    figures.false_alerts = strangers.iter().filter(|row| row.alert).count();
    Ok(figures)
}

/// Patients are numbered as they come: `BEN-01-000017-K` is the seventeenth.
fn whose_number(number: &str) -> Result<usize> {
    let count = number.split('-').nth(2).and_then(|count| count.parse::<usize>().ok());
    count.and_then(|count| count.checked_sub(1)).context("a number of another form")
}

fn mapping(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(field, heading)| ((*field).to_owned(), (*heading).to_owned())).collect()
}
