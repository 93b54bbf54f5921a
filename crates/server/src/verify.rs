//! What one entry and its proof prove, offline, in plain words.

use daybook_ledger::judge::{Cosignature, Open, Proven, Quorum, Standing, Wrong};
use daybook_ledger::policy::Witness;
use daybook_ledger::verify::native::AwsLc;
use daybook_ledger::{Entry, Evidence, Exhibits, Judgement, Policy, VerifierKey, judge};

pub use daybook_ledger::verify::{NotADeskKey, spki_from_pem as read_pem};

/// What was proven, what was not looked at, and what is wrong.
#[derive(Debug, Default, serde::Serialize)]
pub struct Verdict {
    /// Sentences that hold.
    pub proven: Vec<String>,
    /// Sentences that nothing here says.
    pub not_proven: Vec<String>,
    /// What does not hold; empty if all is well.
    pub wrong: Vec<String>,
}

impl Verdict {
    /// Whether nothing is wrong.
    pub fn is_good(&self) -> bool {
        self.wrong.is_empty()
    }
}

/// Verifies a proof, its checkpoint and the entry; with the desk's key also the entry's own signature, with a policy also
/// whether enough of its witnesses have seen the checkpoint: what a hospital calls *confirmed*.
pub fn verify(exhibits: &Exhibits<'_>) -> Verdict {
    let judgement = judge(exhibits, &AwsLc);
    Verdict {
        proven: judgement.proven.iter().map(|proven| say_proven(proven, &judgement)).collect(),
        not_proven: judgement.open.iter().map(say_open).collect(),
        wrong: judgement.wrong.iter().map(say_wrong).collect(),
    }
}

/// Verifies a piece of evidence; with a policy also which of its witnesses have signed both sides of a fork, or went back.
pub fn verify_evidence(text: &str, log_key: &VerifierKey, policy: Option<&Policy>) -> Verdict {
    let judged = Evidence::parse(text).and_then(|evidence| {
        let proven = evidence.verify(log_key, &AwsLc)?;
        let verdict = Verdict { proven: proven.holds(), not_proven: proven.leaves_open(), wrong: Vec::new() };
        match (&evidence, policy) {
            (Evidence::Fork(fork), Some(policy)) => Ok(name_witnesses(verdict, &fork.cosigned_by(policy)?)),
            (Evidence::WentBack(back), Some(policy)) => Ok(name_witness(verdict, &back.witness, policy)),
            _ => Ok(verdict),
        }
    });
    judged.unwrap_or_else(|why| Verdict { wrong: vec![format!("It proves nothing: {why}.")], ..Verdict::default() })
}

fn name_witnesses(mut verdict: Verdict, both: &[&Witness]) -> Verdict {
    let sentence = |witness: &&Witness| {
        format!(
            "The witness {} has signed both. It forgot what it had signed, or its key is in two places.",
            witness.name
        )
    };
    verdict.proven.extend(both.iter().map(sentence));
    if both.is_empty() {
        verdict.not_proven.push("That any of the policy's witnesses has signed both.".into());
    }
    verdict
}

fn name_witness(mut verdict: Verdict, key: &VerifierKey, policy: &Policy) -> Verdict {
    match policy.witnesses().iter().find(|witness| witness.key == *key) {
        Some(witness) => verdict.proven.push(format!("The policy calls this witness {}.", witness.name)),
        None => verdict.not_proven.push("That it is one of the policy's witnesses: none of them has this key.".into()),
    }
    verdict
}

fn say_proven(proven: &Proven, judgement: &Judgement) -> String {
    match proven {
        Proven::Checkpoint(checkpoint) => format!(
            "The log {} says, signed with its key, that it has {} entries under the root {}.",
            checkpoint.origin, checkpoint.size, checkpoint.root
        ),
        Proven::Included { index, .. } => format!("This very entry is number {index} among them."),
        Proven::FitsItself { index, size } => {
            format!("The file fits itself: its entry leads to the root it names, as number {index} of {size}.")
        }
        Proven::DeskSigned(_) => judgement.entry.as_ref().map(say_author).unwrap_or_default(),
        Proven::Cosigned(Cosignature { name, .. }) => format!("The witness {name} has seen this checkpoint."),
        Proven::Quorum(Quorum { standing: Standing::NoneAsked, .. }) => "The policy asks for no witness.".into(),
        Proven::Quorum(quorum) => format!(
            "The policy is met: {} of its witnesses have seen this checkpoint, which is enough for it{}.",
            quorum.signed.len(),
            not_yet(quorum)
        ),
    }
}

fn not_yet(quorum: &Quorum) -> String {
    match quorum.missing.is_empty() {
        true => String::new(),
        false => format!("; {} have not", quorum.missing.join(", ")),
    }
}

fn say_author(entry: &Entry) -> String {
    let header = entry.header();
    format!(
        "Desk {} of site {} (key {}) has signed the entry: number {} of its chain, {}.",
        header.desk, header.site, header.key_id, header.seq, header.act
    )
}

fn say_open(open: &Open) -> String {
    match open {
        Open::NoLogKey { origin } => {
            format!(
                "That the log {origin} ever said so: no key of the log was given, and anybody can write such a file."
            )
        }
        Open::NoEntry => "Which entry it is about: give the entry too.".into(),
        Open::NoWitness => {
            "That the log shows everyone the same history: no witness has signed this checkpoint.".into()
        }
        Open::UncheckedCosignatures(others) => {
            format!("That the log shows everyone the same history: {} other signatures were not checked.", others.len())
        }
        Open::NoDeskKey { key_id } => format!(
            "Who has written the entry: it names the desk key {key_id}; give that key with --desk-key to check the signature."
        ),
        Open::WhoseDeskKey { key_id } => {
            format!("Whose key {key_id} is: it came along with the entry. Compare it with what the hospital says.")
        }
        Open::Content => "What the entry says: its content is sealed, and the desk's clock is its own.".into(),
        Open::Rules => "That the network's rules allow the entry: that takes the whole log (fsck).".into(),
    }
}

fn say_wrong(wrong: &Wrong) -> String {
    match wrong {
        Wrong::NotAProof(why) => why.to_string(),
        Wrong::Attachment(why) => format!("{why}."),
        Wrong::AnotherEntry => "The entry that was given is not the one that came with the proof.".into(),
        Wrong::Checkpoint(why) => format!("The checkpoint in the proof does not hold: {why}."),
        Wrong::Inclusion(why) => format!("The proof does not lead from this entry to the checkpoint's root: {why}."),
        Wrong::Entry(why) => format!("The entry cannot be read: {why}."),
        Wrong::NotADeskKey => format!("{NotADeskKey}."),
        Wrong::AnotherDeskKey { .. } => "The entry names another desk key than the one given.".into(),
        Wrong::DeskSignature => "The desk's signature of the entry is wrong.".into(),
        Wrong::Cosignature { name } => format!("The signature of the witness {name} is wrong."),
        Wrong::NotInPolicy { origin } => {
            format!("The policy is not met: it does not know the log {origin} by this key.")
        }
        Wrong::Quorum(quorum) => {
            let signed = quorum.signed_names();
            let signed = if signed.is_empty() { "none".to_owned() } else { format!("only {}", signed.join(", ")) };
            format!(
                "The policy is not met: too few of its witnesses have seen this checkpoint, {signed}{}.",
                not_yet(quorum)
            )
        }
    }
}
