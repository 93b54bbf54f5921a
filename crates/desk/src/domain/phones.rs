//! Phone numbers as they are compared: digits only.

/// The digits, without separators, a leading `+` or `00`, and the trunk zero in brackets.
pub fn digits(phone: &str) -> String {
    let phone = phone.replace("(0)", "");
    let digits: String = phone.chars().filter_map(|c| c.to_digit(10)).filter_map(|d| char::from_digit(d, 10)).collect();
    digits.strip_prefix("00").map(str::to_owned).unwrap_or(digits)
}

/// Every run of digits one may look a phone up by, as its ends: what begins anywhere and has at least three digits.
pub fn tails(phone: &str) -> Vec<String> {
    let digits = digits(phone);
    (0..digits.len().saturating_sub(2)).map(|at| digits[at..].to_owned()).collect()
}

/// The ways a phone may have been written down that fit what was typed, the likeliest first:
/// as typed, without trunk zero, without country code. At least three digits each.
pub fn ways(typed: &str) -> Vec<String> {
    let digits = digits(typed);
    let without_zero = digits.trim_start_matches('0').to_owned();
    let national = (digits.len() > 9).then(|| digits[digits.len() - 9..].to_owned());
    let mut ways = Vec::new();
    for way in [Some(digits), Some(without_zero), national].into_iter().flatten() {
        if way.len() >= 3 && !ways.contains(&way) {
            ways.push(way);
        }
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_digits_count() {
        assert_eq!(digits("+44 (0)7700 900-123"), "447700900123");
        assert_eq!(digits("0044 7700 900123"), "447700900123");
        assert_eq!(digits("ext. none"), "");
    }

    #[test]
    fn any_part_of_three_digits_begins_a_tail() {
        assert_eq!(tails("12-345"), ["12345", "2345", "345"]);
        assert!(tails("12").is_empty());
    }

    #[test]
    fn country_code_and_trunk_zero_do_not_matter() {
        assert_eq!(ways("07700 900123"), ["07700900123", "7700900123", "700900123"]);
        assert_eq!(ways("12"), Vec::<String>::new());
        assert!(
            tails("07700 900123").iter().any(|tail| ways("+44 7700 900123").iter().any(|way| tail.starts_with(way)))
        );
    }
}
