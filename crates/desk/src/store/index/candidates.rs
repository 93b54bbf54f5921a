//! Who may be meant: a bounded number of patients from the key that has the fewest, to be judged one by one.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use rusqlite::{Connection, Params, params};

use super::{
    keys::beginning,
    query::{Born, Number, Reading},
    slips,
};
use crate::{domain::names::is_particle, store::StoreError};

/// At most so many candidates from a key that leaves more to be met: what is judged for one key typed stays within milliseconds.
const MOST: usize = 1_200;
/// At most so many from a key that meets all there is to meet: a list nobody reads to its end. The newest registrations count.
const MET: usize = 200;
/// At most so many row numbers are read from one key.
const SCANNED: usize = 4_000;
/// At most so many seeks in the pairs while forgiving.
const MOST_SEEKS: usize = 160;
/// At most so many like words for one typed.
const MOST_ALIKE: usize = 24;

/// Row numbers of patients to judge.
pub type Docs = BTreeSet<i64>;

/// A known word like one typed.
#[derive(Clone, Debug)]
pub struct Alike {
    word: i64,
    /// The word as folded.
    pub text: String,
}

/// Candidates whose words begin as typed.
pub fn strict(conn: &Connection, reading: &Reading) -> Result<Docs, StoreError> {
    let mut docs = Docs::new();
    let words = telling(&reading.words);
    match (words.as_slice(), reading.numbers.as_slice()) {
        ([], numbers) => {
            if let Some(number) = numbers.first() {
                by_number(conn, number, most(numbers.len() == 1), &mut docs)?;
            }
        }
        ([word], []) => by_word(conn, word, most(reading.words.len() == 1), &mut docs)?,
        ([word], [number, ..]) => {
            by_word_and_birth(conn, word, number, MOST, &mut docs)?;
            by_phone(conn, number, MOST, &mut docs)?;
            by_code(conn, number, MOST, &mut docs)?;
        }
        ([longest, next, ..], _) => by_pair(conn, next, longest, &mut docs)?,
    }
    Ok(docs)
}

fn most(all_met: bool) -> usize {
    if all_met { MET } else { MOST }
}

/// Candidates whose words are like those typed. `alike` holds the known words like each of [`telling`]'s.
pub fn forgiving(conn: &Connection, reading: &Reading, alike: &[Vec<Alike>]) -> Result<Docs, StoreError> {
    let mut docs = Docs::new();
    let words = telling(&reading.words);
    match (words.as_slice(), alike, reading.numbers.first()) {
        ([_], [alike], None) => {
            for like in alike {
                let sql = "SELECT doc FROM search_name WHERE word = ?1 ORDER BY doc DESC LIMIT ?2";
                collect(conn, sql, params![like.word, MET / 4], &mut docs)?;
            }
        }
        ([_], [alike], Some(number)) => {
            for like in alike {
                by_word_and_birth(conn, &like.text, number, MET / 4, &mut docs)?;
            }
        }
        ([longest, next, ..], [like_longest, like_next, ..], _) => {
            beside(conn, like_longest, next, like_next, &mut docs)?;
            beside(conn, like_next, longest, like_longest, &mut docs)?;
        }
        _ => {}
    }
    Ok(docs)
}

/// The words that tell most, the longest first; particles only where there is nothing else.
pub fn telling(words: &[String]) -> Vec<String> {
    let mut telling: Vec<String> = words.iter().filter(|word| !is_particle(word)).cloned().collect();
    if telling.is_empty() {
        telling = words.to_vec();
    }
    telling.sort_by_key(|word| std::cmp::Reverse(word.len()));
    telling.dedup();
    telling
}

/// Known words within the letters that are forgiven, the nearest and commonest first.
pub fn alike(conn: &Connection, typed: &str) -> Result<Vec<Alike>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT w.word, w.text, w.docs FROM search_slip s JOIN search_word w ON w.word = s.word WHERE s.slip = ?1 AND w.docs > 0 LIMIT 500",
    )?;
    let mut found = BTreeMap::new();
    for slip in slips::of(typed) {
        let mut rows = select.query([slip])?;
        while let Some(row) = rows.next()? {
            let text = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            let distance = strsim::osa_distance(typed, text);
            if distance <= slips::allowed(typed.len()) {
                let (word, docs): (i64, i64) = (row.get(0)?, row.get(2)?);
                found.insert((distance, Reverse(docs), text.to_owned()), word);
            }
        }
    }
    Ok(found.into_iter().take(MOST_ALIKE).map(|((_, _, text), word)| Alike { word, text }).collect())
}

fn by_word(conn: &Connection, word: &str, most: usize, docs: &mut Docs) -> Result<(), StoreError> {
    let exact = "SELECT n.doc FROM search_word w JOIN search_name n ON n.word = w.word
                 WHERE w.text = ?1 ORDER BY n.doc DESC LIMIT ?2";
    collect(conn, exact, params![word, most], docs)?;
    let begins = "SELECT n.doc FROM search_word w CROSS JOIN search_name n ON n.word = w.word
                  WHERE w.text > ?1 AND w.text < ?2 LIMIT ?3";
    collect(conn, begins, params![word, after(word), most.saturating_sub(docs.len())], docs)
}

/// Both words at once. Where the shorter one's two letters leave many, the pair is asked the other way round too: row numbers are cheap, judging is not.
fn by_pair(conn: &Connection, short: &str, long: &str, docs: &mut Docs) -> Result<(), StoreError> {
    let mut found = beside_beginning(conn, short, long)?;
    if found.len() > MET && short.len() > 2 {
        let reverse = beside_beginning(conn, long, short)?;
        if reverse.len() < SCANNED || found.len() < SCANNED {
            found = found.intersection(&reverse).copied().collect();
        }
    }
    docs.extend(found.into_iter().rev().take(MOST));
    Ok(())
}

fn beside_beginning(conn: &Connection, begins: &str, text: &str) -> Result<Docs, StoreError> {
    let mut docs = Docs::new();
    for begins in beginnings(begins) {
        let sql = "SELECT doc FROM search_pair WHERE begins = ?1 AND text >= ?2 AND text < ?3 LIMIT ?4";
        collect(conn, sql, params![begins, text, after(text), SCANNED], &mut docs)?;
    }
    Ok(docs)
}

fn by_word_and_birth(
    conn: &Connection,
    word: &str,
    number: &Number,
    most: usize,
    docs: &mut Docs,
) -> Result<(), StoreError> {
    let years: BTreeSet<u32> = number.births.iter().filter_map(|born| born.years()).flatten().collect();
    for begins in beginnings(word) {
        for year in &years {
            let sql = "SELECT doc FROM search_pair WHERE begins = ?1 AND text = ?2 ORDER BY doc DESC LIMIT ?3";
            collect(conn, sql, params![begins, format!("{year:04}"), most], docs)?;
        }
    }
    // A day without a year is no key: the word has to lead.
    if number.births.iter().any(|born| matches!(born, Born::On(_))) {
        by_word(conn, word, most, docs)?;
    }
    Ok(())
}

fn by_number(conn: &Connection, number: &Number, most: usize, docs: &mut Docs) -> Result<(), StoreError> {
    for born in &number.births {
        if let Born::Between(from, to) = born {
            let sql = "SELECT doc FROM search_birth WHERE birth BETWEEN ?1 AND ?2 LIMIT ?3";
            collect(conn, sql, params![from, to, most], docs)?;
        }
    }
    by_phone(conn, number, most, docs)?;
    by_code(conn, number, most, docs)
}

fn by_phone(conn: &Connection, number: &Number, most: usize, docs: &mut Docs) -> Result<(), StoreError> {
    for way in &number.phones {
        let sql = "SELECT doc FROM search_digits WHERE digits >= ?1 AND digits < ?2 LIMIT ?3";
        collect(conn, sql, params![way, after(way), most / 2], docs)?;
    }
    Ok(())
}

fn by_code(conn: &Connection, number: &Number, most: usize, docs: &mut Docs) -> Result<(), StoreError> {
    number.code.iter().try_for_each(|code| by_code_beginning(conn, code, most / 2, docs))
}

/// Those with an id that begins so.
pub fn by_code_beginning(conn: &Connection, code: &str, most: usize, docs: &mut Docs) -> Result<(), StoreError> {
    let sql = "SELECT doc FROM search_code WHERE code >= ?1 AND code < ?2 LIMIT ?3";
    collect(conn, sql, params![code, after(code), most], docs)
}

/// Those who have one of `words` beside something that begins like `other` or a word like it.
fn beside(
    conn: &Connection,
    words: &[Alike],
    other: &str,
    like_other: &[Alike],
    docs: &mut Docs,
) -> Result<(), StoreError> {
    let mut begins: Vec<&str> = vec![beginning(other)];
    for like in like_other {
        if !begins.contains(&beginning(&like.text)) {
            begins.push(beginning(&like.text));
        }
    }
    let seeks = words.iter().flat_map(|word| begins.iter().map(move |begins| (begins, word)));
    for (begins, word) in seeks.take(MOST_SEEKS) {
        let sql = "SELECT doc FROM search_pair WHERE begins = ?1 AND text = ?2 ORDER BY doc DESC LIMIT ?3";
        collect(conn, sql, params![begins, word.text, MET / 2], docs)?;
        if docs.len() > MOST {
            break;
        }
    }
    Ok(())
}

/// The two-letter beginnings a typed word can have: of one letter all that begin with it.
fn beginnings(word: &str) -> Vec<String> {
    match word.len() {
        1 => std::iter::once(word.to_owned()).chain(('a'..='z').map(|next| format!("{word}{next}"))).collect(),
        _ => vec![beginning(word).to_owned()],
    }
}

/// The first text behind all that begin so; keys are plain letters and digits.
fn after(begins: &str) -> String {
    format!("{begins}~")
}

fn collect(conn: &Connection, sql: &str, parameters: impl Params, docs: &mut Docs) -> Result<(), StoreError> {
    let mut select = conn.prepare_cached(sql)?;
    let rows = select.query_map(parameters, |row| row.get::<_, i64>(0))?;
    for doc in rows {
        docs.insert(doc?);
    }
    Ok(())
}
