//! Whatever bytes a file holds, reading it ends without a panic, loses no record and says nothing of what it read.
#![allow(clippy::unwrap_used, clippy::panic)]

use daybook_api::{Date, Severity, Strictness};
use daybook_desk::import::{ImportFile, ReadOptions, Subject};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

fn options(strictness: Strictness) -> ReadOptions {
    ReadOptions { strictness, ..ReadOptions::on(Date::new(2026, 11, 22).unwrap()) }
}

fn read(bytes: &[u8]) {
    let Ok(file) = ImportFile::open(bytes) else { return };
    let preview = file.preview();
    for strictness in [Strictness::Lenient, Strictness::Strict] {
        if let Ok(records) = file.records(&options(strictness)) {
            assert!(records.count() as u64 <= preview.records);
        }
    }
}

/// Pieces that files are made of, so that damage lands where it hurts.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "given,family,born,sex,phone\n",
        "rec_id, given_name, surname\n",
        "\"",
        ",",
        ";",
        "\t",
        "\r\n",
        "\n",
        " ",
        "sep=;\n",
        "19371233",
        "03/04/1987",
        "M",
        "é",
        "王",
        "\u{feff}",
        "{\"resourceType\":\"Patient\"",
        ",\"name\":[",
        "{\"family\":\"X\"}",
        "]",
        "}",
        "{\"resourceType\":\"Bundle\",\"entry\":[",
        "{\"resource\":",
        "null",
        "\"birthDate\":\"1987\"",
        "-1e999",
        "\\ud800",
        "[",
        "\0",
    ]);
    let bytes = prop_oneof![4 => piece.prop_map(|piece| piece.as_bytes().to_vec()), 1 => prop::collection::vec(any::<u8>(), 0..6)];
    prop::collection::vec(bytes, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        read(&bytes);
    }

    #[test]
    fn any_pieces_are_survived(bytes in pieces()) {
        read(&bytes);
    }

    #[test]
    fn any_cells_come_through_a_csv(rows in prop::collection::vec((r"[\PC\n]{1,20}", r"[\PC]{0,12}"), 1..20)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["given", "family", "source_id"]).unwrap();
        for (index, (given, family)) in rows.iter().enumerate() {
            writer.write_record([given.as_str(), family.as_str(), &format!("#{index}")]).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let file = ImportFile::open(&bytes).unwrap();
        let records: Vec<_> = file.records(&options(Strictness::Lenient)).unwrap().collect();
        prop_assert_eq!(records.len(), rows.len());
        for (record, (given, family)) in records.iter().zip(&rows) {
            match record {
                Ok(record) => {
                    let Subject::Patient(person) = &record.subject else { panic!() };
                    prop_assert_eq!(words(&person.given), words(given));
                    prop_assert_eq!(words(&person.family), words(family));
                }
                Err(line) => prop_assert_eq!(line.severity, Severity::Refused),
            }
        }
    }
}

/// The words of a text, in the one form (NFC) in which equal texts are equal bytes.
fn words(text: &str) -> Vec<String> {
    let composed: String = text.nfc().collect();
    let words = composed.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}
