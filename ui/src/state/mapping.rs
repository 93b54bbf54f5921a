//! Which column of a file is which field of a patient.

use daybook_api::ImportColumn;

/// The choice for every column, in the file's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Heading and field; no field: the column is left out.
    pub columns: Vec<(String, Option<String>)>,
}

impl Mapping {
    /// As the desk guessed.
    pub fn guessed(columns: &[ImportColumn]) -> Self {
        Self { columns: columns.iter().map(|column| (column.heading.clone(), column.field.clone())).collect() }
    }

    /// Maps the column at a place; a field that another column had goes from there, but for those that may repeat.
    pub fn set(&mut self, at: usize, field: Option<String>) {
        if let Some(field) = field.as_deref().filter(|field| !may_repeat(field)) {
            for (_, other) in &mut self.columns {
                if other.as_deref() == Some(field) {
                    *other = None;
                }
            }
        }
        if let Some((_, chosen)) = self.columns.get_mut(at) {
            *chosen = field;
        }
    }

    /// Field to heading, as the import wants it.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let chosen = self.columns.iter().filter_map(|(heading, field)| Some((field.clone()?, heading.clone())));
        chosen.collect()
    }

    /// Whether a name is among the fields: without one, every row would be refused.
    pub fn has_a_name(&self) -> bool {
        self.columns.iter().any(|(_, field)| matches!(field.as_deref(), Some("family" | "given")))
    }
}

fn may_repeat(field: &str) -> bool {
    matches!(field, "phone" | "other_id" | "note" | "address")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<ImportColumn> {
        let column = |heading: &str, field: Option<&str>| ImportColumn {
            heading: heading.into(),
            field: field.map(str::to_owned),
            samples: Vec::new(),
        };
        vec![column("surname", Some("family")), column("first", Some("given")), column("x", None)]
    }

    #[test]
    fn a_field_moves_from_column_to_column() {
        let mut mapping = Mapping::guessed(&columns());
        mapping.set(2, Some("family".into()));
        assert_eq!(mapping.pairs(), [("given".into(), "first".into()), ("family".into(), "x".into())]);
        assert!(mapping.has_a_name());
        mapping.set(1, None);
        mapping.set(2, Some("phone".into()));
        assert!(!mapping.has_a_name());
    }

    #[test]
    fn phones_may_come_from_two_columns() {
        let mut mapping = Mapping::guessed(&columns());
        mapping.set(0, Some("phone".into()));
        mapping.set(1, Some("phone".into()));
        assert_eq!(mapping.pairs().len(), 2);
    }
}
