//! A file somebody wants imported: what format it is, how much is in it, its records.

use std::borrow::Cow;

use daybook_api::{Date, ImportFormat, ImportLine, ImportPreview, Severity, Strictness};
use serde_json::Value;

use super::{
    csv::{CsvFile, CsvRecords},
    fhir::{Document, FhirRecords, Ndjson},
    mapping::MappingError,
    record::{Parsed, line},
    text::{self, Encoding},
};

/// How a file is to be read.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// Field and heading, for CSV; empty: guess.
    pub mapping: Vec<(String, String)>,
    /// What becomes of impossible values.
    pub strictness: Strictness,
    /// The day of the import.
    pub today: Date,
    /// The day on which ages were true.
    pub as_of: Date,
}

impl ReadOptions {
    /// Guessing, lenient, on that day.
    pub fn on(today: Date) -> Self {
        Self { mapping: Vec::new(), strictness: Strictness::Lenient, today, as_of: today }
    }
}

/// Why a file cannot be read at all. Displays without anything from the file but headings.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// No bytes, or only blanks.
    #[error("The file is empty.")]
    Empty,
    /// A zip archive, as Excel and LibreOffice save.
    #[error("This is a workbook or an archive, not a text file. Save the sheet as CSV first.")]
    Workbook,
    /// Bytes that no text has.
    #[error("This is not a text file.")]
    NotText,
    /// Begins as JSON but is none.
    #[error(
        "The file begins like JSON but cannot be read as JSON (line {line}, column {column}): it is damaged or cut short."
    )]
    BadJson {
        /// 1 the first.
        line: usize,
        /// 1 the first.
        column: usize,
    },
    /// JSON, but nothing of FHIR.
    #[error("The file is JSON, but holds no FHIR resource (a \"resourceType\" is missing).")]
    NotFhir,
    /// The columns are not clear.
    #[error(transparent)]
    Mapping(#[from] MappingError),
}

/// A file, understood as far as its format.
#[derive(Debug)]
pub struct ImportFile<'a> {
    content: Content<'a>,
    encoding: Encoding,
}

#[derive(Debug)]
enum Content<'a> {
    Csv(CsvFile<'a>),
    Ndjson(Ndjson<'a>),
    Document(Document),
}

/// The records of a file, one by one.
pub enum Records<'a> {
    /// Rows.
    Csv(CsvRecords<'a>),
    /// Resources.
    Fhir(FhirRecords<'a>),
}

impl Iterator for Records<'_> {
    type Item = Parsed;

    fn next(&mut self) -> Option<Parsed> {
        match self {
            Self::Csv(records) => records.next(),
            Self::Fhir(records) => records.next(),
        }
    }
}

impl<'a> ImportFile<'a> {
    /// Understands a file by its content; its name does not matter.
    pub fn open(bytes: &'a [u8]) -> Result<Self, FileError> {
        if bytes.starts_with(b"PK\x03\x04") {
            return Err(FileError::Workbook);
        }
        let decoded = text::decode(bytes);
        let content = match decoded.text.trim_start().chars().next() {
            None => return Err(FileError::Empty),
            Some(_) if decoded.text.contains('\0') => return Err(FileError::NotText),
            Some('{' | '[') => json(decoded.text)?,
            Some(_) => Content::Csv(CsvFile::open(decoded.text)),
        };
        Ok(Self { content, encoding: decoded.encoding })
    }

    /// Which format it is.
    pub fn format(&self) -> ImportFormat {
        match self.content {
            Content::Csv(_) => ImportFormat::Csv,
            Content::Ndjson(_) => ImportFormat::FhirNdjson,
            Content::Document(_) => ImportFormat::FhirBundle,
        }
    }

    /// What a person is shown before deciding.
    pub fn preview(&self) -> ImportPreview {
        let columns = if let Content::Csv(file) = &self.content { file.columns() } else { Vec::new() };
        ImportPreview { format: self.format(), records: self.count(), columns }
    }

    /// How many records there are.
    pub fn count(&self) -> u64 {
        match &self.content {
            Content::Csv(file) => file.count(),
            Content::Ndjson(file) => file.count(),
            Content::Document(document) => document.count(),
        }
    }

    /// What is to be said about the file as a whole.
    pub fn remarks(&self, options: &ReadOptions) -> Result<Vec<ImportLine>, FileError> {
        let mut remarks = Vec::new();
        let encoding = match self.encoding {
            Encoding::Utf8 | Encoding::Utf16 => None,
            Encoding::DamagedUtf8 => Some("The file is UTF-8, but some characters are damaged."),
            Encoding::Windows1252 => {
                Some("The file is not UTF-8; it was read as Windows-1252. Check names with accents.")
            }
        };
        remarks.extend(encoding.map(|reason| line(1, Severity::Warning, None, reason)));
        if let Content::Csv(file) = &self.content {
            for heading in file.left_out(options)? {
                remarks.push(line(1, Severity::Warning, None, format!("The column \"{heading}\" is not imported.")));
            }
        }
        Ok(remarks)
    }

    /// Reads the records.
    pub fn records(&self, options: &ReadOptions) -> Result<Records<'_>, FileError> {
        Ok(match &self.content {
            Content::Csv(file) => Records::Csv(file.records(options)?),
            Content::Ndjson(file) => Records::Fhir(file.records(options)),
            Content::Document(document) => Records::Fhir(document.records(options)),
        })
    }
}

/// One JSON value is a document; one after another are ndjson, of which any line may be damaged.
fn json(text: Cow<'_, str>) -> Result<Content<'_>, FileError> {
    let mut values = serde_json::Deserializer::from_str(&text).into_iter::<Value>();
    match values.next() {
        Some(Ok(value)) if text[values.byte_offset()..].trim().is_empty() => {
            Ok(Content::Document(Document::of(value)?))
        }
        Some(Err(error)) if !has_json_lines(&text) => {
            Err(FileError::BadJson { line: error.line(), column: error.column() })
        }
        _ => Ok(Content::Ndjson(Ndjson::of(text))),
    }
}

fn has_json_lines(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.clone().count() > 1
        && lines.any(|line| line.starts_with('{') && line.ends_with('}') && line.contains("\"resourceType\""))
}
