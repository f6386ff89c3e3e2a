//! Texts that look like talk: few words often, many words seldom, in Chinese, English and both. The same number gives
//! the same text.

/// Chinese words, and English ones.
const WORDS: u64 = 5_000;
/// Chinese characters that words are made of.
const CHARACTERS: u64 = 2_500;

/// Numbers without an end, from one.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.roll() % end
    }

    /// Word number 1 is met twice as often as number 2, and so on.
    fn rank(&mut self) -> u64 {
        let share = self.roll() as f64 / u64::MAX as f64;
        (WORDS as f64).powf(share) as u64
    }
}

/// A Chinese word of two characters.
pub fn chinese(rank: u64) -> String {
    let mut dice = Dice::new(rank ^ 0xc000_0000);
    (0..2).filter_map(|_| char::from_u32(0x4e00 + u32::try_from(dice.below(CHARACTERS)).ok()?)).collect()
}

/// A word of two to nine letters.
pub fn english(rank: u64) -> String {
    let mut dice = Dice::new(rank ^ 0xe000_0000);
    let length = 2 + dice.below(8);
    (0..length).map(|_| char::from(b'a' + (dice.below(26) as u8))).collect()
}

/// What is looked for: a word of either language, common or rare.
pub fn query(number: u64, is_chinese: bool) -> String {
    let rank = Dice::new(number ^ 0xf000_0000).rank();
    if is_chinese { chinese(rank) } else { english(rank) }
}

/// What message `number` of a conversation says.
pub fn message(conversation: usize, number: u64) -> String {
    let mut dice = Dice::new(number * 2 + conversation as u64 + 1);
    let mut text = String::new();
    let kind = dice.below(3);
    if kind != 1 {
        for _ in 0..3 + dice.below(6) {
            text.push_str(&chinese(dice.rank()));
        }
    }
    if kind != 0 {
        for _ in 0..3 + dice.below(9) {
            text.push(' ');
            text.push_str(&english(dice.rank()));
        }
    }
    text
}

/// Whether a search has to find the text, by looking at all of it.
pub fn is_hit(text: &str, query: &str) -> bool {
    if query.is_ascii() {
        text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word.starts_with(query))
    } else {
        text.contains(query)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_gives_the_same_text_and_a_common_word_is_common() {
        assert_eq!(message(0, 7), message(0, 7));
        assert_ne!(message(0, 7), message(1, 7));
        let hits = |word: &str| (0..2_000).filter(|n| is_hit(&message(0, *n), word)).count();
        assert!(hits(&chinese(1)) > 200 && hits(&chinese(4_000)) < 20);
        assert!(is_hit("好 hello", "hel") && !is_hit("好 hello", "ello"));
    }
}
