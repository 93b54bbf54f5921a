//! CSV files: which delimiter, which headings, and the rows one by one.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord, Trim};
use daybook_api::ImportColumn;

use super::{
    ReadOptions,
    cells::RowReader,
    dates,
    mapping::{self, Column, Field, MappingError},
    record::{Parsed, Remarks},
    words,
};

/// Characters of a cell beyond which a quotation mark was surely never closed.
const LONGEST_CELL: usize = 20_000;
/// How many rows decide about delimiter, date order and the meaning of `M`.
const LOOK_AHEAD: usize = 5_000;

/// A CSV file, understood as far as its headings.
#[derive(Clone, Debug)]
pub struct CsvFile<'a> {
    text: Cow<'a, str>,
    /// Where the heading row begins.
    start: usize,
    /// Lines before the heading row.
    skipped: u64,
    delimiter: u8,
    headings: Vec<String>,
}

impl<'a> CsvFile<'a> {
    /// Understands a text; a text without any line has no headings.
    pub fn open(text: impl Into<Cow<'a, str>>) -> Self {
        let mut text = text.into();
        let (told, mut start) = excel_hint(&text).map_or((None, 0), |(delimiter, start)| (Some(delimiter), start));
        let skipped = u64::from(told.is_some());
        let delimiter = told.unwrap_or_else(|| delimiter_of(&text));
        if let Some(closed) = close_up_quotes(&text[start..], delimiter) {
            (text, start) = (Cow::Owned(closed), 0);
        }
        let headings = rows(&text[start..], delimiter).next().map(|row| cells(&row).map(str::to_owned).collect());
        Self { headings: headings.unwrap_or_default(), text, start, skipped, delimiter }
    }

    /// What stands above the columns.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// How many rows are not blank.
    pub fn count(&self) -> u64 {
        self.rows().filter(|row| row.iter().any(|cell| !cell.is_empty())).count() as u64
    }

    /// Each column with the field it is guessed to be and its first values.
    pub fn columns(&self) -> Vec<ImportColumn> {
        let guessed = mapping::guessed(&self.headings);
        let samples: Vec<StringRecord> = self.rows().take(5).collect();
        let column = |(index, heading): (usize, &String)| ImportColumn {
            heading: heading.clone(),
            field: guessed.iter().find(|column| column.index == index).map(|column| column.field.name().to_owned()),
            samples: samples.iter().filter_map(|row| row.get(index)).map(shorten).collect(),
        };
        self.headings.iter().enumerate().map(column).collect()
    }

    /// Headings of columns that `options` leave out.
    pub fn left_out(&self, options: &ReadOptions) -> Result<Vec<String>, MappingError> {
        let columns = mapping::columns(&self.headings, &options.mapping)?;
        let used = |index| columns.iter().any(|column: &Column| column.index == index);
        let unused = self.headings.iter().enumerate().filter(|(index, heading)| !used(*index) && !heading.is_empty());
        Ok(unused.map(|(_, heading)| heading.clone()).collect())
    }

    /// Reads the rows.
    pub fn records(&self, options: &ReadOptions) -> Result<CsvRecords<'_>, MappingError> {
        let columns = mapping::columns(&self.headings, &options.mapping)?;
        let (order, sex) = self.look_ahead(&columns);
        let reader = RowReader { columns, width: self.headings.len(), order, sex, options: options.clone() };
        let text = &self.text[self.start..];
        Ok(CsvRecords { rows: Box::new(self.rows()), text, skipped: self.skipped, reader })
    }

    fn look_ahead(&self, columns: &[Column]) -> (Option<dates::DayOrder>, words::SexStyle) {
        let rows: Vec<StringRecord> = self.rows().take(LOOK_AHEAD).collect();
        let values = |wanted: &'static [Field]| {
            let columns = columns.iter().filter(|column| wanted.contains(&column.field));
            columns.flat_map(|column| rows.iter().filter_map(|row| row.get(column.index))).collect::<Vec<_>>()
        };
        (dates::order_of(values(&[Field::Born, Field::Died])), words::sex_style(values(&[Field::Sex])))
    }

    fn rows(&self) -> impl Iterator<Item = StringRecord> + '_ {
        rows(&self.text[self.start..], self.delimiter).skip(1)
    }
}

/// The rows of a CSV file as patients.
pub struct CsvRecords<'a> {
    rows: Box<dyn Iterator<Item = StringRecord> + 'a>,
    text: &'a str,
    skipped: u64,
    reader: RowReader,
}

impl Iterator for CsvRecords<'_> {
    type Item = Parsed;

    fn next(&mut self) -> Option<Parsed> {
        loop {
            let row = self.rows.next()?;
            let line = self.line_of(&row);
            if row.iter().any(|cell| cell.len() > LONGEST_CELL) {
                return Some(Err(Remarks::at(line).refuse(None, "A quotation mark is opened here and never closed.")));
            }
            let cells: Vec<&str> = cells(&row).collect();
            if let Some(parsed) = self.reader.read(line, &cells) {
                return Some(parsed);
            }
        }
    }
}

impl CsvRecords<'_> {
    /// The reader's position is where the row before ended: blank lines in between are counted here.
    fn line_of(&self, row: &StringRecord) -> u64 {
        let Some(position) = row.position() else { return 0 };
        let rest = self.text.as_bytes().get(position.byte() as usize..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
        position.line() + blank as u64 + self.skipped
    }
}

fn cells(row: &StringRecord) -> impl Iterator<Item = &str> {
    row.iter().map(str::trim)
}

/// Reading from memory, text already decoded, rows of any length: nothing is left that could fail.
fn rows(text: &str, delimiter: u8) -> impl Iterator<Item = StringRecord> + '_ {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true).trim(Trim::All);
    builder.from_reader(text.as_bytes()).into_records().map_while(Result::ok)
}

/// Excel's first line `sep=;`: the delimiter, and where the next line begins.
fn excel_hint(text: &str) -> Option<(u8, usize)> {
    let rest = text.strip_prefix("sep=")?;
    let (delimiter, end) = (rest.bytes().next()?, rest.find('\n')?);
    (delimiter.is_ascii_punctuation() || delimiter == b'\t').then_some(())?;
    (end <= 2).then_some((delimiter, "sep=".len() + end + 1))
}

/// The delimiter that cuts most of the first rows into as many cells as the heading, and into the most.
fn delimiter_of(text: &str) -> u8 {
    let fit = |delimiter: u8| {
        let mut rows = rows(text, delimiter).take(50);
        let width = rows.next().map_or(0, |row| row.len());
        let (fitting, all) =
            rows.fold((0, 0), |(fitting, all), row| (fitting + usize::from(row.len() == width), all + 1));
        let share = (fitting * 100usize).checked_div(all).unwrap_or(100);
        if width < 2 { (0, 0) } else { (share, width) }
    };
    [b'|', b'\t', b';', b','].into_iter().max_by_key(|delimiter| fit(*delimiter)).unwrap_or(b',')
}

/// Takes the blanks between a delimiter and an opening quotation mark away: `a, "b, c"` is two cells.
fn close_up_quotes(text: &str, delimiter: u8) -> Option<String> {
    let pattern = format!("{} ", char::from(delimiter));
    if !text.contains(&format!("{pattern}\"")) {
        return None;
    }
    let mut closed = String::with_capacity(text.len());
    let mut quoted = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if !quoted && rest.starts_with(&pattern) && rest[1..].trim_start_matches(' ').starts_with('"') {
            closed.push(c);
            rest = rest[1..].trim_start_matches(' ');
            continue;
        }
        quoted ^= c == '"';
        closed.push(c);
        rest = &rest[c.len_utf8()..];
    }
    Some(closed)
}

fn shorten(cell: &str) -> String {
    cell.trim().chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Vec<Vec<String>> {
        let file = CsvFile::open(text);
        file.rows().map(|row| cells(&row).map(str::to_owned).collect()).collect()
    }

    #[test]
    fn delimiters_are_found() {
        for delimiter in [",", ";", "\t", "|"] {
            let text = "given,family\nAda,\"Love, lace; | x\"\nBob,Roe\n".replace(',', delimiter);
            assert_eq!(CsvFile::open(text.as_str()).headings(), ["given", "family"], "{delimiter:?}");
        }
        assert_eq!(table("sep=;\ngiven;family\na;b,c\n"), [["a", "b,c"]]);
        assert_eq!(CsvFile::open("given\nAda\n").headings(), ["given"]);
    }

    #[test]
    fn quotes_and_newlines_in_cells() {
        assert_eq!(table("a,b\n\"x\ny\", \"p, \"\"q\"\"\"\r\n 1 , 2\n"), [["x\ny", "p, \"q\""], ["1", "2"]]);
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let file = CsvFile::open("sep=,\ngiven,family\n\"A\nda\",Lovelace\n\nBob,Roe\n");
        let options = ReadOptions::on(daybook_api::Date::new(2026, 1, 1).unwrap());
        let lines: Vec<u64> = file.records(&options).unwrap().map(|parsed| parsed.unwrap().line).collect();
        assert_eq!(lines, [3, 6]);
        assert_eq!(file.count(), 2);
    }
}
