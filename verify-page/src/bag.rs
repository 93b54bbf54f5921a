//! What somebody has put on the page, sorted by what it is: names of files do not matter, contents do.

use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_ledger::{
    Attached, Entry, KeyId, Policy, PolicyErrors, SignedCheckpoint, TlogProof, VerifierKey,
    evidence::is_evidence,
    leaf_hash,
    merkle::verify_inclusion,
    note::KeyKind,
    proof::HEADER,
    verify::{NotADeskKey, spki_from_pem},
};
use serde::Deserialize;

use crate::tell::MOST_FILES;

/// More than any proof with the longest entry has, in bytes.
const MOST: usize = 1 << 20;
/// How an entry begins: a COSE_Sign1 under its tag (RFC 9052 4.2).
const SIGN1: [u8; 2] = [0xd2, 0x84];
/// The words that lines of a policy begin with (c2sp.org/tlog-policy).
const POLICY_WORDS: [&str; 4] = ["log", "witness", "group", "quorum"];
/// Those that only a policy has: lines with keys alone may be a list of them.
const RULES: [&str; 2] = ["group", "quorum"];
/// Of a line that is shown back, in letters.
const SHOWN: usize = 80;

/// What the page's script hands over.
#[derive(Debug, Default, Deserialize)]
pub struct Request {
    /// The tag of the language to answer in.
    pub language: String,
    /// The files.
    #[serde(default)]
    pub files: Vec<Given>,
    /// What was typed into the box for keys.
    #[serde(default)]
    pub keys: String,
}

/// A file, or something pasted.
#[derive(Debug, Default, Deserialize)]
pub struct Given {
    /// Its name, for people.
    pub name: String,
    /// Its bytes, base64; `None` where the browser could not read it (a folder, a file that is gone).
    #[serde(default)]
    pub base64: Option<String>,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A `c2sp.org/tlog-proof@v1` text.
    Proof,
    /// A `daybook evidence` text.
    Evidence,
    /// An entry's COSE bytes.
    Entry,
    /// A desk's public key.
    DeskKey,
    /// A policy.
    Policy,
    /// Keys of logs and witnesses.
    Keys,
    /// Nothing in it.
    Empty,
    /// More than anything we know has.
    TooLong,
    /// The browser could not read it.
    Unreadable,
    /// Something else.
    Unknown,
}

/// Something with the name of the file it came in.
#[derive(Clone, Debug)]
pub struct Named<T> {
    /// The file's name.
    pub name: String,
    /// What was in it.
    pub what: T,
}

/// A line of a policy that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub number: usize,
    /// The line, or as much of it as is worth showing; empty where something is missing at the end.
    pub text: String,
}

/// All of it, sorted.
#[derive(Debug, Default)]
pub struct Bag {
    /// Texts of proofs.
    pub proofs: Vec<Named<String>>,
    /// Texts of evidence.
    pub evidence: Vec<Named<String>>,
    /// Entries' bytes.
    pub entries: Vec<Named<Vec<u8>>>,
    /// Desks' keys (SubjectPublicKeyInfo), or that what looked like one is none.
    pub desk_keys: Vec<Result<Vec<u8>, NotADeskKey>>,
    /// The policy; of two the later counts.
    pub policy: Option<Result<Policy, Vec<BadLine>>>,
    /// Keys of logs.
    pub log_keys: Vec<VerifierKey>,
    /// Keys of witnesses.
    pub witnesses: Vec<VerifierKey>,
    /// Lines among the keys that hold none.
    pub not_keys: Vec<String>,
    /// Every file's name, with what it is.
    pub kinds: Vec<(String, Kind)>,
    /// There were more files than are looked at.
    pub has_more: bool,
}

impl Bag {
    /// Sorts what was handed over.
    pub fn sort(request: &Request) -> Self {
        let mut bag = Self { has_more: request.files.len() > MOST_FILES, ..Self::default() };
        for given in request.files.iter().take(MOST_FILES) {
            let bytes = given.base64.as_ref().map(|text| BASE64_STANDARD.decode(text).unwrap_or_default());
            let kind = bytes.map_or(Kind::Unreadable, |bytes| bag.put(&given.name, &bytes));
            bag.kinds.push((given.name.clone(), kind));
        }
        bag.put_keys(&request.keys);
        bag
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> Kind {
        let kind = kind(bytes);
        let text = || tidied(&String::from_utf8_lossy(bytes));
        match kind {
            Kind::Proof => self.proofs.push(named(name, text())),
            Kind::Evidence => self.evidence.push(named(name, text())),
            Kind::Entry => self.entries.push(named(name, bytes.to_vec())),
            Kind::DeskKey => self.desk_keys.push(spki_from_pem(&text())),
            Kind::Keys | Kind::Policy => self.put_keys(&text()),
            Kind::Empty | Kind::TooLong | Kind::Unreadable | Kind::Unknown => {}
        }
        kind
    }

    /// Keys one on each line, a policy, or both in one text.
    fn put_keys(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n");
        let is_policy = holds_rules(&text);
        if is_policy {
            self.policy = Some(policy(&text));
        }
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if !(is_policy && is_policy_line(line)) {
                self.put_key_line(line);
            }
        }
    }

    fn put_key_line(&mut self, line: &str) {
        let keys: Vec<VerifierKey> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        if keys.is_empty() {
            self.not_keys.push(shortened(line));
        }
        for key in keys {
            match key.kind() {
                KeyKind::Log => self.log_keys.push(key),
                KeyKind::Witness => self.witnesses.push(key),
            }
        }
    }

    /// The policy, where one was given that can be read.
    pub fn policy(&self) -> Option<&Policy> {
        self.policy.as_ref()?.as_ref().ok()
    }

    /// The key of the log called `origin` among those given; where there is none such, and the policy has none either, any
    /// of them, which then does not fit.
    pub fn log_key(&self, origin: Option<&str>) -> Option<&VerifierKey> {
        let of_this_log = |key: &&VerifierKey| Some(key.name()) == origin;
        let of_policy = || self.policy().map_or(&[][..], Policy::logs).iter().map(|log| &log.key);
        self.log_keys.iter().chain(of_policy()).find(of_this_log).or(self.log_keys.first()).or(of_policy().next())
    }

    /// The entry that a proof is about: the one it leads to its root; where it is the only one and so is the proof, that one.
    pub fn entry_of(&self, proof: &str) -> Option<&Named<Vec<u8>>> {
        let fits = |entry: &&Named<Vec<u8>>| leads_to_root(proof, &entry.what);
        let only = || self.entries.first().filter(|_| self.entries.len() == 1 && self.proofs.len() == 1);
        self.entries.iter().find(fits).or_else(only)
    }

    /// The key of the desk that signed an entry; where nothing else can be meant, the one that was given.
    pub fn desk_key_of(&self, proof: &str, entry: Option<&[u8]>) -> Option<&[u8]> {
        let attached = TlogProof::parse(proof).ok().and_then(|proof| Attached::to(&proof).ok().flatten());
        let entry = entry.map(<[u8]>::to_vec).or(attached.and_then(|attached| attached.entry));
        let named = entry.and_then(|entry| Entry::parse(&entry).ok()).map(|entry| entry.header().key_id);
        let is_named = |key: &&[u8]| named.is_some_and(|named| KeyId::of_spki(key) == named);
        let mut given = self.desk_keys.iter().filter_map(|key| key.as_deref().ok());
        let only = || self.desk_keys.first().filter(|_| self.proofs.len() == 1);
        given.find(is_named).or_else(|| only().map(|key| key.as_deref().unwrap_or_default()))
    }

    /// Entries that belong to none of several proofs.
    pub fn unused_entries(&self) -> Vec<&str> {
        let is_used = |name: &str| {
            self.proofs.iter().filter_map(|proof| self.entry_of(&proof.what)).any(|entry| entry.name == name)
        };
        match self.proofs.is_empty() {
            true => Vec::new(),
            false => self.entries.iter().map(|entry| entry.name.as_str()).filter(|name| !is_used(name)).collect(),
        }
    }
}

fn named<T>(name: &str, what: T) -> Named<T> {
    Named { name: name.to_owned(), what }
}

fn leads_to_root(proof: &str, entry: &[u8]) -> bool {
    let Ok(proof) = TlogProof::parse(proof) else { return false };
    let Ok(signed) = SignedCheckpoint::parse(&proof.checkpoint) else { return false };
    let checkpoint = signed.checkpoint();
    verify_inclusion(&leaf_hash(entry), proof.index, checkpoint.size, &proof.hashes, &checkpoint.root).is_ok()
}

fn kind(bytes: &[u8]) -> Kind {
    if bytes.len() > MOST {
        return Kind::TooLong;
    }
    if bytes.starts_with(&SIGN1) {
        return Kind::Entry;
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return Kind::Unknown };
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        Kind::Empty
    } else if text.starts_with(HEADER) {
        Kind::Proof
    } else if is_evidence(text) {
        Kind::Evidence
    } else if text.starts_with("-----BEGIN") {
        Kind::DeskKey
    } else if holds_rules(text) {
        Kind::Policy
    } else if text.split_whitespace().any(|word| word.parse::<VerifierKey>().is_ok()) {
        Kind::Keys
    } else {
        Kind::Unknown
    }
}

/// Whether a text says how many witnesses are enough, as only policies do.
fn holds_rules(text: &str) -> bool {
    let first_word = |line: &str| line.split_whitespace().next().map(str::to_owned);
    let first_words: Vec<String> = text.lines().filter_map(first_word).filter(|word| !word.starts_with('#')).collect();
    // A letter may have a line that begins with one of these words; a policy's first line begins with one of the four.
    first_words.first().is_some_and(|word| POLICY_WORDS.contains(&word.as_str()) || word.parse::<VerifierKey>().is_ok())
        && first_words.iter().any(|word| RULES.contains(&word.as_str()))
}

fn is_policy_line(line: &str) -> bool {
    line.split_whitespace().next().is_some_and(|word| POLICY_WORDS.contains(&word))
}

/// Reads the lines that are a policy's; the others keep their places.
fn policy(text: &str) -> Result<Policy, Vec<BadLine>> {
    let lines: Vec<&str> = text.lines().map(|line| if is_policy_line(line) { line.trim() } else { "" }).collect();
    Policy::parse(lines.join("\n").as_bytes()).map_err(|errors| bad_lines(&errors, &lines))
}

fn bad_lines(errors: &PolicyErrors, lines: &[&str]) -> Vec<BadLine> {
    let is_missing =
        |error: &daybook_ledger::policy::PolicyError| error.problem == daybook_ledger::policy::Problem::NoQuorum;
    let text = |number: usize| lines.get(number.wrapping_sub(1)).map_or_else(String::new, |line| shortened(line));
    let bad = |error: &daybook_ledger::policy::PolicyError| BadLine {
        number: error.line,
        text: if is_missing(error) { String::new() } else { text(error.line) },
    };
    errors.lines().iter().map(bad).collect()
}

fn shortened(line: &str) -> String {
    line.chars().take(SHOWN).collect()
}

/// A text as it was before a mail program or an editor touched its ends of lines.
fn tidied(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    format!("{}\n", text.trim_matches(['\n', ' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    #[test]
    fn contents_are_told_apart() {
        assert_eq!(kind(b""), Kind::Empty);
        assert_eq!(kind(b" \r\n"), Kind::Empty);
        assert_eq!(kind(&vec![b'a'; MOST + 1]), Kind::TooLong);
        assert_eq!(kind(b"c2sp.org/tlog-proof@v1\nindex 0\n"), Kind::Proof);
        assert_eq!(kind("\u{feff}c2sp.org/tlog-proof@v1\r\n".as_bytes()), Kind::Proof);
        assert_eq!(kind(b"daybook evidence v1\nfork\n"), Kind::Evidence);
        assert_eq!(kind(&[0xd2, 0x84, 0x43]), Kind::Entry);
        assert_eq!(kind(b"-----BEGIN PUBLIC KEY-----"), Kind::DeskKey);
        assert_eq!(kind(b"# ours\r\nlog x\r\nquorum none\r\n"), Kind::Policy);
        assert_eq!(kind(format!("witness w1 {KEY}\n").as_bytes()), Kind::Keys);
        assert_eq!(kind(b"PK\x03\x04 a zip"), Kind::Unknown);
        assert_eq!(kind(b"Dear all,\nquorum was not reached."), Kind::Unknown);
        assert_eq!(kind(&[0xff, 0xfe, 0]), Kind::Unknown);
    }

    #[test]
    fn keys_are_found_one_a_line_and_beside_a_policy() {
        let mut bag = Bag::default();
        bag.put_keys(&format!("# a list\n{KEY}\n\nnonsense"));
        assert_eq!((bag.log_keys.len(), bag.policy().is_some()), (1, false));
        assert_eq!(bag.not_keys, ["nonsense"]);
        assert_eq!(bag.log_key(Some("another")).unwrap().name(), "PeterNeumann");
        let mut bag = Bag::default();
        bag.put_keys(&format!("log {KEY} https://log.example\r\nquorum none\r\n"));
        assert_eq!((bag.log_keys.len(), bag.policy().unwrap().logs().len()), (0, 1));
        assert_eq!(bag.log_key(Some("PeterNeumann")).unwrap().name(), "PeterNeumann");
    }

    #[test]
    fn the_lines_of_a_policy_that_cannot_be_read_are_named() {
        let mut bag = Bag::default();
        bag.put_keys("group all 2 w1 w2\n# nothing\nwitness w3 rubbish");
        let line = |number, text: &str| BadLine { number, text: text.into() };
        let expected = vec![line(1, "group all 2 w1 w2"), line(3, "witness w3 rubbish"), line(3, "")];
        assert_eq!(bag.policy, Some(Err(expected)));
        assert!(bag.not_keys.is_empty());
    }

    #[test]
    fn ends_of_lines_do_not_matter() {
        assert_eq!(tidied("\u{feff}a\r\n\r\nb\r\n\r\n"), "a\n\nb\n");
        assert_eq!(tidied("a\n\nb"), "a\n\nb\n");
    }
}
