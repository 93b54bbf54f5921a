//! A hospital of fifty desks that write and one that reads: who they are, and the entries that found and enrol them.

use anyhow::{Context, Result, anyhow};
use daybook_desk::keys::{sealing::PrivateKey, wrap::SiteKey};
use daybook_ledger::{
    Act, ContentKey, ContentKeyId, ControlEvent, EnrolledDesk, Entry, Hash, Header, Hlc, Id, Payload, Role, Seen,
    Unsigned, empty_root, verify::native::DeskKey,
};
use sha2::{Digest, Sha256};

use super::keys::FastKey;

/// Desks that write.
pub const DESKS: u16 = 50;
/// The number of the desk that reads.
pub const READER: u16 = DESKS + 1;
/// The log's origin.
pub const ORIGIN: &str = "bench.daybook.example/log";
/// The hospital.
pub const SITE: Id = Id([0xB5; 16]);
/// Who is answerable for every entry.
pub const STAFF: Id = Id([0x5A; 16]);
/// 2026-01-05: well before any run.
const BEGUN_MS: u64 = 1_767_600_000_000;
const EPOCH: u32 = 1;

/// The key that the hospital wraps content keys under.
pub fn site_key() -> SiteKey {
    SiteKey::from_bytes(EPOCH, Sha256::digest(b"bench site key").0.into())
}

/// An id as desks make them: it begins with the milliseconds of its making, and the rest is chance.
pub fn id_made(at_ms: u64, chance: &[u8; 32]) -> [u8; 16] {
    let mut id = [0; 16];
    id.copy_from_slice(&chance[..16]);
    id[..6].copy_from_slice(&at_ms.to_be_bytes()[2..]);
    id
}

/// When a desk wrote the entry with this number of its chain, in milliseconds: all desks at one pace.
pub fn written_ms(seq: u64) -> u64 {
    BEGUN_MS + seq
}

/// The content key of a made-up patient, and its id, made together with the patient's.
pub fn content_key(patient: &Id) -> (ContentKeyId, ContentKey) {
    let chance = Sha256::digest([b"content key id", &patient.0[..]].concat());
    let key = Sha256::digest([b"content key", &patient.0[..]].concat());
    let mut id: [u8; 16] = id_made(0, &chance.into());
    id[..6].copy_from_slice(&patient.0[..6]);
    (ContentKeyId(id), ContentKey::new(key.0))
}

/// A desk that writes: its key, and where its chain ends.
pub struct Writer {
    /// From 1.
    pub number: u16,
    key: FastKey,
    /// Entries written so far.
    pub seq: u64,
    prev: Option<Hash>,
}

impl Writer {
    /// Desk `number` before its first entry.
    pub fn new(number: u16) -> Result<Self> {
        Ok(Self { number, key: FastKey::of_seed(u64::from(number))?, seq: 0, prev: None })
    }

    /// As its enrolment says.
    pub fn enrolled(&self) -> EnrolledDesk {
        EnrolledDesk {
            number: self.number,
            name: format!("Desk {}", self.number),
            spki: self.key.spki().to_vec(),
            sealing_key: [self.number as u8; 32],
        }
    }

    /// Goes on behind an entry of its own that was written before.
    pub fn resume(&mut self, last: &Entry) {
        (self.seq, self.prev) = (last.header().seq + 1, Some(last.leaf_hash()));
    }

    /// The header of its next entry.
    pub fn header(&self, act: Act, subject: Id) -> Header {
        Header {
            site: SITE,
            desk: self.number,
            subject,
            issued_at: written_ms(self.seq) / 1_000,
            key_id: self.key.key_id(),
            seq: self.seq,
            prev: self.prev,
            seen: Seen { size: 0, root: empty_root() },
            time: Hlc { ms: written_ms(self.seq), counter: u32::from(self.number) },
            actor: STAFF,
            role: Role::Administrator,
            act,
        }
    }

    /// Signs its next entry.
    pub fn write(&mut self, header: Header, payload: Payload) -> Result<Entry> {
        let unsigned = Unsigned::new(header, payload);
        let signature = self.key.sign(&unsigned.to_be_signed());
        let entry = unsigned.finish(signature)?;
        (self.seq, self.prev) = (self.seq + 1, Some(entry.leaf_hash()));
        Ok(entry)
    }

    fn control(&mut self, event: ControlEvent) -> Result<Entry> {
        let header = self.header(event.act(), SITE);
        self.write(header, Payload::Control(vec![event]))
    }
}

/// The desk that reads: a real desk's keys.
pub struct Reader {
    /// What it signs with.
    pub signing: DeskKey,
    /// What site keys are sealed to.
    pub sealing: PrivateKey,
}

impl Reader {
    /// From the PKCS#8 of its signing key.
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self> {
        let signing = DeskKey::from_pkcs8(pkcs8).map_err(|error| anyhow!(error))?;
        Ok(Self { signing, sealing: PrivateKey::derive(b"bench reader") })
    }

    fn enrolled(&self) -> Result<EnrolledDesk> {
        Ok(EnrolledDesk {
            number: READER,
            name: "Reader".into(),
            spki: self.signing.spki().to_vec(),
            sealing_key: self.sealing.public().ok().context("the reader's sealing key")?,
        })
    }
}

/// The first entries of the log, all by desk 1: the founding, then every other desk's enrolment.
pub fn founding(first: &mut Writer, others: &[Writer], reader: &Reader) -> Result<Vec<Entry>> {
    let desk = first.enrolled();
    let found =
        ControlEvent::SiteFound { code: "BEN".into(), name: "Bench General".into(), desk, administrator: STAFF };
    let mut entries = vec![first.control(found)?];
    for other in others {
        entries.push(first.control(ControlEvent::DeskEnrol { desk: other.enrolled(), site_keys: Vec::new() })?);
    }
    entries.push(first.control(ControlEvent::DeskEnrol { desk: reader.enrolled()?, site_keys: Vec::new() })?);
    Ok(entries)
}
