//! What somebody has put on the page, sorted by what it is: names of files do not matter, contents do.

use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_ledger::{
    VerifierKey,
    note::KeyKind,
    proof::HEADER,
    verify::{NotADeskKey, spki_from_pem},
};
use serde::Deserialize;

/// More than any proof with the longest entry has, in bytes.
const MOST: usize = 1 << 20;
/// How an entry begins: a COSE_Sign1 under its tag (RFC 9052 4.2).
const SIGN1: [u8; 2] = [0xd2, 0x84];
/// The words lines of a policy begin with (c2sp.org/tlog-policy).
const POLICY_WORDS: [&str; 4] = ["log", "witness", "group", "quorum"];

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
    /// Its bytes, base64.
    pub base64: String,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A `c2sp.org/tlog-proof@v1` text.
    Proof,
    /// An entry's COSE bytes.
    Entry,
    /// A desk's public key.
    DeskKey,
    /// Keys of logs and witnesses.
    Keys,
    /// Nothing in it.
    Empty,
    /// More than anything we know has.
    TooLong,
    /// Something else.
    Unknown,
}

/// All of it, sorted. Of two of a kind the later counts.
#[derive(Debug, Default)]
pub struct Bag {
    /// The proof's text.
    pub proof: Option<String>,
    /// The entry's bytes.
    pub entry: Option<Vec<u8>>,
    /// The desk's key (SubjectPublicKeyInfo), or that what looked like one is none.
    pub desk_key: Option<Result<Vec<u8>, NotADeskKey>>,
    /// Keys of logs.
    pub log_keys: Vec<VerifierKey>,
    /// Keys of witnesses.
    pub witnesses: Vec<VerifierKey>,
    /// Lines among the keys that hold none.
    pub not_keys: Vec<String>,
    /// Every file's name, with what it is.
    pub kinds: Vec<(String, Kind)>,
}

impl Bag {
    /// Sorts what was handed over.
    pub fn sort(request: &Request) -> Self {
        let mut bag = Self::default();
        for given in &request.files {
            let bytes = BASE64_STANDARD.decode(&given.base64).unwrap_or_default();
            let kind = bag.put(&bytes);
            bag.kinds.push((given.name.clone(), kind));
        }
        bag.put_keys(&request.keys);
        bag
    }

    fn put(&mut self, bytes: &[u8]) -> Kind {
        let kind = kind(bytes);
        let text = || String::from_utf8_lossy(bytes).into_owned();
        match kind {
            Kind::Proof => self.proof = Some(tidied(&text())),
            Kind::Entry => self.entry = Some(bytes.to_vec()),
            Kind::DeskKey => self.desk_key = Some(spki_from_pem(&text())),
            Kind::Keys => self.put_keys(&text()),
            Kind::Empty | Kind::TooLong | Kind::Unknown => {}
        }
        kind
    }

    fn put_keys(&mut self, text: &str) {
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let keys: Vec<VerifierKey> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
            let is_policy = line.split_whitespace().next().is_some_and(|word| POLICY_WORDS.contains(&word));
            if keys.is_empty() && !is_policy {
                self.not_keys.push(line.chars().take(80).collect());
            }
            for key in keys {
                match key.kind() {
                    KeyKind::Log => self.log_keys.push(key),
                    KeyKind::Witness => self.witnesses.push(key),
                }
            }
        }
    }

    /// The key of the log called `origin` among those given, or else any of them, which then does not fit.
    pub fn log_key(&self, origin: Option<&str>) -> Option<&VerifierKey> {
        let of_this_log = |key: &&VerifierKey| Some(key.name()) == origin;
        self.log_keys.iter().find(of_this_log).or(self.log_keys.first())
    }
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
    } else if text.starts_with("-----BEGIN") {
        Kind::DeskKey
    } else if text.split_whitespace().any(|word| word.parse::<VerifierKey>().is_ok()) {
        Kind::Keys
    } else {
        Kind::Unknown
    }
}

/// A proof as it was before a mail program or an editor touched its ends of lines.
fn tidied(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    format!("{}\n", text.trim_matches(['\n', ' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_told_apart() {
        assert_eq!(kind(b""), Kind::Empty);
        assert_eq!(kind(b" \r\n"), Kind::Empty);
        assert_eq!(kind(&vec![b'a'; MOST + 1]), Kind::TooLong);
        assert_eq!(kind(b"c2sp.org/tlog-proof@v1\nindex 0\n"), Kind::Proof);
        assert_eq!(kind("\u{feff}c2sp.org/tlog-proof@v1\r\n".as_bytes()), Kind::Proof);
        assert_eq!(kind(&[0xd2, 0x84, 0x43]), Kind::Entry);
        assert_eq!(kind(b"-----BEGIN PUBLIC KEY-----"), Kind::DeskKey);
        assert_eq!(kind(b"PK\x03\x04 a zip"), Kind::Unknown);
        assert_eq!(kind(b"hello"), Kind::Unknown);
        assert_eq!(kind(&[0xff, 0xfe, 0]), Kind::Unknown);
    }

    #[test]
    fn keys_are_found_one_a_line_and_in_policies() {
        let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        let mut bag = Bag::default();
        bag.put_keys(&format!("# a policy\nlog {key} https://log.example\nquorum none\n\nnonsense"));
        assert_eq!(bag.log_keys.len(), 1);
        assert_eq!(bag.not_keys, ["nonsense"]);
        assert_eq!(bag.log_key(Some("another")).unwrap().name(), "PeterNeumann");
    }

    #[test]
    fn ends_of_lines_do_not_matter() {
        assert_eq!(tidied("\u{feff}a\r\n\r\nb\r\n\r\n"), "a\n\nb\n");
        assert_eq!(tidied("a\n\nb"), "a\n\nb\n");
    }
}
