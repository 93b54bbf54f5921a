//! Bytes to text: UTF-8 with or without its mark, UTF-16 with its mark, else Windows-1252.

use std::borrow::Cow;

/// How a file's characters were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 with damaged characters, which became U+FFFD.
    DamagedUtf8,
    /// UTF-16, either byte order.
    Utf16,
    /// Windows-1252: what is taken to have been meant where it is none of the others.
    Windows1252,
}

/// A file's text.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    /// The characters.
    pub text: Cow<'a, str>,
    /// How they were written.
    pub encoding: Encoding,
}

/// Reads text. Never fails: every byte is something in Windows-1252.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => decode_unmarked(rest),
        [0xFF, 0xFE, rest @ ..] => decode_utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => decode_utf16(rest, u16::from_be_bytes),
        _ => decode_unmarked(bytes),
    }
}

fn decode_unmarked(bytes: &[u8]) -> Decoded<'_> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), encoding: Encoding::Utf8 };
    }
    let damage = Damage::of(bytes);
    if damage.whole > damage.broken {
        return Decoded { text: String::from_utf8_lossy(bytes), encoding: Encoding::DamagedUtf8 };
    }
    let text = bytes.iter().map(|byte| windows_1252(*byte)).collect();
    Decoded { text: Cow::Owned(text), encoding: Encoding::Windows1252 }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded<'static> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let text = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Decoded { text: Cow::Owned(text), encoding: Encoding::Utf16 }
}

/// How many characters beyond ASCII are sound UTF-8, and how many places are not.
struct Damage {
    whole: usize,
    broken: usize,
}

impl Damage {
    fn of(bytes: &[u8]) -> Self {
        let mut damage = Self { whole: 0, broken: 0 };
        for chunk in bytes.utf8_chunks() {
            damage.whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            damage.broken += usize::from(!chunk.invalid().is_empty());
        }
        damage
    }
}

/// The WHATWG table of windows-1252 for 0x80 to 0x9F; the rest is Latin-1.
const HIGH_CONTROLS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => HIGH_CONTROLS[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_off() {
        assert_eq!(decode(b"\xEF\xBB\xBFa").text, "a");
        assert_eq!(decode(b"\xFF\xFEa\0\xe9\0").text, "aé");
        assert_eq!(decode(b"\xFE\xFF\0a").text, "a");
    }

    #[test]
    fn what_is_not_utf_8_is_windows_1252() {
        let decoded = decode(b"Andr\xe9 \x80 M\xfcller");
        assert_eq!((decoded.text.as_ref(), decoded.encoding), ("André € Müller", Encoding::Windows1252));
    }

    #[test]
    fn one_broken_character_does_not_spoil_the_others() {
        let decoded = decode("José, Zoë, Zo\u{eb}".as_bytes().split_last().unwrap().1);
        assert_eq!(decoded.encoding, Encoding::DamagedUtf8);
        assert!(decoded.text.starts_with("José, Zoë, Zo"));
    }
}
