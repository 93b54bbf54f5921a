//! Two people compared field by field: how far each agrees, and how common what agrees is.

use daybook_api::{Agreement, Sex, SimilarField};

use super::{
    address, birth,
    names::{Names, compare_given, compare_sides},
    profile::{Kin, Profile},
    word,
};

/// How far one field agrees.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Compared {
    /// The step.
    pub agreement: Agreement,
    /// Share of people who have the value that agrees, 0 to 1; 0 where that is not known.
    pub share: f64,
}

impl Compared {
    /// Says nothing.
    pub const MISSING: Self = Self::plain(Agreement::Missing);

    /// Neither has a value, which two records of one person share more often than two people do.
    pub const NEITHER: Self = Self::shared(Agreement::Missing, 1.0);

    /// A step of a value that nobody has counted.
    pub const fn plain(agreement: Agreement) -> Self {
        Self { agreement, share: 0.0 }
    }

    /// A step, and how common the value is.
    pub const fn shared(agreement: Agreement, share: f64) -> Self {
        Self { agreement, share }
    }
}

/// Two people compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Given with given, family with family.
    pub straight: [Compared; 2],
    /// Given with family, family with given; `None` where nothing agrees so.
    pub crossed: Option<[Compared; 2]>,
    /// All fields but names.
    pub fields: Vec<(SimilarField, Compared)>,
    /// Years between the births, if both are known.
    pub years: Option<u16>,
}

impl Comparison {
    /// How far a field agrees; names straight.
    pub fn of(&self, field: SimilarField) -> Compared {
        match field {
            SimilarField::Given => self.straight[0],
            SimilarField::Family => self.straight[1],
            _ => self.fields.iter().find(|(known, _)| *known == field).map_or(Compared::MISSING, |(_, found)| *found),
        }
    }
}

/// Compares somebody with one who is known: shares are those of the known one's values.
pub fn compare(probe: &Profile, known: &Profile) -> Comparison {
    let (straight, crossed) = names(&probe.names, &known.names);
    let (birth, years) = birth::compare(probe.born, known.born);
    let birth = match birth.agreement {
        Agreement::Same => Compared::shared(Agreement::Same, probe.born_share),
        _ => birth,
    };
    let fields = vec![
        (SimilarField::Birth, birth),
        (SimilarField::Address, address::compare(&probe.address, &known.address)),
        (SimilarField::Phone, phones(&probe.phones, &known.phones)),
        (SimilarField::Identifier, identifiers(&probe.identifiers, &known.identifiers)),
        (SimilarField::Kin, kin(&probe.kin, &known.kin)),
        (SimilarField::Sex, sex(probe.sex, known.sex)),
        (SimilarField::Suffix, suffix(probe.suffix, known.suffix)),
    ];
    Comparison { straight, crossed, fields, years }
}

/// The two spellings that agree best.
fn names(probe: &[Names], known: &[Names]) -> ([Compared; 2], Option<[Compared; 2]>) {
    let pairs = probe.iter().flat_map(|one| known.iter().map(move |other| (one, other)));
    let straight = pairs
        .clone()
        .map(|(one, other)| [compare_given(&one.given, &other.given), compare_sides(&one.family, &other.family)]);
    let crossed =
        pairs.map(|(one, other)| [compare_sides(&one.given, &other.family), compare_sides(&one.family, &other.given)]);
    let straight = straight.min_by_key(distance).unwrap_or([Compared::MISSING; 2]);
    (straight, crossed.min_by_key(distance).filter(|sides| sides.iter().any(|side| agrees(side.agreement))))
}

fn distance(sides: &[Compared; 2]) -> u32 {
    sides.iter().map(|side| if side.agreement == Agreement::Missing { 6 } else { side.agreement as u32 }).sum()
}

fn agrees(agreement: Agreement) -> bool {
    !matches!(agreement, Agreement::Missing | Agreement::Different | Agreement::Initial | Agreement::Near)
}

fn sex(one: Sex, other: Sex) -> Compared {
    let told = |sex| matches!(sex, Sex::Female | Sex::Male);
    Compared::plain(match (told(one) && told(other), one == other) {
        (false, _) => Agreement::Missing,
        (true, true) => Agreement::Same,
        (true, false) => Agreement::Different,
    })
}

fn suffix(one: Option<u8>, other: Option<u8>) -> Compared {
    Compared::plain(match (one, other) {
        (Some(one), Some(other)) if one == other => Agreement::Same,
        (Some(_), Some(_)) => Agreement::Different,
        _ => Agreement::Missing,
    })
}

fn phones(one: &[String], other: &[String]) -> Compared {
    Compared::plain(best_number(one, other))
}

fn identifiers(one: &[String], other: &[String]) -> Compared {
    let told: Vec<&String> = other.iter().filter(|id| id.len() >= 3).collect();
    let agreement = best_number(one, other);
    // Ids of different length are of different kinds: that one differs says nothing.
    let comparable = one.iter().any(|id| told.iter().any(|known| known.len() == id.len()));
    Compared::plain(if agreement == Agreement::Different && !comparable { Agreement::Missing } else { agreement })
}

fn best_number(one: &[String], other: &[String]) -> Agreement {
    if one.is_empty() || other.is_empty() {
        return Agreement::Missing;
    }
    if one.iter().any(|number| other.contains(number)) {
        return Agreement::Same;
    }
    let near = |a: &String, b: &String| a.len() == b.len() && a.len() >= 6 && strsim::osa_distance(a, b) == 1;
    match one.iter().any(|a| other.iter().any(|b| near(a, b))) {
        true => Agreement::Slip,
        false => Agreement::Different,
    }
}

fn kin(one: &Kin, other: &Kin) -> Compared {
    let phones = !one.phone.is_empty() && !other.phone.is_empty();
    let names = !one.words.is_empty() && !other.words.is_empty();
    let same_phone = phones && one.phone == other.phone;
    let alike = kin_words_alike(one, other);
    let fewer = one.words.len().min(other.words.len());
    Compared::plain(match () {
        () if !phones && !names => Agreement::Missing,
        () if same_phone && (alike > 0 || !names) => Agreement::Same,
        () if names && fewer > 1 && alike == fewer => Agreement::Same,
        () if same_phone || alike > 0 => Agreement::Partly,
        () => Agreement::Different,
    })
}

fn kin_words_alike(one: &Kin, other: &Kin) -> usize {
    let alike = |a: &String| other.words.iter().any(|b| agrees(word::compare(a, b)));
    one.words.iter().filter(|word| alike(word)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn what_is_not_recorded_says_nothing() {
        let comparison = compare(&Profile::default(), &Profile::default());
        assert!(comparison.fields.iter().all(|(_, compared)| compared.agreement == Agreement::Missing));
        assert_eq!(sex(Sex::Unknown, Sex::Male).agreement, Agreement::Missing);
    }

    #[test]
    fn any_phone_or_id_in_common_agrees() {
        let agreement = |one: &[&str], other: &[&str]| best_number(&numbers(one), &numbers(other));
        assert_eq!(agreement(&["12345", "67890"], &["67890"]), Agreement::Same);
        assert_eq!(agreement(&["1234567"], &["1235467"]), Agreement::Slip);
        assert_eq!(agreement(&["1234567"], &["7654321"]), Agreement::Different);
        let other_kind = identifiers(&numbers(&["123456789"]), &numbers(&["ab12"]));
        assert_eq!(other_kind, Compared::MISSING);
    }
}
