//! Short forms that follow a rule: a piece of the name, often with an ending of endearment (deb, debbie; beth, bess; tina, lonnie).

const ENDINGS: &[&str] = &["ie", "ey", "ee", "y", "i", "s"];
const SHORTEST: usize = 3;

/// The piece of a full name that a short form is made of, if it may be one: without its ending, and a doubled letter before it once.
pub fn stem(word: &str) -> Option<String> {
    let stem = match ENDINGS[..5].iter().find_map(|ending| word.strip_suffix(ending)) {
        Some(stem) => once(stem),
        None if word.len() > SHORTEST => word,
        None => return None,
    };
    (stem.len() >= SHORTEST).then(|| stem.to_owned())
}

/// Without the second of two equal letters at the end.
fn once(stem: &str) -> &str {
    let mut letters = stem.chars().rev();
    match (letters.next(), letters.next()) {
        (Some(last), Some(before)) if last == before => &stem[..stem.len() - last.len_utf8()],
        _ => stem,
    }
}

/// What a full name may be shortened to: its pieces of three letters and more, as they are and with each ending.
pub fn forms(name: &str) -> Vec<String> {
    let mut forms = Vec::new();
    if !name.is_ascii() || name.len() > 16 {
        return forms;
    }
    for from in 0..name.len() {
        for to in from + SHORTEST..=name.len() {
            let piece = &name[from..to];
            if piece.len() < name.len() && (from == 0 || to == name.len()) {
                forms.push(piece.to_owned());
            }
            for ending in ENDINGS {
                forms.push(format!("{piece}{ending}"));
                forms.extend(piece.chars().last().map(|last| format!("{piece}{last}{ending}")));
            }
        }
    }
    forms.retain(|form| form != name);
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_form_and_the_name_it_is_made_of() {
        for (name, short) in [("deborah", "debbie"), ("deborah", "deb"), ("elizabeth", "beth"), ("christina", "tina")] {
            let stem = stem(short);
            assert!(
                forms(name).iter().any(|form| form == short) || stem.is_some_and(|stem| name.contains(&stem)),
                "{name} {short}"
            );
        }
        assert_eq!(stem("debbie").as_deref(), Some("deb"));
        assert_eq!(stem("al"), None);
        assert_eq!(stem("eddie"), None, "two letters say too little");
    }
}
