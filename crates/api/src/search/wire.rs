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
/// Stands where the text goes on.
const CUT: &str = "…";

pub(super) fn messages(found: application::FoundMessages) -> Page<FoundMessage> {
    Page {
        items: found.items.iter().map(found_message).collect(),
        next_cursor: found.next.map(|no| no.to_string()),
    }
}

fn found_message(found: &application::FoundMessage) -> FoundMessage {
    let (snippet, highlights) = snippet(&found.view.message.body.words(), &found.places);
    FoundMessage { message: message(&found.view), snippet, highlights }
}

/// The part of a text around the first place, and what to mark in it.
fn snippet(text: &str, places: &[Range<usize>]) -> (String, Vec<TextRange>) {
    let part = around(text, &places.first().cloned().unwrap_or_default());
    let (before, after) =
        (if part.start > 0 { CUT } else { "" }, if part.end < text.len() { CUT } else { "" });
    let snippet = format!("{before}{}{after}", text.get(part.clone()).unwrap_or_default());
    let shown = |place: &&Range<usize>| part.start <= place.start && place.end <= part.end;
    let moved = |place: &Range<usize>| {
        let at = |end: usize| end - part.start + before.len();
        range(&snippet, &(at(place.start)..at(place.end)))
    };
    let highlights = places.iter().filter(shown).map(moved).collect();
    (snippet, highlights)
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
    use std::slice;

    use super::*;

    #[test]
    fn places_are_told_as_a_browser_counts_and_shown_with_what_is_around() {
        let text = format!("{}😀好吗{}好吗", "一".repeat(100), "b".repeat(100));
        let found: Vec<_> = text.match_indices("好吗").map(|(at, hit)| at..at + hit.len()).collect();
        let (shown, marks) = snippet(&text, &found);
        assert_eq!(shown, format!("…{}😀好吗{}…", "一".repeat(59), "b".repeat(60)));
        assert_eq!(marks, [TextRange { start: 62, end: 64 }], "the second one is not shown");
        let (shown, marks) = snippet("好", slice::from_ref(&(0..3)));
        assert_eq!((shown.as_str(), marks), ("好", vec![TextRange { start: 0, end: 1 }]));
    }
}
