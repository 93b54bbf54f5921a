//! A register of made-up people of twelve name cultures, with households and twins, some of them registered twice with slips:
//! who is found, and who is taken for somebody else. Over real desks.

mod alike;

use std::{collections::HashSet, sync::Arc, time::Instant};

use daybook_api::*;
use daybook_desk::{
    desk::{Desk, Options},
    domain::event::{Event, PatientEvent},
    host::SystemHost,
    keys::password::{Kdf, KdfCost},
    store::{pack::pack, projections::patient::differences},
};
use daybook_ledger::{Act, Id};
use daybook_tests::{
    people::{People, again::typed_again},
    random::Random,
};
use serde::de::DeserializeOwned;

const PEOPLE: usize = 1_500;
/// Every so many-th of them is registered once more.
const EACH: usize = 15;
const SEED: u64 = 20_261_127;

struct Bench {
    desk: Arc<Desk>,
    _folder: tempfile::TempDir,
}

impl Bench {
    async fn founded() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options { kdf_cost: KdfCost::Fixed(Kdf::CHEAP), ..Options::default() };
        let desk = Desk::open_with(folder.path(), Arc::new(SystemHost), options).unwrap();
        let bench = Self { desk, _folder: folder };
        let words = |text: &str| text.to_owned();
        let founding = FoundHospital {
            hospital: words("Hospital"),
            code: words("KGH"),
            user: words("admin"),
            name: words("Ada Mutombo"),
            password: words("correct horse battery staple 9"),
        };
        let founded: Founded = bench.finish(founding).await;
        bench.desk.request(ConfirmRecovery { recovery_key: founded.recovery_key }).await.unwrap();
        bench
    }

    async fn finish<C: Command<Response = JobStarted>, T: DeserializeOwned>(&self, request: C) -> T {
        let job = self.desk.request(request).await.unwrap().job;
        loop {
            match self.desk.request(GetJob { job: job.clone() }).await.unwrap().state {
                JobState::Running => tokio::task::yield_now().await,
                JobState::Finished { result } => return serde_json::from_value(result).unwrap(),
                JobState::Failed { error } => panic!("{error:?}"),
            }
        }
    }

    /// Registers everybody, in few entries.
    fn register(&self, people: &[(Id, Person)]) {
        let registration = |(number, (patient, person)): (usize, &(Id, Person))| {
            let (set, number) = (differences(&Person::default(), person), Some(format!("KGH-01-{number:05}-X")));
            vec![Event::Patient(PatientEvent { patient: *patient, number, set, withdrawn: None, source: None })]
        };
        let decided = pack(Act::PatientImport, Id([1; 16]), people.iter().enumerate().map(registration)).unwrap();
        let open = self.desk.session().unwrap();
        open.store.commit(&open.author(), decided, self.desk.host()).unwrap();
    }

    async fn pairs(&self) -> Vec<DuplicatePair> {
        let request = ListDuplicates { limit: 2_000, ..ListDuplicates::default() };
        self.desk.request(request).await.unwrap().pairs
    }
}

fn id(number: usize) -> Id {
    let mut id = [0; 16];
    id[8..].copy_from_slice(&(number as u64 + 2).to_be_bytes());
    Id(id)
}

#[tokio::test(flavor = "multi_thread")]
async fn those_registered_twice_are_found_and_their_families_are_left_alone() {
    let mut random = Random::new(SEED);
    let once: Vec<Person> = People::new(SEED).take(PEOPLE).collect();
    let twice: Vec<(usize, Person)> =
        (0..PEOPLE).step_by(EACH).map(|whose| (whose, typed_again(&once[whose], &mut random))).collect();
    let truth: HashSet<(Id, Id)> =
        twice.iter().enumerate().map(|(at, (whose, _))| (id(*whose), id(PEOPLE + at))).collect();
    let all: Vec<Person> = once.into_iter().chain(twice.into_iter().map(|(_, person)| person)).collect();
    let people: Vec<(Id, Person)> = all.into_iter().enumerate().map(|(at, person)| (id(at), person)).collect();

    let bench = Bench::founded().await;
    bench.register(&people);
    let begun = Instant::now();
    let checked: DuplicatesChecked = bench.finish(CheckDuplicates {}).await;
    let took = begun.elapsed();
    assert_eq!(checked.records, people.len() as u64);

    let found = bench.pairs().await;
    let (right, others): (Vec<_>, Vec<_>) = found.iter().partition(|pair| truth.contains(&ids(pair)));
    // Households are made without looking at who lives there already: two of one given name are nothing that a desk could tell apart.
    let wrong = others.iter().filter(|pair| !have_one_given_name(pair)).count();
    println!("{} records in {took:?}: {} of {} pairs found", people.len(), right.len(), truth.len());
    println!("{} others, {wrong} of them of different given names", others.len());
    assert!(right.len() * 100 >= truth.len() * 97, "{} of {} pairs", right.len(), truth.len());
    assert!(wrong * 400 <= people.len(), "{wrong} others among {} people", people.len());
}

fn ids(pair: &DuplicatePair) -> (Id, Id) {
    let [one, other] = [&pair.one, &pair.other].map(|patient| patient.id.0.parse::<Id>().unwrap());
    (one.min(other), one.max(other))
}

fn have_one_given_name(pair: &DuplicatePair) -> bool {
    pair.one.person.given.eq_ignore_ascii_case(&pair.other.person.given)
}
