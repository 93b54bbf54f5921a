//! An import carried out: record by record into signed entries of many patients each, or only told.

use std::collections::HashMap;

use daybook_api::{ApiError, DoctorForm, ErrorCode, ImportLine, ImportReport, ImportRun, Person, Severity};
use daybook_ledger::{Act, Id, Operation};
use rusqlite::{Connection, Transaction};

use super::{
    ImportFile, Parsed, ReadOptions, Record, SourceKey, Subject,
    here::Trial,
    record::{Remarks, line},
};
use crate::{
    desk::Open,
    domain::event::{DoctorEvent, Event, PatientEvent},
    host::{Host, fresh_id},
    jobs::Progress,
    similar,
    store::{
        Decided, StoreError,
        numbers::Numbers,
        pack,
        projections::{doctor, imported, patient},
    },
};

/// Records that become durable together: a few entries. Between two such lots an import can be stopped.
const LOT: usize = 500;

/// What an import works with.
pub struct Import<'a> {
    /// The session it runs in.
    pub open: &'a Open,
    /// Clock and randomness.
    pub host: &'a dyn Host,
    /// Where it says how far it is.
    pub progress: &'a Progress,
    /// Write, or only tell.
    pub run: ImportRun,
    /// How to read.
    pub options: ReadOptions,
}

/// Imports a file. What was written before an error or a stop stays: it is signed, and a second run passes over it.
pub fn import(import: &Import<'_>, file: &ImportFile<'_>) -> Result<ImportReport, ApiError> {
    let total = file.count();
    let mut state = State::begin(import, file)?;
    let mut records = file.records(&import.options).map_err(ApiError::from)?;
    if import.run == ImportRun::Dry {
        import.progress.note("Learning how the people here differ");
        similar::prepare(import.open)?;
    }
    import.progress.note(if import.run == ImportRun::Dry { "Comparing" } else { "Importing" });
    loop {
        if import.run == ImportRun::Real {
            import.progress.step(state.report.records, total);
        }
        if import.progress.cancelled() {
            return Err(stopped(&state.report));
        }
        let lot: Vec<Parsed> = records.by_ref().take(LOT).collect();
        if lot.is_empty() {
            return state.end();
        }
        state.take(lot)?;
    }
}

/// What has been done so far.
struct State<'a> {
    import: &'a Import<'a>,
    report: ImportReport,
    /// One id for the whole import: the subject of all its entries.
    batch: Id,
    /// The line of each source record, to know it when it comes again.
    lines: HashMap<SourceKey, u64>,
    trial: Trial,
}

impl<'a> State<'a> {
    fn begin(import: &'a Import<'a>, file: &ImportFile<'_>) -> Result<Self, ApiError> {
        let report = ImportReport { lines: file.remarks(&import.options)?, ..ImportReport::default() };
        let (batch, lines) = (Id(fresh_id(import.host)), HashMap::new());
        Ok(Self { import, report, batch, lines, trial: Trial::of(file.count()) })
    }

    fn take(&mut self, lot: Vec<Parsed>) -> Result<(), ApiError> {
        self.report.records += lot.len() as u64;
        let records = self.sort_out(lot);
        let outcome = match self.import.run {
            ImportRun::Dry => {
                let Import { open, progress, .. } = self.import;
                let (fresh, outcome) = open.store.read(|conn| split_known(conn, records))?;
                self.trial.take(open, progress, fresh, &mut self.report)?;
                outcome
            }
            ImportRun::Real => self.write(records)?,
        };
        self.add(outcome);
        Ok(())
    }

    /// Leaves out what was refused, what the role may not bring in and what stood in the file before.
    fn sort_out(&mut self, lot: Vec<Parsed>) -> Vec<Record> {
        let mut records = Vec::with_capacity(lot.len());
        for parsed in lot {
            match parsed.and_then(|record| self.permit(record)).and_then(|record| self.first_time(record)) {
                Ok(record) => records.push(record),
                Err(left) => self.leave(left),
            }
        }
        records
    }

    fn permit(&self, record: Record) -> Result<Record, ImportLine> {
        let operation = match record.subject {
            Subject::Patient(_) => Operation::PatientRegister,
            Subject::Doctor(_) => Operation::Doctor,
        };
        match self.import.open.permit(operation) {
            Ok(()) => Ok(record),
            Err(_) => Err(Remarks::at(record.line).refuse(None, "Your role may not bring in such records.")),
        }
    }

    fn first_time(&mut self, record: Record) -> Result<Record, ImportLine> {
        let first = *self.lines.entry(record.source).or_insert(record.line);
        if first == record.line {
            return Ok(record);
        }
        Err(Remarks::at(record.line).skip(format!("The same record stands at line {first} of this file.")))
    }

    fn write(&self, records: Vec<Record>) -> Result<Outcome, ApiError> {
        let mut outcome = Outcome::default();
        let author = self.import.open.author();
        let hashes = self.import.open.store.decide(&author, self.import.host, |tx| {
            let (fresh, told) = split_known(tx, records)?;
            outcome = told;
            self.decide(tx, fresh)
        })?;
        outcome.entries = hashes.len() as u64;
        Ok(outcome)
    }

    fn decide(&self, tx: &Transaction<'_>, records: Vec<Record>) -> Result<Vec<Decided>, StoreError> {
        let mut numbers = Numbers::load(tx)?;
        let (mut patients, mut doctors) = (Vec::new(), Vec::new());
        for record in records {
            let (id, source) = (Id(fresh_id(self.import.host)), Some(Id(record.source.0)));
            match record.subject {
                Subject::Patient(person) => {
                    patients.push(vec![registration(id, numbers.give()?.to_string(), source, &person)])
                }
                Subject::Doctor(form) => doctors.push(vec![addition(id, source, &form)]),
            }
        }
        let mut decided = pack::pack(Act::PatientImport, self.batch, patients)?;
        decided.extend(pack::pack(Act::DoctorImport, self.batch, doctors)?);
        Ok(decided)
    }

    fn add(&mut self, outcome: Outcome) {
        self.report.patients += outcome.patients;
        self.report.doctors += outcome.doctors;
        self.report.entries += outcome.entries;
        self.report.lines.extend(outcome.warnings);
        outcome.known.into_iter().for_each(|left| self.leave(left));
    }

    fn leave(&mut self, left: ImportLine) {
        match left.severity {
            Severity::Refused => self.report.refused += 1,
            Severity::Skipped | Severity::Warning => self.report.skipped += 1,
        }
        self.report.lines.push(left);
    }

    fn end(mut self) -> Result<ImportReport, ApiError> {
        let Import { open, progress, .. } = self.import;
        self.trial.compare(open, progress, &mut self.report)?;
        self.report.lines.sort_by_key(|line| line.line);
        Ok(self.report)
    }
}

/// What became of a lot.
#[derive(Default)]
struct Outcome {
    patients: u64,
    doctors: u64,
    entries: u64,
    warnings: Vec<ImportLine>,
    known: Vec<ImportLine>,
}

/// The records that are not here yet, and what is to be said of all.
fn split_known(conn: &Connection, records: Vec<Record>) -> Result<(Vec<Record>, Outcome), StoreError> {
    let (mut fresh, mut outcome) = (Vec::with_capacity(records.len()), Outcome::default());
    for mut record in records {
        if imported::is_here(conn, &Id(record.source.0))? {
            outcome.known.push(line(record.line, Severity::Skipped, None, "This record has been imported before."));
            continue;
        }
        match record.subject {
            Subject::Patient(_) => outcome.patients += 1,
            Subject::Doctor(_) => outcome.doctors += 1,
        }
        outcome.warnings.append(&mut record.warnings);
        fresh.push(record);
    }
    Ok((fresh, outcome))
}

fn registration(id: Id, number: String, source: Option<Id>, person: &Person) -> Event {
    let set = patient::differences(&Person::default(), person);
    Event::Patient(PatientEvent { patient: id, number: Some(number), set, withdrawn: None, source })
}

fn addition(id: Id, source: Option<Id>, form: &DoctorForm) -> Event {
    let set = doctor::differences(&DoctorForm::default(), form);
    Event::Doctor(DoctorEvent { doctor: id, set, source })
}

fn stopped(report: &ImportReport) -> ApiError {
    let done = match (report.patients, report.doctors) {
        (0, 0) => "Nothing was imported.".to_owned(),
        (patients, doctors) => format!(
            "{patients} patients and {doctors} doctors are imported and stay; \
             import the file again to bring in the rest, nobody will be there twice."
        ),
    };
    ApiError::new(ErrorCode::Cancelled, format!("Stopped, as you asked. {done}"))
}
