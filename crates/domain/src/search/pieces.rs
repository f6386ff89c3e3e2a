//! Text as runs of folded characters: words, and runs of scripts that put no space between words.

use std::ops::Range;

/// A run of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Of a script without spaces between words: any part of it may be looked for.
    pub(super) dense: bool,
    /// Without case and width.
    pub(super) chars: Vec<char>,
    /// Where each of `chars` comes from, in bytes.
    places: Vec<Range<usize>>,
}

impl Piece {
    fn new(dense: bool) -> Self {
        Self { dense, chars: Vec::new(), places: Vec::new() }
    }

    /// The bytes of some characters of it.
    pub(super) fn bytes(&self, chars: Range<usize>) -> Range<usize> {
        let places = self.places.get(chars).unwrap_or_default();
        match (places.first(), places.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..0,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Dense,
    Word,
    /// Belongs to the word before it, if there is one.
    Mark,
    Other,
}

/// Cuts a text; what is neither letter nor digit separates.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let mut open: Option<Class> = None;
    for (at, c) in text.char_indices() {
        let place = at..at + c.len_utf8();
        let c = narrow(c);
        let class = match class(c) {
            Class::Mark => open.unwrap_or(Class::Other),
            class => class,
        };
        if class == Class::Other {
            open = None;
            continue;
        }
        if open != Some(class) {
            found.push(Piece::new(class == Class::Dense));
            open = Some(class);
        }
        if let Some(piece) = found.last_mut() {
            for c in c.to_lowercase() {
                piece.chars.push(c);
                piece.places.push(place.clone());
            }
        }
    }
    found
}

/// Full-width letters and digits as plain ones.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

fn class(c: char) -> Class {
    match u32::from(c) {
        // Thai, Lao, Myanmar, Khmer with their marks.
        0x0e01..=0x0e4e | 0x0e81..=0x0ece | 0x1000..=0x109f | 0x1780..=0x17d3
        // Hangul, kana, Bopomofo.
        | 0x1100..=0x11ff | 0x3005..=0x3007 | 0x3041..=0x3096 | 0x309d..=0x309f | 0x30a1..=0x30fa
        | 0x30fc..=0x30ff | 0x3105..=0x312f | 0x3131..=0x318e | 0x31a0..=0x31bf | 0x31f0..=0x31ff
        | 0xac00..=0xd7ff | 0xff66..=0xff9f | 0x1b000..=0x1b16f
        // Han.
        | 0x2e80..=0x2fdf | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff
        // Emoji.
        | 0x2600..=0x27bf | 0x1f300..=0x1faff => Class::Dense,
        0x0300..=0x036f => Class::Mark,
        _ if c.is_alphanumeric() => Class::Word,
        _ => Class::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(bool, String)> {
        pieces(text).into_iter().map(|piece| (piece.dense, piece.chars.into_iter().collect())).collect()
    }

    #[test]
    fn scripts_punctuation_case_and_width_are_told_apart() {
        let expected = [(false, "hello"), (true, "世界"), (false, "rust2024"), (true, "カタ")];
        let expected = expected.map(|(dense, text)| (dense, text.to_owned()));
        assert_eq!(cut("Hello世界, Ｒust２024!カタ"), expected);
        for nothing in ["", " \n", "...!?", "\0", "“”’—（）。，", "\u{301}"] {
            assert_eq!(cut(nothing), [], "{nothing:?}");
        }
    }

    #[test]
    fn a_character_knows_where_it_comes_from() {
        let text = "aİ好";
        let found = pieces(text);
        assert_eq!(&text[found[0].bytes(0..found[0].chars.len())], "aİ");
        assert_eq!(&text[found[1].bytes(0..1)], "好");
    }
}
