//! Reading a policy, line by line.

use std::collections::{BTreeMap, BTreeSet};

use super::{Group, Log, MAX_OF_EACH, Member, Name, Policy, PolicyError, PolicyErrors, Problem, Witness};
use crate::{
    checkpoint::parse_decimal,
    note::{KeyKind, VerifierKey},
};

const LOG: &str = "log VKEY [URL]";
const WITNESS: &str = "witness NAME VKEY [URL]";
const GROUP: &str = "group NAME any|all|NUMBER MEMBER…";
const QUORUM: &str = "quorum NAME, or quorum none";

/// Reads all lines, so that every wrong one can be named.
pub(super) fn parse(text: &[u8]) -> Result<Policy, PolicyErrors> {
    let mut reading = Reading::default();
    let mut wrong = Vec::new();
    let lines: Vec<&[u8]> = text.strip_suffix(b"\n").unwrap_or(text).split(|octet| *octet == b'\n').collect();
    for (line, octets) in (1..).zip(&lines) {
        reading.line = line;
        if let Err(problem) = reading.read(octets) {
            wrong.push(PolicyError { line, problem });
        }
    }
    if reading.quorum_line.is_none() {
        wrong.push(PolicyError { line: lines.len(), problem: Problem::NoQuorum });
    }
    if wrong.is_empty() { Ok(reading.policy) } else { Err(PolicyErrors(wrong)) }
}

/// A policy as far as it has been read.
struct Reading {
    line: usize,
    policy: Policy,
    /// What a name means; nothing for one whose own line was wrong, so that only that line is named.
    names: BTreeMap<Name, Option<Member>>,
    members: BTreeSet<Name>,
    keys: BTreeMap<(u8, [u8; 32]), usize>,
    quorum_line: Option<usize>,
}

impl Default for Reading {
    fn default() -> Self {
        let policy = Policy { logs: Vec::new(), witnesses: Vec::new(), groups: Vec::new(), quorum: None };
        let (names, members, keys) = (BTreeMap::new(), BTreeSet::new(), BTreeMap::new());
        Self { line: 0, policy, names, members, keys, quorum_line: None }
    }
}

impl Reading {
    fn read(&mut self, line: &[u8]) -> Result<(), Problem> {
        if line.ends_with(b"\r") {
            // Its line end is wrong; what it defines is defined all the same.
            let end = line.iter().rposition(|octet| *octet != b'\r').map_or(0, |last| last + 1);
            return self.read(&line[..end]).and(Err(Problem::CarriageReturn));
        }
        check_octets(line)?;
        let words: Vec<&[u8]> = line.split(is_blank).filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            [] => Ok(()),
            [first, ..] if first.starts_with(b"#") => Ok(()),
            [b"log", rest @ ..] => self.log(rest),
            [b"witness", rest @ ..] => self.witness(rest),
            [b"group", rest @ ..] => self.group(rest),
            [b"quorum", rest @ ..] => self.quorum(rest),
            [other, ..] => Err(Problem::UnknownKeyword(name(other))),
        }
    }

    fn log(&mut self, words: &[&[u8]]) -> Result<(), Problem> {
        let ([key] | [key, _]) = words else { return Err(Problem::WrongForm(LOG)) };
        let key = self.key(key, KeyKind::Log, Problem::NotALogKey)?;
        self.policy.logs.push(Log { key, url: words.get(1).map(|url| text(url)) });
        at_most(self.policy.logs.len())
    }

    fn witness(&mut self, words: &[&[u8]]) -> Result<(), Problem> {
        let [called, rest @ ..] = words else { return Err(Problem::WrongForm(WITNESS)) };
        let called = self.define(called)?;
        let ([key] | [key, _]) = rest else { return Err(Problem::WrongForm(WITNESS)) };
        let key = self.key(key, KeyKind::Witness, Problem::NotAWitnessKey)?;
        self.names.insert(called.clone(), Some(Member::Witness(self.policy.witnesses.len())));
        self.policy.witnesses.push(Witness { name: called, key, url: rest.get(1).map(|url| text(url)) });
        at_most(self.policy.witnesses.len())
    }

    fn group(&mut self, words: &[&[u8]]) -> Result<(), Problem> {
        let [called, rest @ ..] = words else { return Err(Problem::WrongForm(GROUP)) };
        let called = self.define(called)?;
        let [threshold, members @ ..] = rest else { return Err(Problem::WrongForm(GROUP)) };
        if members.is_empty() {
            return Err(Problem::WrongForm(GROUP));
        }
        let threshold = read_threshold(threshold, members.len())?;
        if members.contains(&called.0.as_slice()) {
            return Err(Problem::Undefined(called));
        }
        let members = members.iter().map(|member| self.join(member)).collect::<Result<Vec<_>, _>>()?;
        // A member whose own line was wrong makes this group unusable, but not this line wrong.
        let Some(members) = members.into_iter().collect::<Option<Vec<_>>>() else { return Ok(()) };
        self.names.insert(called.clone(), Some(Member::Group(self.policy.groups.len())));
        self.policy.groups.push(Group { name: called, threshold, members });
        at_most(self.policy.groups.len())
    }

    fn quorum(&mut self, words: &[&[u8]]) -> Result<(), Problem> {
        if self.quorum_line.replace(self.line).is_some() {
            return Err(Problem::SecondQuorum);
        }
        let [called] = words else { return Err(Problem::WrongForm(QUORUM)) };
        if *called != b"none" {
            self.policy.quorum = self.find(called)?;
        }
        Ok(())
    }

    /// Takes a name, before anything else on its line can be wrong.
    fn define(&mut self, called: &[u8]) -> Result<Name, Problem> {
        let called = name(called);
        if called.0 == b"none" {
            return Err(Problem::Reserved);
        }
        if self.names.contains_key(&called) {
            return Err(Problem::NameTaken(called));
        }
        self.names.insert(called.clone(), None);
        Ok(called)
    }

    fn find(&self, called: &[u8]) -> Result<Option<Member>, Problem> {
        let called = name(called);
        self.names.get(&called).copied().ok_or(Problem::Undefined(called))
    }

    fn join(&mut self, called: &[u8]) -> Result<Option<Member>, Problem> {
        let member = self.find(called)?;
        match self.members.insert(name(called)) {
            true => Ok(member),
            false => Err(Problem::AlreadyMember(name(called))),
        }
    }

    fn key(&mut self, word: &[u8], kind: KeyKind, other_kind: Problem) -> Result<VerifierKey, Problem> {
        let key = VerifierKey::parse(&text(word)).map_err(Problem::BadKey)?;
        if key.kind() != kind {
            return Err(other_kind);
        }
        let line = *self.keys.entry((kind as u8, key.public_key())).or_insert(self.line);
        if line == self.line { Ok(key) } else { Err(Problem::KeyTaken(line)) }
    }
}

fn read_threshold(word: &[u8], members: usize) -> Result<usize, Problem> {
    let number = || parse_decimal(std::str::from_utf8(word).ok()?)?.try_into().ok();
    let threshold = match word {
        b"any" => Some(1),
        b"all" => Some(members),
        _ => number().filter(|number| (1..=members).contains(number)),
    };
    threshold.ok_or(Problem::BadThreshold { given: name(word), members })
}

fn check_octets(line: &[u8]) -> Result<(), Problem> {
    match line.iter().find(|octet| **octet == 0x7F || (**octet < 0x20 && **octet != b'\t')) {
        None => Ok(()),
        Some(b'\r') => Err(Problem::CarriageReturn),
        Some(octet) => Err(Problem::ControlCharacter(*octet)),
    }
}

fn at_most(count: usize) -> Result<(), Problem> {
    if count <= MAX_OF_EACH { Ok(()) } else { Err(Problem::TooMany) }
}

fn is_blank(octet: &u8) -> bool {
    matches!(octet, b' ' | b'\t')
}

fn name(word: &[u8]) -> Name {
    Name(word.to_vec())
}

fn text(word: &[u8]) -> String {
    String::from_utf8_lossy(word).into_owned()
}
