//! Which keys a screen listens to, and whether a press means one of them.

/// A key with what it does; letters stand alone, `Ctrl+` keys also act while typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortcut {
    /// `n`, `Ctrl+K`, `Escape`, `?`.
    pub key: &'static str,
    /// What it does, in the language in use.
    pub does: String,
}

/// A press of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Press {
    /// `KeyboardEvent.key`.
    pub key: String,
    /// Ctrl, or Command on a Mac.
    pub ctrl: bool,
    /// Alt.
    pub alt: bool,
}

/// Where the press goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A text field: letters are text.
    Text,
    /// Anything else.
    Page,
}

impl Shortcut {
    /// Whether this press is this key.
    pub fn is(&self, press: &Press, target: Target) -> bool {
        match self.key.strip_prefix("Ctrl+") {
            Some(letter) => press.ctrl && !press.alt && press.key.eq_ignore_ascii_case(letter),
            None if press.ctrl || press.alt => false,
            None if target == Target::Text && !self.acts_while_typing() => false,
            None => press.key.eq_ignore_ascii_case(self.key),
        }
    }

    /// Whether it is a single letter, digit or sign: what a person may switch off.
    pub fn is_single(&self) -> bool {
        self.key.chars().count() == 1
    }

    fn acts_while_typing(&self) -> bool {
        self.key == "Escape"
    }
}

/// The arrow that points back in time: to the left, or to the right where one reads from there.
pub fn back(direction: &str) -> &'static str {
    if direction == "rtl" { "ArrowRight" } else { "ArrowLeft" }
}

/// The arrow that points forward in time.
pub fn forward(direction: &str) -> &'static str {
    if direction == "rtl" { "ArrowLeft" } else { "ArrowRight" }
}

/// The key as a person reads it on a button.
pub fn written(key: &str) -> String {
    match key {
        "ArrowLeft" => "←".to_owned(),
        "ArrowRight" => "→".to_owned(),
        "ArrowUp" => "↑".to_owned(),
        "ArrowDown" => "↓".to_owned(),
        "PageDown" => "PgDn".to_owned(),
        "Escape" => "Esc".to_owned(),
        _ if key.chars().count() == 1 => key.to_uppercase(),
        _ => key.to_owned(),
    }
}

/// The key as `aria-keyshortcuts` wants it.
pub fn for_aria(key: &str) -> String {
    key.replace("Ctrl+", "Control+")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str) -> Press {
        Press { key: key.into(), ctrl: false, alt: false }
    }

    fn shortcut(key: &'static str) -> Shortcut {
        Shortcut { key, does: String::new() }
    }

    #[test]
    fn letters_are_text_while_typing() {
        assert!(shortcut("n").is(&press("n"), Target::Page));
        assert!(!shortcut("n").is(&press("n"), Target::Text));
        assert!(shortcut("Escape").is(&press("Escape"), Target::Text));
    }

    #[test]
    fn letters_with_ctrl_are_other_keys() {
        let ctrl = Press { ctrl: true, ..press("n") };
        assert!(!shortcut("n").is(&ctrl, Target::Page));
        assert!(shortcut("Ctrl+N").is(&ctrl, Target::Text));
        assert!(!shortcut("Ctrl+N").is(&press("n"), Target::Page));
    }
}
