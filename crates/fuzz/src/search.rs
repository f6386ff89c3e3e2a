use kamachat_domain::search::{SearchQuery, tokens};

/// A line to look for, and below it a text to look in.
///
/// # Panics
/// When the index is asked for what no token can be, when a text that matches is not in the index by what it is
/// asked for, or when the places are no part of the text.
pub fn search(data: &[u8]) {
    let Ok(input) = std::str::from_utf8(data) else { return };
    let (line, text) = input.split_once('\n').unwrap_or((input, input));
    let Ok(query) = SearchQuery::parse(line) else { return };
    let needles = query.needles();
    assert!(needles.len() <= SearchQuery::MAX_TERMS);
    let plain = |token: &str| token.len() >= 3 && token.bytes().all(|byte| byte.is_ascii_alphanumeric());
    // Of one character only the beginning of a token is asked for.
    assert!(needles.iter().all(|needle| plain(&needle.token)), "{needles:?}");
    let indexed = tokens(text);
    assert!(indexed.is_empty() || indexed.split(' ').all(plain), "{indexed:?}");
    let Some(places) = query.places(text) else { return };
    assert!(!places.is_empty() && places.len() <= 50);
    assert!(places.iter().all(|place| place.start < place.end && text.get(place.clone()).is_some()));
    assert!(places.windows(2).all(|pair| pair[0].end < pair[1].start), "{places:?}");
    for needle in needles {
        let is_there =
            |token: &str| token == needle.token || (needle.prefix && token.starts_with(&needle.token));
        assert!(indexed.split(' ').any(is_there), "{needle:?} is not in {indexed:?}");
    }
}
