//! Finding, showing, registering patients.

use daybook_api::{
    Address, Birth, Date, ErrorCode, GetPatient, Identifier, Kin, MergePatients, PatientId, PatientRecord, PatientRow,
    Person, PersonPart, RegisterPatient, RestorePatient, SearchPatients, ShowHidden, UnmergePatients, WithdrawPatient,
};
use serde_json::{Value, json};

use super::words::{born, instant, name_of, table};
use crate::{
    args::{Register, Search},
    exit::{Failure, Verdict},
    terminal::Terminal,
};

/// Finds patients.
pub async fn search(terminal: &Terminal, search: Search) -> Result<Verdict, Failure> {
    let all = if search.all { ShowHidden::Yes } else { ShowHidden::No };
    let query = SearchPatients { query: search.query.join(" "), limit: search.limit, all };
    let rows = terminal.request(query).await?;
    let found: Vec<Value> = rows.iter().map(row_json).collect();
    terminal.output.result(&found, || match rows.len() {
        0 => "Nobody found.".to_owned(),
        _ => rows_table(&rows),
    });
    Ok(Verdict::Good)
}

fn row_json(row: &PatientRow) -> Value {
    json!({
        "number": row.number, "family": row.family, "given": row.given, "born": born(row.birth), "sex": row.sex,
        "phones": row.phones, "second_family": row.second_family, "second_given": row.second_given,
        "address": row.address, "died": row.died, "status": row.status, "why": sentences(row), "id": row.id,
    })
}

fn sentences(row: &PatientRow) -> Vec<String> {
    row.why.iter().map(ToString::to_string).collect()
}

fn rows_table(rows: &[PatientRow]) -> String {
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let name = format!("{}, {}", row.family, row.given);
            let phone = row.phones.first().cloned().unwrap_or_default();
            vec![
                row.number.clone(),
                name,
                born(row.birth).unwrap_or_default(),
                name_of(&row.sex),
                phone,
                sentences(row).join("; "),
            ]
        })
        .collect();
    table(&["NUMBER", "NAME", "BORN", "SEX", "PHONE", "WHY"], &rows)
}

/// Shows a patient.
pub async fn show(terminal: &Terminal, number: String) -> Result<Verdict, Failure> {
    let record = terminal.request(GetPatient { id: PatientId(number) }).await?;
    print(terminal, &record);
    Ok(Verdict::Good)
}

/// Registers a patient.
pub async fn register(terminal: &Terminal, form: Register) -> Result<Verdict, Failure> {
    let person = person(form)?;
    let record = terminal.request(RegisterPatient { person }).await?;
    print(terminal, &record);
    Ok(Verdict::Good)
}

/// Marks a registration as entered in error.
pub async fn withdraw(terminal: &Terminal, number: String, reason: String) -> Result<Verdict, Failure> {
    let record = terminal.request(GetPatient { id: PatientId(number) }).await?;
    let record = terminal.request(WithdrawPatient { id: record.id, reason }).await?;
    print(terminal, &record);
    Ok(Verdict::Good)
}

/// Takes a withdrawal back.
pub async fn restore(terminal: &Terminal, number: String) -> Result<Verdict, Failure> {
    let record = terminal.request(GetPatient { id: PatientId(number) }).await?;
    let record = terminal.request(RestorePatient { id: record.id }).await?;
    print(terminal, &record);
    Ok(Verdict::Good)
}

fn person(form: Register) -> Result<Person, Failure> {
    let identifiers = form.other_id.into_iter().map(|(kind, value)| Identifier { kind, value });
    Ok(Person {
        birth: birth(&form.born)?,
        given: form.given,
        family: form.family,
        second_given: form.second_given,
        second_family: form.second_family,
        sex: form.sex.into(),
        phones: form.phone,
        address: Address {
            lines: form.address,
            city: form.city,
            postcode: form.postcode,
            country: form.country,
            ..Address::default()
        },
        kin: Kin { name: form.kin, phone: form.kin_phone, ..Kin::default() },
        identifiers: identifiers.collect(),
        note: form.note,
        ..Person::default()
    })
}

fn birth(text: &str) -> Result<Birth, Failure> {
    daybook_api::parse_birth(text, today())
        .map_err(|error| daybook_api::ApiError::new(ErrorCode::Invalid, format!("--born: {error}")).into())
}

/// The local day.
fn today() -> Date {
    let now = jiff::Zoned::now();
    Date::new(now.year(), now.month() as u8, now.day() as u8).unwrap_or(Date::EPOCH)
}

/// Merges two records of one person.
pub async fn merge(terminal: &Terminal, keep: String, gone: String, take: Vec<PersonPart>) -> Result<Verdict, Failure> {
    let keep = terminal.request(GetPatient { id: PatientId(keep) }).await?;
    let gone = terminal.request(GetPatient { id: PatientId(gone) }).await?;
    let mut after = keep.person.filled_from(&gone.person);
    take.iter().for_each(|part| part.copy(&gone.person, &mut after));
    let merge = MergePatients { keep: keep.id, gone: gone.id, before: keep.person, other: gone.person, after };
    print(terminal, &terminal.request(merge).await?);
    Ok(Verdict::Good)
}

/// Takes a merge back.
pub async fn unmerge(terminal: &Terminal, number: String) -> Result<Verdict, Failure> {
    print(terminal, &terminal.request(UnmergePatients { gone: PatientId(number) }).await?);
    Ok(Verdict::Good)
}

fn print(terminal: &Terminal, record: &PatientRecord) {
    terminal.output.result(record, || in_words(record));
}

fn in_words(record: &PatientRecord) -> String {
    let person = &record.person;
    let mut lines = vec![format!("{}  {}, {} {}", record.number, person.family, person.given, person.title)];
    let mut say = |label: &str, text: String| {
        if !text.trim().is_empty() {
            lines.push(format!("  {label:<12} {text}"));
        }
    };
    say("also", format!("{} {}", person.second_given, person.second_family));
    say("born", person.birth.for_people(None));
    say("sex", name_of(&person.sex));
    say("died", person.died.map(|day| day.to_string()).unwrap_or_default());
    say("phones", person.phones.join(", "));
    say("address", address(&person.address));
    say("next of kin", [&person.kin.name, &person.kin.relation, &person.kin.phone].map(String::as_str).join(" "));
    for identifier in &person.identifiers {
        say("other id", format!("{} {}", identifier.kind, identifier.value));
    }
    say("language", person.language.clone());
    say("note", person.note.replace('\n', "; "));
    say("status", name_of(&record.status));
    say("merged into", record.merged_into.as_ref().map(|into| into.number.clone()).unwrap_or_default());
    say("merged", record.merged.iter().map(|gone| gone.number.as_str()).collect::<Vec<_>>().join(", "));
    for row in &record.history {
        let what = match row.field.as_str() {
            "" => row.act.clone(),
            field => format!("{field} {:?} -> {:?}", row.from.to_string(), row.to.to_string()),
        };
        say("history", format!("{} {} desk {}: {what}", instant(row.at), row.who, row.desk));
    }
    lines.join("\n")
}

fn address(address: &Address) -> String {
    let parts = [&address.lines, &address.postcode, &address.city, &address.district, &address.country];
    parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
}
