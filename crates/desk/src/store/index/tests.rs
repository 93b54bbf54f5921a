//! The log and the register in memory: what is committed is found at once, what is not never.

use daybook_ledger::{Act, Id};
use rusqlite::params;

use super::*;
use crate::{
    desk::Open,
    domain::{
        event::{Event, PatientEvent, PatientField},
        search::{Lately, Search, Shown, find},
    },
    jobs::Progress,
    store::{Decided, rebuild::rebuild},
    testing::Bench,
};

fn write(number: u8, family: &str) -> Decided {
    let event = Event::Patient(PatientEvent {
        patient: Id([number; 16]),
        number: Some(format!("KGH-01-{number:05}-X")),
        set: vec![PatientField::Family(family.into())],
        withdrawn: None,
        source: None,
    });
    Decided::sealed(Act::PatientRegister, Id([number; 16]), vec![event])
}

fn who(open: &Open, text: &str) -> Vec<u8> {
    let familiar = Familiar::new();
    let today = Date::new(2026, 11, 22).unwrap();
    let search = Search {
        text,
        today,
        limit: 20,
        shown: Shown::All,
        familiar: &familiar,
        lately: &Lately::default(),
        within: None,
    };
    let found = open.store.with_register(|_, register| Ok::<_, StoreError>(find(register, &search)));
    found.unwrap().iter().map(|found| found.patient.0[0]).collect()
}

fn ids(open: &Open) -> Vec<i64> {
    let select = |conn: &Connection| -> Result<Vec<i64>, StoreError> {
        let mut select = conn.prepare("SELECT id FROM search_log ORDER BY id")?;
        let ids = select.query_map([], |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    };
    open.store.read(select).unwrap()
}

#[tokio::test]
async fn what_is_committed_is_found_at_once_and_what_is_taken_back_never() {
    let bench = Bench::founded().await;
    let open = bench.desk.session().unwrap();
    open.store.commit(&open.author(), vec![write(1, "Tshombe"), write(2, "Kasavubu")], bench.desk.host()).unwrap();
    assert_eq!(who(&open, "tshombe"), [1]);
    open.store.commit(&open.author(), vec![write(1, "Lumumba")], bench.desk.host()).unwrap();
    assert_eq!((who(&open, "tshombe"), who(&open, "lumumba")), (vec![], vec![1]));
    let taken_back: Result<(), StoreError> = open.store.write(|tx| {
        let mobutu = Patient { number: "KGH-01-00003-X".into(), ..Patient::default() };
        let mut mobutu = mobutu;
        mobutu.person.family = "Mobutu".into();
        update(tx, &Id([3; 16]), &mobutu)?;
        Err(StoreError::Cancelled)
    });
    assert!(taken_back.is_err());
    assert_eq!(who(&open, "mobutu"), [0u8; 0]);
    open.store.commit(&open.author(), vec![write(4, "Mulele")], bench.desk.host()).unwrap();
    assert_eq!((who(&open, "mulele"), who(&open, "mobutu")), (vec![4], vec![]), "its id in the log is another's now");
}

#[tokio::test]
async fn an_image_gives_back_the_register_that_it_was_taken_of() {
    let bench = Bench::founded().await;
    let open = bench.desk.session().unwrap();
    open.store.commit(&open.author(), vec![write(1, "Tshombe"), write(2, "Kasavubu")], bench.desk.host()).unwrap();
    for generation in 1..3 {
        assert_eq!(image::write(&open.store).unwrap(), image::Outcome::Written);
        let columns: (i64, usize) = open
            .store
            .read(|conn| {
                let select = "SELECT max(generation), count(*) FROM register_column";
                Ok::<_, StoreError>(conn.query_row(select, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
            })
            .unwrap();
        assert_eq!(columns, (generation, crate::domain::register::image::COLUMNS));
    }
    let (register, read) = open.store.read(image::load).unwrap().unwrap();
    assert_eq!((register.len(), Some(&read)), (2, ids(&open).last()));
    let families: Vec<&str> =
        register.words().names().words().iter().map(|word| register.words().text(*word)).collect();
    assert_eq!(families, ["kasavubu", "tshombe"]);
}

#[tokio::test]
async fn a_rebuild_fills_the_log_anew() {
    let bench = Bench::founded().await;
    let open = bench.desk.session().unwrap();
    open.store.commit(&open.author(), vec![write(1, "Tshombe"), write(2, "Kasavubu")], bench.desk.host()).unwrap();
    assert_eq!(who(&open, "tshombe"), [1]);
    let before = ids(&open);
    rebuild(&open.store, &Progress::unwatched()).unwrap();
    assert!(ids(&open)[0] > *before.last().unwrap(), "ids go up over a rebuild");
    assert_eq!((who(&open, "tshombe"), who(&open, "kasavubu")), (vec![1], vec![2]));
    assert_eq!(open.store.with_register(|_, register| Ok::<_, StoreError>(register.len())).unwrap(), 2);
}

#[tokio::test]
async fn the_rows_of_the_first_index_answer_until_they_have_become_records() {
    let bench = Bench::founded().await;
    let open = bench.desk.session().unwrap();
    // What is found in the background after logging in would be tidied there: here it is tidied below.
    open.part::<Reading>().wait();
    open.store.commit(&open.author(), vec![write(1, "Tshombe"), write(2, "Kasavubu")], bench.desk.host()).unwrap();
    let as_before_the_log = |tx: &Transaction<'_>| -> Result<(), StoreError> {
        tx.execute("DELETE FROM search_log", [])?;
        for (number, family) in [(1u8, "tshombe"), (2, "kasavubu")] {
            tx.execute(
                "INSERT INTO search_doc (patient, given, family, other, birth, phones, codes, hidden)
                 VALUES (?1, 'moise', ?2, '', 19870314, '0815123', ?3, 0)",
                params![[number; 16], family, format!("kgh01{number:05}x")],
            )?;
        }
        Ok(())
    };
    open.store.write(as_before_the_log).unwrap();
    // As after logging in: nothing has been read.
    open.store.forget_register();
    assert_eq!((who(&open, "tshombe moise"), who(&open, "0815")), (vec![1], vec![2, 1]));
    assert_eq!(who(&open, "kgh01 00002"), [2]);
    first::replace(&open.store).unwrap();
    let rows: i64 = open
        .store
        .read(|conn| Ok::<_, StoreError>(conn.query_row("SELECT count(*) FROM search_doc", [], |row| row.get(0))?))
        .unwrap();
    assert_eq!((rows, ids(&open).len()), (0, 2));
    assert_eq!((who(&open, "tshombe"), who(&open, "moise")), (vec![1], vec![]), "the patient's row counts");
}

#[tokio::test]
async fn replaced_records_leave_the_log_and_nobody_notices() {
    let bench = Bench::founded().await;
    let open = bench.desk.session().unwrap();
    for family in ["Tshombe", "Lumumba", "Gizenga"] {
        open.store.commit(&open.author(), vec![write(1, family), write(2, "Kasavubu")], bench.desk.host()).unwrap();
    }
    assert_eq!((who(&open, "gizenga"), ids(&open).len()), (vec![1], 6));
    tidy::take_out_replaced(&open.store).unwrap();
    assert_eq!(ids(&open), [5, 6]);
    open.store.commit(&open.author(), vec![write(3, "Mulele")], bench.desk.host()).unwrap();
    assert_eq!((who(&open, "mulele"), who(&open, "gizenga")), (vec![3], vec![1]));
    open.store.forget_register();
    assert_eq!((who(&open, "mulele"), who(&open, "gizenga"), who(&open, "tshombe")), (vec![3], vec![1], vec![]));
}
