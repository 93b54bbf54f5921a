//! Weights from the register itself: of two people at random by counting, of one person by expectation and maximisation.
//!
//! Both begin at what is usual, which counts as so many pairs: a young or a clean register changes little, a large one finds its own.

use daybook_api::{Agreement, SimilarField};

use super::{
    compare::{Compared, Comparison},
    model::{FIELDS, Model, STEPS, Steps, USUALLY_ABSENT},
};

/// What is usual weighs as much as so many pairs of one person.
const USUAL_SAME: f64 = 200.0;
/// What is usual weighs as much as so many pairs at random.
const USUAL_RANDOM: f64 = 4_000.0;
/// How near two people at random live weighs as much as so many pairs with a name in common.
const USUAL_NEAR_BY: f64 = 200.0;
const ROUNDS: usize = 12;

/// Counts pairs drawn at random: how often each step is seen of two people.
pub fn random_pairs<'a>(usual: &Model, pairs: impl IntoIterator<Item = &'a Comparison>) -> Model {
    let mut counts = [[0.0; STEPS]; FIELDS.len()];
    let mut missing = [Missing::default(); FIELDS.len()];
    for pair in pairs {
        count(&mut counts, pair, 1.0);
        missing.iter_mut().zip(FIELDS).for_each(|(missing, field)| missing.count(pair.of(field)));
    }
    let absent = missing.map(Missing::absent);
    Model { absent, random: blended(&usual.random, &counts, USUAL_RANDOM), ..usual.clone() }
}

/// Counts the addresses of pairs who have a name in common and are two people.
pub fn near_by<'a>(random: &Model, pairs: impl IntoIterator<Item = &'a Comparison>) -> Model {
    let mut counts = [[0.0; STEPS]; FIELDS.len()];
    pairs.into_iter().for_each(|pair| count(&mut counts, pair, 1.0));
    let blended = blended(&random.random, &counts, USUAL_NEAR_BY);
    let address = FIELDS.iter().zip(blended).find(|(field, _)| **field == SimilarField::Address);
    Model { near_by: address.map_or(random.near_by, |(_, steps)| steps), ..random.clone() }
}

/// Estimates how often each step is seen of one person, from pairs that share enough to be one: duplicates, relatives and strangers mixed.
pub fn estimate(start: &Model, pairs: &[Comparison], people: usize) -> Model {
    let mut model = start.clone();
    for _ in 0..ROUNDS {
        let mut counts = [[0.0; STEPS]; FIELDS.len()];
        for pair in pairs {
            count(&mut counts, pair, model.judge(pair, people).probability);
        }
        model.same = blended(&start.same, &counts, USUAL_SAME);
    }
    model
}

/// Pairs of which a field is not recorded.
#[derive(Clone, Copy, Default)]
struct Missing {
    pairs: f64,
    one: f64,
    both: f64,
}

impl Missing {
    fn count(&mut self, compared: Compared) {
        self.pairs += 1.0;
        match compared {
            Compared::NEITHER => self.both += 1.0,
            Compared { agreement: Agreement::Missing, .. } => self.one += 1.0,
            _ => {}
        }
    }

    /// Of how many people it is not recorded.
    fn absent(self) -> f64 {
        (USUALLY_ABSENT * USUAL_SAME + self.one / 2.0 + self.both) / (USUAL_SAME + self.pairs)
    }
}

fn count(counts: &mut [Steps; FIELDS.len()], pair: &Comparison, weight: f64) {
    for (field, counts) in FIELDS.iter().zip(counts.iter_mut()) {
        let Compared { agreement, .. } = pair.of(*field);
        if agreement != Agreement::Missing {
            counts[agreement as usize] += weight;
        }
    }
}

/// `About` is a comparison of its own kind, of what is known in part: it stays as it was.
fn blended(usual: &[Steps; FIELDS.len()], counts: &[Steps; FIELDS.len()], usual_weighs: f64) -> [Steps; FIELDS.len()] {
    let mut blended = *usual;
    for ((steps, usual), counts) in blended.iter_mut().zip(usual).zip(counts) {
        let own = |step: &usize| *step != Agreement::About as usize;
        let seen: f64 = (0..STEPS).filter(own).map(|step| counts[step]).sum();
        for step in (0..STEPS).filter(own) {
            steps[step] = (usual[step] * usual_weighs + counts[step]) / (usual_weighs + seen);
        }
    }
    blended
}
