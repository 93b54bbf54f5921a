//! How a patient's name is written: `SMITH, John (Mr)`, after the NHS Common User Interface.

/// Family name in capitals, comma, given names, title in brackets. Parts that are not recorded are left out.
pub fn display_name(family: &str, given: &str, title: &str) -> String {
    let family = capitals(family.trim());
    let parts: Vec<&str> = [family.as_str(), given.trim()].into_iter().filter(|part| !part.is_empty()).collect();
    let name = parts.join(", ");
    if title.trim().is_empty() { name } else { format!("{name} ({})", title.trim()) }
}

/// Capitals, but for the letters that have none of one character (`ß` stays).
fn capitals(text: &str) -> String {
    text.chars()
        .flat_map(|letter| if letter == 'ß' { Upper::Same(letter) } else { Upper::Many(letter.to_uppercase()) })
        .collect()
}

enum Upper {
    Same(char),
    Many(std::char::ToUppercase),
}

impl IntoIterator for Upper {
    type Item = char;
    type IntoIter = Box<dyn Iterator<Item = char>>;
    fn into_iter(self) -> Self::IntoIter {
        match self {
            Self::Same(letter) => Box::new(std::iter::once(letter)),
            Self::Many(letters) => Box::new(letters),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_the_common_user_interface_asks() {
        assert_eq!(display_name("Smith", "John", "Mr"), "SMITH, John (Mr)");
        assert_eq!(display_name("Smith-Jones", "Mary Ann", ""), "SMITH-JONES, Mary Ann");
        assert_eq!(display_name("de la Cruz", "", ""), "DE LA CRUZ");
        assert_eq!(display_name("", "Prince", ""), "Prince");
        assert_eq!(display_name("Weiß", "Änne", ""), "WEIß, Änne");
        assert_eq!(display_name("शर्मा", "आशा", ""), "शर्मा, आशा");
    }
}
