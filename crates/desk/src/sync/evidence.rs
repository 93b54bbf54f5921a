//! An alarm as a file that a third person can check: a proof that the log signed two histories where there is one, else the
//! signed notes and this desk's word.

use std::cmp::Reverse;

use daybook_ledger::{
    Evidence, Hash, SignedCheckpoint, VerifierKey,
    evidence::{Alarm, Beginning, Fork, Proven},
    merkle,
    note::NoteSignature,
};
use rusqlite::{Connection, OptionalExtension};

use super::book;
use crate::store::{StoreError, cosigned, network::Tree};

/// The longest detail that a file holds, in bytes; what is kept is far shorter.
const MOST_DETAIL: usize = 1_000;

/// The strongest evidence there is for an alarm: whatever it says was verified as a stranger would.
pub fn strongest(
    conn: &Connection,
    found: &book::Evidence,
    log_key: &VerifierKey,
    at: i64,
) -> Result<Evidence, StoreError> {
    let kept = kept(conn, found)?;
    for kept in same_signers(conn, &found.shown)?.iter().chain(&kept) {
        for fork in forks(conn, found, kept) {
            if matches!(fork.verify(log_key), Ok(Proven::TwoHistories { .. })) {
                return Ok(Evidence::Fork(fork));
            }
        }
    }
    Ok(Evidence::Alarm(Alarm {
        kind: found.kind.as_str().to_owned(),
        kept: kept.map(|note| note.text().to_owned()),
        shown: found.shown.text().to_owned(),
        at_ms: u64::try_from(at).unwrap_or(0),
        detail: one_line(&found.detail),
    }))
}

/// The number and the file of the alarm with this number, or of the newest, if there is one.
pub fn file(conn: &Connection, alarm: Option<u64>) -> Result<Option<(u64, String)>, StoreError> {
    let sql = "SELECT id, kind, kept, shown, detail, at, evidence FROM alarm \
               WHERE id = coalesce(?, (SELECT max(id) FROM alarm))";
    let row = conn.query_row(sql, [alarm], |row| {
        let (kept, detail): (String, String) = (row.get(2)?, row.get(4)?);
        let bare = Alarm {
            kind: row.get(1)?,
            kept: Some(kept).filter(|note| !note.is_empty()),
            shown: row.get(3)?,
            at_ms: row.get(5)?,
            detail: one_line(&detail),
        };
        Ok((row.get(0)?, bare, row.get::<_, String>(6)?))
    });
    // An alarm of a version that made no file has its notes still.
    let text = |bare, text: String| if text.is_empty() { Evidence::Alarm(bare).to_string() } else { text };
    Ok(row.optional()?.map(|(id, bare, file)| (id, text(bare, file))))
}

/// The note that this desk had verified before: the newest seen or, where that is the very one shown, the newest reached.
fn kept(conn: &Connection, found: &book::Evidence) -> Result<Option<SignedCheckpoint>, StoreError> {
    if let Some(kept) = found.kept.as_ref().filter(|kept| kept.text() != found.shown.text()) {
        return Ok(Some(kept.clone()));
    }
    let reached: Option<String> = conn.query_row("SELECT note FROM checkpoint", [], |row| row.get(0)).optional()?;
    Ok(reached.and_then(|note| SignedCheckpoint::parse(&note).ok()).filter(|note| note.text() != found.shown.text()))
}

/// Cosigned checkpoints of this desk's own tree with a signature of somebody who has signed the note shown as well, besides the
/// log: beside them that note proves something against a witness too, and most beside the first of them. What each witness has
/// signed last is there also where others have confirmed more since.
pub fn same_signers(conn: &Connection, shown: &SignedCheckpoint) -> Result<Vec<SignedCheckpoint>, StoreError> {
    let lines = &shown.note().signatures;
    let is_other_s = |line: &NoteSignature| line.name != shown.checkpoint().origin;
    let has_signed =
        |line: &NoteSignature| lines.iter().any(|other| (&other.name, other.key_id) == (&line.name, line.key_id));
    let signers = |note: &SignedCheckpoint| {
        note.note().signatures.iter().filter(|line| is_other_s(line) && has_signed(line)).count()
    };
    let mut both = cosigned::all_signed_last(conn)?;
    both.extend(cosigned::all(conn)?.into_iter().map(|kept| kept.note));
    both.retain(|note| signers(note) > 0);
    // One checkpoint may be here with the lines of some and again with those of all.
    both.sort_by_cached_key(|note| Reverse((signers(note), note.checkpoint().size, note.text().to_owned())));
    both.dedup_by(|one, other| one.text() == other.text());
    Ok(both)
}

/// What may prove it: the notes alone, what the server's tiles gave, what this desk's own tree gives.
fn forks(conn: &Connection, found: &book::Evidence, kept: &SignedCheckpoint) -> Vec<Fork> {
    let beginnings = [None, found.beginning.clone(), own_beginning(conn, kept, &found.shown)];
    beginnings.into_iter().map(|beginning| Fork::of(kept, &found.shown, beginning)).collect()
}

/// What the larger of the two begins with, where that is a beginning of this desk's own tree.
pub fn own_beginning(conn: &Connection, one: &SignedCheckpoint, other: &SignedCheckpoint) -> Option<Beginning> {
    let (one, other) = (one.checkpoint(), other.checkpoint());
    let (small, large) = if one.size <= other.size { (one, other) } else { (other, one) };
    let root = |size| -> Option<Hash> { merkle::root_at(size, &Tree(conn)).ok() };
    if root(large.size) != Some(large.root) {
        return None;
    }
    let proof = merkle::prove_consistency(small.size, large.size, &Tree(conn)).ok()?;
    Some(Beginning { root: root(small.size)?, proof })
}

fn one_line(detail: &str) -> String {
    let printable = detail.chars().filter(|letter| !letter.is_control());
    let mut line = String::new();
    for letter in printable {
        if line.len() + letter.len_utf8() > MOST_DETAIL {
            break;
        }
        line.push(letter);
    }
    line
}

#[cfg(test)]
mod tests {
    use daybook_ledger::{Checkpoint, Frontier, SignerKey, leaf_hash};

    use super::*;
    use crate::sync::plan::Contradiction;

    fn signer() -> SignerKey {
        SignerKey::generate("log.test", &[3; 32]).unwrap()
    }

    fn signed(size: u64, root: Hash) -> SignedCheckpoint {
        Checkpoint { origin: "log.test".into(), size, root }.sign(&signer()).unwrap()
    }

    fn tables() -> Connection {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(
            "CREATE TABLE tree_node (level INTEGER, idx INTEGER, hash BLOB, PRIMARY KEY (level, idx));
             CREATE TABLE checkpoint (only INTEGER, size INTEGER, root BLOB, note TEXT, at INTEGER);
             CREATE TABLE cosigned (size INTEGER, note TEXT, policy BLOB, at INTEGER);
             CREATE TABLE witness_sight (key TEXT, size INTEGER, time INTEGER, note TEXT);
             CREATE TABLE alarm (id INTEGER PRIMARY KEY, kind TEXT, kept TEXT, shown TEXT, detail TEXT, at INTEGER,
                 evidence TEXT NOT NULL DEFAULT '');",
        )
        .unwrap();
        conn
    }

    /// A tree of `size` leaves in the table, and its root at every size.
    fn grow(conn: &Connection, size: u64) -> Vec<Hash> {
        let mut frontier = Frontier::new();
        let mut roots = vec![frontier.root()];
        for index in 0..size {
            for (at, hash) in frontier.push(leaf_hash(&index.to_be_bytes())) {
                conn.execute("INSERT INTO tree_node VALUES (?, ?, ?)", (at.level, at.index, hash.0)).unwrap();
            }
            roots.push(frontier.root());
        }
        roots
    }

    fn found(kind: Contradiction, kept: Option<SignedCheckpoint>, shown: SignedCheckpoint) -> book::Evidence {
        let detail = "entries\n1 to 2".to_owned();
        book::Evidence { kind, kept, shown, size: 9, root: Hash::default(), detail, beginning: None }
    }

    fn judged(conn: &Connection, found: &book::Evidence) -> Evidence {
        let evidence = strongest(conn, found, signer().verifier(), 7).unwrap();
        assert_eq!(Evidence::parse(&evidence.to_string()).unwrap(), evidence);
        evidence
    }

    #[test]
    fn a_smaller_log_that_is_no_beginning_of_ours_is_proven_by_our_own_tree() {
        let conn = tables();
        let roots = grow(&conn, 9);
        let other = signed(5, leaf_hash(b"other"));
        let evidence = judged(&conn, &found(Contradiction::RolledBack, Some(signed(9, roots[9])), other));
        assert!(matches!(evidence, Evidence::Fork(Fork { beginning: Some(_), .. })), "{evidence:?}");
        // One that is a beginning of ours proves nothing by itself.
        let honest = judged(&conn, &found(Contradiction::RolledBack, Some(signed(9, roots[9])), signed(5, roots[5])));
        let Evidence::Alarm(alarm) = honest else { panic!("{honest:?}") };
        assert_eq!((alarm.kind.as_str(), alarm.detail.as_str(), alarm.at_ms), ("rolled_back", "entries1 to 2", 7));
    }

    #[test]
    fn what_was_reached_stands_where_the_newest_seen_is_the_one_shown() {
        let conn = tables();
        let roots = grow(&conn, 9);
        let reached = signed(9, roots[9]);
        conn.execute("INSERT INTO checkpoint VALUES (1, 9, ?, ?, 0)", (roots[9].0, reached.text())).unwrap();
        let shown = signed(9, leaf_hash(b"other"));
        let evidence = judged(&conn, &found(Contradiction::Forked, Some(shown.clone()), shown.clone()));
        assert_eq!(evidence, Evidence::Fork(Fork::of(&reached, &shown, None)));
    }

    #[test]
    fn what_the_same_witness_has_signed_stands_before_what_was_seen_last() {
        let conn = tables();
        let roots = grow(&conn, 9);
        let [one, two] = [1, 2].map(|seed| SignerKey::generate_witness(&format!("w{seed}"), &[seed; 32]).unwrap());
        let cosigned = |note: SignedCheckpoint, by: &SignerKey| {
            let line = by.cosign(&note.note().text, 1_790_000_000);
            note.clone().with_signature(line)
        };
        let keep = |note: &SignedCheckpoint| {
            let row = (note.checkpoint().size, note.text());
            conn.execute("INSERT INTO cosigned VALUES (?, ?, NULL, 0)", row).unwrap();
        };
        let ours = [cosigned(signed(6, roots[6]), &one), cosigned(signed(7, roots[7]), &two)];
        ours.iter().for_each(keep);
        let shown = cosigned(signed(5, leaf_hash(b"other")), &one);
        let found = found(Contradiction::Forked, Some(signed(9, roots[9])), shown.clone());
        let Evidence::Fork(fork) = judged(&conn, &found) else { panic!("a fork proves itself") };
        assert_eq!(fork.notes, [shown.text(), ours[0].text()]);
        let policy = format!("witness a {}\nwitness b {}\nquorum none\n", one.verifier(), two.verifier());
        let policy = daybook_ledger::Policy::parse(policy.as_bytes()).unwrap();
        let names: Vec<_> = fork.cosigned_by(&policy).unwrap().iter().map(|witness| witness.name.to_string()).collect();
        assert_eq!(names, ["a"]);
    }

    #[test]
    fn a_checkpoint_with_the_lines_of_more_of_the_same_witnesses_stands_first() {
        let conn = tables();
        let roots = grow(&conn, 9);
        let [one, two] = [1, 2].map(|seed| SignerKey::generate_witness(&format!("w{seed}"), &[seed; 32]).unwrap());
        let cosigned = |note: &SignedCheckpoint, by: &SignerKey| {
            let line = by.cosign(&note.note().text, 1_790_000_000);
            note.clone().with_signature(line)
        };
        // The lines came one by one: what was seen of the first witness is the checkpoint without the second one's.
        let by_one = cosigned(&signed(6, roots[6]), &one);
        let by_both = cosigned(&by_one, &two);
        for (signer, note) in [(&one, &by_one), (&two, &by_both)] {
            let row = (signer.verifier().to_string(), note.text());
            conn.execute("INSERT INTO witness_sight VALUES (?, 6, 1790000000, ?)", row).unwrap();
        }
        conn.execute("INSERT INTO cosigned VALUES (6, ?, NULL, 0)", [by_both.text()]).unwrap();
        let shown = cosigned(&cosigned(&signed(6, leaf_hash(b"other")), &one), &two);
        let notes = same_signers(&conn, &shown).unwrap();
        assert_eq!(notes.iter().map(SignedCheckpoint::text).collect::<Vec<_>>(), [by_both.text(), by_one.text()]);
        let found = found(Contradiction::Forked, Some(signed(9, roots[9])), shown.clone());
        let Evidence::Fork(fork) = judged(&conn, &found) else { panic!("a fork proves itself") };
        assert_eq!(fork.notes, [by_both.text(), shown.text()], "what proves most");
    }

    #[test]
    fn an_old_alarm_has_a_file_too() {
        let conn = tables();
        let note = signed(2, Hash::default());
        let insert = "INSERT INTO alarm (id, kind, kept, shown, detail, at) VALUES (4, 'forked', '', ?, '', 8)";
        conn.execute(insert, [note.text()]).unwrap();
        let (number, text) = file(&conn, Some(4)).unwrap().unwrap();
        assert_eq!((number, Some((4, text.clone()))), (4, file(&conn, None).unwrap()), "the newest");
        let proven =
            Evidence::parse(&text).unwrap().verify(signer().verifier(), &daybook_ledger::verify::native::AwsLc);
        assert!(matches!(proven, Ok(Proven::Signed { kept: None, .. })));
        assert_eq!(file(&conn, Some(5)).unwrap(), None);
    }
}
