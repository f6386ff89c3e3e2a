use std::ops::Range;

use super::{
    SearchError,
    pieces::{Piece, pieces},
    tokens::{dense, pairs, word},
};

/// Places of a text that are told at most.
const MOST_PLACES: usize = 50;

/// A token that an index is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needle {
    /// `a` to `z` and `0` to `9` only.
    pub token: String,
    /// Tokens that begin with it are meant, too.
    pub prefix: bool,
}

/// What somebody looks for: words and runs of characters, all of which a text must have. The last word may be the
/// beginning of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchQuery {
    terms: Vec<Piece>,
}

impl SearchQuery {
    /// Longest text to look for, in characters.
    pub const MAX_CHARS: usize = 200;
    /// Most words and runs to look for, and most tokens that an index is asked for.
    pub const MAX_TERMS: usize = 16;

    /// Reads what somebody typed. Nothing in it is an operator.
    ///
    /// # Errors
    /// [`SearchError::TooLong`].
    pub fn parse(text: &str) -> Result<Self, SearchError> {
        if text.chars().take(Self::MAX_CHARS + 1).count() > Self::MAX_CHARS {
            return Err(SearchError::TooLong);
        }
        let terms = pieces(text);
        if terms.len() > Self::MAX_TERMS { Err(SearchError::TooLong) } else { Ok(Self { terms }) }
    }

    /// Nothing in it can be looked for: it finds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// What to ask an index for: at most [`Self::MAX_TERMS`] tokens, all of which are in a text that matches. The
    /// index may find more: [`Self::places`] decides.
    #[must_use]
    pub fn needles(&self) -> Vec<Needle> {
        let mut needles: Vec<Needle> = Vec::new();
        let mut add = |token: String, prefix: bool| {
            if needles.len() < Self::MAX_TERMS && !needles.iter().any(|needle| needle.token == token) {
                needles.push(Needle { token, prefix });
            }
        };
        let last = self.terms.len().saturating_sub(1);
        for (index, term) in self.terms.iter().enumerate() {
            match (term.dense, term.chars.as_slice()) {
                (false, chars) => add(word(chars), index == last),
                (true, [one]) => add(dense(&[*one]), true),
                (true, _) => pairs(term).for_each(|token| add(token, false)),
            }
        }
        needles
    }

    /// Where the text has what is looked for, as ranges of bytes that rise and do not overlap, at most 50; `None`
    /// when something is missing.
    #[must_use]
    pub fn places(&self, text: &str) -> Option<Vec<Range<usize>>> {
        let pieces = pieces(text);
        let mut places: Vec<Range<usize>> = Vec::new();
        for (index, term) in self.terms.iter().enumerate() {
            let before = places.len();
            let prefix = index + 1 == self.terms.len();
            for piece in pieces.iter().filter(|piece| piece.dense == term.dense) {
                find(term, piece, prefix, &mut places);
                if places.len() - before >= MOST_PLACES {
                    break;
                }
            }
            if places.len() == before {
                return None;
            }
        }
        let mut places = joined(places);
        places.truncate(MOST_PLACES);
        (!places.is_empty()).then_some(places)
    }
}

fn find(term: &Piece, piece: &Piece, prefix: bool, places: &mut Vec<Range<usize>>) {
    let (wanted, chars) = (term.chars.as_slice(), piece.chars.as_slice());
    if !term.dense {
        if chars == wanted || (prefix && chars.starts_with(wanted)) {
            places.push(piece.bytes(0..wanted.len()));
        }
        return;
    }
    let found = chars.windows(wanted.len()).enumerate().filter(|(_, window)| *window == wanted);
    places.extend(found.take(MOST_PLACES).map(|(at, _)| piece.bytes(at..at + wanted.len())));
}

/// Ranges in order, those that touch as one.
fn joined(mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    places.sort_unstable_by_key(|place| (place.start, place.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(places.len());
    for place in places {
        match joined.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => joined.push(place),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::tokens;

    fn hits<'a>(query: &str, text: &'a str) -> Option<Vec<&'a str>> {
        let places = SearchQuery::parse(query).ok()?.places(text)?;
        Some(places.into_iter().map(|place| &text[place]).collect())
    }

    #[test]
    fn all_words_must_be_there_and_the_last_may_be_begun() {
        let text = "Lunch at noon: 我们一起吃午饭吧 OK?";
        assert_eq!(hits("LUNCH noo", text), Some(vec!["Lunch", "noo"]));
        assert_eq!(hits("lun noon", text), None, "only the last word may be begun");
        assert_eq!(hits("午饭", text), Some(vec!["午饭"]));
        assert_eq!(hits("饭吧", text), Some(vec!["饭吧"]));
        assert_eq!(hits("吧", text), Some(vec!["吧"]));
        assert_eq!(hits("午吃", text), None);
        assert_eq!(hits("一起 午饭 ok", text), Some(vec!["一起", "午饭", "OK"]));
        assert_eq!(hits("饭吃", "吃饭 吃"), None, "pairs do not join over a gap");
    }

    #[test]
    fn the_index_has_every_token_of_a_text_that_matches() {
        let text = "Größe Straße 我们一起吃午饭吧 zebra жук 😀😀 한국어 ภาษาไทย";
        let indexed = tokens(text);
        for query in ["größe", "zeb", "吧", "一起吃午饭", "жу", "😀", "한국", "ไทย", "zebra ж"]
        {
            let query = SearchQuery::parse(query).unwrap();
            assert!(query.places(text).is_some(), "{query:?}");
            for needle in query.needles() {
                let is_there = |token: &str| {
                    token == needle.token || (needle.prefix && token.starts_with(&needle.token))
                };
                assert!(indexed.split(' ').any(is_there), "{needle:?} in {indexed}");
            }
        }
    }

    #[test]
    fn hostile_queries_are_words_nothing_or_too_long() {
        for nothing in ["", "\"", "*", "-- ' ) (", "\0", "()&|!:*<->", "。，！"] {
            let query = SearchQuery::parse(nothing).unwrap();
            assert!(query.is_empty() && query.needles().is_empty() && query.places("a").is_none());
        }
        for query in ["a\" OR \"b", "NEAR(a b)", "tokens:x", "+a -b ~c @d"] {
            let query = SearchQuery::parse(query).unwrap();
            let plain = |needle: &Needle| needle.token.bytes().all(|b| b.is_ascii_alphanumeric());
            assert!(!query.is_empty() && query.needles().iter().all(plain));
        }
        assert_eq!(SearchQuery::parse(&"好".repeat(10_000)), Err(SearchError::TooLong));
        assert_eq!(SearchQuery::parse(&"a ".repeat(17)), Err(SearchError::TooLong));
        assert!(SearchQuery::parse(&"好".repeat(200)).unwrap().needles().len() <= 16);
    }
}
