//! A FHIR Practitioner, with its roles, as the directory has doctors.

use daybook_api::{DoctorForm, ImportLine};

use super::{
    datatypes::{CodeableConcept, ContactPoint, HumanName, Identifier, joined, phones},
    name,
    patient::{kind_of, language},
    resource::Resource,
    roles::Roles,
};
use crate::import::{fit, record::Remarks};

/// Reads a Practitioner.
pub fn read(resource: &Resource<'_>, roles: &Roles, remarks: &mut Remarks) -> Result<DoctorForm, ImportLine> {
    let names: Vec<HumanName> = resource.list("name", remarks);
    let Some(main) = names.iter().min_by_key(|name| name::preference(name)) else {
        return Err(remarks.refuse(Some("name"), "There is no name."));
    };
    let (given, family) = name::parts(main, remarks);
    if given.is_empty() && family.is_empty() {
        return Err(remarks.refuse(Some("name"), "There is no name."));
    }
    let telecom: Vec<ContactPoint> = resource.list("telecom", remarks);
    let spoken: Vec<CodeableConcept> = resource.list("communication", remarks);
    let mut form = DoctorForm {
        given,
        family,
        title: title(main),
        languages: spoken.iter().filter_map(language).collect(),
        phone: phones(&telecom).into_iter().next().unwrap_or_default(),
        identifier: identifier(resource, remarks),
        ..DoctorForm::default()
    };
    add_roles(&mut form, resource, roles);
    fit::doctor(form, remarks)
}

fn title(name: &HumanName) -> String {
    let prefix = joined(&name.prefix, " ");
    if prefix.is_empty() { joined(&name.suffix, " ") } else { prefix }
}

fn identifier(resource: &Resource<'_>, remarks: &mut Remarks) -> String {
    let identifiers: Vec<Identifier> = resource.list("identifier", remarks);
    let best = identifiers.iter().filter(|i| i.value.is_some()).min_by_key(|i| i.r#use.as_deref() != Some("official"));
    let Some(best) = best else { return String::new() };
    let value = best.value.clone().unwrap_or_default();
    if best.system.as_deref() == Some("http://hl7.org/fhir/sid/us-npi") || best.r#type.is_some() {
        return format!("{} {value}", kind_of(best)).trim().to_owned();
    }
    value
}

fn add_roles(form: &mut DoctorForm, resource: &Resource<'_>, roles: &Roles) {
    for role in roles.of(resource) {
        let fill = |place: &mut String, text: &Option<String>| {
            if let Some(text) = text.as_ref().filter(|_| place.is_empty()) {
                place.clone_from(text);
            }
        };
        fill(&mut form.speciality, &role.speciality);
        fill(&mut form.department, &role.department);
        fill(&mut form.room, &role.room);
        fill(&mut form.phone, &role.phone);
        form.hours.extend(role.hours.iter().cloned());
    }
}
