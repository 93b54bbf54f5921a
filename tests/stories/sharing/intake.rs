//! Catching up in batches, where anything between the server and the last row of a batch goes wrong: the batches before stay, of
//! the one at hand and of the one made ready meanwhile nothing is there, and once it is set right the desk goes on.

use daybook_desk::store::StoreError;

use super::{
    assert_clean,
    desk::Bench,
    meddler::{Meddler, Meddling},
    server::{Server, copy_files},
};
use daybook_api::*;

const BUNDLE: u64 = 256;
const NOTES: u64 = 520;

/// What goes wrong.
enum Fault {
    /// Between the server and the desk.
    OnTheWay(Meddling),
    /// In the database: this row is refused.
    AtTheRow(String),
}

/// One line of the table.
struct Case {
    name: String,
    fault: Fault,
    /// How many batches are taken in all the same.
    stays: u64,
}

fn on_the_way(bundle: u64) -> [Case; 2] {
    let case = |name: &str, fault| Case {
        name: format!("{name} at batch {bundle}"),
        fault: Fault::OnTheWay(fault),
        stays: bundle,
    };
    [case("no answer", Meddling::LoseBundlesFrom(bundle)), case("a wrong byte", Meddling::GarbleBundle(bundle))]
}

fn at_the_row(batch: u64, size: u64) -> Vec<Case> {
    let (first, last) = (batch * BUNDLE, ((batch + 1) * BUNDLE).min(size) - 1);
    let whole = "(SELECT max(tree_index) FROM entry)";
    let rows = [
        ("its second entry", "entry", format!("NEW.tree_index = {}", first + 1)),
        ("its last entry", "entry", format!("NEW.tree_index = {last}")),
        ("a hash of its tree", "tree_node", format!("NEW.level = 0 AND NEW.idx = {last}")),
        ("the network's state", "network", format!("NEW.which = 'shared' AND {whole} = {last}")),
        ("its checkpoint", "checkpoint", format!("NEW.size = {size} AND {whole} = {last}")),
    ];
    // Only the last batch comes to a checkpoint.
    let rows = rows.into_iter().filter(|(_, table, _)| *table != "checkpoint" || last + 1 == size);
    let case = |(name, table, when): (&str, &str, String)| Case {
        name: format!("{name} in batch {batch}"),
        fault: Fault::AtTheRow(format!(
            "CREATE TRIGGER fault BEFORE INSERT ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )),
        stays: batch,
    };
    rows.map(case).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_goes_wrong_in_a_batch_the_ones_before_stay_and_the_desk_goes_on() {
    let server = Server::start().await;
    let writer = Bench::connected("KGH", &server).await;
    let meddler = Meddler::before(&server.url()).await;
    let reader = Bench::joining_at(&writer, meddler.url.clone(), server.log_key.clone()).await;
    let begin = reader.until("it has joined", |status| status.tree_size == 4).await.tree_size;
    let reader = reader.close();
    writer.write_long_notes(NOTES);
    let size = begin + NOTES;
    writer.until("all is shared", |status| status.pending == 0 && status.tree_size == size).await;
    assert_eq!(size.div_ceil(BUNDLE), 3, "batches");
    // Of the first and the last batch what only they have, of the one between them everything.
    let first = at_the_row(0, size).into_iter().skip(1).take(1);
    let last = at_the_row(2, size).into_iter().rev().take(1);
    let cases = first.chain(on_the_way(1)).chain(at_the_row(1, size)).chain(last);
    for case in cases {
        let folder = tempfile::tempdir().unwrap();
        copy_files(reader.path(), folder.path());
        let stays = if case.stays == 0 { begin } else { case.stays * BUNDLE };
        let desk = case.meets(folder, (&meddler, &server), stays).await;
        desk.until(&case.name, |status| status.tree_size == size).await;
        let asked = meddler.take_bundles();
        assert!(asked.iter().all(|bundle| *bundle >= case.stays), "{}: what is here was fetched again", case.name);
        assert_eq!(desk.digest(), writer.digest(), "{}", case.name);
    }
}

impl Case {
    /// Lets a desk catch up into the fault, looks at it there, and sets it right.
    async fn meets(&self, folder: tempfile::TempDir, (meddler, server): (&Meddler, &Server), stays: u64) -> Bench {
        meddler.turn(Meddling::LoseBundlesFrom(0));
        let desk = Bench::in_folder(folder).await;
        match &self.fault {
            Fault::OnTheWay(meddling) => meddler.turn(meddling.clone()),
            Fault::AtTheRow(trigger) => {
                change(&desk, trigger);
                meddler.turn(Meddling::Honest);
            }
        }
        // It answers once the attempt has ended; without a fault everything would be here then.
        desk.desk.request(SyncNow {}).await.unwrap_or_else(|error| panic!("{}: {error:?}", self.name));
        let status = desk.status().await;
        assert_eq!(status.tree_size, stays, "{}", self.name);
        assert_clean(&desk).await;
        meddler.take_bundles();
        meddler.turn(Meddling::Honest);
        match self.fault {
            Fault::AtTheRow(_) => change(&desk, "DROP TRIGGER fault"),
            Fault::OnTheWay(_) => {}
        }
        if status.alarm.is_some() {
            // An alarm ends when somebody connects anew, and the log is whole.
            let (log_key, invite) = (server.log_key.clone(), server.invite());
            desk.request(ConnectServer { server: meddler.url.clone(), log_key, invite }).await;
        }
        desk.desk.request(SyncNow {}).await.unwrap_or_else(|error| panic!("{}: {error:?}", self.name));
        desk
    }
}

fn change(desk: &Bench, sql: &str) {
    let open = desk.desk.session().unwrap();
    open.store.write(|tx| tx.execute_batch(sql).map_err(StoreError::from)).unwrap();
}
