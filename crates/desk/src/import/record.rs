//! What every format is read into: one person with the line they came from and what was remarked on the way.

use daybook_api::{DoctorForm, ImportLine, Person, Severity};
use sha2::{Digest, Sha256};

/// One record of a file, read: a person to take, or why not.
pub type Parsed = Result<Record, ImportLine>;

/// One person as a file tells them.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Line of the file, 1 the first; for a Bundle the entry's position.
    pub line: u64,
    /// The same for the same record of the same source, whenever it is read again.
    pub source: SourceKey,
    /// Who it is.
    pub subject: Subject,
    /// What was changed or could not be kept.
    pub warnings: Vec<ImportLine>,
}

/// Whom a record is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// Somebody who comes to be treated.
    Patient(Box<Person>),
    /// Somebody who treats.
    Doctor(Box<DoctorForm>),
}

/// Tells a source record from all others: half a SHA-256 over what names it in its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceKey(pub [u8; 16]);

impl SourceKey {
    /// The key of a record that these parts name; parts are kept apart by their lengths.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let mut key = [0; 16];
        key.copy_from_slice(&hash.finalize()[..16]);
        Self(key)
    }
}

impl std::fmt::Display for SourceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Collects what is to be said about one record. Reasons name fields, never values.
#[derive(Debug)]
pub struct Remarks {
    line: u64,
    lines: Vec<ImportLine>,
}

impl Remarks {
    /// Nothing said yet.
    pub fn at(line: u64) -> Self {
        Self { line, lines: Vec::new() }
    }

    /// The record is taken, with a change.
    pub fn warn(&mut self, field: &str, reason: impl Into<String>) {
        self.lines.push(line(self.line, Severity::Warning, Some(field), reason));
    }

    /// The record is not taken.
    pub fn refuse(&self, field: Option<&str>, reason: impl Into<String>) -> ImportLine {
        line(self.line, Severity::Refused, field, reason)
    }

    /// The record is passed over; nothing is wrong with it.
    pub fn skip(&self, reason: impl Into<String>) -> ImportLine {
        line(self.line, Severity::Skipped, None, reason)
    }

    /// Everything said.
    pub fn into_lines(self) -> Vec<ImportLine> {
        self.lines
    }
}

/// One line of a report.
pub fn line(line: u64, severity: Severity, field: Option<&str>, reason: impl Into<String>) -> ImportLine {
    ImportLine { line, severity, field: field.map(str::to_owned), reason: reason.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(SourceKey::of(["ab", "c"]), SourceKey::of(["a", "bc"]));
        assert_eq!(SourceKey::of(["a"]).to_string().len(), 32);
    }
}
