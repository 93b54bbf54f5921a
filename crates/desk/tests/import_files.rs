//! Real files are read as a desk needs them: FEBRL, Synthea, the official FHIR examples. Skips, and says so, where they are absent.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

use std::{collections::BTreeMap, fs, path::PathBuf};

use daybook_api::{Birth, Date, DoctorForm, ImportFormat, ImportLine, Person, Severity, Sex, Strictness};
use daybook_desk::import::{ImportFile, Parsed, ReadOptions, Subject};

fn shared(path: &str) -> Option<Vec<u8>> {
    let data = std::env::var_os("DAYBOOK_SHARED_DATA").map(PathBuf::from);
    let data = data.unwrap_or_else(|| [env!("CARGO_MANIFEST_DIR"), "../../../shared/data"].iter().collect());
    let read = fs::read(data.join(path));
    if read.is_err() {
        eprintln!("SKIPPED: ../shared/data/{path} is not here");
    }
    read.ok()
}

fn options() -> ReadOptions {
    ReadOptions::on(Date::new(2026, 11, 22).unwrap())
}

fn parse(bytes: &[u8], options: &ReadOptions) -> Vec<Parsed> {
    ImportFile::open(bytes).unwrap().records(options).unwrap().collect()
}

fn patients(parsed: &[Parsed]) -> Vec<&Person> {
    let taken = parsed.iter().filter_map(|parsed| parsed.as_ref().ok());
    taken
        .filter_map(|record| if let Subject::Patient(person) = &record.subject { Some(&**person) } else { None })
        .collect()
}

fn doctors(parsed: &[Parsed]) -> Vec<&DoctorForm> {
    let taken = parsed.iter().filter_map(|parsed| parsed.as_ref().ok());
    taken.filter_map(|record| if let Subject::Doctor(form) = &record.subject { Some(&**form) } else { None }).collect()
}

fn day(year: i16, month: u8, day: u8) -> Birth {
    Birth::Day { date: Date::new(year, month, day).unwrap() }
}

#[test]
fn all_of_febrl_is_read() {
    let Some(bytes) = shared("patients/febrl1.csv") else { return };
    let file = ImportFile::open(&bytes).unwrap();
    assert_eq!((file.format(), file.count()), (ImportFormat::Csv, 1000));
    assert_eq!(file.remarks(&options()).unwrap(), []);
    let parsed = parse(&bytes, &options());
    let people = patients(&parsed);
    assert_eq!(people.len(), 1000);
    let (first, second) = (people[0], people[1]);
    assert_eq!((first.given.as_str(), first.family.as_str(), first.sex), ("", "waller", Sex::NotRecorded));
    assert_eq!(first.birth, day(1908, 12, 9));
    assert_eq!(first.address.lines, "6 tullaroop street, willaroo");
    assert_eq!((first.address.city.as_str(), first.address.district.as_str()), ("st james", "wa"));
    assert_eq!(second.identifiers[1].value, "7364009");
    let warnings: Vec<&ImportLine> = parsed.iter().flatten().flat_map(|record| &record.warnings).collect();
    assert_eq!(warnings.len(), 3, "three dates of FEBRL are impossible");
    let kept = |text: &str| people.iter().filter(|person| person.note.contains(text)).count();
    assert_eq!(kept("born: 19371233") + kept("born: 19729518") + kept("born: 19339026"), 3);
}

#[test]
fn strict_refuses_what_febrl_has_wrong() {
    let Some(bytes) = shared("patients/febrl1.csv") else { return };
    let parsed = parse(&bytes, &ReadOptions { strictness: Strictness::Strict, ..options() });
    let refused: Vec<&ImportLine> = parsed.iter().filter_map(|parsed| parsed.as_ref().err()).collect();
    assert_eq!(refused.len(), 3);
    assert!(refused.iter().all(|line| line.field.as_deref() == Some("born") && !line.reason.contains("19")));
}

#[test]
fn febrl_is_read_by_a_mapping_too() {
    let Some(bytes) = shared("patients/febrl1.csv") else { return };
    let told = [("given", "given_name"), ("family", "surname"), ("born", "date_of_birth"), ("other_id", "rec_id")];
    let mapping = told.map(|(field, heading)| (field.to_owned(), heading.to_owned())).to_vec();
    let options = ReadOptions { mapping, ..options() };
    let parsed = parse(&bytes, &options);
    assert_eq!(patients(&parsed).len(), 1000);
    assert_eq!(patients(&parsed)[1].address, daybook_api::Address::default());
    let left_out = ImportFile::open(&bytes).unwrap().remarks(&options).unwrap();
    assert_eq!(left_out.len(), 7);
}

#[test]
fn all_of_synthea_is_read() {
    let Some(bytes) = shared("patients/synthea-patients.ndjson") else { return };
    let parsed = parse(&bytes, &options());
    let people = patients(&parsed);
    assert_eq!(people.len(), 300);
    assert!(parsed.iter().flatten().all(|record| record.warnings.is_empty()));
    let abdul = people[0];
    assert_eq!((abdul.given.as_str(), abdul.family.as_str(), abdul.title.as_str()), ("Abdul", "Koepp", "Mr."));
    assert_eq!((abdul.sex, abdul.birth), (Sex::Male, day(1956, 8, 3)));
    assert_eq!((abdul.phones[0].as_str(), abdul.language.as_str()), ("555-978-4581", "English"));
    assert_eq!(abdul.address.lines, "313 Lockman Row Suite 4");
    assert_eq!(abdul.identifiers[2].kind, "Social Security Number");
    assert_eq!(people.iter().filter(|person| person.died.is_some()).count(), 55);
    let mut sources: Vec<_> = parsed.iter().flatten().map(|record| record.source).collect();
    sources.sort();
    sources.dedup();
    assert_eq!(sources.len(), 300);
}

#[test]
fn all_synthea_practitioners_are_read() {
    let Some(bytes) = shared("patients/synthea-practitioners.ndjson") else { return };
    let parsed = parse(&bytes, &options());
    assert_eq!(doctors(&parsed).len(), 60);
    let first = doctors(&parsed)[0];
    assert_eq!((first.given.as_str(), first.family.as_str(), first.title.as_str()), ("Sharyl", "Hilpert", "Dr."));
    assert_eq!(first.identifier, "NPI 160");
}

/// What becomes of each official example, and why.
#[test]
fn official_examples_are_read_or_refused_with_a_reason() {
    let Some(_) = shared("fhir/Patient-example.json") else { return };
    let mut outcome = String::new();
    for name in EXAMPLES {
        let bytes = shared(&format!("fhir/{name}.json")).unwrap();
        for parsed in parse(&bytes, &options()) {
            outcome.push_str(&format!("{name}: {}\n", told(&parsed)));
        }
    }
    let golden = include_str!("golden/fhir_examples.txt");
    assert_eq!(outcome, golden, "\n{outcome}");
}

fn told(parsed: &Parsed) -> String {
    let line =
        |line: &ImportLine| format!("{:?} {} {}", line.severity, line.field.as_deref().unwrap_or("-"), line.reason);
    match parsed {
        Err(refused) => line(refused),
        Ok(record) => {
            let subject = match &record.subject {
                Subject::Patient(person) => serde_json::to_value(person).unwrap(),
                Subject::Doctor(form) => serde_json::to_value(form).unwrap(),
            };
            let warnings: Vec<String> = record.warnings.iter().map(line).collect();
            format!("{} {warnings:?}", spare(&subject))
        }
    }
}

/// JSON without empty fields, in alphabetical order whatever else of the workspace asks of serde_json.
fn spare(value: &serde_json::Value) -> serde_json::Value {
    let empty = |value: &serde_json::Value| {
        value.is_null()
            || value == ""
            || value.as_array().is_some_and(Vec::is_empty)
            || value.as_object().is_some_and(|map| map.is_empty())
    };
    match value {
        serde_json::Value::Object(map) => {
            let full = map.iter().map(|(key, value)| (key.clone(), spare(value))).filter(|(_, value)| !empty(value));
            full.collect::<BTreeMap<_, _>>().into_iter().collect()
        }
        other => other.clone(),
    }
}

#[test]
fn roles_join_their_practitioners_in_a_bundle() {
    let (Some(doctor), Some(role)) =
        (shared("fhir/Practitioner-example.json"), shared("fhir/PractitionerRole-example.json"))
    else {
        return;
    };
    let resource = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).unwrap();
    let bundle = serde_json::json!({
        "resourceType": "Bundle", "type": "collection",
        "entry": [{ "resource": resource(&role) }, { "resource": resource(&doctor) }],
    });
    let parsed = parse(bundle.to_string().as_bytes(), &options());
    assert_eq!(parsed[0].as_ref().unwrap_err().severity, Severity::Skipped);
    let adam = doctors(&parsed)[0];
    assert_eq!(adam.speciality, "General medical practice");
    assert_eq!(adam.room, "South Wing, second floor");
    assert_eq!(adam.hours.len(), 5);
    assert_eq!((adam.hours[4].weekday, adam.hours[4].from, adam.hours[4].to), (5, 540, 720));
}

#[test]
fn a_cut_file_refuses_its_last_line_only() {
    let Some(bytes) = shared("patients/synthea-patients.ndjson") else { return };
    let end = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(2).unwrap().0 + 100;
    let parsed = parse(&bytes[..end], &options());
    assert_eq!(patients(&parsed).len(), 3);
    let refused = parsed[3].as_ref().unwrap_err();
    assert_eq!((refused.line, refused.severity), (4, Severity::Refused));
}

const EXAMPLES: &[&str] = &[
    "Patient-animal",
    "Patient-ch-example",
    "Patient-dicom",
    "Patient-example",
    "Patient-f201",
    "Patient-glossy",
    "Patient-ihe-pcd",
    "Patient-infant-mom",
    "Patient-infant-twin-1",
    "Patient-infant-twin-2",
    "Patient-mom",
    "Patient-newborn",
    "Patient-pat1",
    "Patient-pat2",
    "Patient-pat3",
    "Patient-pat4",
    "Patient-proband",
    "Patient-xds",
    "Practitioner-example",
    "Practitioner-f001",
    "Practitioner-f002",
    "Practitioner-f003",
    "Practitioner-f005",
    "Practitioner-f006",
    "Practitioner-f007",
    "PractitionerRole-example",
    "Appointment-example",
    "Slot-example",
];

/// Every kind of refusal and warning that a table can earn, word for word.
#[test]
fn a_messy_table_is_told_line_by_line() {
    let bytes = include_bytes!("golden/messy.csv");
    let mut report = String::new();
    let file = ImportFile::open(bytes).unwrap();
    for line in file.remarks(&options()).unwrap() {
        report.push_str(&format!(
            "{} {:?} {} {}\n",
            line.line,
            line.severity,
            line.field.as_deref().unwrap_or("-"),
            line.reason
        ));
    }
    for parsed in parse(bytes, &options()) {
        let line = parsed.as_ref().map_or_else(|refused| refused.line, |record| record.line);
        report.push_str(&format!("{line} {}\n", told(&parsed)));
    }
    assert_eq!(report, include_str!("golden/messy.txt"), "\n{report}");
}
