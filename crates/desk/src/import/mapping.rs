//! Which column of a CSV file is which field: as told, else as its heading suggests.

use daybook_api::IMPORT_FIELDS;

/// A field a column may be mapped to; [`IMPORT_FIELDS`] has the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Given names.
    Given,
    /// Family names.
    Family,
    /// Given names in a second script or spelling.
    SecondGiven,
    /// Family names in a second script or spelling.
    SecondFamily,
    /// Given and family names in one: `Family, Given` or `Given Family`.
    Name,
    /// Mr, Mrs, Dr …
    Title,
    /// Date of birth.
    Born,
    /// Age in years, months, weeks or days.
    Age,
    /// Sex.
    Sex,
    /// One phone or several.
    Phone,
    /// Street, house, further lines.
    Address,
    /// Town or village.
    City,
    /// District, county, state.
    District,
    /// Postcode.
    Postcode,
    /// Country.
    Country,
    /// Name of the next of kin.
    Kin,
    /// What they are to the patient.
    KinRelation,
    /// Their phone.
    KinPhone,
    /// An id elsewhere; the heading becomes its kind.
    OtherId,
    /// What names the row in its source: a row with the same one is the same record.
    SourceId,
    /// Preferred language.
    Language,
    /// Day of death.
    Died,
    /// Free words.
    Note,
}

const FIELDS: [(&str, Field); 23] = [
    ("given", Field::Given),
    ("family", Field::Family),
    ("second_given", Field::SecondGiven),
    ("second_family", Field::SecondFamily),
    ("born", Field::Born),
    ("age", Field::Age),
    ("sex", Field::Sex),
    ("phone", Field::Phone),
    ("address", Field::Address),
    ("city", Field::City),
    ("postcode", Field::Postcode),
    ("country", Field::Country),
    ("kin", Field::Kin),
    ("kin_phone", Field::KinPhone),
    ("other_id", Field::OtherId),
    ("note", Field::Note),
    ("name", Field::Name),
    ("title", Field::Title),
    ("district", Field::District),
    ("kin_relation", Field::KinRelation),
    ("source_id", Field::SourceId),
    ("language", Field::Language),
    ("died", Field::Died),
];

impl Field {
    /// Its name, one of [`IMPORT_FIELDS`].
    pub fn name(self) -> &'static str {
        FIELDS.iter().find(|(_, field)| *field == self).map_or("", |(name, _)| name)
    }

    /// The field of that name.
    pub fn named(name: &str) -> Option<Self> {
        FIELDS.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
    }

    /// Whether it says what somebody is called.
    pub fn is_name(self) -> bool {
        matches!(self, Self::Given | Self::Family | Self::SecondGiven | Self::SecondFamily | Self::Name)
    }
}

/// A column and the field it goes into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its place in the row, from 0.
    pub index: usize,
    /// What stands above it.
    pub heading: String,
    /// Where it goes.
    pub field: Field,
}

/// Why a mapping cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// The mapping names a field that does not exist.
    #[error("There is no field \"{0}\". The fields are: {list}.", list = IMPORT_FIELDS.join(", "))]
    NoSuchField(String),
    /// The mapping names a column that the file does not have.
    #[error("The file has no column \"{0}\".")]
    NoSuchColumn(String),
    /// Nothing in the file says what anybody is called.
    #[error("No column looks like a name. Say which one is: given=…, family=… (the first row must hold the headings).")]
    NoName,
}

/// The columns a file is read by: `told` pairs field with heading (or headings joined by `+`); empty means guess.
pub fn columns(headings: &[String], told: &[(String, String)]) -> Result<Vec<Column>, MappingError> {
    let columns = if told.is_empty() { guessed(headings) } else { as_told(headings, told)? };
    let names_somebody = columns.iter().any(|column| column.field.is_name());
    if names_somebody { Ok(columns) } else { Err(MappingError::NoName) }
}

fn as_told(headings: &[String], told: &[(String, String)]) -> Result<Vec<Column>, MappingError> {
    let mut columns = Vec::new();
    for (field, wanted) in told {
        let field = Field::named(field.trim()).ok_or_else(|| MappingError::NoSuchField(field.trim().to_owned()))?;
        for index in find(headings, wanted)? {
            columns.push(Column { index, heading: headings[index].clone(), field });
        }
    }
    Ok(columns)
}

fn find(headings: &[String], wanted: &str) -> Result<Vec<usize>, MappingError> {
    if let Some(index) = find_one(headings, wanted) {
        return Ok(vec![index]);
    }
    let parts = wanted.split('+').map(|part| find_one(headings, part));
    parts.collect::<Option<Vec<_>>>().ok_or_else(|| MappingError::NoSuchColumn(wanted.trim().to_owned()))
}

fn find_one(headings: &[String], wanted: &str) -> Option<usize> {
    let wanted = wanted.trim();
    let exact = headings.iter().position(|heading| heading == wanted);
    exact.or_else(|| headings.iter().position(|heading| !wanted.is_empty() && plain(heading) == plain(wanted)))
}

/// The columns whose headings are known words.
pub fn guessed(headings: &[String]) -> Vec<Column> {
    let mut columns = Vec::new();
    for (index, heading) in headings.iter().enumerate() {
        if let Some(field) = guess(&plain(heading)) {
            columns.push(Column { index, heading: heading.clone(), field });
        }
    }
    settle_name(&mut columns);
    keep_first_of_single(&mut columns);
    columns
}

/// A column "name" beside one of given names holds the family name, as in "Name, Vorname".
fn settle_name(columns: &mut Vec<Column>) {
    let has = |columns: &[Column], field| columns.iter().any(|column| column.field == field);
    match (has(columns, Field::Given), has(columns, Field::Family)) {
        (true, false) => {
            for column in columns.iter_mut().filter(|column| column.field == Field::Name) {
                column.field = Field::Family;
            }
        }
        (_, true) => columns.retain(|column| column.field != Field::Name),
        (false, false) => {}
    }
}

/// Where two columns could be the date of birth, the first one is; what may hold several keeps all.
fn keep_first_of_single(columns: &mut Vec<Column>) {
    let mut seen = Vec::new();
    columns.retain(|column| {
        let single = matches!(
            column.field,
            Field::Born
                | Field::Age
                | Field::Sex
                | Field::City
                | Field::Postcode
                | Field::Country
                | Field::Died
                | Field::Language
        );
        let again = seen.contains(&column.field);
        seen.push(column.field);
        !(single && again)
    });
}

/// Lower case, without accents, words joined by `_`.
pub fn plain(heading: &str) -> String {
    let latin = deunicode::deunicode(heading).to_lowercase();
    let words: Vec<&str> = latin.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("_")
}

fn guess(heading: &str) -> Option<Field> {
    if let Some(field) = Field::named(heading) {
        return Some(field);
    }
    let bare = heading.strip_prefix("patient_").unwrap_or(heading);
    HEADINGS.iter().find(|(_, words)| words.split(' ').any(|word| word == bare)).map(|(field, _)| *field)
}

/// Headings seen in the exports of hospitals and registries, in the languages they come in.
const HEADINGS: &[(Field, &str)] = &[
    (
        Field::Given,
        "given given_name given_names givenname first first_name firstname first_names forename forenames fname middle middle_name \
         middlename other_names vorname vornamen prenom prenoms nombre nombres nome voornaam voornamen imie",
    ),
    (
        Field::Family,
        "family family_name familyname surname surnames last last_name lastname lname familienname nachname zuname nom \
         nom_de_famille apellido apellidos primer_apellido segundo_apellido sobrenome apelido cognome achternaam nazwisko",
    ),
    (
        Field::SecondGiven,
        "second_given_name alternate_given_name alias_given native_given given_name_native given_local",
    ),
    (
        Field::SecondFamily,
        "second_family_name alternate_family_name alias_family native_family family_name_native family_local",
    ),
    (Field::Name, "name full_name fullname names nom_complet nombre_completo nome_completo patient"),
    (Field::Title, "title prefix salutation anrede titel titre titulo"),
    (
        Field::Born,
        "born birth date_of_birth dateofbirth birth_date birthdate dob d_o_b bday birthday geburtsdatum geboren geb_datum geb \
         date_de_naissance naissance ddn fecha_de_nacimiento fecha_nacimiento data_de_nascimento data_nascimento data_di_nascita \
         geboortedatum data_urodzenia year_of_birth birth_year yob",
    ),
    (Field::Age, "age age_years age_in_years alter edad idade eta leeftijd"),
    (Field::Sex, "sex gender geschlecht sexe sexo sesso genero geslacht plec birthsex"),
    (
        Field::Phone,
        "phone phones phone_number phonenumber telephone tel telephone_number mobile mobile_phone mobile_number cell cellphone \
         cell_phone home_phone work_phone contact_number phone_1 phone_2 phone1 phone2 telefon telefonnummer handy mobil telefono \
         telefone celular movil portable telefoon gsm",
    ),
    (
        Field::Address,
        "address addresses address_1 address_2 address_3 address1 address2 address3 address_line_1 address_line_2 address_line1 \
         address_line2 street street_number street_address street_name house house_number house_no building adresse anschrift strasse \
         hausnummer rue direccion calle domicilio endereco rua indirizzo via adres straat ulica",
    ),
    (
        Field::City,
        "city town village suburb locality municipality ort stadt wohnort ville ciudad localidad cidade citta comune plaats stad miasto",
    ),
    (
        Field::District,
        "district state county province region state_province bundesland kreis departement provincia estado distrito gemeente",
    ),
    (
        Field::Postcode,
        "postcode post_code postal_code postalcode zip zip_code zipcode plz postleitzahl code_postal codigo_postal cp cep cap pin_code pincode",
    ),
    (Field::Country, "country country_code nation land pays pais paese kraj"),
    (
        Field::Kin,
        "kin next_of_kin nok kin_name next_of_kin_name nok_name emergency_contact emergency_contact_name contact_name guardian",
    ),
    (
        Field::KinRelation,
        "relation relationship kin_relationship nok_relationship next_of_kin_relationship emergency_contact_relationship",
    ),
    (
        Field::KinPhone,
        "kin_phone_number next_of_kin_phone nok_phone emergency_phone emergency_contact_phone emergency_contact_number contact_phone",
    ),
    (
        Field::OtherId,
        "id ids identifier rec_id record_id recordid patient_id patientid pid mrn medical_record_number hospital_number file_number \
         soc_sec_id ssn social_security_number nhs_number national_id nationalid nid id_number passport passport_number drivers \
         insurance insurance_number insurance_id medicare versichertennummer kvnr dni nie nif nir cpf cns codice_fiscale bsn pesel \
         aadhaar abha old_id other_ids external_id",
    ),
    (Field::Language, "language preferred_language lang sprache langue idioma lingua taal"),
    (Field::Died, "died death death_date deathdate date_of_death deceased_date dod"),
    (
        Field::Note,
        "note notes remark remarks comment comments bemerkung bemerkungen notiz remarque remarques observaciones nota notas",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    fn fields(text: &str) -> Vec<&'static str> {
        guessed(&headings(text)).iter().map(|column| column.field.name()).collect()
    }

    #[test]
    fn every_field_of_the_interface_is_known_here_and_the_other_way_round() {
        assert!(IMPORT_FIELDS.iter().all(|name| Field::named(name).is_some()));
        assert_eq!(IMPORT_FIELDS.len(), FIELDS.len());
    }

    #[test]
    fn febrl_is_recognised() {
        let febrl = "rec_id,given_name,surname,street_number,address_1,address_2,suburb,postcode,state,date_of_birth,soc_sec_id";
        let expected = "other_id,given,family,address,address,address,city,postcode,district,born,other_id";
        assert_eq!(fields(febrl), expected.split(',').collect::<Vec<_>>());
    }

    #[test]
    fn other_tongues_are_recognised() {
        assert_eq!(fields("Name,Vorname,Geburtsdatum,Geschlecht,PLZ"), ["family", "given", "born", "sex", "postcode"]);
        assert_eq!(fields("Full Name,DOB"), ["name", "born"]);
        assert_eq!(fields("Prénom,Nom,Téléphone"), ["given", "family", "phone"]);
        assert_eq!(fields("FIRST,LAST,BIRTHDATE,birth_year"), ["given", "family", "born"]);
    }

    #[test]
    fn a_mapping_is_taken_at_its_word() {
        let told = |field: &str, heading: &str| vec![(field.to_owned(), heading.to_owned())];
        let file = headings("a,b,c+d");
        assert_eq!(columns(&file, &told("given", "a+b")).unwrap().len(), 2);
        assert_eq!(columns(&file, &told("given", "c+d")).unwrap()[0].index, 2);
        assert_eq!(columns(&file, &told("given", " A ")).unwrap()[0].index, 0);
        assert_eq!(columns(&file, &told("given", "x")), Err(MappingError::NoSuchColumn("x".to_owned())));
        assert!(matches!(columns(&file, &told("gven", "a")), Err(MappingError::NoSuchField(_))));
        assert_eq!(columns(&file, &told("note", "a")), Err(MappingError::NoName));
        assert_eq!(columns(&file, &[]), Err(MappingError::NoName));
    }
}
