//! What a witness is shown beside what it is asked: its own cosignatures that it has forgotten, and what a log has signed against
//! itself.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::Ordering;

use daybook_ledger::evidence::Fork;
use daybook_ledger::witness::{Recalled, recall};
use daybook_ledger::{AddCheckpoint, Checkpoint, Evidence, SignedCheckpoint, VerifierKey, WitnessRefusal};

use super::{Latest, Memory, Trouble, WatchedLog, Witness};
use crate::witness::home::{NOTHING_YET, WitnessError};

/// So many pieces of evidence of one kind are kept of a log.
const MOST_EVIDENCE: usize = 16;
/// In a log's folder: the largest checkpoint that it was shown with its own cosignature.
const RECALLED: &str = "recalled";
/// In a log's folder: two trees of one size that its own key has cosigned.
const TWICE: &str = "signed-twice.txt";

impl Witness {
    /// Takes notice of the witness's own cosignature on a checkpoint, durably: what it has signed and does not remember.
    pub(super) fn recall(&self, log: &mut WatchedLog, shown: &SignedCheckpoint) -> Result<(), WitnessError> {
        let (origin, size) = (&shown.checkpoint().origin, shown.checkpoint().size);
        match recall(log.watched(), self.signer.verifier(), shown) {
            Recalled::Nothing => Ok(()),
            Recalled::More(time) => {
                tracing::error!(
                    %origin, size,
                    "ALARM: this witness has cosigned more than it remembers: it was put back from a backup, or its key is in \
                     two places; it goes on from there only"
                );
                let own = shown.note().signatures.iter().find(|line| self.signer.verifier().has_made(line));
                let note = own.map_or_else(|| shown.clone(), |own| log.with_line(shown, own.clone()));
                self.keep(log, RECALLED, note.text())?;
                self.last_time.fetch_max(time, Ordering::SeqCst);
                log.memory = Memory::Behind(note);
                Ok(())
            }
            Recalled::Twice => {
                tracing::error!(%origin, size, "ALARM: the key of this witness has cosigned two histories; it signs no more");
                let fork = log.other_than(shown).map(|known| Fork::of(known, shown, None));
                self.keep(log, TWICE, &fork.map_or_else(String::new, |fork| Evidence::Fork(fork).to_string()))?;
                log.memory = Memory::Broken;
                Ok(())
            }
        }
    }

    fn keep(&self, log: &WatchedLog, name: &str, text: &str) -> Result<(), WitnessError> {
        let path = log.dir.join(name);
        self.disk.replace(&path, text.as_bytes()).map_err(|source| WitnessError::Io { path, source })
    }

    /// A checkpoint that the log has signed and that does not continue the one cosigned may be proof against the log.
    pub(super) fn keep_evidence(&self, log: &WatchedLog, request: &AddCheckpoint, refusal: &WitnessRefusal) {
        let kind = match refusal {
            WitnessRefusal::OtherRoot | WitnessRefusal::EmptyRoot => "forked",
            WitnessRefusal::BadProof(_) => "unproven",
            _ => return,
        };
        let Checkpoint { origin, size, root } = request.checkpoint.checkpoint();
        tracing::error!(%origin, size, %root, kind, "a signed checkpoint does not continue the one that was cosigned");
        let kept = log.latest.as_ref().map_or(NOTHING_YET, |latest| latest.note.text());
        if let Err(error) = self.write_evidence(&log.dir, kind, kept, request) {
            tracing::error!(%error, "the evidence could not be kept");
        }
    }

    fn write_evidence(&self, dir: &Path, kind: &str, kept: &str, request: &AddCheckpoint) -> io::Result<()> {
        let dir = dir.join("evidence");
        fs::create_dir_all(&dir)?;
        let there = fs::read_dir(&dir)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        if there.filter(|name| name.starts_with(kind) && name.ends_with(".txt")).count() >= MOST_EVIDENCE {
            return Ok(());
        }
        let Checkpoint { size, root, .. } = request.checkpoint.checkpoint();
        let path = dir.join(format!("{kind}-{size}-{}.txt", &root.to_string()[..16]));
        let text = format!("Cosigned before:\n\n{kept}\nAsked to cosign, and refused:\n\n{request}");
        self.disk.replace(&path, text.as_bytes())
    }
}

impl WatchedLog {
    /// With what was noticed of its memory before.
    pub(in crate::witness) fn with_memory(mut self, own: &VerifierKey) -> Result<Self, WitnessError> {
        let [twice, recalled] = [TWICE, RECALLED].map(|name| self.dir.join(name));
        if twice.exists() {
            self.memory = Memory::Broken;
            return Ok(self);
        }
        let text = match fs::read_to_string(&recalled) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(self),
            read => read.map_err(|source| WitnessError::Io { path: recalled.clone(), source })?,
        };
        let shown =
            Latest::read(&self.keys, &text, own).map_err(|why| WitnessError::Damaged { path: recalled, why })?;
        if self.size_and_time().is_none_or(|(size, _)| size < shown.note.checkpoint().size) {
            self.memory = Memory::Behind(shown.note);
        }
        Ok(self)
    }

    /// It has cosigned `size` entries now.
    pub(super) fn caught_up(&mut self, size: u64) {
        if matches!(&self.memory, Memory::Behind(shown) if shown.checkpoint().size <= size) {
            tracing::info!(size, "this witness has found again what it had forgotten");
            self.memory = Memory::Whole;
            // What stays of it says no more than what is remembered.
            let _ = fs::remove_file(self.dir.join(RECALLED));
        }
    }

    pub(super) fn trouble(&self) -> Option<Trouble> {
        match &self.memory {
            Memory::Whole => None,
            Memory::Behind(shown) => Some(Trouble::Behind(shown.checkpoint().size)),
            Memory::Broken => Some(Trouble::Broken),
        }
    }

    /// What it knows of the same size with another root.
    fn other_than(&self, shown: &SignedCheckpoint) -> Option<&SignedCheckpoint> {
        let recalled = match &self.memory {
            Memory::Behind(recalled) => Some(recalled),
            Memory::Whole | Memory::Broken => None,
        };
        let mut known = self.latest.iter().map(|latest| &latest.note).chain(recalled);
        let (size, root) = (shown.checkpoint().size, shown.checkpoint().root);
        known.find(|known| known.checkpoint().size == size && known.checkpoint().root != root)
    }
}
