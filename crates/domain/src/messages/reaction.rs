use super::MessageError;
use crate::ids::AccountId;

/// One emoji as people react with it: a picture, a flag or a key, with its skin tone and what is joined to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Emoji(String);

/// Makes the character before it a picture.
const PICTURE: char = '\u{FE0F}';
const JOINER: char = '\u{200D}';
const KEY: char = '\u{20E3}';
const TAG_END: char = '\u{E007F}';

impl Emoji {
    /// Longest emoji, in bytes: the longest family there is has 41.
    pub const MAX_BYTES: usize = 64;

    /// # Errors
    /// [`MessageError::EmojiInvalid`] for everything that is not exactly one emoji.
    pub fn parse(text: &str) -> Result<Self, MessageError> {
        let one = text.len() <= Self::MAX_BYTES && is_emoji(text);
        if one { Ok(Self(text.to_owned())) } else { Err(MessageError::EmojiInvalid) }
    }

    /// The emoji as given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether both look alike: with or without the sign that makes a character a picture.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let plain = |emoji: &Self| emoji.0.chars().filter(|c| *c != PICTURE).collect::<String>();
        self == other || plain(self) == plain(other)
    }
}

fn is_emoji(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    match chars.as_slice() {
        [a, b] if is_flag_letter(*a) && is_flag_letter(*b) => true,
        ['0'..='9' | '#' | '*', KEY] | ['0'..='9' | '#' | '*', PICTURE, KEY] => true,
        chars => !chars.is_empty() && chars.split(|c| *c == JOINER).all(is_element),
    }
}

/// A picture with its sign, skin tone and tags (the flags of parts of a country).
fn is_element(chars: &[char]) -> bool {
    let [base, rest @ ..] = chars else { return false };
    let rest = rest.strip_prefix(&[PICTURE]).unwrap_or(rest);
    let rest = match rest {
        ['\u{1F3FB}'..='\u{1F3FF}', rest @ ..] => rest,
        rest => rest,
    };
    let tagged = match rest {
        [] => true,
        [tags @ .., TAG_END] => {
            !tags.is_empty() && tags.iter().all(|c| ('\u{E0020}'..='\u{E007E}').contains(c))
        }
        _ => false,
    };
    is_picture(*base) && tagged
}

fn is_flag_letter(c: char) -> bool {
    ('\u{1F1E6}'..='\u{1F1FF}').contains(&c)
}

/// The blocks of pictures. A little more than the pictures of today, so that new ones pass.
fn is_picture(c: char) -> bool {
    matches!(c,
        '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{24C2}' | '\u{3030}'
        | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{1F004}' | '\u{1F0CF}'
        | '\u{2194}'..='\u{21AA}' | '\u{231A}'..='\u{23FF}' | '\u{25AA}'..='\u{27BF}'
        | '\u{2934}' | '\u{2935}' | '\u{2B05}'..='\u{2B55}'
        | '\u{1F170}'..='\u{1F19A}' | '\u{1F201}'..='\u{1F251}'
        | '\u{1F300}'..='\u{1F3FA}' | '\u{1F400}'..='\u{1F64F}' | '\u{1F680}'..='\u{1F6FF}'
        | '\u{1F7E0}'..='\u{1F7F0}' | '\u{1F900}'..='\u{1F9FF}' | '\u{1FA70}'..='\u{1FAFF}')
}

/// How many react to a message with an emoji, and who was first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    pub emoji: Emoji,
    /// At least 1.
    pub count: i64,
    /// The first [`Tally::NAMED`] of them.
    pub users: Vec<AccountId>,
}

impl Tally {
    /// People named beside an emoji.
    pub const NAMED: usize = 10;
}

/// Everything that people react with to one message, in the order of appearance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reactions(pub Vec<Tally>);

impl Reactions {
    /// Different emoji at one message.
    pub const MOST_KINDS: usize = 20;
    /// Emoji of one person at one message.
    pub const MOST_OWN: usize = 3;

    /// The form of an emoji that is here already, or the given one.
    #[must_use]
    pub fn known(&self, emoji: Emoji) -> Emoji {
        let like = self.0.iter().find(|tally| tally.emoji.is_like(&emoji));
        like.map_or(emoji, |tally| tally.emoji.clone())
    }

    /// Somebody reacts who has `own` reactions here; `false` when this one is among them.
    ///
    /// # Errors
    /// [`MessageError::TooManyReactions`].
    pub fn add(&mut self, who: AccountId, emoji: &Emoji, own: &[Emoji]) -> Result<bool, MessageError> {
        if own.contains(emoji) {
            return Ok(false);
        }
        let at = self.0.iter().position(|tally| tally.emoji == *emoji);
        if own.len() >= Self::MOST_OWN || (at.is_none() && self.0.len() >= Self::MOST_KINDS) {
            return Err(MessageError::TooManyReactions);
        }
        match at {
            Some(at) => {
                let tally = &mut self.0[at];
                tally.count += 1;
                if tally.users.len() < Tally::NAMED {
                    tally.users.push(who);
                }
            }
            None => self.0.push(Tally { emoji: emoji.clone(), count: 1, users: vec![who] }),
        }
        Ok(true)
    }

    /// Somebody who reacted takes it back; `first` are the first who still react, in their order.
    pub fn remove(&mut self, emoji: &Emoji, first: Vec<AccountId>) {
        if let Some(tally) = self.0.iter_mut().find(|tally| tally.emoji == *emoji) {
            tally.count -= 1;
            tally.users = first;
        }
        self.0.retain(|tally| tally.count > 0);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn emoji(text: &str) -> Emoji {
        Emoji::parse(text).unwrap_or_else(|_| unreachable!("{text} is one"))
    }

    fn person(n: u128) -> AccountId {
        Uuid::from_u128(n).into()
    }

    #[test]
    fn one_emoji_is_one_and_nothing_else_is() {
        let good =
            ["👍", "❤️", "❤", "😂", "👍🏽", "👩‍👩‍👧‍👦", "🇨🇳", "1️⃣", "#⃣", "🏳️‍🌈", "☕", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩🏽‍🚀", "🫡", "↔️", "Ⓜ️"];
        for text in good {
            assert!(Emoji::parse(text).is_ok(), "{text}");
        }
        let bad = [
            "",
            " ",
            "a",
            "👍👍",
            "ok",
            "好",
            "1",
            "👍a",
            "\u{200D}",
            "\u{FE0F}",
            "👍\u{200D}",
            "🇨",
            "\0",
            "<b>",
            "🏽",
            "👍 ",
        ];
        for text in bad {
            assert_eq!(Emoji::parse(text), Err(MessageError::EmojiInvalid), "{text:?}");
        }
        let endless = ["👩"; 40].join("\u{200D}");
        assert_eq!(Emoji::parse(&endless), Err(MessageError::EmojiInvalid));
    }

    #[test]
    fn a_tally_counts_all_and_names_the_first() {
        let (mut reactions, thumb) = (Reactions::default(), emoji("👍"));
        for n in 1..=50 {
            assert_eq!(reactions.add(person(n), &thumb, &[]), Ok(true));
        }
        assert_eq!((reactions.0[0].count, reactions.0[0].users.len()), (50, Tally::NAMED));
        assert_eq!(reactions.add(person(1), &thumb, std::slice::from_ref(&thumb)), Ok(false));
        reactions.remove(&thumb, (2..=11).map(person).collect());
        assert_eq!((reactions.0[0].count, reactions.0[0].users[0]), (49, person(2)));
        let mut last = Reactions::default();
        assert_eq!(last.add(person(1), &thumb, &[]), Ok(true));
        last.remove(&thumb, Vec::new());
        assert_eq!(last, Reactions::default());
    }

    #[test]
    fn there_are_bounds_for_one_person_and_for_one_message() {
        let mut reactions = Reactions::default();
        let kinds: Vec<Emoji> = ('\u{1F600}'..='\u{1F614}').map(|c| emoji(&c.to_string())).collect();
        for (n, kind) in (1..).zip(&kinds[..20]) {
            assert_eq!(reactions.add(person(n), kind, &[]), Ok(true));
        }
        assert_eq!(reactions.add(person(99), &kinds[20], &[]), Err(MessageError::TooManyReactions));
        assert_eq!(reactions.add(person(99), &kinds[3], &kinds[..3]), Err(MessageError::TooManyReactions));
        assert_eq!(reactions.add(person(99), &kinds[3], &kinds[..2]), Ok(true));
    }

    #[test]
    fn a_heart_is_a_heart_with_and_without_its_sign() {
        let mut reactions = Reactions::default();
        assert_eq!(reactions.add(person(1), &emoji("❤️"), &[]), Ok(true));
        assert_eq!(reactions.known(emoji("❤")), emoji("❤️"));
        assert_eq!(reactions.known(emoji("👍")), emoji("👍"));
    }
}
