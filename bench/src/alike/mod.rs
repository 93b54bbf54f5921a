//! How well similar patients are found: record sets as FEBRL makes them, whose truth is known, asked row by row.

mod asked;

use anyhow::Result;
use daybook_tests::febrl::{KINDS, Kind, Set};

use crate::{
    Suite,
    options::Options,
    report::{Report, Table, figure},
};
use asked::{Asked, Figures};

/// The first of the seeds.
const SEED: u64 = 41;
/// Sets of the size and with the errors of those that come with FEBRL.
const LIKE_FEBRL: [&str; 4] = ["one", "few", "most", "all"];
/// Where FEBRL 1 lies, if it does.
const FEBRL: &str = "../shared/data/patients/febrl1.csv";

/// The suite `alike`.
pub const SUITE: Suite = Suite {
    name: "alike",
    title: "Similar patients, judged by record sets whose truth is known",
    about: "Duplicates found and false alerts, on record sets as FEBRL makes them.",
    parts: &["file", "one", "few", "most", "all", "many", "more"],
    size: (3, "seeds for each kind of set"),
    run,
};

fn run(options: &Options, report: &mut Report) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(all(options, report))
}

async fn all(options: &Options, report: &mut Report) -> Result<()> {
    let mut table = Table::new(
        "alike",
        &[
            "set",
            "people",
            "fields",
            "altered",
            "first, %",
            "among five, %",
            "alert, %",
            "strangers",
            "false alerts",
            "false, %",
        ],
    );
    let mut sums = Asked::ALL.map(|asked| (asked, Figures::default()));
    if options.has("file")
        && let Ok(text) = std::fs::read_to_string(FEBRL)
    {
        for (name, here) in [("FEBRL 1", usize::MAX), ("half of FEBRL 1", 250)] {
            let set = Set::read(&text, here);
            for (asked, figures) in asked::ask(&set).await? {
                row(&mut table, name, set.people.len(), asked, &figures);
            }
        }
    }
    for (kind, part) in KINDS.into_iter().zip(&SUITE.parts[1..]).filter(|(_, part)| options.has(part)) {
        for ((asked, sum), figures) in sums.iter_mut().zip(seeds(kind, part, options.size).await?) {
            row(&mut table, kind.name, kind.people, *asked, &figures);
            if LIKE_FEBRL.contains(part) {
                *sum += figures;
            }
        }
    }
    report.say(
        "A row of the table is what came of all seeds of one kind of set; fields are what was told of each record. The limits hold \
         for the four kinds as FEBRL has them, together.",
    );
    report.table(&table)?;
    sums.iter().for_each(|(asked, figures)| limits(report, *asked, figures));
    Ok(())
}

/// What comes of all seeds of one kind together.
async fn seeds(kind: Kind, part: &str, seeds: u64) -> Result<[Figures; 2]> {
    let mut sums = [Figures::default(); 2];
    for seed in SEED..SEED + seeds {
        for (sum, (_, figures)) in sums.iter_mut().zip(asked::ask(&Set::new(kind, seed)).await?) {
            eprintln!("{part}, seed {seed}: {figures}");
            *sum += figures;
        }
    }
    Ok(sums)
}

fn row(table: &mut Table, name: &str, people: usize, asked: Asked, figures: &Figures) {
    let shares = [figures.first(), figures.five(), figures.alert()].map(figure);
    let [first, five, alert] = shares;
    table.row([
        name.to_owned(),
        people.to_string(),
        asked.name().to_owned(),
        figures.altered.to_string(),
        first,
        five,
        alert,
        figures.strangers.to_string(),
        figures.false_alerts.to_string(),
        figure(figures.false_share()),
    ]);
}

fn limits(report: &mut Report, asked: Asked, figures: &Figures) {
    if figures.altered == 0 {
        return;
    }
    let (first, five, alert, at_most) = asked.limits();
    let what = |figure: &str| format!("{}: {figure}", asked.name());
    report.at_least(&what("the right one first"), figures.first(), first, "%");
    report.at_least(&what("among five"), figures.five(), five, "%");
    report.at_least(&what("alert for a duplicate"), figures.alert(), alert, "%");
    report.at_most(&what("alert for a stranger"), figures.false_share(), at_most, "%");
}
