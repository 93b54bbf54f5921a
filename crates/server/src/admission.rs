//! What is checked before an entry meets the others: form, clock, signature. Pure, so that it can run in parallel.

use daybook_ledger::{Entry, KeyId, NetworkState, Rejection, VerifyPs256, bundle};

use crate::refusal::{Refusal, RefusedAt};

/// How far a desk's clock may be ahead, in milliseconds (ledger.md 3).
const CLOCK_TOLERANCE_MS: u64 = 5 * 60 * 1_000;

/// An entry whose form, clock and signature were found right.
pub struct Candidate {
    /// The entry.
    pub entry: Entry,
}

/// The candidates at the beginning of a bundle, and what stopped the rest.
pub struct Admitted {
    /// In the bundle's order.
    pub candidates: Vec<Candidate>,
    /// The first entry that is none, if any.
    pub refused: Option<RefusedAt>,
}

/// Checks a bundle's entries up to the first that must be refused.
pub fn admit(body: &[u8], members: &NetworkState, now_ms: u64, verifier: &impl VerifyPs256) -> Admitted {
    let Ok(entries) = bundle::decode(body) else { return Admitted::nothing(Refusal::TruncatedBundle) };
    if entries.is_empty() {
        return Admitted::nothing(Refusal::EmptyBundle);
    }
    let mut admission = Admission { members, now_ms, verifier, desk: None, founder: None };
    let mut candidates = Vec::with_capacity(entries.len());
    for (position, bytes) in entries.into_iter().enumerate() {
        match admission.check(bytes) {
            Ok(candidate) => candidates.push(candidate),
            Err(refusal) => return Admitted { candidates, refused: Some(RefusedAt { position, refusal }) },
        }
    }
    Admitted { candidates, refused: None }
}

/// The desk that the first entry names; nothing has been checked yet.
pub fn claimed_desk(body: &[u8]) -> Option<KeyId> {
    let length = usize::from(u16::from_be_bytes(*body.first_chunk()?));
    Some(Entry::parse(body.get(2..2 + length)?).ok()?.header().key_id)
}

impl Admitted {
    fn nothing(refusal: Refusal) -> Self {
        Self { candidates: Vec::new(), refused: Some(RefusedAt { position: 0, refusal }) }
    }
}

struct Admission<'a, V> {
    members: &'a NetworkState,
    now_ms: u64,
    verifier: &'a V,
    desk: Option<KeyId>,
    /// The key that a founding entry of this bundle carries.
    founder: Option<(KeyId, Vec<u8>)>,
}

impl<V: VerifyPs256> Admission<'_, V> {
    fn check(&mut self, bytes: &[u8]) -> Result<Candidate, Refusal> {
        let entry = Entry::parse(bytes)?;
        self.check_desk(&entry)?;
        self.check_clock(&entry)?;
        self.check_signature(&entry)?;
        Ok(Candidate { entry })
    }

    fn check_desk(&mut self, entry: &Entry) -> Result<(), Refusal> {
        let desk = entry.header().key_id;
        if *self.desk.get_or_insert(desk) == desk { Ok(()) } else { Err(Refusal::MixedDesks) }
    }

    fn check_clock(&self, entry: &Entry) -> Result<(), Refusal> {
        let header = entry.header();
        let claimed_ms = header.time.ms.max(header.issued_at.saturating_mul(1_000));
        let ahead_ms = claimed_ms.saturating_sub(self.now_ms);
        if ahead_ms > CLOCK_TOLERANCE_MS {
            return Err(Refusal::ClockAhead { ahead_s: ahead_ms / 1_000 });
        }
        Ok(())
    }

    fn check_signature(&mut self, entry: &Entry) -> Result<(), Refusal> {
        let key_id = entry.header().key_id;
        if let Some((founder, spki)) = &self.founder
            && *founder == key_id
        {
            return self.verify(spki, entry);
        }
        let spki = self.members.signing_key(entry).map_err(Refusal::Rejected)?;
        self.verify(spki, entry)?;
        if self.members.desk(&key_id).is_none() {
            self.founder = Some((key_id, spki.to_vec()));
        }
        Ok(())
    }

    fn verify(&self, spki: &[u8], entry: &Entry) -> Result<(), Refusal> {
        let verified = self.verifier.verify(spki, &entry.to_be_signed(), entry.signature());
        verified.map_err(|_| Refusal::Rejected(Rejection::BadSignature))
    }
}
