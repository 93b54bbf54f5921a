//! Entries signed beforehand and kept in `target/bench/`, one file a desk: a run that was broken off goes on where it was.

use std::{
    fs::{self, File, OpenOptions},
    io::{BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};
use daybook_api::Person;
use daybook_desk::{
    domain::event::{Event, PatientEvent, PatientField},
    store::projections::patient::differences,
};
use daybook_ledger::{Act, Entry, Id, MAX_ENTRY, Payload, SealedEvent, verify::native::DeskKey};
use sha2::{Digest, Sha256};

use super::{
    hospital::{DESKS, Reader, SITE, Writer, content_key, founding, id_made, written_ms},
    people::{Chance, person},
};

/// Bytes of the payload of an entry with one event.
const PAYLOAD: usize = 600;
/// A version of what is kept: another one is made anew.
const FOLDER: &str = "target/bench/ledger-4";
/// Signature, header and the array around the events take less.
const ENTRY_OVERHEAD: usize = 1_024;

/// What the entries of a set are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One patient an entry, a payload of 600 bytes.
    Single,
    /// As many patients as an entry holds: an import.
    Batched,
}

/// A hospital's entries, by desk.
pub struct Signed {
    /// The desk that reads.
    pub reader: Reader,
    /// Founding and enrolments: they come first.
    pub founding: Vec<Vec<u8>>,
    /// Each desk's entries after that, in its chain's order.
    pub desks: Vec<Vec<Vec<u8>>>,
    kind: Kind,
}

impl Signed {
    /// `each` entries of every desk; what is missing is signed now, on all cores.
    pub fn make(kind: Kind, each: u64) -> Result<Self> {
        let folder = PathBuf::from(FOLDER);
        fs::create_dir_all(&folder)?;
        let reader = Reader::from_pkcs8(&reader_key(&folder)?)?;
        let mut writers = (1..=DESKS).map(Writer::new).collect::<Result<Vec<_>>>()?;
        let founding = found(&folder, &mut writers, &reader)?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let share = writers.len().div_ceil(cores);
        let folder = &folder;
        let desks = std::thread::scope(|scope| {
            let parts: Vec<_> = writers
                .chunks_mut(share)
                .map(|writers| {
                    scope.spawn(move || writers.iter_mut().map(|writer| sign(folder, kind, writer, each)).collect())
                })
                .collect();
            let parts = parts.into_iter().map(|part| part.join().map_err(|_| anyhow!("signing broke off"))?);
            parts.collect::<Result<Vec<Vec<_>>>>()
        })?;
        Ok(Self { reader, founding, desks: desks.into_iter().flatten().collect(), kind })
    }

    /// How many entries, founding included.
    pub fn count(&self) -> u64 {
        self.founding.len() as u64 + self.desks.iter().map(|desk| desk.len() as u64).sum::<u64>()
    }

    /// All bytes of all entries.
    pub fn bytes(&self) -> u64 {
        self.founding.iter().chain(self.desks.iter().flatten()).map(|entry| entry.len() as u64).sum()
    }

    /// The patients that the entries register.
    pub fn patients(&self) -> Vec<Id> {
        let of_desk = |(at, entries): (usize, &Vec<Vec<u8>>)| {
            let (desk, kind) = (at as u16 + 1, self.kind);
            let first = if desk == 1 { self.founding.len() as u64 } else { 0 };
            (first..first + entries.len() as u64)
                .flat_map(move |seq| (0..in_entry(kind)).map(move |at| patient(kind, desk, seq, at)))
        };
        self.desks.iter().enumerate().flat_map(of_desk).collect()
    }
}

/// Patients in an entry; of the import, so many that an entry is nearly full.
fn in_entry(kind: Kind) -> u64 {
    match kind {
        Kind::Single => 1,
        Kind::Batched => 150,
    }
}

fn patient(kind: Kind, desk: u16, seq: u64, at: u64) -> Id {
    let name = format!("{kind:?} {desk} {seq} {at}");
    Id(id_made(written_ms(seq), &Sha256::digest(name).into()))
}

fn reader_key(folder: &Path) -> Result<Vec<u8>> {
    let path = folder.join("reader.pkcs8");
    if !path.exists() {
        let key = DeskKey::generate().map_err(|error| anyhow!(error))?;
        fs::write(&path, key.to_pkcs8().map_err(|error| anyhow!(error))?.as_slice())?;
    }
    Ok(fs::read(&path)?)
}

fn found(folder: &Path, writers: &mut [Writer], reader: &Reader) -> Result<Vec<Vec<u8>>> {
    let path = folder.join("founding");
    let mut kept = read(&path)?;
    let [first, others @ ..] = writers else { return Err(anyhow!("no desks")) };
    if kept.len() != others.len() + 2 {
        let entries = founding(first, others, reader)?;
        kept = entries.iter().map(|entry| entry.bytes().to_vec()).collect();
        append(&mut File::create(&path)?, &kept)?;
    }
    let last = Entry::parse(kept.last().context("the founding")?)?;
    first.resume(&last);
    Ok(kept)
}

fn sign(folder: &Path, kind: Kind, writer: &mut Writer, each: u64) -> Result<Vec<Vec<u8>>> {
    let path = folder.join(format!("{kind:?}-{:02}", writer.number).to_lowercase());
    let mut entries = read(&path)?;
    if let Some(last) = entries.last() {
        writer.resume(&Entry::parse(last)?);
    }
    let whole: u64 = entries.iter().map(|entry| entry.len() as u64 + 2).sum();
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
    // What a run that was killed left half written goes.
    file.set_len(whole)?;
    let mut file = BufWriter::new(OpenOptions::new().append(true).open(&path)?);
    while (entries.len() as u64) < each {
        let entry = next(kind, writer)?.bytes().to_vec();
        append(&mut file, std::slice::from_ref(&entry))?;
        entries.push(entry);
    }
    file.flush()?;
    entries.truncate(each as usize);
    Ok(entries)
}

fn next(kind: Kind, writer: &mut Writer) -> Result<Entry> {
    let (act, subject) = match kind {
        Kind::Single => (Act::PatientRegister, patient(kind, writer.number, writer.seq, 0)),
        Kind::Batched => (Act::PatientImport, SITE),
    };
    let header = writer.header(act, subject);
    let protected = header.protected();
    let (mut events, mut size) = (Vec::new(), 0);
    for at in 0..in_entry(kind) {
        let event = seal(kind, writer, &protected, at)?;
        size += event.ciphertext().len() + 80;
        anyhow::ensure!(size < MAX_ENTRY - ENTRY_OVERHEAD, "an entry of {} patients is too large", in_entry(kind));
        events.push(event);
    }
    writer.write(header, Payload::Sealed(events))
}

fn seal(kind: Kind, writer: &Writer, protected: &[u8], at: u64) -> Result<SealedEvent> {
    let id = patient(kind, writer.number, writer.seq, at);
    let number = (u64::from(writer.number) << 40) | (writer.seq << 12) | at;
    let mut event = registration(id, writer, at, person(number));
    if kind == Kind::Single {
        pad(&mut event);
    }
    let (key_id, key) = content_key(&id);
    let nonce = Chance(number).bytes();
    let sealed = SealedEvent::seal(&key, key_id, protected, at as u32, nonce, &Event::Patient(event).to_cbor());
    sealed.map_err(|error| anyhow!(error))
}

fn registration(patient: Id, writer: &Writer, at: u64, person: Person) -> PatientEvent {
    let number = Some(format!("BEN-{:02}-{:05}-X", writer.number, (writer.seq * 200 + at) % 100_000));
    PatientEvent { patient, number, set: differences(&Person::default(), &person), withdrawn: None, source: None }
}

/// A note fills the payload up to its 600 bytes: 75 of them are around the event.
fn pad(event: &mut PatientEvent) {
    const AROUND: usize = 75;
    let length = Event::Patient(event.clone()).to_cbor().len() + AROUND + 4;
    if let Some(missing) = PAYLOAD.checked_sub(length) {
        event.set.push(PatientField::Note("x".repeat(missing)));
    }
}

fn read(path: &Path) -> Result<Vec<Vec<u8>>> {
    let mut bytes = Vec::new();
    if let Ok(mut file) = File::open(path) {
        file.read_to_end(&mut bytes)?;
    }
    let (mut entries, mut rest) = (Vec::new(), bytes.as_slice());
    while let Some((length, after)) = rest.split_first_chunk::<2>() {
        let Some((entry, after)) = after.split_at_checked(usize::from(u16::from_be_bytes(*length))) else { break };
        entries.push(entry.to_vec());
        rest = after;
    }
    Ok(entries)
}

fn append(file: &mut impl Write, entries: &[Vec<u8>]) -> Result<()> {
    for entry in entries {
        file.write_all(&u16::try_from(entry.len())?.to_be_bytes())?;
        file.write_all(entry)?;
    }
    Ok(())
}
