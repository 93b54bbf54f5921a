//! The blocks of the shared ledger, and the alarms.

use daybook_api::{AlarmRow, BlockCheck, BlockRow, BlockSource, Blocks, ListAlarms, ListBlocks};

use super::words::{instant, name_of, table};
use crate::{
    exit::{Failure, Verdict},
    terminal::Terminal,
};

/// Lists blocks; one that contradicts this desk's book is a bad verdict.
pub async fn blocks(terminal: &Terminal, limit: u32, before: Option<u64>) -> Result<Verdict, Failure> {
    let blocks = terminal.request(ListBlocks { before, limit }).await?;
    terminal.output.result(&blocks, || {
        let cells: Vec<Vec<String>> = blocks.rows.iter().map(block_cells).collect();
        let table = table(&["BLOCK", "WHEN", "FIRST", "SIZE", "OWN", "WITNESSES", "CHECK"], &cells);
        format!("{}\n{table}", source(&blocks))
    });
    let contradicts = blocks.rows.iter().any(|row| row.check == BlockCheck::Contradicts);
    Ok(if contradicts { Verdict::Findings } else { Verdict::Good })
}

fn source(blocks: &Blocks) -> String {
    match (blocks.source, blocks.as_of) {
        (BlockSource::NoServer, _) => "No ledger server is connected.".to_owned(),
        (BlockSource::Server, _) => "The server has just told of them.".to_owned(),
        (BlockSource::Kept, Some(at)) => format!("The server cannot be asked now; this is as of {}.", instant(at)),
        (BlockSource::Kept, None) => "The server cannot be asked now.".to_owned(),
    }
}

fn block_cells(row: &BlockRow) -> Vec<String> {
    vec![
        row.number.to_string(),
        instant(row.at),
        row.first.to_string(),
        row.size.to_string(),
        row.own.to_string(),
        row.cosignatures.to_string(),
        name_of(&row.check),
    ]
}

/// Lists alarms.
pub async fn alarms(terminal: &Terminal) -> Result<Verdict, Failure> {
    let alarms = terminal.request(ListAlarms {}).await?;
    terminal.output.result(&alarms, || match alarms.len() {
        0 => "There was none.".to_owned(),
        _ => table(
            &["ALARM", "FOUND", "SETTLED", "ENTRIES", "WHAT"],
            &alarms.iter().map(alarm_cells).collect::<Vec<_>>(),
        ),
    });
    let is_open = alarms.iter().any(|alarm| alarm.settled_at.is_none());
    Ok(if is_open { Verdict::Findings } else { Verdict::Good })
}

fn alarm_cells(alarm: &AlarmRow) -> Vec<String> {
    let settled = alarm.settled_at.map_or_else(|| "no".to_owned(), instant);
    vec![alarm.id.to_string(), instant(alarm.at), settled, alarm.size.to_string(), alarm.sentence.clone()]
}
