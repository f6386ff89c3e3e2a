use pinyin::ToPinyin;

/// How a name is sorted and found: Chinese by its sound, everything else as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameKey {
    /// `A` to `Z`, or `#` for what starts with no letter.
    pub letter: char,
    /// In small letters, a space after each syllable: `zhang san`.
    pub sound: String,
    /// The first letter of each syllable and word: `zs`.
    pub initials: String,
}

/// Characters that sound different at the start of a name than elsewhere.
const SURNAMES: [(char, &str); 16] = [
    ('单', "shan"),
    ('曾', "zeng"),
    ('解', "xie"),
    ('仇', "qiu"),
    ('区', "ou"),
    ('查', "zha"),
    ('朴', "piao"),
    ('翟', "zhai"),
    ('盖', "ge"),
    ('任', "ren"),
    ('尹', "yin"),
    ('华', "hua"),
    ('繁', "po"),
    ('乐', "yue"),
    ('员', "yun"),
    ('覃', "qin"),
];

/// The key of a name. It is made when it is read, so that a better table needs no change of what is stored.
#[must_use]
pub fn name_key(name: &str) -> NameKey {
    let mut key = NameKey { letter: '#', ..NameKey::default() };
    let mut in_word = false;
    for (index, c) in name.trim().chars().enumerate() {
        let surname = SURNAMES.iter().find(|(surname, _)| index == 0 && *surname == c);
        let syllable = surname.map(|(_, sound)| *sound).or_else(|| c.to_pinyin().map(|p| p.plain()));
        if let Some(syllable) = syllable {
            if !key.sound.is_empty() && !key.sound.ends_with(' ') {
                key.sound.push(' ');
            }
            key.sound.push_str(syllable);
            key.sound.push(' ');
            key.initials.extend(syllable.chars().next());
            in_word = false;
        } else if c.is_whitespace() {
            if !key.sound.ends_with(' ') {
                key.sound.push(' ');
            }
            in_word = false;
        } else {
            key.sound.extend(c.to_lowercase());
            if !in_word {
                key.initials.extend(c.to_lowercase());
            }
            in_word = c.is_alphanumeric();
        }
    }
    key.sound.truncate(key.sound.trim_end().len());
    let first = key.sound.chars().next().map(|c| c.to_ascii_uppercase());
    key.letter = first.filter(char::is_ascii_uppercase).unwrap_or('#');
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(name: &str) -> (char, String, String) {
        let NameKey { letter, sound, initials } = name_key(name);
        (letter, sound, initials)
    }

    #[test]
    fn chinese_names_are_found_by_their_sound() {
        assert_eq!(parts("张三"), ('Z', "zhang san".into(), "zs".into()));
        assert_eq!(parts("曾国藩"), ('Z', "zeng guo fan".into(), "zgf".into()));
        assert_eq!(parts("Amy 王"), ('A', "amy wang".into(), "aw".into()));
        assert_eq!(parts("小明Tom"), ('X', "xiao ming tom".into(), "xmt".into()));
    }

    #[test]
    fn other_names_keep_their_letters() {
        assert_eq!(parts("  Bob  Stone "), ('B', "bob stone".into(), "bs".into()));
        assert_eq!(parts("007"), ('#', "007".into(), "0".into()));
        assert_eq!(parts("🙂"), ('#', "🙂".into(), "🙂".into()));
        assert_eq!(parts(""), ('#', String::new(), String::new()));
    }
}
