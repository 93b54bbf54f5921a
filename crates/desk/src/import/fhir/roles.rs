//! What the roles of a file say about its practitioners.

use std::collections::{BTreeMap, BTreeSet};

use daybook_api::Hours;
use serde_json::Value;

use super::{
    Item,
    datatypes::{AvailableTime, CodeableConcept, ContactPoint, Reference, phones},
    hours,
    resource::Resource,
};
use crate::import::record::Remarks;

/// The roles of a file by the address of their practitioner.
#[derive(Debug, Default)]
pub struct Roles {
    by_practitioner: BTreeMap<String, Vec<Role>>,
    practitioners: BTreeSet<String>,
}

/// What one role adds to a directory's row.
#[derive(Clone, Debug, Default)]
pub struct Role {
    /// In words.
    pub speciality: Option<String>,
    /// The organisation's or service's name.
    pub department: Option<String>,
    /// The location's name.
    pub room: Option<String>,
    /// The first one.
    pub phone: Option<String>,
    /// Week for week.
    pub hours: Vec<Hours>,
}

impl Roles {
    pub(super) fn among<'a>(items: impl Iterator<Item = Item<'a>>) -> Self {
        let mut roles = Self::default();
        for item in items {
            let Some(value) = &item.resource else { continue };
            let Some(resource) = Resource::of(value, item.full_url.as_deref()) else { continue };
            match resource.kind() {
                "Practitioner" => roles.practitioners.extend(resource.addresses()),
                "PractitionerRole" if !resource.is_inactive() => {
                    if let Some(practitioner) = practitioner_of(&resource) {
                        roles.by_practitioner.entry(practitioner).or_default().push(Role::of(&resource));
                    }
                }
                _ => {}
            }
        }
        roles
    }

    /// The roles of a practitioner.
    pub fn of(&self, practitioner: &Resource<'_>) -> Vec<&Role> {
        let addresses = practitioner.addresses();
        addresses.iter().filter_map(|address| self.by_practitioner.get(address)).flatten().collect()
    }

    /// Whether the practitioner of a role is in the file.
    pub fn is_taken(&self, role: &Resource<'_>) -> bool {
        practitioner_of(role).is_some_and(|practitioner| self.practitioners.contains(&practitioner))
    }
}

impl Role {
    fn of(resource: &Resource<'_>) -> Self {
        let unheard = &mut Remarks::at(0);
        let specialities: Vec<CodeableConcept> = resource.list("specialty", unheard);
        let display =
            |name: &str| resource.value(name).and_then(|value| first(value).get("display")).and_then(Value::as_str);
        let telecom: Vec<ContactPoint> = resource.list("telecom", unheard);
        let times: Vec<AvailableTime> = resource.list("availableTime", unheard);
        Self {
            speciality: specialities.iter().find_map(CodeableConcept::words),
            department: display("healthcareService").or_else(|| display("organization")).map(str::to_owned),
            room: display("location").map(str::to_owned),
            phone: phones(&telecom).into_iter().next(),
            hours: hours::read(&times),
        }
    }
}

fn practitioner_of(role: &Resource<'_>) -> Option<String> {
    let reference: Vec<Reference> = role.list("practitioner", &mut Remarks::at(0));
    let address = reference.into_iter().next()?.reference?;
    let relative = address.rfind("Practitioner/").map(|at| address[at..].to_owned());
    Some(relative.unwrap_or(address))
}

fn first(value: &Value) -> &Value {
    value.get(0).unwrap_or(value)
}
