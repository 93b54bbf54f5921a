//! What each step of agreement weighs: how often it is seen of one and the same person, and how often of two people at random.

use daybook_api::{Agreement, SimilarField};

use super::{
    compare::{Compared, Comparison},
    relatives::Relatives,
    together,
};

/// Fields with weights of their own.
pub const FIELDS: [SimilarField; 9] = [
    SimilarField::Given,
    SimilarField::Family,
    SimilarField::Birth,
    SimilarField::Address,
    SimilarField::Phone,
    SimilarField::Identifier,
    SimilarField::Kin,
    SimilarField::Sex,
    SimilarField::Suffix,
];
/// How many steps of agreement there are.
pub const STEPS: usize = Agreement::Different as usize + 1;
/// Given and family names are exchanged on so many records of one person.
pub const EXCHANGED: f64 = 0.05;
/// What nobody recorded of a person is not recorded the next time either, so often.
const AGAIN_ABSENT: f64 = 0.4;
/// Of so many nothing is recorded of a name or a birth.
pub const USUALLY_ABSENT: f64 = 0.04;
/// No value is counted rarer than this.
const RAREST: f64 = 1e-6;

/// Probability of each step of one field, by [`Agreement`].
pub type Steps = [f64; STEPS];

/// The weights of a register.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// How often each step is seen between two records of one person.
    pub same: [Steps; FIELDS.len()],
    /// How often between two people at random.
    pub random: [Steps; FIELDS.len()],
    /// Of how many nothing is recorded, by field.
    pub absent: [f64; FIELDS.len()],
    /// How often each step of an address is seen between two people who have a name in common and nothing to do with each other: who
    /// came from one place bears the names of that place, and often lives near by.
    pub near_by: Steps,
    /// How many times as many namesakes there are as the shares of their names say.
    pub together: f64,
    /// How many relatives people have here.
    pub relatives: Relatives,
}

impl Default for Model {
    /// For a young register: what is usual.
    fn default() -> Self {
        Self {
            same: FIELDS.map(|field| steps(usual_same(field))),
            random: FIELDS.map(|field| steps(usual_random(field))),
            absent: [USUALLY_ABSENT; FIELDS.len()],
            near_by: steps(usual_random(SimilarField::Address)),
            together: together::USUAL,
            relatives: Relatives::default(),
        }
    }
}

impl Model {
    /// How many times likelier a step is of one person than of two at random.
    pub fn ratio(&self, field: SimilarField, compared: Compared) -> f64 {
        let Some(at) = FIELDS.iter().position(|known| *known == field) else { return 1.0 };
        let (same, random) = (&self.same[at], &self.random[at]);
        let step = compared.agreement as usize;
        match compared.agreement {
            Agreement::Missing if compared.share > 0.0 => (AGAIN_ABSENT / self.absent[at]).max(1.0),
            Agreement::Missing => 1.0,
            Agreement::Same if compared.share > 0.0 => same[step] / compared.share.max(RAREST),
            // Written otherwise, yet the same letters: as telling as the name is rare.
            Agreement::Joined => 0.6 * same[Agreement::Same as usize] / compared.share.max(random[step]),
            Agreement::Part => same[step] / (1.5 * compared.share + random[step]),
            Agreement::Nickname => same[step] / (2.0 * compared.share + random[step]),
            Agreement::Slip if compared.share > 0.0 => same[step] / (0.3 * compared.share + random[step]),
            _ => same[step] / random[step],
        }
    }

    /// The same for addresses beside names: where these agree, they say part of what a place says that many of that name live in.
    pub fn address_ratio(&self, comparison: &Comparison) -> f64 {
        let address = comparison.of(SimilarField::Address);
        let ratio = self.ratio(SimilarField::Address, address);
        let Some(at) = FIELDS.iter().position(|known| *known == SimilarField::Address) else { return ratio };
        if address.agreement == Agreement::Missing || ratio <= 1.0 {
            return ratio;
        }
        let [given, family] = self.sides(&comparison.straight);
        let names = given.max(family).max(self.crossed_ratio(comparison)).max(1.0);
        let step = address.agreement as usize;
        let said_already = (self.near_by[step] / self.random[at][step]).clamp(1.0, names);
        (ratio / said_already).max(1.0)
    }

    /// The same for names as a whole: straight, or exchanged.
    pub fn names_ratio(&self, comparison: &Comparison) -> f64 {
        let straight = (1.0 - EXCHANGED) * self.sides_ratio(&comparison.straight);
        straight + EXCHANGED * self.crossed_ratio(comparison)
    }

    /// The same for names exchanged; 0 where nothing agrees so.
    pub fn crossed_ratio(&self, comparison: &Comparison) -> f64 {
        comparison.crossed.as_ref().map_or(0.0, |sides| self.sides_ratio(sides))
    }

    fn sides_ratio(&self, sides: &[Compared; 2]) -> f64 {
        self.sides(sides).iter().product()
    }

    /// Given and family name; where both agree, the one says part of what the other says.
    pub fn sides(&self, sides: &[Compared; 2]) -> [f64; 2] {
        let (given, family) = (self.ratio(SimilarField::Given, sides[0]), self.ratio(SimilarField::Family, sides[1]));
        let said_already = if given > 1.0 && family > 1.0 { self.together.min(given).min(family) } else { 1.0 };
        [given, family / said_already]
    }
}

fn steps(known: &[(Agreement, f64)]) -> Steps {
    // A step that a field does not know is as likely of anybody.
    let mut steps = [1e-4; STEPS];
    for (agreement, probability) in known {
        steps[*agreement as usize] = *probability;
    }
    steps
}

/// Two records of one person. Our own estimates, to begin with: a register of some size teaches its own.
fn usual_same(field: SimilarField) -> &'static [(Agreement, f64)] {
    use Agreement::*;
    match field {
        SimilarField::Given => &[
            (Same, 0.80),
            (Joined, 0.02),
            (Nickname, 0.02),
            (Slip, 0.06),
            (Sound, 0.012),
            (Near, 0.02),
            (Part, 0.02),
            (Initial, 0.01),
            (Different, 0.04),
        ],
        SimilarField::Family => &[
            (Same, 0.82),
            (Joined, 0.02),
            (Nickname, 0.002),
            (Slip, 0.06),
            (Sound, 0.012),
            (Near, 0.02),
            (Part, 0.025),
            (Initial, 0.002),
            (Different, 0.04),
        ],
        SimilarField::Birth => &[
            (Same, 0.88),
            (Swapped, 0.01),
            (Slip, 0.035),
            (DayMonth, 0.008),
            (Near, 0.01),
            (Year, 0.012),
            (About, 0.85),
            (Different, 0.045),
        ],
        SimilarField::Address => &[(Same, 0.55), (Mostly, 0.2), (Partly, 0.1), (Little, 0.05), (Different, 0.1)],
        SimilarField::Phone => &[(Same, 0.62), (Slip, 0.03), (Different, 0.35)],
        SimilarField::Identifier => &[(Same, 0.86), (Slip, 0.04), (Different, 0.10)],
        SimilarField::Kin => &[(Same, 0.4), (Partly, 0.25), (Different, 0.35)],
        SimilarField::Sex => &[(Same, 0.985), (Different, 0.015)],
        SimilarField::Suffix => &[(Same, 0.99), (Different, 0.01)],
        SimilarField::Names => &[],
    }
}

/// Two people at random. Names and births that are the same are weighed by how common they are, where that is counted.
fn usual_random(field: SimilarField) -> &'static [(Agreement, f64)] {
    use Agreement::*;
    match field {
        SimilarField::Given => &[
            (Same, 0.004),
            (Joined, 0.0004),
            (Nickname, 0.003),
            (Slip, 0.003),
            (Sound, 0.004),
            (Near, 0.02),
            (Part, 0.001),
            (Initial, 0.05),
            (Different, 0.96),
        ],
        SimilarField::Family => &[
            (Same, 0.001),
            (Joined, 0.0003),
            (Nickname, 0.001),
            (Slip, 0.001),
            (Sound, 0.0015),
            (Near, 0.015),
            (Part, 0.0005),
            (Initial, 0.05),
            (Different, 0.98),
        ],
        SimilarField::Birth => &[
            (Same, 3.4e-5),
            (Swapped, 1.5e-5),
            (Slip, 4.5e-4),
            (DayMonth, 0.0023),
            (Near, 0.004),
            (Year, 0.011),
            (About, 0.02),
            (Different, 0.98),
        ],
        SimilarField::Address => &[(Same, 2e-5), (Mostly, 1e-4), (Partly, 0.003), (Little, 0.06), (Different, 0.94)],
        SimilarField::Phone => &[(Same, 1e-5), (Slip, 1e-5), (Different, 1.0)],
        SimilarField::Identifier => &[(Same, 1e-6), (Slip, 2e-5), (Different, 1.0)],
        SimilarField::Kin => &[(Same, 2e-5), (Partly, 0.02), (Different, 0.98)],
        SimilarField::Sex => &[(Same, 0.5), (Different, 0.5)],
        SimilarField::Suffix => &[(Same, 0.5), (Different, 0.5)],
        SimilarField::Names => &[],
    }
}
