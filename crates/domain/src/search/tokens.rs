//! Tokens: a to z and 0 to 9 only, at least three of them and at most [`LONGEST`], none of them a word that a
//! database leaves out of its index. So the plain tokenizer of each database keeps a token as it is.

use std::{collections::BTreeSet, fmt::Write};

use super::pieces::{Piece, pieces};
use crate::ids::ConversationId;

/// MariaDB leaves longer ones out (`innodb_ft_max_token_size` is 84).
const LONGEST: usize = 80;

/// What a text is found by: each token once, a space between two. Empty when there is nothing to find.
///
/// A run of a script without spaces gives each pair of neighbours and its last character, so that any part of it
/// is found: two characters by their pair, one by the beginning of a pair or as the last.
#[must_use]
pub fn tokens(text: &str) -> String {
    let mut found = BTreeSet::new();
    for piece in pieces(text) {
        if piece.dense {
            found.extend(pairs(&piece));
            found.extend(piece.chars.last().map(|last| dense(&[*last])));
        } else {
            found.insert(word(&piece.chars));
        }
    }
    found.into_iter().collect::<Vec<_>>().join(" ")
}

/// A token that every message of a conversation has: a search there passes the hits of all others.
#[must_use]
pub fn conversation_token(id: ConversationId) -> String {
    format!("k{}", id.as_uuid().simple())
}

/// The pairs of neighbours in a run.
pub(super) fn pairs(piece: &Piece) -> impl Iterator<Item = String> {
    piece.chars.windows(2).map(dense)
}

/// One or two characters of a script without spaces.
pub(super) fn dense(chars: &[char]) -> String {
    encoded("c", chars)
}

/// A word. Two letters more: databases leave short ones out, and some words.
pub(super) fn word(chars: &[char]) -> String {
    encoded("qq", chars)
}

/// Letters and digits of ASCII as they are but for `z`, with which the code of any other character begins. The
/// token of a part is the beginning of the token of the whole.
fn encoded(mark: &str, chars: &[char]) -> String {
    let mut token = mark.to_owned();
    for &c in chars {
        let before = token.len();
        let written = match (c, u32::from(c)) {
            ('z', _) => token.write_str("zz"),
            _ if c.is_ascii_alphanumeric() => token.write_char(c),
            (_, code @ ..=0xffff) => write!(token, "z{code:04x}"),
            (_, code) => write!(token, "zx{code:06x}"),
        };
        if written.is_err() || token.len() > LONGEST {
            token.truncate(before);
            break;
        }
    }
    token
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_pairs_become_plain_letters() {
        assert_eq!(tokens("Hi zoo"), "qqhi qqzzoo");
        assert_eq!(tokens("你好吗"), "cz4f60z597d cz5417 cz597dz5417");
        assert_eq!(tokens("好"), "cz597d");
        assert_eq!(tokens("да 😀"), "czx01f600 qqz0434z0430");
        assert_eq!(tokens("!? \0 …"), "");
    }

    #[test]
    fn no_token_is_too_short_too_long_or_of_other_letters() {
        let wild = format!("a Ω {} {} the when com 的 \u{10ffff} ＡＢＣ", "x".repeat(500), "ж".repeat(500));
        for token in tokens(&wild).split(' ') {
            assert!((3..=LONGEST).contains(&token.len()), "{token}");
            assert!(token.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()), "{token}");
            assert!(!["the", "when", "com"].contains(&token));
        }
    }
}
