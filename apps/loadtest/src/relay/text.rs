//! What a message says: enough to know when it should have been sent, and whether it is the right one.

use std::time::Duration;

use kamachat_client::ClientMsgId;

/// `pair number microseconds xxx…`, exactly `size` bytes.
pub fn write(pair: u32, number: u64, since_start: Duration, size: usize) -> String {
    let mut text = format!("{pair} {number} {} ", since_start.as_micros());
    let padding = size.saturating_sub(text.len());
    text.extend(std::iter::repeat_n('x', padding));
    text
}

/// Number and time of a message of this pair; `None` if a byte of it is not as it was sent.
pub fn read(text: &str, pair: u32, size: usize) -> Option<(u64, Duration)> {
    let mut words = text.splitn(4, ' ');
    let of_pair = words.next()?.parse::<u32>().ok()? == pair;
    let number = words.next()?.parse().ok()?;
    let time = Duration::from_micros(words.next()?.parse().ok()?);
    let whole = text.len() == size && words.next()?.bytes().all(|byte| byte == b'x');
    (of_pair && whole).then_some((number, time))
}

/// Bits of a name that hold the number within the pair.
const NUMBER_BITS: u32 = 40;

/// The name of a message: the same for each repetition, different for everything else.
pub fn name(run: u64, pair: u32, number: u64) -> ClientMsgId {
    let low = (u64::from(pair) << NUMBER_BITS) | number;
    uuid::Uuid::from_u64_pair(run, low).into()
}

/// The number in a name.
pub fn number(name: ClientMsgId) -> u64 {
    name.as_uuid().as_u64_pair().1 & ((1 << NUMBER_BITS) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_recognised_and_a_changed_one_is_not() {
        let text = write(7, 1_000_000, Duration::from_secs(600), 200);
        assert_eq!(text.len(), 200);
        assert_eq!(read(&text, 7, 200), Some((1_000_000, Duration::from_secs(600))));
        assert_eq!(read(&text, 8, 200), None);
        assert_eq!(read(&text[..199], 7, 200), None);
        assert_eq!(read(&text.replacen('x', "y", 1), 7, 200), None);
        assert_eq!(number(name(u64::MAX, 4_999, 123_456)), 123_456);
    }
}
