//! People made up from the names of several cultures, as FHIR resources, one a line.

use serde_json::{Value, json};

use super::random::Random;

/// Where names go together.
struct Culture {
    female: &'static [&'static str],
    male: &'static [&'static str],
    family: &'static [&'static str],
    city: &'static [&'static str],
    street: &'static [&'static str],
    phone: &'static str,
    language: &'static str,
}

/// So many patients, one FHIR Patient a line.
pub fn patients(count: u32, seed: u64) -> String {
    let mut random = Random::new(seed ^ 0xA11);
    (0..count).map(|number| patient(number, seed, &mut random).to_string() + "\n").collect()
}

/// So many doctors, one FHIR Practitioner a line.
pub fn doctors(count: u32, seed: u64) -> String {
    let mut random = Random::new(seed ^ 0xD0C);
    (0..count).map(|number| doctor(number, seed, &mut random).to_string() + "\n").collect()
}

fn patient(number: u32, seed: u64, random: &mut Random) -> Value {
    let culture = &CULTURES[random.below(CULTURES.len())];
    let female = random.happens(51);
    let (given, family) = (given(culture, female, random), random.pick(culture.family));
    let kin = format!("{} {family}", given_of(culture, !female, random));
    json!({
        "resourceType": "Patient", "id": format!("made-up-{seed}-{number}"),
        "identifier": [record_number("patient", seed, number)],
        "name": [{ "use": "official", "family": family, "given": [given] }],
        "gender": if female { "female" } else { "male" },
        "birthDate": birth_date(random),
        "telecom": [{ "system": "phone", "value": phone(culture, random), "use": "mobile" }],
        "address": [{
            "line": [format!("{} {}", random.pick(culture.street), 1 + random.below(180))],
            "city": random.pick(culture.city), "postalCode": random.digits(5),
        }],
        "contact": [{
            "relationship": [{ "text": random.pick(&["spouse", "sibling", "parent", "child"]) }],
            "name": { "text": kin }, "telecom": [{ "system": "phone", "value": phone(culture, random) }],
        }],
        "communication": [{ "language": { "text": culture.language }, "preferred": true }],
    })
}

fn doctor(number: u32, seed: u64, random: &mut Random) -> Value {
    let culture = &CULTURES[random.below(CULTURES.len())];
    let female = random.happens(50);
    json!({
        "resourceType": "Practitioner", "id": format!("made-up-{seed}-{number}"),
        "identifier": [record_number("doctor", seed, number)],
        "name": [{ "family": random.pick(culture.family), "given": [given(culture, female, random)], "prefix": ["Dr"] }],
        "telecom": [{ "system": "phone", "value": phone(culture, random) }],
        "communication": [{ "text": culture.language }, { "text": "English" }],
    })
}

fn record_number(kind: &str, seed: u64, number: u32) -> Value {
    json!({
        "type": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR" }], "text": "Demonstration number" },
        "system": format!("urn:daybook:demonstration:{kind}:{seed}"), "value": format!("{:05}", number + 1),
    })
}

fn given(culture: &Culture, female: bool, random: &mut Random) -> String {
    let first = given_of(culture, female, random);
    if random.happens(20) { format!("{first} {}", given_of(culture, female, random)) } else { first }
}

fn given_of(culture: &Culture, female: bool, random: &mut Random) -> String {
    random.pick(if female { culture.female } else { culture.male }).to_owned()
}

fn birth_date(random: &mut Random) -> String {
    let year = 2026 - random.below(95);
    let (month, day) = (1 + random.below(10), 1 + random.below(28));
    match random.below(20) {
        0 => format!("{year:04}"),
        1 => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}"),
    }
}

fn phone(culture: &Culture, random: &mut Random) -> String {
    format!("{} {} {}", culture.phone, random.digits(3), random.digits(4))
}

const CULTURES: &[Culture] = &[
    Culture {
        female: &["Ana", "Beatriz", "Carla", "Inês", "Joana", "Luísa", "Mariana", "Sofia"],
        male: &["André", "Bruno", "Duarte", "João", "Miguel", "Nuno", "Rui", "Tiago"],
        family: &[
            "Silva",
            "Santos",
            "Ferreira",
            "Oliveira",
            "Costa",
            "Pereira",
            "Carvalho",
            "de Sousa",
            "Almeida Rocha",
        ],
        city: &["Porto", "Braga", "Faro"],
        street: &["Rua das Flores", "Avenida Central", "Travessa do Carmo"],
        phone: "+351 91",
        language: "Portuguese",
    },
    Culture {
        female: &["Alice", "Charlotte", "Emily", "Grace", "Hannah", "Olivia", "Ruth", "Zoe"],
        male: &["Andrew", "Daniel", "George", "Henry", "James", "Liam", "Oliver", "Samuel"],
        family: &["Smith", "Jones", "Taylor", "Brown", "O'Connor", "Macdonald", "Whitfield", "Hughes", "Baker-Lewis"],
        city: &["Leeds", "Bristol", "Cardiff"],
        street: &["High Street", "Church Lane", "Mill Road"],
        phone: "+44 7700 9",
        language: "English",
    },
    Culture {
        female: &["Anna", "Birgit", "Greta", "Jutta", "Katrin", "Lena", "Sabine", "Ursula"],
        male: &["Bernd", "Dieter", "Felix", "Jürgen", "Klaus", "Lukas", "Sören", "Uwe"],
        family: &["Müller", "Schmidt", "Weiß", "Jäger", "Köhler", "von Arnim", "Becker", "Schröder", "Roth"],
        city: &["Köln", "Leipzig", "Lübeck"],
        street: &["Hauptstraße", "Lindenweg", "Am Markt"],
        phone: "+49 151",
        language: "German",
    },
    Culture {
        female: &["Aisha", "Fatima", "Hanan", "Khadija", "Layla", "Maryam", "Noor", "Zainab"],
        male: &["Ahmed", "Bilal", "Hassan", "Ibrahim", "Khalid", "Mohammed", "Omar", "Yusuf"],
        family: &["al-Masri", "Haddad", "Khoury", "bin Saleh", "Mansour", "el-Sayed", "Nasser", "Rahman"],
        city: &["Amman", "Irbid", "Alexandria"],
        street: &["King Hussein Street", "Garden Street", "Port Road"],
        phone: "+962 79",
        language: "Arabic",
    },
    Culture {
        female: &["Ananya", "Deepa", "Kavita", "Lakshmi", "Meera", "Priya", "Sunita", "Vidya"],
        male: &["Arjun", "Deepak", "Harish", "Karthik", "Rahul", "Sanjay", "Vijay", "Vikram"],
        family: &["Sharma", "Patel", "Iyer", "Reddy", "Singh", "Kaur", "Mukherjee", "Nair", "Das"],
        city: &["Pune", "Kochi", "Jaipur"],
        street: &["M G Road", "Station Road", "Temple Street"],
        phone: "+91 98",
        language: "Hindi",
    },
    Culture {
        female: &["Fang", "Hui", "Jing", "Li Na", "Mei", "Xiu Ying", "Yan", "Yu"],
        male: &["Bo", "Chao", "Jun", "Lei", "Ming", "Qiang", "Wei", "Zhi Hao"],
        family: &["Wang", "Li", "Zhang", "Chen", "Liu", "Ouyang", "Zhao", "Huang"],
        city: &["Penang", "Ipoh", "Malacca"],
        street: &["Jalan Besar", "Lebuh Chulia", "Lorong Seni"],
        phone: "+60 12",
        language: "Mandarin",
    },
    Culture {
        female: &["Amara", "Chioma", "Esi", "Folake", "Ngozi", "Temitope", "Wanjiru", "Zawadi"],
        male: &["Chidi", "Emeka", "Kofi", "Kwame", "Mwangi", "Obinna", "Sefu", "Tunde"],
        family: &["Okafor", "Adeyemi", "Mensah", "Njoroge", "Otieno", "Balogun", "Nkemelu", "Diallo"],
        city: &["Ibadan", "Kumasi", "Nakuru"],
        street: &["Independence Avenue", "Market Road", "Hospital Road"],
        phone: "+234 803",
        language: "English",
    },
    Culture {
        female: &["Camila", "Guadalupe", "Isabel", "Lucía", "María José", "Pilar", "Rosa", "Ximena"],
        male: &["Alejandro", "Diego", "Ignacio", "José Luis", "Juan", "Martín", "Pedro", "Rubén"],
        family: &["García Márquez", "López", "Hernández", "Núñez", "Pérez Ortega", "de la Cruz", "Ramírez", "Vargas"],
        city: &["Puebla", "Córdoba", "Sevilla"],
        street: &["Calle Mayor", "Avenida Juárez", "Paseo del Río"],
        phone: "+52 55",
        language: "Spanish",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_people() {
        assert_eq!(patients(5, 7), patients(5, 7));
        assert_ne!(patients(5, 7), patients(5, 8));
        assert_eq!(doctors(60, 1).lines().count(), 60);
    }
}
