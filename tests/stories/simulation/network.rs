//! The network between desks, server and witnesses: loses, delays and doubles what it carries, and cuts off whom the seed says.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{
    chance::Chance,
    clockwork::{Clockwork, Sender},
};

/// Who sends, who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    Server,
    Desk(usize),
    Witness(usize),
}

/// How the network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    /// Everything arrives, and soon.
    Calm,
    /// Anything may happen to a message but that it is changed: TLS and signatures see to that.
    Rough,
}

/// Whoever asks gives up after so long.
const PATIENCE_MS: u64 = 5_000;
/// A message that is late arrives this much later at most, long after whoever asked has given up.
const LATEST_MS: u64 = 40_000;

pub struct Network {
    clockwork: Clockwork,
    chance: Chance,
    weather: Cell<Weather>,
    cut_off: RefCell<BTreeSet<Node>>,
    /// A machine that is put back from its backup has new connections: nothing that was under way reaches anybody.
    incarnations: RefCell<BTreeMap<Node, u64>>,
}

/// The way back.
pub struct Answer<A> {
    network: Rc<Network>,
    between: (Node, Node),
    sender: Sender<Option<A>>,
}

impl<A: 'static> Answer<A> {
    pub fn send(self, answer: A) {
        let Self { network, between, sender } = self;
        for wait in network.waits() {
            if wait.is_some_and(|_| network.is_open(between)) {
                let (network, sender) = (Rc::clone(&network), sender.clone());
                let clockwork = network.clockwork.clone();
                // Of an answer that comes twice nobody notices the second.
                clockwork.after(wait.unwrap_or(0), move || {
                    if network.is_open(between) {
                        sender.send(Some(answer));
                    }
                });
                return;
            }
        }
    }
}

impl Network {
    pub fn new(clockwork: Clockwork, seed: u64) -> Rc<Self> {
        Rc::new(Self {
            clockwork,
            chance: Chance::of_seed(seed ^ 0x6E65_7477_6F72_6B21),
            weather: Cell::new(Weather::Calm),
            cut_off: RefCell::default(),
            incarnations: RefCell::default(),
        })
    }

    /// Asks and waits; `None` where no answer came in time.
    pub async fn ask<Q: Clone + 'static, A: 'static>(
        self: &Rc<Self>,
        between: (Node, Node),
        request: Q,
        serve: Rc<dyn Fn(Q, Answer<A>)>,
    ) -> Option<A> {
        let (sender, later) = self.clockwork.later::<Option<A>>();
        let gives_up = sender.clone();
        self.clockwork.after(PATIENCE_MS, move || gives_up.send(None));
        let born = self.incarnation(between.0);
        for wait in self.waits().into_iter().flatten() {
            let (network, request, serve, sender) =
                (Rc::clone(self), request.clone(), Rc::clone(&serve), sender.clone());
            self.clockwork.after(wait, move || {
                if network.is_open(between) && network.incarnation(between.0) == born {
                    serve(request, Answer { network: Rc::clone(&network), between, sender });
                }
            });
        }
        later.await
    }

    pub fn set(&self, weather: Weather) {
        self.weather.set(weather);
    }

    pub fn cut_off(&self, node: Node) {
        self.cut_off.borrow_mut().insert(node);
    }

    pub fn join(&self, node: Node) {
        self.cut_off.borrow_mut().remove(&node);
    }

    /// Nothing that `node` sent before arrives any more.
    pub fn replace(&self, node: Node) {
        *self.incarnations.borrow_mut().entry(node).or_default() += 1;
    }

    fn incarnation(&self, node: Node) -> u64 {
        self.incarnations.borrow().get(&node).copied().unwrap_or(0)
    }

    fn is_open(&self, (from, to): (Node, Node)) -> bool {
        let cut_off = self.cut_off.borrow();
        !cut_off.contains(&from) && !cut_off.contains(&to)
    }

    /// When a message arrives: never, once, or twice.
    fn waits(&self) -> [Option<u64>; 2] {
        let soon = self.chance.between(1, 40);
        if self.weather.get() == Weather::Calm {
            return [Some(soon), None];
        }
        match self.chance.below(100) {
            0..10 => [None, None],
            10..20 => [Some(soon), Some(self.chance.between(1, LATEST_MS))],
            20..28 => [Some(self.chance.between(1_000, LATEST_MS)), None],
            28..50 => [Some(self.chance.between(1, 2_000)), None],
            _ => [Some(soon), None],
        }
    }
}
