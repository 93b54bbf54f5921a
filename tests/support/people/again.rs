//! The same person, registered once more by somebody else.

use daybook_api::{Birth, Date, Person};

use super::slip::slip;
use crate::random::Random;

/// As somebody else at the desk would type the same person: one or two names with a slip, and now and then the phone left out,
/// day and month of birth exchanged, given and family name exchanged.
pub fn typed_again(person: &Person, random: &mut Random) -> Person {
    let mut again = Person { family: slip(&person.family.to_lowercase(), random), ..person.clone() };
    if random.chance(0.3) {
        again.given = slip(&person.given.to_lowercase(), random);
    }
    if random.chance(0.4) {
        again.phones.clear();
    }
    if random.chance(0.15) {
        again.birth = exchanged(person.birth);
    }
    if random.chance(0.05) {
        std::mem::swap(&mut again.given, &mut again.family);
    }
    again
}

fn exchanged(birth: Birth) -> Birth {
    match birth {
        Birth::Day { date } => {
            Date::new(date.year(), date.day(), date.month()).map_or(birth, |date| Birth::Day { date })
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::People;

    #[test]
    fn nobody_is_typed_again_as_they_were_and_everybody_keeps_something() {
        let mut random = Random::new(1);
        for person in People::new(3).take(200).filter(|person| person.family.len() > 3 && person.family.is_ascii()) {
            let again = typed_again(&person, &mut random);
            assert_ne!((&again.given, &again.family), (&person.given, &person.family));
            assert_eq!(again.address, person.address);
        }
    }
}
