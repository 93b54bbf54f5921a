//! The weights of this register: pairs at random, and pairs that look alike, drawn evenly over it.

use daybook_api::{Agreement, SimilarField};

use super::sketches::Sketches;
use crate::{
    desk::Open,
    domain::{
        register::{Field, Register, Slot},
        similar::{
            Comparison, Homes, Model, Probe, Profile, Relatives, Sketch, Together, compare, estimate, near_by,
            random_pairs,
        },
    },
    store::StoreError,
};

/// Below so many people the usual weights stand.
pub const ENOUGH: usize = 200;
/// So many pairs at random are compared.
const AT_RANDOM: u32 = 20_000;
/// So many pairs with a given name in common.
const OF_A_NAME: u32 = 10_000;
/// For so many people those who look most alike are compared.
const PEOPLE: u32 = 300;
const ALIKE: usize = 6;
/// Of so many people relatives are looked for.
const OF_A_FAMILY: u32 = 2_000;
/// Of so many people namesakes are counted.
const NAMESAKES_OF: u32 = 400;
/// Pairs of one look at the register: others wait meanwhile.
const STRETCH: u32 = 500;
/// People looked at for relatives in one look.
const LOOKED_AT: u32 = 4_096;

pub fn learn(open: &Open, sketches: &Sketches) -> Result<Model, StoreError> {
    let mut at_random = Vec::with_capacity(AT_RANDOM as usize);
    for from in (0..AT_RANDOM).step_by(STRETCH as usize) {
        open.store.with_register(|_, register| {
            at_random.extend((from..from + STRETCH).filter_map(|number| at_random_pair(register, number)));
            Ok::<_, StoreError>(())
        })?;
    }
    let usual = Model { relatives: relatives(open)?, together: together(open)?, ..Model::default() };
    let mut of_a_name = Vec::with_capacity(OF_A_NAME as usize);
    for from in (0..OF_A_NAME).step_by(STRETCH as usize) {
        open.store.with_register(|_, register| {
            of_a_name.extend((from..from + STRETCH).filter_map(|number| pair_of_a_name(register, number)));
            Ok::<_, StoreError>(())
        })?;
    }
    let model = near_by(&random_pairs(&usual, &at_random), &of_a_name);
    let (mut alike, mut people) = (Vec::new(), 0);
    for number in 0..PEOPLE {
        open.store.with_register(|_, register| {
            people = register.len();
            alike.extend(alike_pairs(register, sketches, number));
            Ok::<_, StoreError>(())
        })?;
    }
    Ok(estimate(&model, &alike, people))
}

/// How many relatives those of a sample have in the whole register.
fn relatives(open: &Open) -> Result<Relatives, StoreError> {
    let (mut homes, end) = open.store.with_register(|_, register| {
        let sample = (0..OF_A_FAMILY).map(|number| spread(number, register.end(), 0x9e37_79b9_7f4a_7c15));
        Ok::<_, StoreError>((Homes::new(register, sample), register.end()))
    })?;
    for from in (0..end).step_by(LOOKED_AT as usize) {
        open.store.with_register(|_, register| {
            homes.look(register, (from..from + LOOKED_AT).map(Slot));
            Ok::<_, StoreError>(())
        })?;
    }
    Ok(homes.relatives())
}

/// How far names go together, by the namesakes of a sample.
fn together(open: &Open) -> Result<f64, StoreError> {
    let mut together = Together::default();
    for number in 0..NAMESAKES_OF {
        open.store.with_register(|_, register| {
            together.look(register, spread(number, register.end(), 0xd1b5_4a32_d192_ed03));
            Ok::<_, StoreError>(())
        })?;
    }
    Ok(together.times())
}

/// Numbers spread over the slots without any order of theirs (Weyl's sequence).
fn spread(number: u32, end: u32, step: u64) -> Slot {
    let place = (u64::from(number) + 1).wrapping_mul(step) >> 32;
    Slot((place % u64::from(end.max(1))) as u32)
}

fn at_random_pair(register: &Register, number: u32) -> Option<Comparison> {
    let one = register.doc(spread(number, register.end(), 0x9e37_79b9_7f4a_7c15))?;
    let other = register.doc(spread(number, register.end(), 0xd1b5_4a32_d192_ed03))?;
    (one.slot() != other.slot()).then(|| {
        let profile = |doc| Profile::of_doc(doc, register.words(), register.len());
        compare(&profile(one), &profile(other))
    })
}

/// Two people who have a given name in common, and whose family name and birth say that they are neither relatives nor one person.
fn pair_of_a_name(register: &Register, number: u32) -> Option<Comparison> {
    let one = register.doc(spread(number, register.end(), 0x9e37_79b9_7f4a_7c15))?;
    let name = one.first(Field::Given)?;
    let others = register.slots(name).count();
    let other = register.nth(name, spread(number, others as u32, 0xd1b5_4a32_d192_ed03).0 as usize)?;
    let other = register.doc(other).filter(|other| other.slot() != one.slot())?;
    let profile = |doc| Profile::of_doc(doc, register.words(), register.len());
    let pair = compare(&profile(one), &profile(other));
    let differ = |field| pair.of(field).agreement == Agreement::Different;
    (differ(SimilarField::Family) && differ(SimilarField::Birth)).then_some(pair)
}

fn alike_pairs(register: &Register, sketches: &Sketches, number: u32) -> Vec<Comparison> {
    let Some(one) = register.doc(spread(number, register.end(), 0xbf58_476d_1ce4_e5b9)) else { return Vec::new() };
    let profile = |doc| Profile::of_doc(doc, register.words(), register.len());
    let probe = Probe::new(Sketch::of_doc(one, register.words()));
    let others = sketches.most_alike(register, &probe, ALIKE).into_iter().filter(|slot| *slot != one.slot());
    let own = profile(one);
    others.filter_map(|slot| register.doc(slot)).map(|other| compare(&own, &profile(other))).collect()
}
