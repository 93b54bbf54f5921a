//! How likely two people are one, in a register of a given size, and what they most likely are to each other.
//!
//! Four families of pairs compete with *the same person*: two people at random, a household, twins, and parent and child of one name.
//! How many of each a person has does not grow with the register, while strangers do: hence the size in the odds. As far
//! as the model is right, Markov's inequality bounds the share of new people for whom some stranger reaches odds of `x`: below
//! `x`⁻¹ times [`HERE_BEFORE`], at any size.

use daybook_api::{Agreement, Likeness, Reason, SimilarField};

use super::{compare::Comparison, model::Model, relatives::GENERATION_YEARS};

/// From this probability on an alert is raised.
pub const ALERT: f64 = 0.15;
/// Of those being registered, so many are in the register already.
const HERE_BEFORE: f64 = 0.1;

/// Weights below this many bits are not worth a word.
const TELLING_BITS: f32 = 0.7;

/// What a comparison amounts to.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// How likely they are one person, 0 to 1.
    pub probability: f64,
    /// The same as odds, in bits: ranks also where probabilities are all but 0 or 1.
    pub bits: f64,
    /// What they most likely are to each other.
    pub likeness: Likeness,
}

impl Judgement {
    /// Whether it is likely enough to call attention to it: not where relatives are likelier still.
    pub fn alerts(&self) -> bool {
        self.probability >= ALERT && !self.is_of_relatives()
    }

    fn is_of_relatives(&self) -> bool {
        matches!(self.likeness, Likeness::Twin | Likeness::Generation | Likeness::Household)
    }

    /// Whether it is worth a look at the desk.
    pub fn is_telling(&self) -> bool {
        self.probability >= 0.05 || (self.is_of_relatives() && self.probability >= 0.0005)
    }
}

/// How likely each family of pairs is, relative to strangers.
struct Families {
    same: f64,
    twin: f64,
    generation: f64,
    household: f64,
}

impl Model {
    /// Judges a comparison in a register of `people`.
    pub fn judge(&self, comparison: &Comparison, people: usize) -> Judgement {
        let people = people.max(1) as f64;
        let families = self.families(comparison, people);
        let others = 1.0 + families.twin + families.generation + families.household;
        let odds = families.same / ((1.0 - HERE_BEFORE) * others);
        let probability = odds / (1.0 + odds);
        Judgement { probability, bits: odds.log2(), likeness: families.likeliest(probability, comparison) }
    }

    fn families(&self, comparison: &Comparison, people: f64) -> Families {
        let [given_ratio, family_ratio] = self.sides(&comparison.straight);
        let ratio = |field| match field {
            SimilarField::Given => given_ratio,
            SimilarField::Family => family_ratio,
            SimilarField::Address => self.address_ratio(comparison),
            _ => self.ratio(field, comparison.of(field)),
        };
        // A field that in this family agrees in such a share of pairs as if it were one person's.
        let mostly = |field, share: f64| share * ratio(field) + (1.0 - share);
        let birth = comparison.of(SimilarField::Birth).agreement;
        let given = comparison.of(SimilarField::Given).agreement;
        let rest = |fields: &[(SimilarField, f64)]| {
            fields.iter().map(|(field, share)| mostly(*field, *share)).product::<f64>()
        };
        use SimilarField::{Address, Birth, Family, Identifier, Kin, Phone, Sex, Suffix};

        let same = self.names_ratio(comparison)
            * [Birth, Address, Phone, Identifier, Kin, Sex, Suffix].map(ratio).iter().product::<f64>();
        let home = [(Address, 0.9), (Phone, 0.8), (Kin, 0.4), (Identifier, 0.02)];
        // Twins have the same next of kin as hardly anybody else of a household has.
        let cradle = [(Address, 0.9), (Phone, 0.8), (Kin, 0.85), (Identifier, 0.02)];
        let twin = other_given(given) * ratio(Birth) * mostly(Family, 0.97) * rest(&cradle);
        let household = other_given(given) * other_birth(birth) * mostly(Family, 0.8) * rest(&home);
        let generation = mostly(SimilarField::Given, 0.95)
            * mostly(Family, 0.97)
            * a_generation_apart(comparison)
            * rest(&[(Address, 0.7), (Phone, 0.5), (Kin, 0.5), (Sex, 0.99)])
            * if comparison.of(Suffix).agreement == Agreement::Different { 2.0 } else { 1.0 };
        let relatives = self.relatives;
        Families {
            same: HERE_BEFORE * same / people,
            twin: relatives.twins * twin / people,
            generation: relatives.generation * generation / people,
            household: relatives.household * household / people,
        }
    }

    /// What speaks for and against, the weightiest first.
    pub fn reasons(&self, comparison: &Comparison) -> Vec<Reason> {
        let mut reasons = self.name_reasons(comparison);
        for (field, compared) in &comparison.fields {
            let ratio = match field {
                SimilarField::Address => self.address_ratio(comparison),
                _ => self.ratio(*field, *compared),
            };
            let years =
                (*field == SimilarField::Birth).then_some(comparison.years).flatten().filter(|years| *years > 0);
            reasons.push(Reason { field: *field, agreement: compared.agreement, years, bits: bits(ratio) });
        }
        reasons.retain(|reason| reason.agreement != Agreement::Missing && reason.bits.abs() >= TELLING_BITS);
        reasons.sort_by(|one, other| other.bits.abs().total_cmp(&one.bits.abs()).then(one.field.cmp(&other.field)));
        reasons
    }

    fn name_reasons(&self, comparison: &Comparison) -> Vec<Reason> {
        let whole = self.names_ratio(comparison);
        let crossed = super::model::EXCHANGED * self.crossed_ratio(comparison);
        if crossed > whole / 2.0 {
            let (field, agreement) = (SimilarField::Names, Agreement::Swapped);
            return vec![Reason { field, agreement, years: None, bits: bits(crossed) }];
        }
        let side = |field| {
            let compared = comparison.of(field);
            Reason { field, agreement: compared.agreement, years: None, bits: bits(self.ratio(field, compared)) }
        };
        vec![side(SimilarField::Given), side(SimilarField::Family)]
    }
}

impl Families {
    fn likeliest(&self, probability: f64, comparison: &Comparison) -> Likeness {
        if probability >= 0.5 {
            return Likeness::SamePerson;
        }
        let known = [
            (self.twin, Likeness::Twin),
            (self.generation, Likeness::Generation),
            (self.household, Likeness::Household),
        ];
        let likeliest = known.into_iter().max_by(|one, other| one.0.total_cmp(&other.0));
        match likeliest {
            Some((weight, likeness)) if weight > self.same && weight > 0.2 => likeness,
            _ if is_namesake(comparison) => Likeness::Namesake,
            _ => Likeness::Alike,
        }
    }
}

/// Brothers and sisters are never given the same name; that one is recorded by an initial or with a slip is as likely as of anybody.
fn other_given(given: Agreement) -> f64 {
    match given {
        Agreement::Same | Agreement::Joined => 0.02,
        Agreement::Slip | Agreement::Nickname => 1.0,
        _ => 1.05,
    }
}

/// Those of one household who are born on one day are twins.
fn other_birth(birth: Agreement) -> f64 {
    match birth {
        Agreement::Same => 0.0,
        Agreement::Swapped | Agreement::Slip => 0.5,
        _ => 1.0,
    }
}

fn a_generation_apart(comparison: &Comparison) -> f64 {
    match comparison.years {
        Some(years) if u32::from(years) >= GENERATION_YEARS => 1.5,
        Some(_) => 0.0,
        None => 1.0,
    }
}

fn is_namesake(comparison: &Comparison) -> bool {
    let same = |agreement| matches!(agreement, Agreement::Same | Agreement::Joined);
    let straight = comparison.straight.iter().all(|side| same(side.agreement));
    straight || comparison.crossed.as_ref().is_some_and(|sides| sides.iter().all(|side| same(side.agreement)))
}

fn bits(ratio: f64) -> f32 {
    ratio.max(1e-12).log2() as f32
}
