//! What must hold at the end of every simulation.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use daybook_ledger::{
    Entry, Evidence, Frontier, Hash, KeyId, NetworkState, TlogProof, evidence::Equivocation, leaf_hash,
};
use daybook_server::store::LogStore;

use super::{
    desk::Desk,
    disk::writes_of,
    keys::Cheap,
    world::{Story, World},
};

/// The log of the server that is left, read as an auditor reads it.
struct Log {
    entries: Vec<Entry>,
    /// The root of every size.
    roots: Vec<Hash>,
}

impl Log {
    fn has(&self, size: u64, root: Hash) -> bool {
        self.roots.get(size as usize) == Some(&root)
    }
}

/// What was seen on the way: a simulation in which nothing happens shows nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sights {
    pub entries: u64,
    pub alarms: u64,
    /// Alarms whose evidence proves to anybody that the log signed two histories.
    pub proven: u64,
    pub equivocations: u64,
    pub confirmed: u64,
}

impl Sights {
    pub fn add(&mut self, other: Self) {
        self.entries += other.entries;
        self.alarms += other.alarms;
        self.proven += other.proven;
        self.equivocations += other.equivocations;
        self.confirmed += other.confirmed;
    }

    /// Whether all of it happened.
    pub fn is_rich(&self) -> bool {
        [self.entries, self.alarms, self.proven, self.equivocations, self.confirmed].iter().all(|count| *count > 0)
    }
}

/// Whether everybody who can go on has nothing left to do.
pub fn is_at_rest(world: &World) -> bool {
    let Some(published) = world.server.borrow().published() else { return false };
    let size = published.block.size;
    let is_done = |desk: &Rc<Desk>| {
        let disk = desk.disk.borrow();
        let confirmed =
            world.story == Story::TwoHistories || world.story == Story::RolledBack || desk.confirmed.get() == size;
        disk.frontier.size() == size && disk.waiting.is_empty() && confirmed
    };
    let rests = |desk: &Rc<Desk>| desk.alarm.borrow().is_some() || desk.is_stuck.get();
    everybody(world).iter().all(|desk| rests(desk) || is_done(desk))
}

pub fn judge(world: &World) -> Result<Sights, String> {
    if let Some(complaint) = world.hospital.record.complaints().first() {
        return Err(complaint.clone());
    }
    if !is_at_rest(world) {
        return Err(unrest(world));
    }
    let log = read(world)?;
    judge_blocks(world, &log)?;
    judge_desks(world, &log)?;
    judge_writes(world, &log)?;
    judge_promises(world, &log)?;
    let equivocations = judge_evidence(world)?;
    let desks = everybody(world);
    let alarms = desks.iter().filter(|desk| desk.alarm.borrow().is_some()).count() as u64;
    let is_proven = |desk: &&Rc<Desk>| matches!(&*desk.alarm.borrow(), Some(Evidence::Fork(_)));
    let proven = desks.iter().filter(is_proven).count() as u64;
    let confirmed = world.hospital.record.confirmed().len() as u64;
    Ok(Sights { entries: log.entries.len() as u64, alarms, proven, equivocations, confirmed })
}

fn everybody(world: &World) -> Vec<Rc<Desk>> {
    world.desks.iter().cloned().chain(world.copy.borrow().clone()).collect()
}

fn unrest(world: &World) -> String {
    let size = world.server.borrow().published().map(|published| published.block.size);
    let mut text = format!("it never comes to rest; the server is at {size:?}");
    for desk in everybody(world) {
        let disk = desk.disk.borrow();
        text += &format!(
            "\n  desk {}: size {}, promised {:?}, waiting {}, confirmed {}, alarm {}, stuck {}, refused for {}",
            desk.number,
            disk.frontier.size(),
            disk.sighting.as_ref().map(|note| note.checkpoint().size),
            disk.waiting.len(),
            desk.confirmed.get(),
            desk.alarm.borrow().is_some(),
            desk.is_stuck.get(),
            desk.refusal.get()
        );
    }
    text
}

/// Every entry, checked by the rules that everybody has.
fn read(world: &World) -> Result<Log, String> {
    let server = world.server.borrow();
    let published = server.published().ok_or("there is no server")?;
    let (mut entries, mut frontier, mut state) = (Vec::new(), Frontier::new(), NetworkState::new());
    let mut log = Log { entries: Vec::new(), roots: vec![frontier.root()] };
    for index in 0..published.block.size {
        let bytes = published.entry(index, &*server.store).map_err(|why| why.to_string())?;
        let entry = Entry::parse(&bytes.ok_or(format!("entry {index} is missing"))?).map_err(|why| why.to_string())?;
        let history = |size: u64| log.roots.get(size as usize).copied();
        state = state.apply(&entry, &Roots(&history), &Cheap).map_err(|why| format!("entry {index}: {why}"))?;
        frontier.push(entry.leaf_hash());
        log.roots.push(frontier.root());
        entries.push(entry);
    }
    if frontier.root() != published.block.root {
        return Err("the entries do not give the checkpoint's root".into());
    }
    log.entries = entries;
    Ok(log)
}

struct Roots<'a>(&'a dyn Fn(u64) -> Option<Hash>);

impl daybook_ledger::History for Roots<'_> {
    fn root_at(&self, size: u64) -> Option<Hash> {
        (self.0)(size)
    }
}

fn judge_blocks(world: &World, log: &Log) -> Result<(), String> {
    let blocks = world.server.borrow().store.blocks(0, u32::MAX).map_err(|why| why.to_string())?;
    let follows = |pair: &[daybook_server::store::Block]| {
        pair[0].number + 1 == pair[1].number && pair[0].size < pair[1].size && pair[0].time_ms <= pair[1].time_ms
    };
    if !blocks.windows(2).all(follows) {
        return Err("the blocks are not in order".into());
    }
    match blocks.iter().find(|block| !log.has(block.size, block.root)) {
        Some(block) => Err(format!("block {} is not of this log", block.number)),
        None => Ok(()),
    }
}

/// The same rows everywhere; whoever saw another history than the one that stands has raised the alarm, and nobody else.
fn judge_desks(world: &World, log: &Log) -> Result<(), String> {
    let is_lied_to = matches!(world.story, Story::TwoHistories | Story::RolledBack);
    let mut shown = None;
    for desk in everybody(world) {
        let (disk, number) = (desk.disk.borrow(), desk.number);
        let alarm = desk.alarm.borrow();
        let sighting = disk.sighting.as_ref().map(|note| (note.checkpoint().size, note.checkpoint().root));
        let saw_another = sighting.is_some_and(|(size, root)| !log.has(size, root));
        match &*alarm {
            None if saw_another => return Err(format!("desk {number} saw another history and says nothing")),
            Some(_) if !is_lied_to => return Err(format!("desk {number} raises the alarm over an honest server")),
            Some(evidence) => {
                evidence
                    .verify(&world.hospital.log_key, &Cheap)
                    .map_err(|why| format!("desk {number}'s evidence: {why}"))?;
                continue;
            }
            None if desk.is_stuck.get() => continue,
            None => {}
        }
        if disk.shown != disk.computed_anew() {
            return Err(format!("desk {number} shows other rows than its own entries give"));
        }
        if *shown.get_or_insert_with(|| disk.shown.clone()) != disk.shown {
            return Err(format!("desk {number} shows other rows than the others"));
        }
    }
    Ok(())
}

/// Every write is in the log, once; those of desks that rest, and those that a lost disk took along, at most once.
fn judge_writes(world: &World, log: &Log) -> Result<(), String> {
    let mut found: BTreeMap<u32, u32> = BTreeMap::new();
    for write in log.entries.iter().flat_map(|entry| writes_of(entry).to_vec()) {
        *found.entry(write.number).or_default() += 1;
    }
    if let Some((number, count)) = found.iter().find(|(_, count)| **count > 1) {
        return Err(format!("write {number} is in the log {count} times"));
    }
    let resting: BTreeSet<usize> = everybody(world)
        .iter()
        .filter(|desk| desk.alarm.borrow().is_some() || desk.is_stuck.get())
        .map(|desk| desk.number)
        .collect();
    let must_be_there = world.hospital.record.must_be_there(&resting);
    match must_be_there.iter().find(|number| !found.contains_key(number)) {
        Some(number) => Err(format!("write {number} is lost")),
        None => Ok(()),
    }
}

/// What the server acknowledged is where it said; what witnesses confirmed is of one history only.
fn judge_promises(world: &World, log: &Log) -> Result<(), String> {
    let main = world.server.as_ptr() as usize;
    for (leaf, (index, by)) in world.hospital.record.acknowledged() {
        let is_there = log.entries.get(index as usize).is_some_and(|entry| entry.leaf_hash() == leaf);
        if by == main && !is_there && world.story != Story::RolledBack {
            return Err(format!(
                "entry {index} was acknowledged and is not there ({:?}, of {})",
                world.story,
                log.entries.len()
            ));
        }
    }
    for witness in world.witnesses.iter() {
        let witness = witness.borrow();
        let is_of_this_log = witness.latest().is_none_or(|latest| log.has(latest.size, latest.root));
        if !is_of_this_log && world.fork_size.get().is_none() {
            return Err(format!("{} has cosigned what is not of this log", witness.key().name()));
        }
    }
    let fork = world.fork_size.get().unwrap_or(u64::MAX);
    let confirmed = world.hospital.record.confirmed();
    let (ours, others): (Vec<_>, Vec<_>) = confirmed.iter().partition(|(size, root)| log.has(*size, *root));
    match others.first() {
        Some((size, _)) if ours.iter().any(|(size, _)| *size > fork) => {
            Err(format!("the witnesses confirmed two histories; one of them at {size}"))
        }
        Some((size, _)) if world.fork_size.get().is_none() => {
            Err(format!("a tree of {size} was confirmed that is not this log's"))
        }
        _ => Ok(()),
    }
}

/// Evidence against desks is good, and there is none where no desk was copied.
fn judge_evidence(world: &World) -> Result<u64, String> {
    let server = world.server.borrow();
    let published = server.published().ok_or("there is no server")?;
    let found = server.store.evidence();
    if world.story != Story::CopiedDesk && !found.is_empty() {
        return Err(format!("desk {} is said to have signed twice", found[0].desk));
    }
    let stuck: BTreeSet<KeyId> =
        everybody(world).iter().filter(|desk| desk.is_stuck.get()).map(|desk| desk.disk.borrow().key_id()).collect();
    for one in &found {
        let kept =
            published.entry(one.kept, &*server.store).ok().flatten().ok_or("the entry that stands is missing")?;
        let proof: Option<TlogProof> = None;
        let evidence = Equivocation { spki: one.spki.clone(), entries: [kept.clone(), one.entry.clone()], proof };
        let proven = Evidence::Equivocation(evidence).verify(&world.hospital.log_key, &Cheap);
        proven.map_err(|why| format!("evidence of entry {} ({}): {why}", one.kept, leaf_hash(&kept)))?;
    }
    if stuck.iter().any(|desk| found.iter().all(|one| one.desk != *desk)) {
        return Err("a desk is held up without evidence".into());
    }
    Ok(found.len() as u64)
}
