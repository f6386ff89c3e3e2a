//! Values between the domain and columns: times, hashes and stored numbers of enums.

use kamachat_application::ports::PortError;
use kamachat_domain::Timestamp;

/// Unix milliseconds of a time.
pub(crate) fn millis(at: Timestamp) -> i64 {
    at.timestamp_millis()
}

/// The time of Unix milliseconds.
pub(crate) fn time(millis: i64) -> Result<Timestamp, PortError> {
    Timestamp::from_timestamp_millis(millis).ok_or(PortError::Corrupt("a time is out of range"))
}

/// The time of Unix milliseconds that may be absent.
pub(crate) fn time_opt(millis: Option<i64>) -> Result<Option<Timestamp>, PortError> {
    millis.map(time).transpose()
}

/// A key or hash of fixed length.
pub(crate) fn key32(bytes: &[u8]) -> Result<[u8; 32], PortError> {
    bytes.try_into().map_err(|_| PortError::Corrupt("a key has the wrong length"))
}

/// Says how the values of an enum are stored. The numbers are never given to another value.
macro_rules! stored_numbers {
    ($to:ident, $from:ident, $kind:ty { $($value:path = $number:literal),+ $(,)? }) => {
        pub(crate) const fn $to(value: $kind) -> i16 {
            match value { $($value => $number),+ }
        }

        pub(crate) fn $from(number: i16) -> Result<$kind, kamachat_application::ports::PortError> {
            match number {
                $($number => Ok($value),)+
                _ => Err(kamachat_application::ports::PortError::Corrupt(concat!(
                    "a stored number means no ", stringify!($kind)
                ))),
            }
        }
    };
}
pub(crate) use stored_numbers;
