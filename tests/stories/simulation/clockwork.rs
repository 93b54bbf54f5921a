//! Time that only passes when everything that was to happen before has happened, and the tasks that live in it.

use std::{
    cell::{Cell, RefCell},
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
    future::Future,
    pin::Pin,
    rc::{Rc, Weak},
    task::{Context, Poll, Waker},
};

type Deed = Box<dyn FnOnce()>;
/// The number of a task, and what is to run under it from now on.
type Turn = (usize, Option<Task>);
type Task = Pin<Box<dyn Future<Output = ()>>>;

/// Milliseconds since the simulation began, and what is still to come.
#[derive(Clone, Default)]
pub struct Clockwork(Rc<Inner>);

#[derive(Default)]
struct Inner {
    now: Cell<u64>,
    order: Cell<u64>,
    due: RefCell<BinaryHeap<Reverse<(u64, u64)>>>,
    deeds: RefCell<BTreeMap<u64, Deed>>,
    /// Whether anything happened that a task may wait for.
    is_stirred: Cell<bool>,
}

/// A value that comes later. The first that comes counts.
pub struct Later<T>(Rc<RefCell<Option<T>>>);

/// The end through which a value comes; whoever waited may have gone.
pub struct Sender<T>(Weak<RefCell<Option<T>>>, Clockwork);

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), self.1.clone())
    }
}

impl Clockwork {
    pub fn now(&self) -> u64 {
        self.0.now.get()
    }

    /// Does something later; what is due at one time is done in the order in which it was asked for.
    pub fn after(&self, wait: u64, deed: impl FnOnce() + 'static) {
        let order = self.0.order.replace(self.0.order.get() + 1);
        self.0.due.borrow_mut().push(Reverse((self.now() + wait, order)));
        self.0.deeds.borrow_mut().insert(order, Box::new(deed));
    }

    pub fn later<T>(&self) -> (Sender<T>, Later<T>) {
        let value = Rc::new(RefCell::new(None));
        (Sender(Rc::downgrade(&value), self.clone()), Later(value))
    }

    pub async fn sleep(&self, wait: u64) {
        let (sender, later) = self.later();
        self.after(wait, move || sender.send(()));
        later.await;
    }

    /// Lets time pass until `end`.
    pub fn run(&self, tasks: &Tasks, end: u64) {
        loop {
            while self.0.is_stirred.replace(false) {
                tasks.poll();
            }
            let next = self.0.due.borrow().peek().map(|Reverse(next)| *next);
            let Some((at, order)) = next.filter(|(at, _)| *at <= end) else { break };
            self.0.due.borrow_mut().pop();
            self.0.now.set(at);
            let deed = self.0.deeds.borrow_mut().remove(&order);
            if let Some(deed) = deed {
                deed();
            }
        }
        self.0.now.set(end);
    }

    /// Nothing comes any more.
    pub fn stop(&self, tasks: &Tasks) {
        let deeds = std::mem::take(&mut *self.0.deeds.borrow_mut());
        let running = std::mem::take(&mut *tasks.running.borrow_mut());
        drop((deeds, running));
        tasks.starting.borrow_mut().clear();
    }
}

impl<T> Sender<T> {
    pub fn send(&self, value: T) {
        if let Some(slot) = self.0.upgrade() {
            slot.borrow_mut().get_or_insert(value);
            self.1.0.is_stirred.set(true);
        }
    }
}

impl<T> Future for Later<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        self.0.borrow_mut().take().map_or(Poll::Pending, Poll::Ready)
    }
}

/// What goes on by itself: one task for each number; a new one takes the old one's place, as a process that starts again.
#[derive(Clone, Default)]
pub struct Tasks {
    running: Rc<RefCell<BTreeMap<usize, Task>>>,
    starting: Rc<RefCell<Vec<Turn>>>,
}

impl Tasks {
    pub fn start(&self, clockwork: &Clockwork, number: usize, task: impl Future<Output = ()> + 'static) {
        self.starting.borrow_mut().push((number, Some(Box::pin(task))));
        clockwork.0.is_stirred.set(true);
    }

    /// Ends a task where it stands: what it kept in memory is gone.
    pub fn kill(&self, clockwork: &Clockwork, number: usize) {
        self.starting.borrow_mut().push((number, None));
        clockwork.0.is_stirred.set(true);
    }

    fn poll(&self) {
        for (number, task) in self.starting.borrow_mut().drain(..) {
            match task {
                Some(task) => drop(self.running.borrow_mut().insert(number, task)),
                None => drop(self.running.borrow_mut().remove(&number)),
            }
        }
        let mut context = Context::from_waker(Waker::noop());
        self.running.borrow_mut().retain(|_, task| task.as_mut().poll(&mut context).is_pending());
    }
}
