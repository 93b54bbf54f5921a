//! Who may be meant: a bounded number of patients from the key that has the fewest, to be judged one by one.

use std::collections::BTreeSet;

use rusqlite::{Connection, Params, params};

use super::{
    keys::beginning,
    query::{Born, Number, Reading},
    slips,
};
use crate::{domain::names::is_particle, store::StoreError};

/// At most so many candidates from one key: what is judged for one key typed stays within milliseconds.
const MOST: i64 = 1_500;
/// At most so many seeks in the pairs while forgiving.
const MOST_SEEKS: usize = 400;
/// At most so many like words for one typed.
const MOST_ALIKE: usize = 48;

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
                by_number(conn, number, &mut docs)?;
            }
        }
        ([word], []) => by_word(conn, word, &mut docs)?,
        ([word], [number, ..]) => {
            by_word_and_birth(conn, word, number, &mut docs)?;
            by_phone(conn, number, &mut docs)?;
            by_code(conn, number, &mut docs)?;
        }
        ([longest, next, ..], _) => {
            by_pair(conn, next, longest, &mut docs)?;
        }
    }
    Ok(docs)
}

/// Candidates whose words are like those typed. `alike` holds the known words like each of [`telling`]'s.
pub fn forgiving(conn: &Connection, reading: &Reading, alike: &[Vec<Alike>]) -> Result<Docs, StoreError> {
    let mut docs = Docs::new();
    let words = telling(&reading.words);
    match (words.as_slice(), alike, reading.numbers.first()) {
        ([_], [alike], None) => {
            for like in alike {
                collect(
                    conn,
                    "SELECT doc FROM search_name WHERE word = ?1 LIMIT ?2",
                    params![like.word, MOST / 5],
                    &mut docs,
                )?;
            }
        }
        ([_], [alike], Some(number)) => {
            for like in alike {
                by_word_and_birth(conn, &like.text, number, &mut docs)?;
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
    let mut words = BTreeSet::new();
    let mut select = conn.prepare_cached("SELECT word FROM search_slip WHERE slip = ?1 LIMIT 500")?;
    for slip in slips::of(typed) {
        let rows = select.query_map([slip], |row| row.get::<_, i64>(0))?;
        for word in rows {
            words.insert(word?);
        }
    }
    let mut select = conn.prepare_cached("SELECT text, docs FROM search_word WHERE word = ?1 AND docs > 0")?;
    let mut found = Vec::new();
    for word in words {
        let mut rows = select.query([word])?;
        let Some(row) = rows.next()? else { continue };
        let (text, docs): (String, i64) = (row.get(0)?, row.get(1)?);
        let distance = strsim::osa_distance(typed, &text);
        if distance <= slips::allowed(typed.len()) {
            found.push((distance, std::cmp::Reverse(docs), Alike { word, text }));
        }
    }
    found.sort_by(|one, other| (one.0, one.1, &one.2.text).cmp(&(other.0, other.1, &other.2.text)));
    Ok(found.into_iter().take(MOST_ALIKE).map(|(_, _, alike)| alike).collect())
}

fn by_word(conn: &Connection, word: &str, docs: &mut Docs) -> Result<(), StoreError> {
    let exact = "SELECT n.doc FROM search_word w JOIN search_name n ON n.word = w.word WHERE w.text = ?1 LIMIT ?2";
    collect(conn, exact, params![word, MOST], docs)?;
    let begins = "SELECT n.doc FROM search_word w JOIN search_name n ON n.word = w.word
                  WHERE w.text > ?1 AND w.text < ?2 LIMIT ?3";
    collect(conn, begins, params![word, after(word), MOST - docs.len() as i64], docs)
}

fn by_pair(conn: &Connection, short: &str, long: &str, docs: &mut Docs) -> Result<(), StoreError> {
    for begins in beginnings(short) {
        let sql = "SELECT doc FROM search_pair WHERE begins = ?1 AND text >= ?2 AND text < ?3 LIMIT ?4";
        collect(conn, sql, params![begins, long, after(long), MOST], docs)?;
    }
    Ok(())
}

fn by_word_and_birth(conn: &Connection, word: &str, number: &Number, docs: &mut Docs) -> Result<(), StoreError> {
    let years: BTreeSet<u32> = number.births.iter().filter_map(|born| born.years()).flatten().collect();
    for begins in beginnings(word) {
        for year in &years {
            let sql = "SELECT doc FROM search_pair WHERE begins = ?1 AND text = ?2 LIMIT ?3";
            collect(conn, sql, params![begins, format!("{year:04}"), MOST], docs)?;
        }
    }
    // A day without a year is no key: the word has to lead.
    if number.births.iter().any(|born| matches!(born, Born::On(_))) {
        by_word(conn, word, docs)?;
    }
    Ok(())
}

fn by_number(conn: &Connection, number: &Number, docs: &mut Docs) -> Result<(), StoreError> {
    for born in &number.births {
        if let Born::Between(from, to) = born {
            let sql = "SELECT doc FROM search_birth WHERE birth BETWEEN ?1 AND ?2 LIMIT ?3";
            collect(conn, sql, params![from, to, MOST / 3], docs)?;
        }
    }
    by_phone(conn, number, docs)?;
    by_code(conn, number, docs)
}

fn by_phone(conn: &Connection, number: &Number, docs: &mut Docs) -> Result<(), StoreError> {
    for way in &number.phones {
        let sql = "SELECT doc FROM search_digits WHERE digits >= ?1 AND digits < ?2 LIMIT ?3";
        collect(conn, sql, params![way, after(way), MOST / 3], docs)?;
    }
    Ok(())
}

fn by_code(conn: &Connection, number: &Number, docs: &mut Docs) -> Result<(), StoreError> {
    number.code.iter().try_for_each(|code| by_code_beginning(conn, code, docs))
}

/// Those with an id that begins so.
pub fn by_code_beginning(conn: &Connection, code: &str, docs: &mut Docs) -> Result<(), StoreError> {
    let sql = "SELECT doc FROM search_code WHERE code >= ?1 AND code < ?2 LIMIT ?3";
    collect(conn, sql, params![code, after(code), MOST / 3], docs)
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
        let sql = "SELECT doc FROM search_pair WHERE begins = ?1 AND text = ?2 LIMIT ?3";
        collect(conn, sql, params![begins, word.text, MOST / 10], docs)?;
        if docs.len() as i64 > 2 * MOST {
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
