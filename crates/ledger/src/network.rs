//! What the network accepts: one pure fold over the log, run by server, desks, auditors and witnesses alike.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use crate::{
    control::{ControlEvent, EnrolledDesk},
    entry::{Entry, Hlc},
    hash::{Hash, empty_root},
    ids::{Id, KeyId},
    role::Role,
    verify::VerifyPs256,
};

mod check;
mod rejection;
mod snapshot;

pub use check::Step;
pub use rejection::Rejection;
pub use snapshot::SnapshotError;

/// The roots of the log that entries speak of in `seen`.
pub trait History {
    /// The root of the log's first `size` entries; `None` where it is not known.
    fn root_at(&self, size: u64) -> Option<Hash>;
}

/// All that must be known of a log to judge its next entry. Grows with sites, desks and roles, not with entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct NetworkState {
    #[n(0)]
    size: u64,
    #[n(1)]
    sites: BTreeMap<Id, SiteState>,
    #[n(2)]
    desks: BTreeMap<KeyId, DeskState>,
}

/// A site as the log has it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SiteState {
    /// Three letters, unique in the log.
    #[n(0)]
    pub code: String,
    /// The hospital's name.
    #[n(1)]
    pub name: String,
    /// The policy in force, if one was ever set.
    #[n(2)]
    pub policy: Option<String>,
    #[n(3)]
    desks: BTreeMap<u16, KeyId>,
    #[n(4)]
    roles: BTreeMap<(Id, Role), Tenure>,
}

/// A desk as the log has it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DeskState {
    /// Whose.
    #[n(0)]
    pub site: Id,
    /// From 1.
    #[n(1)]
    pub number: u16,
    /// What people call it.
    #[n(2)]
    pub name: String,
    /// The signing key (DER).
    #[cbor(n(3), with = "minicbor::bytes")]
    pub spki: Vec<u8>,
    /// The X25519 key that site keys are sealed to.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub sealing_key: [u8; 32],
    /// The index of the entry that revoked it.
    #[n(5)]
    pub revoked_at: Option<u64>,
    /// The number its next entry must have.
    #[n(6)]
    pub next_seq: u64,
    /// The leaf hash of its last entry.
    #[n(7)]
    pub last: Option<Hash>,
    /// The size its last entry had seen.
    #[n(8)]
    pub last_seen: u64,
    /// The root it had seen there, which was found right.
    #[n(9)]
    pub last_seen_root: Hash,
    /// Its last entry's clock.
    #[n(10)]
    pub last_time: Hlc,
}

/// A role someone holds, or held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
struct Tenure {
    #[n(0)]
    revoked: Option<Revocation>,
}

/// That a role was taken away: binding for whoever has seen it, or wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
struct Revocation {
    #[n(0)]
    at: u64,
    #[n(1)]
    by: KeyId,
}

impl NetworkState {
    /// The state of the log without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// Judges the next entry and takes it in; a state that refused an entry is gone, as are its successors.
    pub fn apply(
        mut self,
        entry: &Entry,
        history: &(impl History + ?Sized),
        verifier: &(impl VerifyPs256 + ?Sized),
    ) -> Result<Self, Rejection> {
        let step = self.check(entry, history, verifier)?;
        self.advance(step);
        Ok(self)
    }

    /// Takes in the entry that this very state accepted.
    pub fn advance(&mut self, step: Step) {
        for event in step.effects {
            self.effect(event, step.site, step.key_id);
        }
        if let Some(desk) = self.desks.get_mut(&step.key_id) {
            desk.next_seq += 1;
            desk.last = Some(step.leaf);
            desk.last_seen = step.seen.size;
            desk.last_seen_root = step.seen.root;
            desk.last_time = step.time;
        }
        self.size += 1;
    }

    /// How many entries it has taken in: the size of the log it is the state of.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The site of this id.
    pub fn site(&self, site: Id) -> Option<&SiteState> {
        self.sites.get(&site)
    }

    /// All sites.
    pub fn sites(&self) -> impl Iterator<Item = (Id, &SiteState)> {
        self.sites.iter().map(|(id, site)| (*id, site))
    }

    /// The desk with this key, revoked or not.
    pub fn desk(&self, key: &KeyId) -> Option<&DeskState> {
        self.desks.get(key)
    }

    /// A site's desks in the order of their numbers, revoked ones too.
    pub fn desks_of(&self, site: Id) -> impl Iterator<Item = (KeyId, &DeskState)> {
        let keys = self.sites.get(&site).into_iter().flat_map(|site| site.desks.values());
        keys.filter_map(|key| Some((*key, self.desks.get(key)?)))
    }

    /// The roles a member of staff holds.
    pub fn roles(&self, site: Id, staff: Id) -> Vec<Role> {
        let Some(site) = self.sites.get(&site) else { return Vec::new() };
        Role::ALL.into_iter().filter(|role| site.holds(staff, *role)).collect()
    }

    /// The number that the site's next desk gets.
    pub fn next_desk_number(&self, site: Id) -> u16 {
        let last = self.sites.get(&site).and_then(|site| site.desks.keys().next_back());
        last.map_or(1, |number| number.saturating_add(1))
    }

    fn effect(&mut self, event: ControlEvent, site: Id, by: KeyId) {
        let at = self.size;
        match event {
            ControlEvent::SiteFound { code, name, desk, administrator } => {
                self.sites.insert(site, SiteState::found(code, name, administrator));
                self.enrol(site, desk);
            }
            ControlEvent::DeskEnrol { desk, .. } => self.enrol(site, desk),
            ControlEvent::DeskRevoke { number, .. } => self.revoke_desk(site, number),
            ControlEvent::StaffGrant { staff, role } => self.with_site(site, |site| site.grant(staff, role)),
            ControlEvent::StaffRevoke { staff, role } => {
                self.with_site(site, |site| site.revoke(staff, role, Revocation { at, by }));
            }
            ControlEvent::PolicySet { text } => self.with_site(site, |site| site.policy = Some(text)),
            ControlEvent::SubjectErased { .. } => {}
        }
    }

    fn with_site(&mut self, site: Id, change: impl FnOnce(&mut SiteState)) {
        if let Some(site) = self.sites.get_mut(&site) {
            change(site);
        }
    }

    fn enrol(&mut self, site: Id, desk: EnrolledDesk) {
        let key = desk.key_id();
        self.with_site(site, |site| {
            site.desks.insert(desk.number, key);
        });
        self.desks.insert(key, DeskState::enrolled(site, desk));
    }

    fn revoke_desk(&mut self, site: Id, number: u16) {
        let key = self.sites.get(&site).and_then(|site| site.desks.get(&number));
        if let Some(desk) = key.and_then(|key| self.desks.get_mut(key)) {
            desk.revoked_at.get_or_insert(self.size);
        }
    }
}

impl SiteState {
    fn found(code: String, name: String, administrator: Id) -> Self {
        let roles = BTreeMap::from([((administrator, Role::Administrator), Tenure { revoked: None })]);
        Self { code, name, policy: None, desks: BTreeMap::new(), roles }
    }

    fn grant(&mut self, staff: Id, role: Role) {
        self.roles.insert((staff, role), Tenure { revoked: None });
    }

    fn revoke(&mut self, staff: Id, role: Role, revocation: Revocation) {
        if let Some(tenure) = self.roles.get_mut(&(staff, role)) {
            tenure.revoked.get_or_insert(revocation);
        }
    }

    fn holds(&self, staff: Id, role: Role) -> bool {
        self.roles.get(&(staff, role)).is_some_and(|tenure| tenure.revoked.is_none())
    }
}

impl DeskState {
    fn enrolled(site: Id, desk: EnrolledDesk) -> Self {
        let EnrolledDesk { number, name, spki, sealing_key } = desk;
        Self {
            site,
            number,
            name,
            spki,
            sealing_key,
            revoked_at: None,
            next_seq: 0,
            last: None,
            last_seen: 0,
            last_seen_root: empty_root(),
            last_time: Hlc::default(),
        }
    }
}
