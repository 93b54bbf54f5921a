//! Values as they are printed.

use daybook_api::Birth;

/// `1987-03-14`, `1987-03`, `1987`; `None` if it is not known.
pub fn born(birth: Birth) -> Option<String> {
    match birth {
        Birth::Day { date } => Some(date.to_string()),
        Birth::Month { year, month } => Some(format!("{year:04}-{month:02}")),
        Birth::Year { year } | Birth::Estimated { year } => Some(format!("{year:04}")),
        Birth::Unknown | Birth::NotRecorded => None,
    }
}

/// The name of a value that the interface writes as one word.
pub fn name_of(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().replace('_', " ")
}

/// An instant, UTC, to the second.
pub fn instant(ms: i64) -> String {
    let (days, seconds) = (ms.div_euclid(86_400_000), ms.div_euclid(1000).rem_euclid(86_400));
    let day = daybook_api::Date::from_days(days).map_or_else(String::new, |day| day.to_string());
    format!("{day} {:02}:{:02}:{:02}Z", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Columns of text under headings, each as wide as its widest cell.
pub fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let widest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain([headings[column].len()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..headings.len()).map(widest).collect();
    let head: Vec<String> = headings.iter().map(|heading| (*heading).to_owned()).collect();
    let lines = std::iter::once(&head).chain(rows).map(|row| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use daybook_api::Date;

    use super::*;

    #[test]
    fn births_are_as_exact_as_they_are_known() {
        let date = Date::new(1987, 3, 4).unwrap();
        let printed = |birth| born(birth).unwrap_or_default();
        assert_eq!(printed(Birth::Day { date }), "1987-03-04");
        assert_eq!(printed(Birth::Month { year: 1987, month: 3 }), "1987-03");
        assert_eq!(printed(Birth::Estimated { year: 1987 }), "1987");
        assert_eq!(born(Birth::Unknown), None);
    }

    #[test]
    fn instants_are_utc() {
        assert_eq!(instant(1_700_000_000_123), "2023-11-14 22:13:20Z");
    }
}
