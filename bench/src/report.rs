//! What a measurement leaves behind: a page in Markdown, each table as CSV as well, plots beside them, and a verdict.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::machine;

/// Whether every limit is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All of them.
    Holds,
    /// At least one is not.
    Misses,
}

/// The page of one suite, in a folder of its own.
pub struct Report {
    folder: PathBuf,
    page: String,
    limits: Vec<Limit>,
}

/// A limit and what was measured against it.
struct Limit {
    what: String,
    limit: String,
    measured: String,
    verdict: Verdict,
}

/// Rows under named columns.
pub struct Table {
    name: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table; `name` becomes the name of its CSV file.
    pub fn new(name: &str, columns: &[&str]) -> Self {
        Self { name: name.into(), columns: columns.iter().map(|column| (*column).into()).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    fn markdown(&self) -> String {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let rule = format!("|{}\n", "---|".repeat(self.columns.len()));
        let rows: String = self.rows.iter().map(|row| line(row)).collect();
        format!("{}{rule}{rows}", line(&self.columns))
    }

    fn csv(&self) -> String {
        let cell = |cell: &String| match cell.contains([',', '"', '\n']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell.clone(),
        };
        let line = |cells: &Vec<String>| cells.iter().map(cell).collect::<Vec<_>>().join(",") + "\n";
        std::iter::once(&self.columns).chain(&self.rows).map(line).collect()
    }
}

impl Report {
    /// Begins a page with what the machine is.
    pub fn begin(title: &str, folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        let mut report = Self { folder: folder.to_owned(), page: String::new(), limits: Vec::new() };
        report.say(&format!("# {title}\n\n{}", machine::facts()?));
        Ok(report)
    }

    /// Prints a paragraph and puts it on the page.
    pub fn say(&mut self, text: &str) {
        println!("{text}\n");
        // Writing to a String never fails.
        let _ = writeln!(self.page, "{text}\n");
    }

    /// Prints a table, puts it on the page and into a CSV file.
    pub fn table(&mut self, table: &Table) -> Result<()> {
        self.say(&table.markdown());
        self.write(&format!("{}.csv", table.name), &table.csv())
    }

    /// Puts a plot beside the page and on it.
    pub fn plot(&mut self, name: &str, svg: &str) -> Result<()> {
        self.write(&format!("{name}.svg"), svg)?;
        self.say(&format!("![{name}]({name}.svg)"));
        Ok(())
    }

    /// Holds a measurement against its limit from below.
    pub fn at_least(&mut self, what: &str, measured: f64, limit: f64, unit: &str) {
        self.limit(what, ("at least", limit), measured, unit, measured >= limit);
    }

    /// Holds a measurement against its limit from above.
    pub fn under(&mut self, what: &str, measured: f64, limit: f64, unit: &str) {
        self.limit(what, ("under", limit), measured, unit, measured < limit);
    }

    /// The same, the limit itself allowed.
    pub fn at_most(&mut self, what: &str, measured: f64, limit: f64, unit: &str) {
        self.limit(what, ("at most", limit), measured, unit, measured <= limit);
    }

    fn limit(&mut self, what: &str, (side, limit): (&str, f64), measured: f64, unit: &str, kept: bool) {
        let verdict = if kept { Verdict::Holds } else { Verdict::Misses };
        let number = |value: f64| format!("{} {unit}", figure(value)).trim_end().to_owned();
        self.limits.push(Limit {
            what: what.into(),
            limit: format!("{side} {}", number(limit)),
            measured: number(measured),
            verdict,
        });
    }

    /// Writes the page; whether every limit was kept.
    pub fn end(mut self) -> Result<Verdict> {
        let mut table = Table::new("limits", &["what", "limit", "measured", "kept"]);
        for limit in &self.limits {
            let kept = if limit.verdict == Verdict::Holds { "yes" } else { "NO" };
            table.row([limit.what.clone(), limit.limit.clone(), limit.measured.clone(), kept.to_owned()]);
        }
        self.say("## The limits");
        self.table(&table)?;
        self.write("report.md", self.page.trim_end())?;
        println!("Written to {}", self.folder.join("report.md").display());
        let missed = self.limits.iter().any(|limit| limit.verdict == Verdict::Misses);
        Ok(if missed { Verdict::Misses } else { Verdict::Holds })
    }

    fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.folder.join(name);
        fs::write(&path, text).with_context(|| path.display().to_string())
    }
}

/// A number with the digits that mean something.
pub fn figure(value: f64) -> String {
    match value.abs() {
        0.0..10.0 => format!("{value:.2}"),
        10.0..100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

/// The value below which `share` of the sorted values lie.
pub fn percentile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get(((last as f64) * share).round() as usize).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_value_that_was_measured() {
        let sorted: Vec<f64> = (1..=101).map(f64::from).collect();
        assert_eq!([0.0, 0.5, 0.99, 1.0].map(|share| percentile(&sorted, share)), [1.0, 51.0, 100.0, 101.0]);
        assert_eq!(percentile(&[], 0.5), 0.0);
    }

    #[test]
    fn a_table_is_the_same_in_both_forms() {
        let mut table = Table::new("t", &["a", "b"]);
        table.row(["1".into(), "x,y".into()]);
        assert_eq!(table.markdown(), "| a | b |\n|---|---|\n| 1 | x,y |\n");
        assert_eq!(table.csv(), "a,b\n1,\"x,y\"\n");
    }
}
