//! One simulated hospital with its server and witnesses: what befalls it, its recovery, and the judgement at the end.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::Arc,
};

use daybook_ledger::{Policy, SignerKey};
use daybook_server::{
    core::Refused,
    store::{LogStore, memory::MemoryStore},
};

use super::{
    BEGUN_MS, Bug, DESKS, WITNESSES,
    chance::Chance,
    clockwork::{Clockwork, Tasks},
    desk::{Desk, Hospital},
    disk::{Disk, Write},
    faulty::{FAULTS, STEPS},
    founding::Founded,
    judge,
    network::{Network, Node, Weather},
    record::Record,
    server::Server,
    witness::{Death, Witness, Word},
};

/// How long anything may go wrong.
const LIVES_MS: u64 = 80_000;
/// After so long of peace everything must have come to rest.
const HEALS_MS: u64 = 3_600_000;
const LOOKS_EVERY_MS: u64 = 20_000;
/// The number of the task that asks the witnesses; desks' tasks have their own numbers.
const COLLECTOR: usize = 1_000;

/// What kind of story a seed tells. All have partitions, delays, doubles, crashes, wrong clocks and backups put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Story {
    /// Nobody is dishonest.
    Honest,
    /// Some desk's disk runs on two machines.
    CopiedDesk,
    /// The server shows two histories, to two halves of the desks.
    TwoHistories,
    /// The server goes on from a backup as if nothing had been.
    RolledBack,
}

impl Story {
    pub fn of(seed: u64) -> Self {
        match seed % 10 {
            7 => Self::CopiedDesk,
            8 => Self::TwoHistories,
            9 => Self::RolledBack,
            _ => Self::Honest,
        }
    }
}

#[derive(Clone)]
pub struct World {
    pub story: Story,
    pub chance: Rc<Chance>,
    pub clockwork: Clockwork,
    pub tasks: Tasks,
    pub hospital: Rc<Hospital>,
    pub server: Rc<RefCell<Server>>,
    /// The other history, where there is one.
    pub other: Rc<RefCell<Option<Rc<RefCell<Server>>>>>,
    pub witnesses: Rc<Vec<RefCell<Witness>>>,
    pub desks: Rc<Vec<Rc<Desk>>>,
    /// A copied desk's second machine.
    pub copy: Rc<RefCell<Option<Rc<Desk>>>>,
    backups: Rc<RefCell<Vec<Option<Disk>>>>,
    server_backup: Rc<RefCell<Option<(MemoryStore, daybook_server::high_water::Mark)>>>,
    server_offset_ms: Rc<Cell<i64>>,
    is_peaceful: Rc<Cell<bool>>,
    /// How large the log was where two histories part.
    pub fork_size: Rc<Cell<Option<u64>>>,
}

impl World {
    pub fn begin(founded: &Founded, seed: u64, bug: Bug) -> Self {
        let clockwork = Clockwork::default();
        let network = Network::new(clockwork.clone(), seed);
        let signer = Arc::new(SignerKey::parse(&founded.log_key).unwrap());
        let log_key = signer.verifier().clone();
        let remembers = bug != Bug::TheWitnessForgets;
        let witnesses: Vec<_> = (0..WITNESSES).map(|number| Witness::new(number, &log_key, remembers)).collect();
        let policy = policy(&witnesses);
        let (record, chance) = (Record::default(), Chance::of_seed(seed));
        let hospital = Rc::new(Hospital {
            clockwork: clockwork.clone(),
            network,
            log_key,
            policy,
            record,
            bug,
            opened: RefCell::default(),
        });
        let server = Server::new(signer, founded.store(bug != Bug::NothingIsSynced), founded.mark, BEGUN_MS);
        let server = Rc::new(RefCell::new(server));
        let desk = |number| Rc::new(new_desk(number, &hospital, founded.disk(number, bug), &server, seed));
        let desks: Vec<_> = (0..DESKS).map(desk).collect();
        Self {
            story: Story::of(seed),
            chance: Rc::new(chance),
            tasks: Tasks::default(),
            witnesses: Rc::new(witnesses.into_iter().map(RefCell::new).collect()),
            backups: Rc::new(RefCell::new(vec![None; desks.len()])),
            desks: Rc::new(desks),
            clockwork,
            hospital,
            server,
            other: Rc::default(),
            copy: Rc::default(),
            server_backup: Rc::default(),
            server_offset_ms: Rc::default(),
            is_peaceful: Rc::default(),
            fork_size: Rc::default(),
        }
    }

    /// Lives through everything, recovers, and is judged.
    pub fn run(&self) -> Result<judge::Sights, String> {
        self.start_server();
        self.desks.iter().for_each(|desk| self.boot(desk));
        self.tasks.start(&self.clockwork, COLLECTOR, self.clone().collect());
        self.tick();
        self.work();
        self.befall();
        self.tell();
        self.clockwork.run(&self.tasks, LIVES_MS);
        self.heal();
        let mut end = LIVES_MS;
        while end < LIVES_MS + HEALS_MS && !judge::is_at_rest(self) {
            end += LOOKS_EVERY_MS;
            self.clockwork.run(&self.tasks, end);
        }
        let judged = judge::judge(self);
        // Whatever is still to come holds the world itself.
        self.clockwork.stop(&self.tasks);
        super::disk::forget_opened();
        judged
    }

    pub fn boot(&self, desk: &Rc<Desk>) {
        desk.is_up.set(true);
        self.tasks.start(&self.clockwork, desk.number, Rc::clone(desk).live());
    }

    fn is_peaceful(&self) -> bool {
        self.is_peaceful.get()
    }

    /// The server's clock goes on.
    fn tick(&self) {
        let now_ms = (BEGUN_MS + self.clockwork.now()).saturating_add_signed(self.server_offset_ms.get());
        self.server.borrow().clock.set(now_ms);
        if let Some(other) = &*self.other.borrow() {
            other.borrow().clock.set(now_ms);
        }
        let world = self.clone();
        self.clockwork.after(250, move || world.tick());
    }

    /// People write.
    fn work(&self) {
        let world = self.clone();
        self.clockwork.after(self.chance.between(500, 3_000), move || {
            if world.is_peaceful() {
                return;
            }
            let desk = world.chance.pick(&world.desks);
            world.somebody_writes(desk);
            if let Some(copy) = &*world.copy.borrow()
                && world.chance.percent(40)
            {
                world.somebody_writes(copy);
            }
            world.work();
        });
    }

    pub fn somebody_writes(&self, desk: &Rc<Desk>) {
        if !desk.is_up.get() {
            return;
        }
        let burst = if self.chance.percent(15) { self.chance.between(4, 12) } else { 1 };
        for _ in 0..burst {
            let (patient, field) = (self.chance.below(6) as u8, self.chance.below(3) as u8);
            let write = Write { patient, field, number: self.hospital.record.write(desk.number) };
            desk.disk.borrow_mut().write(desk.now_ms(), write, &desk.chance);
        }
    }

    /// Every now and then something befalls somebody.
    fn befall(&self) {
        let world = self.clone();
        self.clockwork.after(self.chance.between(300, 4_000), move || {
            if world.is_peaceful() {
                return;
            }
            let desk = world.chance.pick(&world.desks);
            match world.chance.below(16) {
                0..=1 => world.hospital.network.set(Weather::Rough),
                2 => world.hospital.network.set(Weather::Calm),
                3..=4 => world.cut_off(Node::Desk(desk.number)),
                5 => world.cut_off(*world.chance.pick(&[Node::Server, Node::Witness(0), Node::Witness(1)])),
                6..=7 => world.crash_desk(desk),
                8 => drop(world.backups.borrow_mut()[desk.number].replace(desk.disk.borrow().clone())),
                9 => world.put_desk_back(desk),
                10 => desk.offset_ms.set(world.chance.between(0, 1_200_000) as i64 - 900_000),
                11..=12 => world.server.borrow().store.arm(*world.chance.pick(&STEPS), *world.chance.pick(&FAULTS)),
                13 => world.crash_server(),
                14 => world.server_offset_ms.set(world.chance.between(0, 120_000) as i64 - 60_000),
                _ => world.kill_witness(),
            }
            world.befall();
        });
    }

    fn cut_off(&self, node: Node) {
        let network = Rc::clone(&self.hospital.network);
        network.cut_off(node);
        self.clockwork.after(self.chance.between(500, 25_000), move || network.join(node));
    }

    fn crash_desk(&self, desk: &Rc<Desk>) {
        self.tasks.kill(&self.clockwork, desk.number);
        desk.is_up.set(false);
        let (world, desk) = (self.clone(), Rc::clone(desk));
        self.clockwork.after(self.chance.between(100, 15_000), move || {
            if !desk.is_up.get() {
                world.boot(&desk);
            }
        });
    }

    /// A desk's disk is lost and put back from its backup, which is older.
    fn put_desk_back(&self, desk: &Rc<Desk>) {
        let Some(backup) = self.backups.borrow_mut()[desk.number].take() else { return };
        let lost = desk.disk.replace(backup);
        for entry in &lost.waiting {
            for write in super::disk::writes_of(entry).iter() {
                self.hospital.record.may_be_lost(write.number);
            }
        }
        // What it had shared with a server that has forgotten it since was on this disk only.
        if matches!(self.story, Story::TwoHistories | Story::RolledBack) {
            self.hospital.record.may_lose_all_of(desk.number);
        }
        desk.alarm.replace(None);
        desk.confirmed.set(0);
        self.hospital.network.replace(Node::Desk(desk.number));
        self.crash_desk(desk);
    }

    fn start_server(&self) {
        let started = self.server.borrow_mut().start();
        match started {
            Ok(()) => {}
            // The operator sets the clock right.
            Err(Refused::Clock { .. }) => {
                self.server_offset_ms.set(0);
                let world = self.clone();
                self.clockwork.after(2_000, move || world.restart_server());
            }
            Err(why) => self.hospital.record.complain(format!("the server does not start: {why}")),
        }
    }

    fn restart_server(&self) {
        if !self.server.borrow().is_up() {
            self.start_server();
        }
    }

    fn crash_server(&self) {
        self.server.borrow_mut().kill();
        if self.chance.percent(50) {
            self.server.borrow().store.lose_power();
        }
        if self.story != Story::RolledBack && self.chance.percent(30) {
            self.try_a_backup();
        }
        let world = self.clone();
        self.clockwork.after(self.chance.between(100, 8_000), move || world.restart_server());
    }

    /// Somebody puts an old database in place: the server must refuse it. Then the newer one comes back.
    fn try_a_backup(&self) {
        let Some((backup, _)) = self.server_backup.borrow_mut().take() else {
            *self.server_backup.borrow_mut() = Some((self.server.borrow().store.backup(), self.server.borrow().mark));
            return;
        };
        let mut server = self.server.borrow_mut();
        // Its own end counts, not the mark of that time: a block may have become durable just before the process died, unpublished.
        let must_refuse = backup.tip().unwrap().map_or(0, |tip| tip.size) < server.mark.size;
        let newer = server.put_back(backup);
        let started = server.start();
        if must_refuse && !matches!(started, Err(Refused::Restored { .. } | Refused::Clock { .. })) {
            self.hospital.record.complain("a database from a backup was served".into());
        }
        server.kill();
        drop(server.put_back(newer));
    }

    fn kill_witness(&self) {
        let death = *self.chance.pick(&[Death::BeforeItIsKept, Death::AfterItIsKept]);
        self.chance.pick(&self.witnesses).borrow_mut().dies = Some(death);
    }

    /// What only this kind of story has.
    fn tell(&self) {
        let (world, at) = (self.clone(), self.chance.between(20_000, 50_000));
        match self.story {
            Story::Honest => {}
            Story::CopiedDesk => self.clockwork.after(at, move || world.copy_desk()),
            Story::TwoHistories => self.clockwork.after(at, move || world.split_server()),
            Story::RolledBack => {
                let before = self.clone();
                self.clockwork.after(at, move || {
                    let server = before.server.borrow();
                    *before.server_backup.borrow_mut() = Some((server.store.backup(), server.mark));
                });
                self.clockwork.after(at + self.chance.between(5_000, 40_000), move || world.roll_back());
            }
        }
    }

    fn copy_desk(&self) {
        let original = &self.desks[0];
        let copy =
            new_desk(DESKS, &self.hospital, original.disk.borrow().clone(), &self.server, self.chance.below(1 << 40));
        let copy = Rc::new(copy);
        *self.copy.borrow_mut() = Some(Rc::clone(&copy));
        self.boot(&copy);
        self.somebody_writes(original);
        self.somebody_writes(&copy);
    }

    fn split_server(&self) {
        if self.is_peaceful() {
            return;
        }
        if !self.server.borrow().is_up() {
            let world = self.clone();
            return self.clockwork.after(1_000, move || world.split_server());
        }
        let mut split = self.server.borrow().split();
        if split.start().is_err() {
            return;
        }
        self.fork_size.set(split.published().map(|published| published.block.size));
        let other = Rc::new(RefCell::new(split));
        for desk in self.desks.iter().skip(DESKS / 2) {
            desk.server.replace(Rc::clone(&other));
        }
        *self.other.borrow_mut() = Some(other);
    }

    fn roll_back(&self) {
        if self.is_peaceful() {
            return;
        }
        let Some((backup, mark)) = self.server_backup.borrow_mut().take() else { return };
        let mut server = self.server.borrow_mut();
        server.kill();
        drop(server.put_back(backup));
        self.fork_size.set(Some(mark.size));
        server.mark = mark;
        drop(server);
        self.restart_server();
    }

    /// Peace: everything is repaired, all clocks are right, everybody reaches the one server.
    fn heal(&self) {
        self.is_peaceful.set(true);
        self.hospital.network.set(Weather::Calm);
        let nodes = (0..=DESKS).map(Node::Desk).chain((0..WITNESSES).map(Node::Witness)).chain([Node::Server]);
        nodes.for_each(|node| self.hospital.network.join(node));
        self.server_offset_ms.set(0);
        self.server.borrow().clock.set(BEGUN_MS + self.clockwork.now() + 60_000);
        self.restart_server();
        let copy = self.copy.borrow().clone();
        for desk in self.desks.iter().chain(&copy) {
            desk.offset_ms.set(0);
            desk.server.replace(Rc::clone(&self.server));
            if !desk.is_up.get() {
                self.boot(desk);
            }
        }
        if self.server.borrow().store.is_dead() {
            self.restart_server();
        }
        self.keep_server_up();
    }

    /// A process that a fault kills late is started again, as systemd does.
    fn keep_server_up(&self) {
        self.restart_server();
        let world = self.clone();
        self.clockwork.after(5_000, move || world.keep_server_up());
    }

    /// The server asks the witnesses in rounds, for the newest checkpoint each time.
    async fn collect(self) {
        let mut cosigned = [0; WITNESSES];
        loop {
            self.clockwork.sleep(1_500).await;
            let other = self.other.borrow().clone();
            for server in std::iter::once(Rc::clone(&self.server)).chain(other) {
                for (number, old) in cosigned.iter_mut().enumerate() {
                    self.ask_witness(&server, number, old).await;
                }
            }
        }
    }

    async fn ask_witness(&self, server: &Rc<RefCell<Server>>, number: usize, old: &mut u64) {
        let Some(published) = server.borrow().published() else { return };
        let size = published.block.size;
        if server.borrow().front.lines_of(published.block.number).contains(&format!("witness-{number} ")) || *old > size
        {
            return;
        }
        let Some(proof) = server.borrow().prove(*old, size) else { return };
        let request = daybook_ledger::AddCheckpoint { old: *old, proof, checkpoint: published.checkpoint.clone() };
        let (witnesses, clockwork) = (Rc::clone(&self.witnesses), self.clockwork.clone());
        let serve = Rc::new(move |body: String, answer: super::network::Answer<Word>| {
            let now = (BEGUN_MS + clockwork.now()) / 1_000;
            if let Some(word) = witnesses[number].borrow_mut().add_checkpoint(&body, now) {
                answer.send(word);
            }
        });
        let between = (Node::Server, Node::Witness(number));
        match self.hospital.network.ask(between, request.to_string(), serve).await {
            Some(Word::Cosigned(line)) => {
                server.borrow_mut().keep(&published, number, &line);
                *old = size;
            }
            Some(Word::From(latest)) => *old = latest,
            Some(Word::No) | None => {}
        }
    }
}

fn new_desk(number: usize, hospital: &Rc<Hospital>, disk: Disk, server: &Rc<RefCell<Server>>, seed: u64) -> Desk {
    Desk {
        number,
        hospital: Rc::clone(hospital),
        disk: RefCell::new(disk),
        server: RefCell::new(Rc::clone(server)),
        offset_ms: Cell::new(0),
        is_up: Cell::new(false),
        alarm: RefCell::default(),
        is_stuck: Cell::new(false),
        refusal: Cell::new("nothing"),
        confirmed: Cell::new(0),
        chance: Chance::of_seed(seed.wrapping_mul(1_000).wrapping_add(number as u64 + 1)),
    }
}

/// Both witnesses must have seen a checkpoint.
fn policy(witnesses: &[Witness]) -> Policy {
    let mut text = String::new();
    for (number, witness) in witnesses.iter().enumerate() {
        text += &format!("witness w{number} {}\n", witness.key());
    }
    text += "group both all w0 w1\nquorum both\n";
    Policy::parse(text.as_bytes()).unwrap()
}
