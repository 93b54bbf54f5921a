//! Deterministic CBOR (RFC 8949 4.2.1) of the values that events are made of: integer keys in ascending order, definite lengths.

use daybook_api::{Address, Birth, Date, Hours, Identifier, Interpreter, Kin, Sex};
use daybook_ledger::Id;
use minicbor::{Decoder, Encoder, decode::Error};

/// Writes CBOR into memory, where nothing can fail.
pub struct Writer(Encoder<Vec<u8>>);

impl Default for Writer {
    fn default() -> Self {
        Self(Encoder::new(Vec::new()))
    }
}

impl Writer {
    /// What was written.
    pub fn finish(self) -> Vec<u8> {
        self.0.into_writer()
    }

    /// Opens an array of so many items.
    pub fn array(&mut self, items: usize) -> &mut Self {
        self.with(|e| drop(e.array(items as u64)))
    }

    /// Opens a map of so many pairs.
    pub fn map(&mut self, pairs: usize) -> &mut Self {
        self.with(|e| drop(e.map(pairs as u64)))
    }

    /// An unsigned integer in its shortest form.
    pub fn uint(&mut self, value: u64) -> &mut Self {
        self.with(|e| drop(e.u64(value)))
    }

    /// Text.
    pub fn text(&mut self, value: &str) -> &mut Self {
        self.with(|e| drop(e.str(value)))
    }

    /// Bytes.
    pub fn bytes(&mut self, value: &[u8]) -> &mut Self {
        self.with(|e| drop(e.bytes(value)))
    }

    /// Nothing.
    pub fn null(&mut self) -> &mut Self {
        self.with(|e| drop(e.null()))
    }

    /// A value of ours.
    pub fn value(&mut self, value: &impl Value) -> &mut Self {
        value.write(self);
        self
    }

    fn with(&mut self, write: impl FnOnce(&mut Encoder<Vec<u8>>)) -> &mut Self {
        write(&mut self.0);
        self
    }
}

/// What can stand in an event.
pub trait Value: Sized {
    /// Appends the value.
    fn write(&self, w: &mut Writer);
    /// Reads it back; refuses what [`Value::write`] would not have written.
    fn read(d: &mut Decoder<'_>) -> Result<Self, Error>;
}

/// Opens an array of definite length.
pub fn array(d: &mut Decoder<'_>) -> Result<u64, Error> {
    d.array()?.ok_or_else(|| Error::message("array of unknown length"))
}

/// Calls `each` with every key of a map, in ascending order; `each` reads the value, or skips it when it says false.
pub fn map(
    d: &mut Decoder<'_>,
    mut each: impl FnMut(u64, &mut Decoder<'_>) -> Result<Known, Error>,
) -> Result<(), Error> {
    let pairs = d.map()?.ok_or_else(|| Error::message("map of unknown length"))?;
    let mut last = None;
    for _ in 0..pairs {
        let key = d.u64()?;
        if last.is_some_and(|last| key <= last) {
            return Err(Error::message("map keys not in ascending order"));
        }
        last = Some(key);
        if each(key, d)? == Known::No {
            d.skip()?;
        }
    }
    Ok(())
}

/// Whether a map's key means something to this version.
#[derive(PartialEq, Eq)]
pub enum Known {
    /// Its value has been read.
    Yes,
    /// Written by a newer Daybook: passed over.
    No,
}

/// Writes the non-empty texts of a struct as a map from 1 upwards.
fn write_texts(w: &mut Writer, texts: &[&str]) {
    w.map(texts.iter().filter(|text| !text.is_empty()).count());
    for (key, text) in (1..).zip(texts).filter(|(_, text)| !text.is_empty()) {
        w.uint(key).text(text);
    }
}

fn read_texts<const N: usize>(d: &mut Decoder<'_>) -> Result<[String; N], Error> {
    let mut texts = std::array::from_fn(|_| String::new());
    map(d, |key, d| match texts.get_mut((key as usize).wrapping_sub(1)) {
        Some(text) => {
            *text = d.str()?.to_owned();
            Ok(Known::Yes)
        }
        None => Ok(Known::No),
    })?;
    Ok(texts)
}

impl Value for String {
    fn write(&self, w: &mut Writer) {
        w.text(self);
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        d.str().map(str::to_owned)
    }
}

impl Value for Vec<u8> {
    fn write(&self, w: &mut Writer) {
        w.bytes(self);
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        d.bytes().map(<[u8]>::to_vec)
    }
}

impl Value for u16 {
    fn write(&self, w: &mut Writer) {
        w.uint((*self).into());
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        d.u16()
    }
}

impl Value for u32 {
    fn write(&self, w: &mut Writer) {
        w.uint((*self).into());
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        d.u32()
    }
}

impl Value for u64 {
    fn write(&self, w: &mut Writer) {
        w.uint(*self);
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        d.u64()
    }
}

impl Value for Id {
    fn write(&self, w: &mut Writer) {
        w.bytes(&self.0);
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        d.bytes()?.try_into().map(Id).map_err(|_| Error::message("an id has 16 bytes"))
    }
}

macro_rules! lists {
    ($($item:ty),*) => {$(
        impl Value for Vec<$item> {
            fn write(&self, w: &mut Writer) {
                w.array(self.len());
                for item in self {
                    w.value(item);
                }
            }
            fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
                (0..array(d)?).map(|_| Value::read(d)).collect()
            }
        }
    )*};
}

lists!(String, Identifier, Hours);

/// A day is the integer `YYYYMMDD`.
impl Value for Date {
    fn write(&self, w: &mut Writer) {
        w.uint(u64::from(self.year().unsigned_abs()) * 10_000 + u64::from(self.month()) * 100 + u64::from(self.day()));
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        let number = d.u32()?;
        let year = i16::try_from(number / 10_000).map_err(|_| Error::message("not a year"))?;
        Self::new(year, (number / 100 % 100) as u8, (number % 100) as u8).ok_or_else(|| Error::message("not a day"))
    }
}

/// No day is `null`.
impl Value for Option<Date> {
    fn write(&self, w: &mut Writer) {
        match self {
            Some(date) => date.write(w),
            None => {
                w.null();
            }
        }
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        if d.datatype()? == minicbor::data::Type::Null {
            return d.null().map(|()| None);
        }
        Date::read(d).map(Some)
    }
}

impl Value for Option<Id> {
    fn write(&self, w: &mut Writer) {
        match self {
            Some(id) => id.write(w),
            None => {
                w.null();
            }
        }
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        if d.datatype()? == minicbor::data::Type::Null {
            return d.null().map(|()| None);
        }
        Id::read(d).map(Some)
    }
}

impl Value for Sex {
    fn write(&self, w: &mut Writer) {
        w.uint(match self {
            Sex::NotRecorded => 0,
            Sex::Female => 1,
            Sex::Male => 2,
            Sex::Other => 3,
            Sex::Unknown => 4,
        });
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        Ok(match d.u8()? {
            0 => Sex::NotRecorded,
            1 => Sex::Female,
            2 => Sex::Male,
            3 => Sex::Other,
            4 => Sex::Unknown,
            _ => return Err(Error::message("not a sex")),
        })
    }
}

impl Value for Interpreter {
    fn write(&self, w: &mut Writer) {
        w.uint(match self {
            Interpreter::NotRecorded => 0,
            Interpreter::Needed => 1,
            Interpreter::NotNeeded => 2,
        });
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        Ok(match d.u8()? {
            0 => Interpreter::NotRecorded,
            1 => Interpreter::Needed,
            2 => Interpreter::NotNeeded,
            _ => return Err(Error::message("not an answer about an interpreter")),
        })
    }
}

/// `[0]` not recorded · `[1, day]` · `[2, year, month]` · `[3, year]` · `[4, year]` estimated · `[5]` unknown.
impl Value for Birth {
    fn write(&self, w: &mut Writer) {
        let years = |year: &i16| u64::from(year.unsigned_abs());
        match self {
            Birth::NotRecorded => w.array(1).uint(0),
            Birth::Day { date } => w.array(2).uint(1).value(date),
            Birth::Month { year, month } => w.array(3).uint(2).uint(years(year)).uint((*month).into()),
            Birth::Year { year } => w.array(2).uint(3).uint(years(year)),
            Birth::Estimated { year } => w.array(2).uint(4).uint(years(year)),
            Birth::Unknown => w.array(1).uint(5),
        };
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        let items = array(d)?;
        Ok(match (items, d.u8()?) {
            (1, 0) => Birth::NotRecorded,
            (2, 1) => Birth::Day { date: Date::read(d)? },
            (3, 2) => Birth::Month { year: year(d)?, month: month(d)? },
            (2, 3) => Birth::Year { year: year(d)? },
            (2, 4) => Birth::Estimated { year: year(d)? },
            (1, 5) => Birth::Unknown,
            _ => return Err(Error::message("not a birth")),
        })
    }
}

fn year(d: &mut Decoder<'_>) -> Result<i16, Error> {
    let year = d.u16()?;
    i16::try_from(year).ok().filter(|year| (1..=9999).contains(year)).ok_or_else(|| Error::message("not a year"))
}

fn month(d: &mut Decoder<'_>) -> Result<u8, Error> {
    let month = d.u8()?;
    if (1..=12).contains(&month) { Ok(month) } else { Err(Error::message("not a month")) }
}

impl Value for Address {
    fn write(&self, w: &mut Writer) {
        write_texts(w, &[&self.lines, &self.city, &self.district, &self.postcode, &self.country]);
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        let [lines, city, district, postcode, country] = read_texts(d)?;
        Ok(Self { lines, city, district, postcode, country })
    }
}

impl Value for Kin {
    fn write(&self, w: &mut Writer) {
        write_texts(w, &[&self.name, &self.relation, &self.phone]);
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        let [name, relation, phone] = read_texts(d)?;
        Ok(Self { name, relation, phone })
    }
}

impl Value for Identifier {
    fn write(&self, w: &mut Writer) {
        write_texts(w, &[&self.kind, &self.value]);
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        let [kind, value] = read_texts(d)?;
        Ok(Self { kind, value })
    }
}

/// `[weekday, from, to, room, slot minutes]`.
impl Value for Hours {
    fn write(&self, w: &mut Writer) {
        w.array(5)
            .uint(self.weekday.into())
            .value(&self.from)
            .value(&self.to)
            .text(&self.room)
            .value(&self.slot_minutes);
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        if array(d)? != 5 {
            return Err(Error::message("not a stretch of hours"));
        }
        Ok(Self { weekday: d.u8()?, from: d.u16()?, to: d.u16()?, room: String::read(d)?, slot_minutes: d.u16()? })
    }
}
