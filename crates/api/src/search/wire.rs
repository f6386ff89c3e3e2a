//! Between the wire and the use cases of search.

use std::ops::Range;

use kamachat_application::search as application;
use kamachat_protocol::{
    Page,
    search::{FoundGroup, FoundMessage, FoundPeople, FoundPerson, TextRange},
};

use crate::{accounts::profile, groups::brief, messages::message};

/// Characters of a snippet before and after the first place.
const AROUND: usize = 60;

pub(super) fn messages(found: application::FoundMessages) -> Page<FoundMessage> {
    Page {
        items: found.items.iter().map(found_message).collect(),
        next_cursor: found.next.map(|no| no.to_string()),
    }
}

fn found_message(found: &application::FoundMessage) -> FoundMessage {
    let text = found.view.message.body.text();
    let first = found.places.first().cloned().unwrap_or_default();
    FoundMessage {
        message: message(&found.view),
        snippet: range(text, &around(text, &first)),
        highlights: found.places.iter().map(|place| range(text, place)).collect(),
    }
}

/// The bytes of a place and of some characters on both sides.
fn around(text: &str, place: &Range<usize>) -> Range<usize> {
    let (before, after) = (text.get(..place.start).unwrap_or(""), text.get(place.end..).unwrap_or(""));
    let start = before.char_indices().rev().take(AROUND).last().map_or(place.start, |(at, _)| at);
    let end = after.char_indices().nth(AROUND).map_or(text.len(), |(at, _)| place.end + at);
    start..end
}

/// Bytes as UTF-16 code units.
fn range(text: &str, bytes: &Range<usize>) -> TextRange {
    let units = |end: usize| {
        let units = text.get(..end).map_or(0, |text| text.encode_utf16().count());
        u32::try_from(units).unwrap_or(u32::MAX)
    };
    TextRange { start: units(bytes.start), end: units(bytes.end) }
}

pub(super) fn people(found: application::FoundPeople) -> FoundPeople {
    FoundPeople {
        contacts: found.contacts.into_iter().map(person).collect(),
        others: found.others.into_iter().map(person).collect(),
        groups: found.groups.into_iter().map(group).collect(),
    }
}

fn person(found: application::FoundPerson) -> FoundPerson {
    let application::FoundPerson { profile: user, remark, alias, conversation_id } = found;
    let (alias_in, alias) = alias.map(|(group, alias)| (group, alias.as_str().to_owned())).unzip();
    FoundPerson { user: profile(user), remark, alias, alias_in, conversation_id }
}

fn group(found: application::FoundGroup) -> FoundGroup {
    let application::FoundGroup { head, member, info, faces } = found;
    FoundGroup { id: info.id, group: brief(&head, &member, info, faces) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_as_a_browser_counts_and_shown_with_what_is_around() {
        let text = format!("{}😀好吗{}", "一".repeat(100), "b".repeat(100));
        let at = text.find("好吗").unwrap_or_default();
        let place = at..at + "好吗".len();
        assert_eq!(range(&text, &place), TextRange { start: 102, end: 104 });
        let snippet = range(&text, &around(&text, &place));
        assert_eq!(snippet, TextRange { start: 41, end: 164 });
        assert_eq!(around("好", &(0..3)), 0..3);
    }
}
