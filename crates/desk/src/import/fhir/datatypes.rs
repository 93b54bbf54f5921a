//! The data types of FHIR R4 as far as a desk uses them; everything else in them is passed over.

use serde::Deserialize;
use serde_json::Value;

/// <https://hl7.org/fhir/R4/datatypes.html#HumanName>
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct HumanName {
    pub r#use: Option<String>,
    pub text: Option<String>,
    pub family: Option<String>,
    pub given: Vec<Option<String>>,
    pub prefix: Vec<Option<String>>,
    pub suffix: Vec<Option<String>>,
}

/// <https://hl7.org/fhir/R4/datatypes.html#ContactPoint>
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ContactPoint {
    pub system: Option<String>,
    pub value: Option<String>,
    pub r#use: Option<String>,
    pub rank: Option<u32>,
    pub period: Option<Period>,
}

/// <https://hl7.org/fhir/R4/datatypes.html#Period>
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Period {
    pub end: Option<String>,
}

/// <https://hl7.org/fhir/R4/datatypes.html#Address>
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Address {
    pub r#use: Option<String>,
    pub text: Option<String>,
    pub line: Vec<Option<String>>,
    pub city: Option<String>,
    pub district: Option<String>,
    pub state: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
}

/// <https://hl7.org/fhir/R4/datatypes.html#Identifier>
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Identifier {
    pub r#use: Option<String>,
    pub r#type: Option<CodeableConcept>,
    pub system: Option<String>,
    pub value: Option<String>,
}

/// <https://hl7.org/fhir/R4/datatypes.html#CodeableConcept>
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct CodeableConcept {
    pub coding: Vec<Coding>,
    pub text: Option<String>,
}

/// <https://hl7.org/fhir/R4/datatypes.html#Coding>
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Coding {
    pub code: Option<String>,
    pub display: Option<String>,
}

/// <https://hl7.org/fhir/R4/references.html#Reference>
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Reference {
    pub reference: Option<String>,
    pub display: Option<String>,
}

/// <https://hl7.org/fhir/R4/patient-definitions.html#Patient.contact>
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Contact {
    pub relationship: Vec<CodeableConcept>,
    pub name: Option<HumanName>,
    pub telecom: Vec<ContactPoint>,
    pub period: Option<Period>,
}

/// <https://hl7.org/fhir/R4/patient-definitions.html#Patient.communication>
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Communication {
    pub language: CodeableConcept,
    pub preferred: Option<bool>,
}

/// <https://hl7.org/fhir/R4/extensibility.html#Extension>
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Extension {
    pub url: String,
    pub value_boolean: Option<bool>,
    pub value_code: Option<Value>,
}

/// <https://hl7.org/fhir/R4/practitionerrole-definitions.html#PractitionerRole.availableTime>
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct AvailableTime {
    pub days_of_week: Vec<String>,
    pub all_day: Option<bool>,
    pub available_start_time: Option<String>,
    pub available_end_time: Option<String>,
}

impl CodeableConcept {
    /// Its words: the text, else the first coding that has some.
    pub fn words(&self) -> Option<String> {
        let display = || self.coding.iter().find_map(|coding| words(coding.display.as_deref()));
        words(self.text.as_deref()).or_else(display)
    }

    /// Its codes.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.coding.iter().filter_map(|coding| coding.code.as_deref())
    }
}

impl ContactPoint {
    /// The phone, if it is one that still rings.
    pub fn phone(&self) -> Option<String> {
        let rings =
            !matches!(self.r#use.as_deref(), Some("old")) && self.period.as_ref().is_none_or(|p| p.end.is_none());
        let phone = matches!(self.system.as_deref(), Some("phone" | "sms"));
        (rings && phone).then(|| words(self.value.as_deref())).flatten()
    }
}

/// Text with single blanks, if there is any.
pub fn words(text: Option<&str>) -> Option<String> {
    text.map(crate::import::cells::squeeze).filter(|text| !text.is_empty())
}

/// The parts that hold text, with single blanks.
pub fn joined(parts: &[Option<String>], between: &str) -> String {
    parts.iter().filter_map(|part| words(part.as_deref())).collect::<Vec<_>>().join(between)
}

/// The phones of a telecom list: by rank, then as they come.
pub fn phones(telecom: &[ContactPoint]) -> Vec<String> {
    let mut ranked: Vec<(u32, String)> = Vec::new();
    for point in telecom {
        if let Some(phone) = point.phone().filter(|phone| ranked.iter().all(|(_, known)| known != phone)) {
            ranked.push((point.rank.unwrap_or(u32::MAX), phone));
        }
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, phone)| phone).collect()
}
