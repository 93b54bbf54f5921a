//! What the model must hold whatever its figures: more agreement never speaks against, what a register teaches is learnt, a larger
//! register asks for more, and families are told from duplicates.

use daybook_api::{Address, Agreement, Birth, Date, Kin, Likeness, Person, Sex, SimilarField};
use proptest::prelude::*;

use super::{
    Compared, Comparison, Judgement, Model, Profile, compare, estimate,
    model::FIELDS,
    names::{Names, Side},
    near_by, random_pairs,
    word::Word,
};

const OTHERS: [SimilarField; 7] = [
    SimilarField::Birth,
    SimilarField::Address,
    SimilarField::Phone,
    SimilarField::Identifier,
    SimilarField::Kin,
    SimilarField::Sex,
    SimilarField::Suffix,
];
/// Of one in a thousand people.
const SHARE: f64 = 0.001;

fn side(agreement: Agreement) -> Compared {
    Compared::shared(agreement, if agreement == Agreement::Same { SHARE } else { 0.0 })
}

/// Given, family, then the others in their order.
fn comparison(steps: &[Agreement; 9]) -> Comparison {
    let fields = OTHERS.iter().zip(&steps[2..]).map(|(field, step)| (*field, Compared::plain(*step)));
    let years = match steps[2] {
        Agreement::Missing => None,
        Agreement::Same => Some(0),
        _ => Some(30),
    };
    Comparison { straight: [side(steps[0]), side(steps[1])], crossed: None, fields: fields.collect(), years }
}

fn judged(steps: &[Agreement; 9], people: usize) -> Judgement {
    Model::default().judge(&comparison(steps), people)
}

fn step() -> impl Strategy<Value = Agreement> {
    prop_oneof![Just(Agreement::Missing), Just(Agreement::Different), Just(Agreement::Same)]
}

proptest! {
    #[test]
    fn one_more_field_that_agrees_never_makes_it_less_likely(
        steps in prop::array::uniform9(step()), at in 0usize..9, people in 1usize..2_000_000,
    ) {
        let mut more = steps;
        more[at] = Agreement::Same;
        let (before, after) = (judged(&steps, people), judged(&more, people));
        prop_assert!(after.bits >= before.bits - 1e-9, "{:?} {} -> {}", steps, before.bits, after.bits);
    }

    #[test]
    fn a_probability_is_one_and_reasons_come_by_weight(steps in prop::array::uniform9(step()), people in 0usize..2_000_000) {
        let comparison = comparison(&steps);
        let judgement = Model::default().judge(&comparison, people);
        prop_assert!((0.0..=1.0).contains(&judgement.probability));
        let reasons = Model::default().reasons(&comparison);
        prop_assert!(reasons.windows(2).all(|pair| pair[0].bits.abs() >= pair[1].bits.abs()));
        prop_assert!(reasons.iter().all(|reason| reason.agreement != Agreement::Missing));
    }

    #[test]
    fn a_larger_register_asks_for_more(steps in prop::array::uniform9(step()), people in 1usize..1_000_000) {
        prop_assert!(judged(&steps, people * 2).bits <= judged(&steps, people).bits);
    }
}

#[test]
fn what_is_enough_among_a_thousand_is_not_among_a_million() {
    use Agreement::{Missing, Same};
    // Nothing but a name of one in a thousand each and the year's half of a birth: an alert in a small hospital, none in a large one.
    let steps = [Same, Same, Missing, Missing, Missing, Missing, Missing, Same, Missing];
    assert!(judged(&steps, 1_000).alerts());
    assert!(!judged(&steps, 1_000_000).alerts());
    let with_birth = [Same, Same, Same, Missing, Missing, Missing, Missing, Same, Missing];
    assert!(judged(&with_birth, 1_000_000).alerts());
}

/// A stream of numbers from 0 to 1 that is the same every time.
struct Chance(u64);

impl Chance {
    fn draw(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    fn step(&mut self, same: f64) -> Agreement {
        if self.draw() < same { Agreement::Same } else { Agreement::Different }
    }
}

fn rate(of: &[super::model::Steps; FIELDS.len()], field: SimilarField, step: Agreement) -> f64 {
    let at = FIELDS.iter().position(|known| *known == field).unwrap();
    of[at][step as usize]
}

#[test]
fn what_two_people_at_random_share_is_counted() {
    let mut chance = Chance(1);
    let mut pair = || {
        let mut steps = [Agreement::Different; 9];
        (steps[7], steps[4]) = (chance.step(0.8), chance.step(0.01));
        comparison(&steps)
    };
    let pairs: Vec<Comparison> = (0..40_000).map(|_| pair()).collect();
    let model = random_pairs(&Model::default(), &pairs);
    assert!((rate(&model.random, SimilarField::Sex, Agreement::Same) - 0.8).abs() < 0.05);
    assert!((rate(&model.random, SimilarField::Phone, Agreement::Same) - 0.01).abs() < 0.002);
    assert_eq!(model.same, Model::default().same);
}

#[test]
fn where_those_of_one_name_live_near_each_other_a_place_says_less_beside_the_name() {
    use Agreement::{Different, Missing, Partly, Same};
    let mut chance = Chance(3);
    let mut pair = || {
        comparison(&[
            Same,
            Different,
            Different,
            if chance.draw() < 0.1 { Partly } else { Different },
            Missing,
            Missing,
            Missing,
            Same,
            Missing,
        ])
    };
    let pairs: Vec<Comparison> = (0..5_000).map(|_| pair()).collect();
    let (usual, learnt) = (Model::default(), near_by(&Model::default(), &pairs));
    let there =
        |given, address| comparison(&[given, Missing, Missing, address, Missing, Missing, Missing, Missing, Missing]);
    let drop = |given, address| {
        (usual.address_ratio(&there(given, address)) / learnt.address_ratio(&there(given, address))).log2()
    };
    assert!(drop(Same, Partly) > 4.0, "seen thirty times as often as of two at random: {}", drop(Same, Partly));
    assert!(drop(Missing, Partly).abs() < 1e-9, "no name agrees");
    assert!(drop(Same, Same).abs() < 0.5, "{}", drop(Same, Same));
    assert!(drop(Same, Different).abs() < 1e-9, "what speaks against it does so as before");
    // The name and the place never say less than the place alone.
    for model in [&usual, &learnt] {
        let bits = |given| model.judge(&there(given, Partly), 1_000).bits;
        assert!(bits(Same) >= bits(Missing));
    }
}

/// A mixture of 2,000 pairs of one person each and 4,000 of two, not told apart: the rates that made it come out.
#[test]
fn the_rates_of_one_person_are_found_in_a_mixture() {
    let (phone, address) = (0.9, 0.3);
    let mut chance = Chance(2);
    let mut pairs = Vec::new();
    for number in 0..6_000 {
        let one = number % 3 == 0;
        let likely = |of_one: f64, of_two: f64| if one { of_one } else { of_two };
        let mut steps = [Agreement::Missing; 9];
        steps[0] = chance.step(likely(0.95, 0.01));
        steps[1] = chance.step(likely(0.95, 0.01));
        steps[2] = chance.step(likely(0.97, 0.001));
        steps[3] = chance.step(likely(address, 0.001));
        steps[4] = chance.step(likely(phone, 0.001));
        pairs.push(comparison(&steps));
    }
    let learnt = estimate(&Model::default(), &pairs, 10_000);
    for (field, made, usual) in [(SimilarField::Phone, phone, 0.62), (SimilarField::Address, address, 0.55)] {
        let found = rate(&learnt.same, field, Agreement::Same);
        assert!((found - made).abs() < 0.06, "{field:?}: {found}, made with {made}");
        assert!((found - made).abs() < (usual - made).abs() / 2.0, "nearer than what is usual");
    }
    assert_eq!(learnt.random, Model::default().random);
}

#[test]
fn a_register_without_duplicates_keeps_what_is_usual() {
    let pairs = vec![comparison(&[Agreement::Different; 9]); 2_000];
    let learnt = estimate(&Model::default(), &pairs, 10_000);
    let usual = Model::default();
    for field in FIELDS {
        let (found, known) = (rate(&learnt.same, field, Agreement::Same), rate(&usual.same, field, Agreement::Same));
        assert!((found - known).abs() < 0.01, "{field:?}: {found}, usually {known}");
    }
}

fn robert() -> Person {
    Person {
        given: "Robert".into(),
        family: "Achterberg".into(),
        sex: Sex::Male,
        birth: Birth::Day { date: Date::new(1957, 8, 21).unwrap() },
        phones: vec!["020 7946 0012".into()],
        address: Address { lines: "7 Harbour Street".into(), city: "Porto".into(), ..Address::default() },
        kin: Kin { name: "Maria Achterberg".into(), phone: "020 7946 0012".into(), ..Kin::default() },
        ..Person::default()
    }
}

fn born(person: Person, year: i16, month: u8, day: u8) -> Person {
    Person { birth: Birth::Day { date: Date::new(year, month, day).unwrap() }, ..person }
}

/// As in a register of 50,000 where one in a thousand has each of the names.
fn against_robert(person: &Person) -> Judgement {
    let counted = |person: &Person| {
        let mut profile = Profile::of(person, "");
        profile.count(|_| 50, 50_000);
        profile
    };
    let mut probe = counted(person);
    probe.born_share = 1.0 / 30_000.0;
    Model::default().judge(&compare(&probe, &counted(&robert())), 50_000)
}

#[test]
fn families_are_told_from_duplicates() {
    let twin = Person { given: "Philip".into(), ..robert() };
    let son = born(Person { family: "Achterberg Jr".into(), ..robert() }, 1985, 2, 3);
    let daughter = born(Person { given: "Beatriz".into(), sex: Sex::Female, ..robert() }, 1990, 11, 30);
    let away = Person { phones: Vec::new(), address: Address::default(), kin: Kin::default(), ..robert() };
    let namesake = born(away, 1971, 12, 5);
    for (who, person, expected) in [
        ("twin", twin, Likeness::Twin),
        ("son", son, Likeness::Generation),
        ("daughter", daughter, Likeness::Household),
        ("namesake", namesake, Likeness::Namesake),
    ] {
        let judgement = against_robert(&person);
        assert_eq!(judgement.likeness, expected, "{who}: {judgement:?}");
        assert!(!judgement.alerts(), "{who}: {judgement:?}");
    }
    let again = Person { given: "Robbert".into(), phones: vec!["079 0000 1111".into()], ..robert() };
    let judgement = against_robert(&again);
    assert!(judgement.alerts() && judgement.likeness == Likeness::SamePerson, "{judgement:?}");
    // Twins whose names are alike: both are names that others have too. A slip is not.
    let rekha = Person { given: "Rekha".into(), ..robert() };
    let judged = |given: &str, bearers: u32| {
        let counted = |person: &Person| {
            let mut profile = Profile::of(person, "");
            profile.count(|word| if word == "radha" { bearers } else { 50 }, 50_000);
            profile
        };
        let other = Person { given: given.into(), ..rekha.clone() };
        Model::default().judge(&compare(&counted(&other), &counted(&rekha)), 50_000)
    };
    assert_eq!(judged("Radha", 50).likeness, Likeness::Twin);
    assert_eq!(judged("Radha", 0).likeness, Likeness::SamePerson);
    let moved = born(Person { address: Address::default(), ..robert() }, 1957, 12, 8);
    assert!(against_robert(&born(moved, 1957, 8, 12)).alerts(), "two digits of the day exchanged");
}

#[test]
fn a_rare_name_says_more_than_a_common_one() {
    let named = |share: f64| {
        let side = |text: &str| Side::new(vec![Word { share, ..Word::new(text) }]);
        let names = Names { given: side("ana"), family: side("silva") };
        Profile { names: vec![names], ..Profile::default() }
    };
    let judged = |share| Model::default().judge(&compare(&named(share), &named(share)), 1_000_000).bits;
    assert!(judged(1e-4) > judged(1e-2) + 10.0);
}

#[test]
fn what_is_missing_on_both_sides_is_a_little_alike() {
    let bits = |born: [u32; 2]| {
        let [probe, known] =
            born.map(|digits| Profile { born: super::Born::from_digits(digits), ..Profile::default() });
        Model::default().judge(&compare(&probe, &known), 10_000).bits
    };
    assert!(bits([0, 0]) > bits([0, 19_870_304]));
    assert!(bits([0, 0]) < bits([19_870_304, 19_870_304]));
}
