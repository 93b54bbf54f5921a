//! One resource: its type, its fields read one by one, what names it in its source.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::datatypes::Identifier;
use crate::import::record::{Remarks, SourceKey};

/// A resource as it stands in a file.
pub struct Resource<'a> {
    fields: &'a Map<String, Value>,
    kind: &'a str,
    full_url: Option<&'a str>,
}

impl<'a> Resource<'a> {
    /// A JSON object that says its type.
    pub fn of(value: &'a Value, full_url: Option<&'a str>) -> Option<Self> {
        let fields = value.as_object()?;
        Some(Self { fields, kind: fields.get("resourceType")?.as_str()?, full_url })
    }

    /// Its type: `Patient`.
    pub fn kind(&self) -> &'a str {
        self.kind
    }

    /// The text of a field.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.fields.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty())
    }

    /// The field, whatever it is.
    pub fn value(&self, name: &str) -> Option<&'a Value> {
        self.fields.get(name)
    }

    /// A field that repeats. One that does not stand in a list is taken as a list of one; what is not of the type is
    /// left out with a warning.
    pub fn list<T: DeserializeOwned>(&self, name: &str, remarks: &mut Remarks) -> Vec<T> {
        let (list, unreadable) = self.readable(name);
        if unreadable > 0 {
            remarks.warn(name, "Part of it is not as FHIR R4 says, and was left out.");
        }
        list
    }

    fn readable<T: DeserializeOwned>(&self, name: &str) -> (Vec<T>, usize) {
        let values = match self.fields.get(name) {
            None | Some(Value::Null) => &[],
            Some(Value::Array(values)) => values.as_slice(),
            Some(value) => std::slice::from_ref(value),
        };
        let list: Vec<T> = values.iter().filter_map(|value| T::deserialize(value).ok()).collect();
        let unreadable = values.len() - list.len();
        (list, unreadable)
    }

    /// Whether its source says that it is not to be used any more: inactive, or replaced by another.
    pub fn is_inactive(&self) -> bool {
        let replaced = |link: &Value| link.get("type").is_some_and(|t| t == "replaced-by");
        let links = self.fields.get("link").and_then(Value::as_array);
        self.fields.get("active") == Some(&Value::Bool(false)) || links.is_some_and(|links| links.iter().any(replaced))
    }

    /// Every text by which a reference may mean this resource.
    pub fn addresses(&self) -> Vec<String> {
        let by_id = self.text("id").map(|id| [format!("{}/{id}", self.kind), format!("urn:uuid:{id}")]);
        by_id.into_iter().flatten().chain(self.full_url.map(str::to_owned)).collect()
    }

    /// What names it in its source: its record number there; else its id with another identifier; else all of it.
    pub fn source(&self) -> SourceKey {
        let identifiers = self.readable::<Identifier>("identifier").0;
        let named: Vec<(&Identifier, &str, &str)> = identifiers
            .iter()
            .filter_map(|identifier| Some((identifier, identifier.system.as_deref()?, identifier.value.as_deref()?)))
            .collect();
        if let Some((_, system, value)) = named.iter().find(|(identifier, ..)| is_record_number(identifier)) {
            return SourceKey::of(["fhir", self.kind, system, value]);
        }
        match (self.text("id"), named.first()) {
            (Some(id), Some((_, system, value))) => SourceKey::of(["fhir", self.kind, system, value, id]),
            (None, Some((_, system, value))) if self.kind == "Practitioner" => {
                SourceKey::of(["fhir", self.kind, system, value])
            }
            _ => SourceKey::of(["fhir", &Value::Object(self.fields.clone()).to_string()]),
        }
    }
}

/// A number that its system gives to one record only (v2-0203 `MR`).
fn is_record_number(identifier: &Identifier) -> bool {
    identifier.r#type.as_ref().is_some_and(|kind| kind.codes().any(|code| code == "MR"))
}
