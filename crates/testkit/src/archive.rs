//! Archives as a program of somebody else reads them.

use std::collections::BTreeMap;

/// The entries of a ZIP file whose entries are stored as they are, by the list at its end. `None` when it is
/// damaged.
#[must_use]
pub fn unzip(zip: &[u8]) -> Option<BTreeMap<String, Vec<u8>>> {
    let two = |at: usize| Some(usize::from(u16::from_le_bytes(zip.get(at..at + 2)?.try_into().ok()?)));
    let four = |at: usize| usize::try_from(u32::from_le_bytes(zip.get(at..at + 4)?.try_into().ok()?)).ok();
    let end = zip.len().checked_sub(22)?;
    if zip.get(end..end + 4)? != b"PK\x05\x06" {
        return None;
    }
    let mut at = four(end + 16)?;
    let mut found = BTreeMap::new();
    for _ in 0..two(end + 10)? {
        let (length, name_length, entry) = (four(at + 24)?, two(at + 28)?, four(at + 42)?);
        let name = String::from_utf8(zip.get(at + 46..at + 46 + name_length)?.to_vec()).ok()?;
        let content = entry + 30 + two(entry + 26)? + two(entry + 28)?;
        found.insert(name, zip.get(content..content + length)?.to_vec());
        at += 46 + name_length + two(at + 30)? + two(at + 32)?;
    }
    Some(found)
}
