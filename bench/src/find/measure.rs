//! The measurements: each gives times in milliseconds or a share.

use std::{sync::Arc, time::Instant};

use anyhow::Result;
use daybook_api::{Birth, PatientRow, Person, RegisterPatient, SearchPatients, ShowSimilar, SimilarToForm};
use daybook_desk::{desk::Desk, store::StoreError};
use daybook_tests::random::Random;

use super::{hospital::born, typed};

/// Rows a screen asks for.
const LIMIT: u32 = 20;
/// Found means: among so many.
const FIRST: usize = 10;

/// Texts typed key by key: all that is asked on the way to each.
pub fn texts(people: &[Person], seed: u64) -> Vec<String> {
    let mut random = Random::new(seed);
    let texts = people.iter().filter_map(|person| {
        let way = typed::way(&mut random);
        typed::text(way, person, &mut random)
    });
    texts.collect()
}

/// The answer to a key.
pub struct Key {
    /// How much had been typed with it.
    pub letters: usize,
    /// In milliseconds.
    pub took: f64,
}

/// How long the answer to each key takes.
pub async fn keys(desk: &Arc<Desk>, texts: &[String]) -> Result<Vec<Key>> {
    let mut keys = Vec::new();
    for text in texts {
        for query in typed::keys(text) {
            let begun = Instant::now();
            search(desk, query).await?;
            keys.push(Key { letters: query.chars().count(), took: millis(begun) });
        }
    }
    Ok(keys)
}

/// The same of something else.
pub fn keys_of(texts: &[String], mut answer: impl FnMut(&str) -> Result<usize>) -> Result<Vec<f64>> {
    let mut times = Vec::new();
    for text in texts {
        for query in typed::keys(text) {
            let begun = Instant::now();
            answer(query)?;
            times.push(millis(begun));
        }
    }
    Ok(times)
}

/// Of how many, in a hundred, whose text is given the person is among the first ten; of how many somebody of the very same names is.
pub async fn found(desk: &Arc<Desk>, wanted: &[(&Person, String)]) -> Result<[f64; 2]> {
    let mut found = [0; 2];
    for (person, text) in wanted {
        let rows = search(desk, text).await?;
        let any = |fits: &dyn Fn(&PatientRow, &Person) -> bool| rows.iter().take(FIRST).any(|row| fits(row, person));
        found[0] += usize::from(any(&is));
        found[1] += usize::from(any(&is_called));
    }
    Ok(found.map(|found| 100.0 * found as f64 / wanted.len().max(1) as f64))
}

/// What is typed beside the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Also {
    /// Nothing.
    Nothing,
    /// The year of birth.
    Year,
    /// The date of birth.
    Date,
}

impl Also {
    /// All.
    pub const ALL: [Self; 3] = [Self::Nothing, Self::Year, Self::Date];

    /// For the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "names",
            Self::Year => "names and year of birth",
            Self::Date => "names and date of birth",
        }
    }

    fn text(self, person: &Person) -> Option<String> {
        match self {
            Self::Nothing => Some(String::new()),
            Self::Year => typed::year(&person.birth).map(|year| year.to_string()),
            Self::Date => matches!(person.birth, Birth::Day { .. }).then(|| born(&person.birth)),
        }
    }
}

/// Names with one slip in them, and what else is typed.
pub fn slips(people: &[Person], seed: u64, also: Also) -> Vec<(&Person, String)> {
    let mut random = Random::new(seed);
    let texts = people.iter().filter_map(|person| {
        let (names, also) = (typed::slipped(person, &mut random)?, also.text(person)?);
        Some((person, format!("{names} {also}").trim_end().to_owned()))
    });
    texts.collect()
}

/// How long similar patients to each form take.
pub async fn similar(desk: &Arc<Desk>, people: &[Person], seed: u64) -> Result<Vec<f64>> {
    let mut random = Random::new(seed);
    let mut times = Vec::with_capacity(people.len());
    for person in people {
        let mut person = person.clone();
        if let Some(text) = typed::slipped(&person, &mut random)
            && let Some((given, family)) = text.split_once(' ')
        {
            (person.given, person.family) = (given.to_owned(), family.to_owned());
        }
        let form = SimilarToForm { born: born(&person.birth), person, show: ShowSimilar::Telling, limit: 5 };
        let begun = Instant::now();
        desk.request(form).await?;
        times.push(millis(begun));
    }
    Ok(times)
}

/// For how many, in a hundred, who have never been here an alert is raised.
pub async fn false_alerts(desk: &Arc<Desk>, strangers: &[Person]) -> Result<f64> {
    let mut alerts = 0;
    for person in strangers {
        let form =
            SimilarToForm { born: born(&person.birth), person: person.clone(), show: ShowSimilar::Telling, limit: 1 };
        alerts += usize::from(desk.request(form).await?.alert);
    }
    Ok(100.0 * alerts as f64 / strangers.len().max(1) as f64)
}

/// How long registering each takes, and of that: bringing the register up to date, and writing what the person is found by.
pub async fn register(desk: &Arc<Desk>, people: &[Person]) -> Result<(Vec<f64>, Vec<f64>)> {
    let (mut whole, mut added) = (Vec::new(), Vec::new());
    for person in people {
        let begun = Instant::now();
        desk.request(RegisterPatient { person: person.clone() }).await?;
        whole.push(millis(begun));
        let begun = Instant::now();
        desk.session()?.store.with_register(|_, _| Ok::<_, StoreError>(()))?;
        let read = millis(begun);
        added.push(read + written(desk)?);
    }
    Ok((whole, added))
}

/// How long the record of the search log takes to be written, beside all else that is written with it.
fn written(desk: &Arc<Desk>) -> Result<f64> {
    let open = desk.session()?;
    let took = open.store.write(|tx| {
        let begun = Instant::now();
        tx.prepare_cached("INSERT INTO search_log (record) SELECT record FROM search_log ORDER BY id DESC LIMIT 1")?
            .execute([])?;
        Ok::<_, StoreError>(millis(begun))
    })?;
    Ok(took)
}

/// Rows for what was typed.
pub async fn search(desk: &Arc<Desk>, query: &str) -> Result<Vec<PatientRow>> {
    Ok(desk.request(SearchPatients { query: query.to_owned(), limit: LIMIT, ..SearchPatients::default() }).await?)
}

fn is_called(row: &PatientRow, person: &Person) -> bool {
    row.given == person.given && row.family == person.family
}

fn is(row: &PatientRow, person: &Person) -> bool {
    is_called(row, person) && born(&row.birth) == born(&person.birth) && row.phones.first() == person.phones.first()
}

/// In order.
pub fn sorted(mut times: Vec<f64>) -> Vec<f64> {
    times.sort_by(f64::total_cmp);
    times
}

/// Milliseconds since.
pub fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}
