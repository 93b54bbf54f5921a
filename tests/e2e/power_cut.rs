//! The power fails twenty times during an import, at the desk and at the server: nothing acknowledged is lost, nothing is half there.

use std::{
    io::Write,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use daybook_tests::programs::{Ledger, Terminal};

const PASSWORD: &str = "three calm receptionists";
const CUTS: u64 = 20;
const PEOPLE: usize = 1_500;
/// So many share a family name.
const FAMILY: usize = 100;

#[test]
fn twenty_power_cuts_during_an_import() -> Result<()> {
    let scene = Scene::set()?;
    scene.desk.run(&["init", "--hospital", "King George Hospital", "--code", "KGH", "--admin", "ada"])?;
    let mut server = scene.ledger.serve()?;
    let (url, key, invite) = (scene.ledger.url(), scene.ledger.log_key.clone(), scene.ledger.invite()?);
    scene.desk.run(&["connect", "--server", &url, "--log-key", &key, "--invite", &invite])?;
    let other = scene.second_desk()?;
    let mut acknowledged = 0;
    for cut in 0..CUTS {
        let importing = scene.desk.start(&["import", &scene.people.to_string_lossy()])?;
        scene.wait_until_it_writes()?;
        std::thread::sleep(Duration::from_millis(cut * 37 % 400));
        if cut % 2 == 1 {
            server.cut()?;
            server = scene.ledger.serve()?;
        }
        importing.cut()?;
        let here = scene.imported()?;
        ensure!(here >= acknowledged, "after cut {cut} there are {here} patients, before it {acknowledged}");
        acknowledged = here;
    }
    scene.desk.run(&["import", &scene.people.to_string_lossy()])?;
    ensure!(scene.imported()? == PEOPLE, "not all people were imported");
    scene.ends_well(&other)?;
    server.stop()?;
    Ok(())
}

struct Scene {
    folder: tempfile::TempDir,
    ledger: Ledger,
    desk: Terminal,
    people: PathBuf,
}

impl Scene {
    fn set() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let ledger = Ledger::init(&folder.path().join("ledger"))?;
        let desk = Terminal::new(&folder.path().join("desk-1"), PASSWORD);
        let people = folder.path().join("people.csv");
        write_people(&people)?;
        Ok(Self { folder, ledger, desk, people })
    }

    fn second_desk(&self) -> Result<Terminal> {
        let other = Terminal::new(&self.folder.path().join("desk-2"), PASSWORD);
        let mut joining = other.start(&[
            "join",
            "--server",
            &self.ledger.url(),
            "--log-key",
            &self.ledger.log_key,
            "--as",
            "Reception 2",
        ])?;
        let line = joining.first_line()?;
        let code = line.strip_prefix("Code: ").with_context(|| format!("join said {line:?}"))?;
        self.desk.run(&["approve", code])?;
        ensure!(joining.wait()?.success(), "joining failed");
        Ok(other)
    }

    /// The write-ahead log grows with the first transaction after logging in.
    fn wait_until_it_writes(&self) -> Result<()> {
        let log = self.folder.path().join("desk-1/desk.db-wal");
        let changed = || std::fs::metadata(&log).and_then(|file| Ok((file.len(), file.modified()?))).ok();
        let before = changed();
        for _ in 0..6_000 {
            if changed() != before {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        anyhow::bail!("the import never wrote anything")
    }

    /// How many people of the file the desk has: every start of the import is one of its own.
    fn imported(&self) -> Result<usize> {
        let imports = self.desk.json(&["imports"])?;
        let imports = imports.as_array().context("imports printed no list")?;
        let count = |import: &serde_json::Value| import["patients"].as_u64().context("an import without its patients");
        let counts: Vec<u64> = imports.iter().map(count).collect::<Result<_>>()?;
        Ok(usize::try_from(counts.iter().sum::<u64>())?)
    }

    /// How many patients a desk finds, family by family: a search shows a page, not a thousand rows.
    fn patients(&self, desk: &Terminal) -> Result<usize> {
        let mut found = 0;
        for family in 0..PEOPLE / FAMILY {
            let name = family_name(family);
            let rows = desk.json(&["search", "--limit", "500", &name])?;
            let rows = rows.as_array().context("search printed no list")?;
            found += rows.iter().filter(|row| row["family"] == *name).count();
        }
        Ok(found)
    }

    /// Both desks and the server agree, and everything checks.
    fn ends_well(&self, other: &Terminal) -> Result<()> {
        for desk in [&self.desk, other] {
            desk.run(&["sync"])?;
            desk.run(&["verify"])?;
        }
        let here = self.desk.json(&["status"])?;
        let there = other.json(&["status"])?;
        ensure!(here["pending"] == 0, "{} entries are not shared", here["pending"]);
        ensure!(here["root"] == there["root"], "the desks see different logs");
        for desk in [&self.desk, other] {
            let found = self.patients(desk)?;
            ensure!(found == PEOPLE, "{found} patients of {PEOPLE}: some are there twice, or not at all");
        }
        let token = self.ledger.read_token()?;
        let fsck = self.ledger.command()?.args(["fsck", "--token", &token]).arg(self.ledger.url()).status()?;
        ensure!(fsck.success(), "fsck of the server failed");
        Ok(())
    }
}

fn write_people(file: &Path) -> Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(file)?);
    writeln!(out, "rec_id,given,family,born,sex,phone,address,city")?;
    for number in 0..PEOPLE {
        let (year, month, day) = (1940 + number % 80, 1 + number % 12, 1 + number % 28);
        let family = family_name(number / FAMILY);
        writeln!(
            out,
            "p-{number},Given{number},{family},{year}-{month:02}-{day:02},female,0117 496 {number:04},{number} Main Road,Freetown"
        )?;
    }
    Ok(())
}

/// Fifteen names that no search takes for one another.
fn family_name(family: usize) -> String {
    const FIRST: [&str; 5] = ["Abara", "Dlamini", "Okafor", "Quiroga", "Vasquez"];
    const SECOND: [&str; 3] = ["Thistlewood", "Macnamara", "Kobayashi"];
    format!("{}-{}", FIRST[family % FIRST.len()], SECOND[family / FIRST.len()])
}
