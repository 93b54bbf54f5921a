//! Words that files use for sex, for the relation of kin and for "nothing".

use daybook_api::Sex;

/// How a column writes sex: whether `M` is a man or a woman (*mujer*).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SexStyle {
    /// `F` and `M`.
    FemaleMale,
    /// `H` and `M`: *hombre*, *mujer*.
    HombreMujer,
}

/// Which letters a column uses.
pub fn sex_style<'a>(values: impl IntoIterator<Item = &'a str>) -> SexStyle {
    let (mut hombre, mut female) = (false, false);
    for value in values {
        hombre |= value.eq_ignore_ascii_case("h");
        female |= value.eq_ignore_ascii_case("f") || value.eq_ignore_ascii_case("w");
    }
    if hombre && !female { SexStyle::HombreMujer } else { SexStyle::FemaleMale }
}

/// Reads sex from a word, a letter or the digits of ISO/IEC 5218; `None` if it is none of them.
pub fn read_sex(text: &str, style: SexStyle) -> Option<Sex> {
    let word = deunicode::deunicode(text.trim()).to_lowercase();
    Some(match word.as_str() {
        "m" if style == SexStyle::HombreMujer => Sex::Female,
        "f" | "w" | "2" | "female" | "fem" | "woman" | "girl" | "weiblich" | "frau" | "femme" | "feminin" | "mujer"
        | "femenino" | "feminino" | "femmina" | "vrouw" | "v" | "k" | "kobieta" | "kvinna" | "kvinde" => Sex::Female,
        "m" | "1" | "male" | "man" | "boy" | "masc" | "mannlich" | "mann" | "homme" | "masculin" | "hombre" | "h"
        | "masculino" | "maschio" | "mezczyzna" => Sex::Male,
        "o" | "x" | "d" | "other" | "divers" | "diverse" | "non-binary" | "nonbinary" | "intersex" | "otro"
        | "autre" | "outro" => Sex::Other,
        "u" | "0" | "unknown" | "unk" | "unbekannt" | "inconnu" | "desconocido" | "desconhecido" => Sex::Unknown,
        "9" => Sex::NotRecorded,
        _ => match text.trim() {
            "女" | "女性" | "أنثى" | "ж" | "Ж" => Sex::Female,
            "男" | "男性" | "ذكر" | "м" | "М" => Sex::Male,
            _ => return None,
        },
    })
}

/// Whether a cell says in a word that there is nothing in it. Not for names: people are called Null and Na.
pub fn is_nothing(text: &str) -> bool {
    let zeros = text.chars().any(|c| c == '0') && text.chars().all(|c| matches!(c, '0' | '-' | '/' | '.'));
    let dashes = !text.is_empty() && text.chars().all(|c| matches!(c, '-' | '?' | '.'));
    let word = ["null", "\\n", "n/a", "#n/a", "none", "nil", "nan", "na"].iter().any(|w| text.eq_ignore_ascii_case(w));
    (zeros && text.len() >= 8) || dashes || word
}

/// What a code of HL7's v3 RoleCode or v2 table 0131 calls a relation.
pub fn relation_of(code: &str) -> Option<&'static str> {
    Some(match code {
        "MTH" | "NMTH" => "mother",
        "FTH" | "NFTH" => "father",
        "PRN" => "parent",
        "WIFE" => "wife",
        "HUSB" => "husband",
        "SPS" => "spouse",
        "DOMPART" => "partner",
        "DAU" | "DAUC" => "daughter",
        "SON" | "SONC" => "son",
        "CHILD" => "child",
        "SIS" => "sister",
        "BRO" => "brother",
        "SIB" => "sibling",
        "GRMTH" => "grandmother",
        "GRFTH" => "grandfather",
        "GRPRN" => "grandparent",
        "AUNT" => "aunt",
        "UNCLE" => "uncle",
        "FRND" => "friend",
        "NBOR" => "neighbour",
        "GUARD" => "guardian",
        "N" => "next of kin",
        "C" => "emergency contact",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_decides_what_m_means() {
        assert_eq!(read_sex("M", sex_style(["F", "M"])), Some(Sex::Male));
        assert_eq!(read_sex("M", sex_style(["H", "M"])), Some(Sex::Female));
        assert_eq!(read_sex("H", sex_style(["H", "M"])), Some(Sex::Male));
        assert_eq!(read_sex("männlich", SexStyle::FemaleMale), Some(Sex::Male));
        assert_eq!(read_sex("女", SexStyle::FemaleMale), Some(Sex::Female));
        assert_eq!(read_sex("2", SexStyle::FemaleMale), Some(Sex::Female));
        assert_eq!(read_sex("perhaps", SexStyle::FemaleMale), None);
    }

    #[test]
    fn nothing_is_said_in_many_ways() {
        assert!(["NULL", "\\N", "n/a", "-", "?", "0000-00-00", "00000000"].iter().all(|text| is_nothing(text)));
        assert!(!["", "0", "Nana", "007"].iter().any(|text| is_nothing(text)));
    }
}
