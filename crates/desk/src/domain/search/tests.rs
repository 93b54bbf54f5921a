//! A register of a few people, and what finds whom.

use std::collections::HashSet;

use daybook_api::{Birth, Date, Identifier, Person, Why};
use daybook_ledger::Id;

use super::{Familiar, Found, Lately, Search, Shown, find};
use crate::domain::register::{Record, Register, Standing};

fn person(given: &str, family: &str, birth: &str, phone: &str) -> Person {
    let birth = birth.parse().map_or(Birth::NotRecorded, |date| Birth::Day { date });
    let phones = if phone.is_empty() { Vec::new() } else { vec![phone.to_owned()] };
    Person { given: given.into(), family: family.into(), birth, phones, ..Person::default() }
}

/// People by number, from 1.
fn register(people: &[Person]) -> Register {
    let mut register = Register::default();
    for (at, person) in (1u8..).zip(people) {
        let number = format!("KGH-04-{:05}-X", at);
        register.put(&Record::of(&Id([at; 16]), &number, person, Standing::Here));
    }
    register.settle();
    register
}

fn search(register: &Register, text: &str) -> Vec<Found> {
    let familiar = Familiar::default();
    let today = Date::new(2026, 11, 22).unwrap();
    find(
        register,
        &Search {
            text,
            today,
            limit: 20,
            shown: Shown::Active,
            familiar: &familiar,
            lately: &Lately::default(),
            within: None,
        },
    )
}

fn who(register: &Register, text: &str) -> Vec<u8> {
    search(register, text).iter().map(|found| found.patient.0[0]).collect()
}

fn why(register: &Register, text: &str) -> Vec<Why> {
    search(register, text).into_iter().next().map(|found| found.why).unwrap_or_default()
}

fn ana() -> Person {
    Person {
        second_given: "Annemarie".into(),
        identifiers: vec![Identifier { kind: "NIF".into(), value: "NIF-123".into() }],
        ..person("Ana Maria", "García-López", "1987-03-14", "+351 21 555 0199")
    }
}

#[test]
fn exact_before_beginning_before_forgiven() {
    let register =
        register(&[person("Ann", "Silvas", "", ""), person("Ana", "Silvo", "", ""), person("Ana", "Silva", "", "")]);
    assert_eq!(who(&register, "silva"), [3, 1, 2]);
    assert_eq!(who(&register, "silva ana")[0], 3);
    assert_eq!(who(&register, "sil an").len(), 3);
}

#[test]
fn names_are_found_in_any_order_in_part_and_by_initials() {
    let register = register(&[ana(), person("Rui", "Costa", "", "")]);
    for text in [
        "ana garcia",
        "lopez ana",
        "lop an",
        "a lopez",
        "maria ana lopez",
        "garcialopez",
        "GARCÍA",
        "ana maria garcia lopez",
    ] {
        assert_eq!(who(&register, text), [1], "{text}");
    }
    for text in ["ana costa", "ana ana ana ana", "costa lopez"] {
        assert_eq!(who(&register, text), [0u8; 0], "{text}");
    }
}

#[test]
fn numbers_are_met_by_birth_phone_or_id_alone_and_beside_names() {
    let register = register(&[ana(), person("Rui", "Costa", "1990-01-02", "0770 090 012")]);
    for text in [
        "garcia 87",
        "garcia 14 3 1987",
        "ana 0199",
        "ana 5550199",
        "nif123 lopez",
        "garcia 1403",
        "lopez 14 mar 87",
        "1987",
        "14.3.1987",
        "0199",
        "555-01",
        "nif-1",
        "kgh 04 00001",
        "14 3 1987 ana",
    ] {
        assert_eq!(who(&register, text), [1], "{text}");
    }
    assert_eq!(who(&register, "garcia 88"), [0u8; 0]);
    assert_eq!(who(&register, "090012"), [2]);
}

#[test]
fn one_or_two_wrong_missing_doubled_and_swapped_letters_are_forgiven() {
    let people = [person("Fernanda", "Rodrigues", "", ""), person("Otto", "Klein", "", "")];
    let register = register(&people);
    for text in [
        "rodriges",
        "rodrigeus",
        "rodrigguez",
        "fernanda rodriges",
        "fernnda rodriguez",
        "odrigues",
        "rodriq",
        "xodrigues fernanda",
    ] {
        assert_eq!(who(&register, text), [1], "{text}");
    }
}

#[test]
fn particles_hyphens_and_spaces_do_not_matter() {
    let people = [
        person("Jan", "van der Meer", "", ""),
        person("Ali", "Al-Hassan", "", ""),
        person("Xiurong", "Tan", "", ""),
        person("Li Na", "O'Brien", "", ""),
    ];
    let register = register(&people);
    for (text, found) in [
        ("vandermeer", 1),
        ("meer jan", 1),
        ("van meer", 1),
        ("de meer", 1),
        ("vander meer", 1),
        ("alhassan", 2),
        ("al hassan ali", 2),
        ("el hassan", 2),
        ("xiu rong tan", 3),
        ("tan xiu-rong", 3),
        ("lina o brien", 4),
        ("obrien", 4),
        ("o'brien li", 4),
    ] {
        assert_eq!(who(&register, text).first(), Some(&found), "{text}");
    }
}

#[test]
fn scripts_romanisations_and_nicknames_are_forgiven() {
    let people = [
        person("Мария", "Иванова", "", ""),
        person("Muhammad", "Yaqoub", "", ""),
        person("小龙", "李", "", ""),
        person("Margaret", "Thornton", "", ""),
        person("Jürgen", "Müller", "", ""),
    ];
    let register = register(&people);
    for (text, found) in [
        ("ivanova maria", 1),
        ("Иванова", 1),
        ("mohamed yakub", 2),
        ("mohammed", 2),
        ("李小龙", 3),
        ("xiaolong li", 3),
        ("lee", 3),
        ("peggy thornton", 4),
        ("maggie", 4),
        ("mueller", 5),
        ("juergen mueller", 5),
    ] {
        assert_eq!(who(&register, text).first(), Some(&found), "{text}");
    }
}

#[test]
fn why_is_said_where_it_is_not_obvious() {
    let register = register(&[ana(), person("Robert", "Nowak", "1950-00-00", "")]);
    assert!(why(&register, "lopez").is_empty());
    let read = |typed: &str, word: &str| Why::ReadAs { typed: typed.into(), word: word.into() };
    assert_eq!(why(&register, "lopes"), [read("lopes", "lopez")]);
    assert_eq!(why(&register, "bob nowak"), [Why::Nickname { typed: "bob".into(), word: "robert".into() }]);
    assert_eq!(why(&register, "0199"), [Why::Phone { digits: "351215550199".into() }]);
    assert_eq!(why(&register, "annemarie"), [Why::AlsoWritten { word: "annemarie".into() }]);
    assert_eq!(why(&register, "3 14 1987"), []);
    assert_eq!(why(&register, "ana garcia de souza lopez"), [Why::NotThere { typed: "souza".into() }]);
}

#[test]
fn those_a_desk_has_to_do_with_come_first_among_equals() {
    let register =
        register(&[person("Ana", "Silva", "", ""), person("Ana", "Silva", "", ""), person("Ana", "Silvana", "", "")]);
    let familiar = Familiar::from([([2; 16], 0), ([3; 16], 1)]);
    let today = Date::new(2026, 11, 22).unwrap();
    let found = find(
        &register,
        &Search {
            text: "silva",
            today,
            limit: 20,
            shown: Shown::Active,
            familiar: &familiar,
            lately: &Lately::default(),
            within: None,
        },
    );
    assert_eq!(found.iter().map(|found| found.patient.0[0]).collect::<Vec<_>>(), [2, 1, 3]);
}

#[test]
fn what_a_great_many_have_is_found_in_the_same_order_as_if_each_were_judged() {
    let mut register = Register::default();
    let name = |number: usize| ["Sara", "Sun", "Ana", "de Li", "Sa", "Nguyen", "Abel Sá", "al-Suri"][number % 8];
    for number in 0..9_000_usize {
        let family = if number % 97 == 0 { "" } else { name(number / 8) };
        let person = person(name(number), family, if number % 3 == 0 { "1987-03-14" } else { "" }, "");
        let standing = if number % 11 == 0 { Standing::Dead } else { Standing::Here };
        let mut id = [9; 16];
        id[..8].copy_from_slice(&(number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
        register.put(&Record::of(&Id(id), &format!("KGH-04-{number:05}-X"), &person, standing));
    }
    register.settle();
    let everybody: HashSet<Id> = register.docs().map(|doc| doc.patient()).collect();
    let familiar: Familiar = register.docs().step_by(700).map(|doc| (doc.patient().0, doc.slot().0)).collect();
    let strictly = [("s", 20), ("sa", 20), ("n", 7), ("nguyen", 20), ("l", 500), ("su", 3_000), ("s", 9_000)];
    let several =
        [("sa sun", 20), ("de li", 20), ("al s", 40), ("li de sa", 9), ("su 87", 20), ("de al", 20), ("a s", 4_000)];
    let forgivingly =
        [("nguyem", 20), ("sarra", 2_000), ("nguyem sarra", 20), ("suuri de li", 30), ("sarra ngyen 87", 20)];
    let missing = [("sarra nguyem xoxo", 20), ("ana nguyen otto", 30)];
    for (text, limit) in [&strictly[..], &several, &forgivingly, &missing].concat() {
        let today = Date::new(2026, 11, 22).unwrap();
        for shown in [Shown::Active, Shown::All] {
            let lately = Lately::default();
            let search = Search { text, today, limit, shown, familiar: &familiar, lately: &lately, within: None };
            let each = find(&register, &Search { within: Some(&everybody), ..search.clone() });
            assert_eq!(find(&register, &search), each, "{text} {shown:?}");
        }
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text: String, given: String, family: String) {
        let register = register(&[person(&given, &family, "1987-03-14", "0770 090 012")]);
        search(&register, &text);
    }
}
