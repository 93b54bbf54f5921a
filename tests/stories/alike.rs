//! A set of records as FEBRL makes them, of which the truth is known: who is found at the desk, and who is taken for somebody else.

use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_api::*;
use daybook_tests::febrl::{ADDRESS, KINDS, NAMES_AND_BIRTH, Row, Set, file};

use super::Bench;

const SEED: u64 = 1;
/// So many altered records, and so many of strangers, are asked for.
const ASKED: usize = 150;

fn mapping(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(field, heading)| ((*field).to_owned(), (*heading).to_owned())).collect()
}

impl Bench {
    async fn upload(&self, rows: impl IntoIterator<Item = &Row>) -> UploadId {
        let chunk = UploadChunk { upload: None, name: "f.csv".into(), base64: BASE64_STANDARD.encode(file(rows)) };
        self.desk.request(chunk).await.unwrap().upload
    }

    async fn bring_in(&self, people: &[Row], fields: &[(&str, &str)]) {
        let upload = self.upload(people).await;
        let mapping = mapping(fields);
        let start = StartImport { upload, mapping, run: ImportRun::Real, strictness: Strictness::Lenient, as_of: None };
        let report: ImportReport = self.finish(start).await;
        assert_eq!(report.patients, people.len() as u64);
    }

    async fn similar(&self, rows: impl IntoIterator<Item = &Row>, fields: &[(&str, &str)]) -> SimilarRows {
        let request = SimilarToFile { upload: self.upload(rows).await, mapping: mapping(fields), limit: 5 };
        self.finish(request).await
    }
}

/// Whose record it is, by the number the desk gave: they are numbered as they come.
fn whose(candidate: &SimilarPatient) -> usize {
    candidate.patient.number.split('-').nth(2).unwrap().parse::<usize>().unwrap() - 1
}

#[tokio::test(flavor = "multi_thread")]
async fn altered_records_find_whose_they_are_and_strangers_are_strangers() {
    let set = Set::new(KINDS[0], SEED);
    let bench = Bench::founded().await;
    let all_but_the_number = [NAMES_AND_BIRTH, ADDRESS].concat();
    bench.bring_in(&set.people, &[&all_but_the_number[..], &[("other_id", "soc_sec_id")]].concat()).await;
    // Of 150: first, among five, alerts at least; false alerts at most. A few are gone beyond finding: no name is left.
    for (fields, least, at_most) in
        [(&all_but_the_number[..], [149, 149, 147], 1), (NAMES_AND_BIRTH, [146, 148, 138], 3)]
    {
        let found = bench.similar(set.altered[..ASKED].iter().map(|(_, row)| row), fields).await;
        let places = found
            .rows
            .iter()
            .zip(&set.altered)
            .map(|(row, (truth, _))| row.candidates.iter().position(|candidate| whose(candidate) == *truth));
        let places: Vec<Option<usize>> = places.collect();
        let first = places.iter().filter(|place| **place == Some(0)).count();
        let five = places.iter().flatten().count();
        let reached = [first, five, found.alerts as usize];
        assert!(reached.iter().zip(least).all(|(reached, least)| *reached >= least), "{reached:?}, not {least:?}");
        let strangers = bench.similar(&set.strangers[..ASKED], fields).await;
        assert!(strangers.alerts <= at_most, "{} strangers raise an alert", strangers.alerts);
        println!("of {ASKED}: {reached:?}, {} strangers", strangers.alerts);
    }
}
