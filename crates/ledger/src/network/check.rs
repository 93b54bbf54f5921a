//! The rules, in the order in which they are asked.

use super::{DeskState, History, NetworkState, Rejection, SiteState};
use crate::{
    act::Act,
    control::{ControlEvent, EnrolledDesk},
    entry::{Entry, Header, Hlc, Payload, Seen},
    hash::Hash,
    ids::{Id, KeyId},
    role::Role,
    verify::{VerifyPs256, is_desk_key},
};

/// The longest name of a site or a desk, in bytes.
const MAX_NAME: usize = 200;

/// What an accepted entry does to the state that accepted it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an accepted entry is in the state only after `advance`"]
pub struct Step {
    pub(super) site: Id,
    pub(super) key_id: KeyId,
    pub(super) leaf: Hash,
    pub(super) seen: Seen,
    pub(super) time: Hlc,
    pub(super) effects: Vec<ControlEvent>,
}

impl NetworkState {
    /// Judges the next entry without taking it in.
    pub fn check(
        &self,
        entry: &Entry,
        history: &(impl History + ?Sized),
        verifier: &(impl VerifyPs256 + ?Sized),
    ) -> Result<Step, Rejection> {
        self.check_signature(entry, verifier)?;
        self.check_unsigned(entry, history)
    }

    /// Checks the signature alone; this may be done for many entries at once, in parallel.
    pub fn check_signature(&self, entry: &Entry, verifier: &(impl VerifyPs256 + ?Sized)) -> Result<(), Rejection> {
        let spki = self.signing_key(entry)?;
        verifier.verify(spki, &entry.to_be_signed(), entry.signature()).map_err(|_| Rejection::BadSignature)
    }

    /// The key that must have signed the entry: the enrolled desk's, or the one that a founding entry carries.
    pub fn signing_key<'a>(&'a self, entry: &'a Entry) -> Result<&'a [u8], Rejection> {
        match (self.desk(&entry.header().key_id), founding(entry)) {
            (Some(desk), _) => Ok(&desk.spki),
            (None, Some(desk)) if desk.key_id() == entry.header().key_id => Ok(&desk.spki),
            (None, Some(_)) => Err(Rejection::BadFounding),
            (None, None) => Err(Rejection::NotEnrolled),
        }
    }

    /// Checks every rule but the signature, which must have been found right: only then is an equivocation evidence.
    pub fn check_unsigned(&self, entry: &Entry, history: &(impl History + ?Sized)) -> Result<Step, Rejection> {
        let header = entry.header();
        match (self.desk(&header.key_id), founding(entry)) {
            (Some(desk), _) => self.check_continuing(entry, desk, history)?,
            (None, Some(desk)) => self.check_founding(entry, desk, history)?,
            (None, None) => return Err(Rejection::NotEnrolled),
        }
        let effects = match entry.payload() {
            Payload::Control(events) => events.clone(),
            Payload::Sealed(_) => Vec::new(),
        };
        let Header { site, key_id, seen, time, .. } = *header;
        Ok(Step { site, key_id, leaf: entry.leaf_hash(), seen, time, effects })
    }

    fn check_continuing(
        &self,
        entry: &Entry,
        desk: &DeskState,
        history: &(impl History + ?Sized),
    ) -> Result<(), Rejection> {
        let header = entry.header();
        if (header.site, header.desk) != (desk.site, desk.number) {
            return Err(Rejection::WrongIssuer);
        }
        check_chain(entry, desk)?;
        if header.time <= desk.last_time {
            return Err(Rejection::ClockBackwards);
        }
        self.check_seen(header.seen, desk, history)?;
        let site = self.site(header.site).ok_or(Rejection::NotEnrolled)?;
        check_right(header, site)?;
        self.check_payload(entry, site)
    }

    fn check_seen(&self, seen: Seen, desk: &DeskState, history: &(impl History + ?Sized)) -> Result<(), Rejection> {
        if seen.size < desk.last_seen {
            return Err(Rejection::SeenBackwards { last: desk.last_seen, seen: seen.size });
        }
        if seen.size > self.size {
            return Err(Rejection::SeenAhead { seen: seen.size, size: self.size });
        }
        // Most entries have seen what the entry before had seen: no need to look that root up again.
        let root = if seen.size == desk.last_seen { Some(desk.last_seen_root) } else { history.root_at(seen.size) };
        if root == Some(seen.root) { Ok(()) } else { Err(Rejection::SeenOther { size: seen.size }) }
    }

    fn check_founding(
        &self,
        entry: &Entry,
        desk: &EnrolledDesk,
        history: &(impl History + ?Sized),
    ) -> Result<(), Rejection> {
        let Header { site, act, actor, seq, prev, seen, .. } = *entry.header();
        let Payload::Control(events) = entry.payload() else { return Err(Rejection::WrongPayload(act)) };
        let [ControlEvent::SiteFound { code, name, administrator, .. }] = events.as_slice() else {
            return Err(Rejection::WrongPayload(act));
        };
        let begins = act == Act::SiteFound && seq == 0 && prev.is_none() && desk.number == 1;
        let by_founder = actor == *administrator && entry.header().role == Role::Administrator;
        let names_desk = entry.header().desk == desk.number && entry.header().key_id == desk.key_id();
        if !(begins && by_founder && names_desk) {
            return Err(Rejection::BadFounding);
        }
        self.check_new_site(site, code)?;
        check_name(name)?;
        check_desk(desk)?;
        self.check_seen(seen, &DeskState::enrolled(site, desk.clone()), history)
    }

    fn check_new_site(&self, site: Id, code: &str) -> Result<(), Rejection> {
        if self.sites.contains_key(&site) {
            return Err(Rejection::SiteExists);
        }
        if code.len() != 3 || !code.bytes().all(|letter| letter.is_ascii_uppercase()) {
            return Err(Rejection::BadSiteCode);
        }
        if self.sites.values().any(|other| other.code == code) {
            return Err(Rejection::SiteCodeTaken(code.to_owned()));
        }
        Ok(())
    }

    fn check_payload(&self, entry: &Entry, site: &SiteState) -> Result<(), Rejection> {
        let act = entry.header().act;
        if entry.payload().is_empty() || entry.payload().is_control() != act.is_control() {
            return Err(Rejection::WrongPayload(act));
        }
        let Payload::Control(events) = entry.payload() else { return Ok(()) };
        // Each event is judged against the state before the entry, so only what cannot conflict comes in numbers.
        let many = matches!(act, Act::StaffGrant | Act::SubjectErased);
        if events.iter().any(|event| event.act() != act) || (events.len() > 1 && !many) {
            return Err(Rejection::WrongPayload(act));
        }
        events.iter().try_for_each(|event| self.check_event(event, site))
    }

    fn check_event(&self, event: &ControlEvent, site: &SiteState) -> Result<(), Rejection> {
        match event {
            ControlEvent::SiteFound { .. } => Err(Rejection::SiteExists),
            ControlEvent::DeskEnrol { desk, .. } => self.check_enrolment(desk, site),
            ControlEvent::DeskRevoke { number, .. } if !site.desks.contains_key(number) => {
                Err(Rejection::NoSuchDesk(*number))
            }
            ControlEvent::StaffRevoke { staff, role } => check_administrator_left(site, *staff, *role),
            _ => Ok(()),
        }
    }

    fn check_enrolment(&self, desk: &EnrolledDesk, site: &SiteState) -> Result<(), Rejection> {
        if desk.number == 0 || site.desks.contains_key(&desk.number) {
            return Err(Rejection::DeskNumberTaken(desk.number));
        }
        if self.desks.contains_key(&desk.key_id()) {
            return Err(Rejection::DeskKeyTaken);
        }
        check_desk(desk)
    }
}

/// The desk that a founding entry carries.
fn founding(entry: &Entry) -> Option<&EnrolledDesk> {
    match entry.payload() {
        Payload::Control(events) => match events.as_slice() {
            [ControlEvent::SiteFound { desk, .. }] => Some(desk),
            _ => None,
        },
        Payload::Sealed(_) => None,
    }
}

/// Whether the entry is the next link of its desk's chain. What is in the log already comes before revocation, so that
/// a desk that missed the answer gets it even then.
fn check_chain(entry: &Entry, desk: &DeskState) -> Result<(), Rejection> {
    let Header { seq, prev, .. } = *entry.header();
    if seq < desk.next_seq {
        return Err(repeated(entry, desk));
    }
    if let Some(at) = desk.revoked_at {
        return Err(Rejection::Revoked { at });
    }
    if seq > desk.next_seq {
        return Err(Rejection::Gap { expected: desk.next_seq, got: seq });
    }
    if prev != desk.last {
        return Err(Rejection::WrongPrev);
    }
    Ok(())
}

fn repeated(entry: &Entry, desk: &DeskState) -> Rejection {
    let seq = entry.header().seq;
    if desk.last == Some(entry.leaf_hash()) {
        Rejection::AlreadyKnown
    } else if seq + 1 == desk.next_seq {
        Rejection::Equivocation { seq }
    } else {
        Rejection::Superseded { next_seq: desk.next_seq }
    }
}

fn check_right(header: &Header, site: &SiteState) -> Result<(), Rejection> {
    let Header { actor, role, act, subject, .. } = *header;
    let tenure = site.roles.get(&(actor, role)).ok_or(Rejection::RoleNotHeld(role))?;
    // A desk that was offline when the role was taken away is not blamed for what it wrote without knowing.
    let knew = tenure.revoked.is_some_and(|taken| taken.at < header.seen.size || taken.by == header.key_id);
    if knew {
        return Err(Rejection::RoleNotHeld(role));
    }
    if act.is_allowed(role, actor, subject) { Ok(()) } else { Err(Rejection::PolicyForbids { role, act }) }
}

fn check_name(name: &str) -> Result<(), Rejection> {
    if (1..=MAX_NAME).contains(&name.len()) { Ok(()) } else { Err(Rejection::BadName) }
}

fn check_desk(desk: &EnrolledDesk) -> Result<(), Rejection> {
    check_name(&desk.name)?;
    if is_desk_key(&desk.spki) { Ok(()) } else { Err(Rejection::BadDeskKey) }
}

fn check_administrator_left(site: &SiteState, staff: Id, role: Role) -> Result<(), Rejection> {
    let mut others = site
        .roles
        .iter()
        .filter(|((other, role), tenure)| *role == Role::Administrator && *other != staff && tenure.revoked.is_none());
    if role == Role::Administrator && others.next().is_none() { Err(Rejection::LastAdministrator) } else { Ok(()) }
}
