//! What an import did, or would do: figures, and every refusal and warning with its reason.

use daybook_api::{ImportLine, ImportReport, ProbablyHere, ProbablyTwice, Severity};
use yew::prelude::*;

use crate::components::{Choice, Notice, RadioRow, Severe, heads, percent, reason_words};
use crate::route::Route;
use crate::state::name::display_name;
use crate::{t, words};

/// At most so many lines are drawn; the figures count all.
const MOST: usize = 500;

/// A report.
#[derive(Clone, PartialEq, Properties)]
pub struct ReportProps {
    /// What it says.
    pub report: ImportReport,
    /// Whether nothing was written.
    pub dry: bool,
}

/// A report.
#[component]
pub fn Report(props: &ReportProps) -> Html {
    let only = use_state(String::new);
    let report = &props.report;
    let title = if props.dry { t!("import-would") } else { t!("import-did") };
    let severe = if props.dry { Severe::Info } else { Severe::Success };
    let shown: Vec<&ImportLine> =
        report.lines.iter().filter(|line| only.is_empty() || severity_name(line.severity) == *only).collect();
    let setter = only.setter();
    html! {
        <section class="db-report" aria-label={title.clone()}>
            <Notice {severe} {title} testid={if props.dry { "import-would" } else { "import-did" }}>
                { figures(report, props.dry) }</Notice>
            { here(&report.probably_here) }
            { twice(&report.probably_twice) }
            if !report.lines.is_empty() {
                <RadioRow id="report-only" label={t!("report-show")} choices={filters(report)} value={(*only).clone()}
                    on_change={Callback::from(move |name| setter.set(name))} />
                { lines(&shown) }
            }
        </section>
    }
}

/// Those who are probably registered already, each with the line and the record they may be.
fn here(rows: &[ProbablyHere]) -> Html {
    let heads = [t!("report-line"), t!("report-as"), t!("report-probability"), t!("report-reason")];
    people("here-title", t!("report-probably-here"), t!("report-probably-here-explained"), heads, rows, here_row)
}

/// Rows of the file about people of whom something is to be told; nothing if there are none.
fn people<T>(
    id: &'static str,
    title: String,
    explained: String,
    headings: [String; 4],
    rows: &[T],
    row: impl Fn(&T) -> Html,
) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    html! {
        <section class="db-panel" aria-labelledby={id}>
            <h2 class="db-panel__title" {id}>{ title }</h2>
            <p class="db-muted">{ explained }</p>
            <div class="db-table-wrap" tabindex="0" role="group" aria-labelledby={id}>
            <table class="db-table">
                { heads(headings) }
                <tbody>{ for rows.iter().take(MOST).map(row) }</tbody>
            </table>
            </div>
            if rows.len() > MOST { <p class="db-muted">{ t!("report-more", "count" => rows.len() - MOST) }</p> }
        </section>
    }
}

fn here_row(row: &ProbablyHere) -> Html {
    let why: Vec<String> = row.reasons.iter().map(reason_words).collect();
    html! {
        <tr data-testid="here-row">
            <td class="db-number">{ row.line }</td>
            <td><a href={Route::Patient(row.patient.clone()).hash()} data-testid="here-open">
                <bdi>{ display_name(&row.family, &row.given, "") }</bdi></a>{ " " }<span class="db-number">{ &row.number }</span></td>
            <td class="db-number">{ t!("similar-probability", "percent" => percent(row.probability)) }</td>
            <td>{ why.join(" · ") }</td>
        </tr>
    }
}

/// Rows whose person probably stands in the file before.
fn twice(rows: &[ProbablyTwice]) -> Html {
    let heads = [t!("report-line"), t!("report-first"), t!("report-probability"), t!("report-reason")];
    people("twice-title", t!("report-probably-twice"), t!("report-probably-twice-explained"), heads, rows, twice_row)
}

fn twice_row(row: &ProbablyTwice) -> Html {
    let why: Vec<String> = row.reasons.iter().map(reason_words).collect();
    html! {
        <tr data-testid="twice-row">
            <td class="db-number">{ row.line }</td>
            <td class="db-number">{ row.first }</td>
            <td class="db-number">{ t!("similar-probability", "percent" => percent(row.probability)) }</td>
            <td>{ why.join(" · ") }</td>
        </tr>
    }
}

fn figures(report: &ImportReport, dry: bool) -> Html {
    let alike = [
        ("probably-here", t!("report-probably-here"), report.probably_here.len() as u64),
        ("probably-twice", t!("report-probably-twice"), report.probably_twice.len() as u64),
    ];
    let figures = [
        ("records", t!("report-records"), report.records),
        ("patients", t!("report-patients"), report.patients),
        ("doctors", t!("report-doctors"), report.doctors),
        ("refused", t!("report-refused"), report.refused),
        ("skipped", t!("report-skipped"), report.skipped),
        ("entries", t!("report-entries"), report.entries),
    ];
    html! {
        <dl class="db-totals">{ for figures.into_iter().chain(alike.into_iter().filter(|_| dry)).map(|(name, label, count)| html! {
            <div class="db-totals__one"><dt>{ label }</dt><dd data-testid={format!("report-{name}")}>
                { count }</dd></div>
        }) }</dl>
    }
}

fn filters(report: &ImportReport) -> Vec<Choice> {
    let count = |severity: Severity| report.lines.iter().filter(|line| line.severity == severity).count();
    let mut choices = vec![Choice::new("", t!("report-all", "count" => report.lines.len()))];
    for severity in [Severity::Refused, Severity::Warning, Severity::Skipped] {
        let words = t!("report-some", "severity" => severity_words(severity), "count" => count(severity));
        choices.push(Choice::new(severity_name(severity), words));
    }
    choices
}

fn lines(shown: &[&ImportLine]) -> Html {
    html! {
        <>
            <div class="db-table-wrap" tabindex="0" role="group" aria-label={t!("report-lines")}>
            <table class="db-table">
                { heads([t!("report-line"), t!("report-severity"), t!("import-field"), t!("report-reason")]) }
                <tbody>{ for shown.iter().take(MOST).map(|line| html! {
                    <tr data-testid="report-row">
                        <td class="db-number">{ line.line }</td>
                        <td><span class={format!("db-chip db-chip--{}", chip(line.severity))}>
                            { severity_words(line.severity) }</span></td>
                        <td>{ line.field.as_deref().map(words::import_field).unwrap_or_default() }</td>
                        <td>{ &line.reason }</td>
                    </tr>
                }) }</tbody>
            </table>
            </div>
            if shown.len() > MOST { <p class="db-muted">{ t!("report-more", "count" => shown.len() - MOST) }</p> }
        </>
    }
}

fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Refused => "refused",
        Severity::Skipped => "skipped",
        Severity::Warning => "warning",
    }
}

fn severity_words(severity: Severity) -> String {
    t!(&format!("severity-{}", severity_name(severity)))
}

fn chip(severity: Severity) -> &'static str {
    match severity {
        Severity::Refused => "danger",
        Severity::Warning => "warning",
        Severity::Skipped => "calm",
    }
}
