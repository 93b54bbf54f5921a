//! The witnesses in a contradiction, by the names that the hospital's policy gives them: who has signed which side.

use daybook_api::{AlarmWitness, SignedSides};
use daybook_ledger::{Evidence, Policy, SignedCheckpoint, policy::Witness};
use rusqlite::{Connection, Transaction, params};

use super::plan::Contradiction;
use crate::store::StoreError;

/// Those of the policy's witnesses that have signed what was shown, or both sides where `evidence` proves two histories. A smaller
/// log that is a beginning of this desk's was rightly signed when it was as large as that, and accuses nobody.
pub fn by_policy(
    policy: &Policy,
    kind: Contradiction,
    shown: &SignedCheckpoint,
    evidence: &Evidence,
) -> Vec<AlarmWitness> {
    let both = match evidence {
        // A note with a witness's wrong signature names nobody.
        Evidence::Fork(fork) => fork.cosigned_by(policy).unwrap_or_default(),
        _ if kind == Contradiction::RolledBack => return Vec::new(),
        _ => Vec::new(),
    };
    let cosigned = policy.cosigned(shown.note()).unwrap_or_default();
    let sides = |witness: &Witness| if both.contains(&witness) { SignedSides::Both } else { SignedSides::Shown };
    cosigned.iter().map(|one| named(one.witness, sides(one.witness))).collect()
}

/// The policy's witness, which has signed these sides.
pub fn named(witness: &Witness, sides: SignedSides) -> AlarmWitness {
    AlarmWitness { name: witness.name.to_string(), key: witness.key.to_string(), sides }
}

/// Keeps them with their alarm.
pub fn keep(tx: &Transaction<'_>, alarm: u64, accused: &[AlarmWitness]) -> Result<(), StoreError> {
    let mut insert =
        tx.prepare_cached("INSERT INTO alarm_witness (alarm, place, name, key, sides) VALUES (?, ?, ?, ?, ?)")?;
    for (place, one) in (0_i64..).zip(accused) {
        insert.execute(params![alarm, place, one.name, one.key, word(one.sides)])?;
    }
    Ok(())
}

/// Keeps these in place of those before.
pub fn replace(tx: &Transaction<'_>, alarm: u64, accused: &[AlarmWitness]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM alarm_witness WHERE alarm = ?", [alarm])?;
    keep(tx, alarm, accused)
}

/// Those of an alarm, in the policy's order.
pub fn of_alarm(conn: &Connection, alarm: u64) -> Result<Vec<AlarmWitness>, StoreError> {
    let mut query = conn.prepare_cached("SELECT name, key, sides FROM alarm_witness WHERE alarm = ? ORDER BY place")?;
    let rows = query.query_map([alarm], |row| {
        let is_both = row.get::<_, String>(2)? == word(SignedSides::Both);
        let sides = if is_both { SignedSides::Both } else { SignedSides::Shown };
        Ok(AlarmWitness { name: row.get(0)?, key: row.get(1)?, sides })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What happened and who has signed it, for people.
pub fn sentence(kind: Contradiction, accused: &[AlarmWitness]) -> String {
    let (both, shown) = (names(accused, SignedSides::Both), names(accused, SignedSides::Shown));
    if kind == Contradiction::WitnessWentBack {
        return format!(
            "The witness {} has signed fewer entries after it had signed more: it has forgotten what it signed, its key is in two \
             places, or its clock was set back.",
            listed(&both)
        );
    }
    let both = match both.as_slice() {
        [] => String::new(),
        [one] => format!(
            " The witness {one} has signed both sides: it has forgotten what it had signed, or its key is in two places."
        ),
        many => format!(
            " The witnesses {} have signed both sides: they have forgotten what they had signed, or their keys are in two places.",
            listed(many)
        ),
    };
    let shown = match shown.as_slice() {
        [] => String::new(),
        [one] => format!(" The witness {one} has signed the side that does not fit here."),
        many => format!(" The witnesses {} have signed the side that does not fit here.", listed(many)),
    };
    format!("{}{both}{shown}", kind.sentence())
}

fn names(accused: &[AlarmWitness], sides: SignedSides) -> Vec<&str> {
    accused.iter().filter(|one| one.sides == sides).map(|one| one.name.as_str()).collect()
}

fn listed(names: &[&str]) -> String {
    match names {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        one => one.concat(),
    }
}

fn word(sides: SignedSides) -> &'static str {
    match sides {
        SignedSides::Shown => "shown",
        SignedSides::Both => "both",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn witness(name: &str, sides: SignedSides) -> AlarmWitness {
        AlarmWitness { name: name.into(), key: String::new(), sides }
    }

    #[test]
    fn the_sentence_names_who_has_signed_what() {
        let forked = |accused: &[AlarmWitness]| sentence(Contradiction::Forked, accused);
        assert_eq!(forked(&[]), Contradiction::Forked.sentence());
        let [north, south] = ["north", "south"].map(|name| witness(name, SignedSides::Both));
        assert!(forked(&[north.clone(), south]).contains("The witnesses north and south have signed both sides: they"));
        let shown = forked(&[north.clone(), witness("east", SignedSides::Shown)]);
        assert!(shown.contains("The witness north has signed both sides: it"), "{shown}");
        assert!(shown.contains("The witness east has signed the side that does not fit here."), "{shown}");
        assert!(sentence(Contradiction::WitnessWentBack, &[north]).starts_with("The witness north has signed fewer"));
    }
}
