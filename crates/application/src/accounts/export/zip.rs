//! ZIP, as far as an archive of texts needs it: entries that are stored as they are, each whole in memory when
//! it is written. Every program that opens ZIP files reads it, and no compressor takes the server's time.

use kamachat_domain::Timestamp;

/// Why an archive cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an archive holds at most 65,535 entries and 4 GiB")]
pub(super) struct Full;

/// Writes an archive entry by entry. What it answers is to be written to the file in this order.
pub(super) struct Zip {
    /// What the archive ends with: an entry of the list for each entry.
    directory: Vec<u8>,
    entries: u16,
    offset: u32,
    stamp: [u8; 4],
}

/// Version 2.0, which knows folders.
const VERSION: [u8; 2] = 20_u16.to_le_bytes();
/// Names are UTF-8.
const FLAGS: [u8; 2] = 0x0800_u16.to_le_bytes();

impl Zip {
    /// An empty archive whose entries carry this time.
    pub(super) fn new(at: Timestamp) -> Self {
        Self { directory: Vec::new(), entries: 0, offset: 0, stamp: stamp(at) }
    }

    /// The bytes of one more entry.
    pub(super) fn entry(&mut self, name: &str, content: &[u8]) -> Result<Vec<u8>, Full> {
        let length = u32::try_from(content.len()).map_err(|_| Full)?.to_le_bytes();
        let name_length = u16::try_from(name.len()).map_err(|_| Full)?.to_le_bytes();
        // From the version to the length of the name it is the same in the entry and in the list.
        let mut common = Vec::with_capacity(24);
        let method = [0, 0];
        for part in
            [&VERSION[..], &FLAGS, &method, &self.stamp, &crc(content).to_le_bytes(), &length, &length]
        {
            common.extend_from_slice(part);
        }
        common.extend_from_slice(&name_length);
        let entry = [b"PK\x03\x04", &common[..], &[0, 0], name.as_bytes(), content].concat();
        self.directory.extend_from_slice(b"PK\x01\x02");
        self.directory.extend_from_slice(&VERSION);
        self.directory.extend_from_slice(&common);
        // No extra field, no comment, the first disk, no attributes.
        self.directory.extend_from_slice(&[0; 12]);
        self.directory.extend_from_slice(&self.offset.to_le_bytes());
        self.directory.extend_from_slice(name.as_bytes());
        self.entries = self.entries.checked_add(1).ok_or(Full)?;
        let written = u32::try_from(entry.len()).map_err(|_| Full)?;
        self.offset = self.offset.checked_add(written).ok_or(Full)?;
        Ok(entry)
    }

    /// The bytes that end the archive.
    pub(super) fn finish(self) -> Result<Vec<u8>, Full> {
        let length = u32::try_from(self.directory.len()).map_err(|_| Full)?;
        let mut end = self.directory;
        let entries = self.entries.to_le_bytes();
        let tail = [b"PK\x05\x06", &[0; 4][..], &entries, &entries, &length.to_le_bytes()];
        tail.iter().for_each(|part| end.extend_from_slice(part));
        end.extend_from_slice(&self.offset.to_le_bytes());
        end.extend_from_slice(&[0, 0]);
        Ok(end)
    }
}

/// Time and date as DOS had them, in UTC.
fn stamp(at: Timestamp) -> [u8; 4] {
    use chrono::{Datelike, Timelike};
    let part = |value: u32| u16::try_from(value).unwrap_or_default();
    let time = part(at.hour()) << 11 | part(at.minute()) << 5 | part(at.second() / 2);
    let years = u16::try_from((at.year() - 1980).clamp(0, 127)).unwrap_or_default();
    let date = years << 9 | part(at.month()) << 5 | part(at.day());
    let ([a, b], [c, d]) = (time.to_le_bytes(), date.to_le_bytes());
    [a, b, c, d]
}

/// CRC-32 by the polynomial of ZIP and Ethernet.
fn crc(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = table();
    let step = |crc: u32, byte: &u8| {
        let index = usize::from(crc.to_le_bytes()[0] ^ byte);
        TABLE[index] ^ (crc >> 8)
    };
    !bytes.iter().fold(u32::MAX, step)
}

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "it counts to 255")]
        let mut value = index as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { 0xEDB8_8320 ^ (value >> 1) } else { value >> 1 };
            bit += 1;
        }
        table[index] = value;
        index += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_sum_is_the_one_of_the_standard() {
        assert_eq!(crc(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc(b""), 0);
    }

    #[test]
    fn the_end_says_where_the_list_is_and_the_list_where_the_entries_are() -> Result<(), Full> {
        let mut zip = Zip::new(Timestamp::UNIX_EPOCH);
        let first = zip.entry("a.json", b"{}")?;
        let second = zip.entry("消息/b.json", b"[1]")?;
        let whole = [first.clone(), second, zip.finish()?].concat();
        let at = |place: usize| u32::from_le_bytes(whole[place..place + 4].try_into().unwrap_or_default());
        let end = whole.len() - 22;
        assert_eq!(&whole[end..end + 4], b"PK\x05\x06");
        let list = at(end + 16) as usize;
        assert_eq!(&whole[list..list + 4], b"PK\x01\x02");
        assert_eq!(at(end + 12) as usize, end - list);
        let second_in_list = list + 46 + "a.json".len();
        assert_eq!(at(second_in_list + 42) as usize, first.len());
        Ok(())
    }
}
