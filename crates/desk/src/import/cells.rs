//! One row of a CSV file to one patient.

use std::collections::BTreeMap;

use daybook_api::{Birth, Date, Identifier, ImportLine, Person, Strictness};

use super::{
    ReadOptions,
    dates::{self, Century, DayOrder},
    mapping::{Column, Field},
    record::{Parsed, Record, Remarks, SourceKey, Subject},
    words::{self, SexStyle},
};

/// How the rows of one file are read.
#[derive(Clone, Debug)]
pub struct RowReader {
    /// What goes where.
    pub columns: Vec<Column>,
    /// How many cells a row has.
    pub width: usize,
    /// How `03/04/1987` is meant; `None` if the file does not show it.
    pub order: Option<DayOrder>,
    /// What `M` means.
    pub sex: SexStyle,
    /// As asked.
    pub options: ReadOptions,
}

/// The text of a row's cells by field, blanks left out.
type Cells<'a> = BTreeMap<Field, Vec<(&'a str, &'a str)>>;

impl RowReader {
    /// Reads a row; `None` if it is blank. `row` holds trimmed cells.
    pub fn read(&self, line: u64, row: &[&str]) -> Option<Parsed> {
        if row.iter().all(|cell| cell.is_empty()) {
            return None;
        }
        Some(self.read_filled(Remarks::at(line), line, row))
    }

    fn read_filled(&self, remarks: Remarks, line: u64, row: &[&str]) -> Parsed {
        self.check_width(&remarks, row)?;
        let cells = self.cells(row);
        let mut draft = Draft { reader: self, cells, remarks, notes: Vec::new() };
        draft.warn_of_damage(row);
        let person = draft.person()?;
        let source = self.source(row);
        Ok(Record { line, source, subject: Subject::Patient(Box::new(person)), warnings: draft.remarks.into_lines() })
    }

    /// A row that is too long or too short was torn or shifted: its cells are not what the headings say.
    fn check_width(&self, remarks: &Remarks, row: &[&str]) -> Result<(), ImportLine> {
        let filled = row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        if filled > self.width || row.len() < self.width {
            let reason = format!("The row has {} cells, the heading has {}.", row.len(), self.width);
            return Err(remarks.refuse(None, reason));
        }
        Ok(())
    }

    fn cells<'a>(&'a self, row: &[&'a str]) -> Cells<'a> {
        let mut cells = Cells::new();
        for column in &self.columns {
            let cell = row.get(column.index).copied().unwrap_or_default();
            if !cell.is_empty() && (column.field.is_name() || !words::is_nothing(cell)) {
                cells.entry(column.field).or_default().push((column.heading.as_str(), cell));
            }
        }
        cells
    }

    /// The source's own id where a column was named to be it, else the whole row.
    fn source(&self, row: &[&str]) -> SourceKey {
        let ids = self.columns.iter().filter(|column| column.field == Field::SourceId);
        let id: Vec<&str> =
            ids.filter_map(|column| row.get(column.index).copied()).filter(|id| !id.is_empty()).collect();
        if id.is_empty() {
            SourceKey::of(["csv row"].into_iter().chain(row.iter().copied().take(self.width)))
        } else {
            SourceKey::of(["csv id"].into_iter().chain(id))
        }
    }
}

/// A patient being put together from cells.
struct Draft<'a> {
    reader: &'a RowReader,
    cells: Cells<'a>,
    remarks: Remarks,
    notes: Vec<String>,
}

impl Draft<'_> {
    fn person(&mut self) -> Result<Person, ImportLine> {
        let (given, family) = self.names();
        let mut person = Person {
            given,
            family,
            second_given: self.text(Field::SecondGiven, " "),
            second_family: self.text(Field::SecondFamily, " "),
            title: self.text(Field::Title, " "),
            birth: self.birth()?,
            phones: self.phones(Field::Phone),
            language: self.text(Field::Language, ", "),
            identifiers: self.identifiers(),
            died: self.died()?,
            ..Person::default()
        };
        self.sex(&mut person)?;
        self.address(&mut person);
        self.kin(&mut person);
        person.note = self.note();
        super::fit::person(person, &self.reader.options, &mut self.remarks)
    }

    fn text(&self, field: Field, between: &str) -> String {
        let cells = self.cells.get(&field).into_iter().flatten();
        cells.map(|(_, cell)| squeeze(cell)).collect::<Vec<_>>().join(between)
    }

    fn names(&mut self) -> (String, String) {
        let whole = self.text(Field::Name, " ");
        if whole.is_empty() {
            return (self.text(Field::Given, " "), self.text(Field::Family, " "));
        }
        if let Some((family, given)) = whole.split_once(',') {
            return (given.trim().to_owned(), family.trim().to_owned());
        }
        match whole.rsplit_once(' ') {
            Some((given, family)) => {
                self.remarks.warn("name", "The last word was taken for the family name.");
                (given.to_owned(), family.to_owned())
            }
            None => (String::new(), whole),
        }
    }

    fn birth(&mut self) -> Result<Birth, ImportLine> {
        let born = self.text(Field::Born, " ");
        if !born.is_empty() {
            match self.date("born", &born)? {
                Some(birth) => return Ok(birth),
                None => self.notes.push(format!("born: {born}")),
            }
        }
        let age = self.text(Field::Age, " ");
        if age.is_empty() {
            return Ok(Birth::NotRecorded);
        }
        match dates::read_age(&age, self.reader.options.as_of) {
            Some(birth) => Ok(birth),
            None => {
                self.keep_in_note("age", &age, "The age cannot be right")?;
                Ok(Birth::NotRecorded)
            }
        }
    }

    fn died(&mut self) -> Result<Option<Date>, ImportLine> {
        let died = self.text(Field::Died, " ");
        if died.is_empty() {
            return Ok(None);
        }
        match self.date("died", &died)? {
            Some(Birth::Day { date }) => Ok(Some(date)),
            Some(_) => {
                self.keep_in_note("died", &died, "The day of death is not given to the day")?;
                Ok(None)
            }
            None => {
                self.notes.push(format!("died: {died}"));
                Ok(None)
            }
        }
    }

    /// The date, or `None` with a warning, or under strict the refusal.
    fn date(&mut self, field: &str, text: &str) -> Result<Option<Birth>, ImportLine> {
        let order = self.reader.order.unwrap_or(DayOrder::DayFirst);
        match dates::read_birth(text, order, self.reader.options.today) {
            Ok(read) => {
                if self.reader.order.is_none() && dates::is_ambiguous(text) {
                    self.remarks.warn(field, "Could be day or month first; taken as day first.");
                }
                if read.century == Century::Guessed {
                    self.remarks.warn(field, "The year has two digits; its century was guessed.");
                }
                Ok(Some(read.birth))
            }
            Err(problem) => {
                self.unusable(field, &format!("The date cannot be used: {problem}"))?;
                Ok(None)
            }
        }
    }

    fn sex(&mut self, person: &mut Person) -> Result<(), ImportLine> {
        let text = self.text(Field::Sex, " ");
        if text.is_empty() {
            return Ok(());
        }
        match words::read_sex(&text, self.reader.sex) {
            Some(sex) => person.sex = sex,
            None => self.keep_in_note("sex", &text, "The word for the sex is not known here")?,
        }
        Ok(())
    }

    fn phones(&self, field: Field) -> Vec<String> {
        let mut phones: Vec<String> = Vec::new();
        for (_, cell) in self.cells.get(&field).into_iter().flatten() {
            for phone in cell.split([';', '|', '\n', ',']).flat_map(|part| part.split(" / ")) {
                let phone = squeeze(phone);
                if !phone.is_empty() && !phones.contains(&phone) {
                    phones.push(phone);
                }
            }
        }
        phones
    }

    fn identifiers(&self) -> Vec<Identifier> {
        let fields = [Field::SourceId, Field::OtherId];
        let cells = fields.iter().filter_map(|field| self.cells.get(field)).flatten();
        cells.map(|(heading, cell)| Identifier { kind: (*heading).to_owned(), value: squeeze(cell) }).collect()
    }

    fn address(&self, person: &mut Person) {
        let mut lines = String::new();
        for (_, cell) in self.cells.get(&Field::Address).into_iter().flatten() {
            let cell = squeeze(cell);
            let between = match () {
                () if lines.is_empty() => "",
                () if is_house_number(&lines) || is_house_number(&cell) => " ",
                () => ", ",
            };
            lines = format!("{lines}{between}{cell}");
        }
        person.address.lines = lines;
        person.address.city = self.text(Field::City, ", ");
        person.address.district = self.text(Field::District, ", ");
        person.address.postcode = self.text(Field::Postcode, " ");
        person.address.country = self.text(Field::Country, ", ");
    }

    fn kin(&self, person: &mut Person) {
        person.kin.name = self.text(Field::Kin, " ");
        person.kin.relation = self.text(Field::KinRelation, ", ");
        person.kin.phone = self.phones(Field::KinPhone).join(", ");
    }

    fn note(&mut self) -> String {
        let cells = self.cells.get(&Field::Note).into_iter().flatten();
        let mut notes: Vec<String> = cells.map(|(_, cell)| (*cell).to_owned()).collect();
        notes.append(&mut self.notes);
        notes.join("\n")
    }

    fn keep_in_note(&mut self, field: &str, text: &str, reason: &str) -> Result<(), ImportLine> {
        self.unusable(field, reason)?;
        self.notes.push(format!("{field}: {text}"));
        Ok(())
    }

    fn unusable(&mut self, field: &str, reason: &str) -> Result<(), ImportLine> {
        if self.reader.options.strictness == Strictness::Strict {
            return Err(self.remarks.refuse(Some(field), format!("{reason}.")));
        }
        self.remarks.warn(field, format!("{reason}; kept as text in the note."));
        Ok(())
    }

    fn warn_of_damage(&mut self, row: &[&str]) {
        if row.iter().any(|cell| cell.contains(char::REPLACEMENT_CHARACTER)) {
            self.remarks.warn("", "A character is damaged in the file.");
        }
    }
}

/// `6`, `12a`, `7/3`: stands beside the street, not on a line of its own.
fn is_house_number(text: &str) -> bool {
    text.len() <= 6 && !text.contains(' ') && text.starts_with(|c: char| c.is_ascii_digit())
}

/// One space between words, no control characters.
pub fn squeeze(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
