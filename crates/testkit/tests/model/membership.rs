//! Who may see what, read off the messages in which a group says who came and went.

use std::ops::RangeInclusive;

use kamachat_client::{AccountId, protocol::messages::Message};
use kamachat_domain::groups::GroupEventKind;

/// The numbers that somebody may be shown, of a group or (everything) of a direct chat.
pub fn sight(
    messages: &[Message],
    who: AccountId,
    is_group: bool,
    founder: bool,
) -> Vec<RangeInclusive<i64>> {
    if !is_group {
        return vec![1..=i64::MAX];
    }
    let (mut ranges, mut since) = (Vec::new(), founder.then_some(1));
    // The stage sets the policy before anybody comes or goes.
    let all = messages.iter().any(|message| message.body.event == Some(GroupEventKind::PolicyChanged));
    for message in messages {
        let concerned = message.body.subjects.iter().any(|subject| subject.id == who);
        match message.body.event {
            Some(GroupEventKind::Added) if concerned => {
                since = since.or(Some(if all { 1 } else { message.seq }));
            }
            Some(GroupEventKind::Removed) if concerned => {
                ranges.extend(since.take().map(|s| s..=message.seq - 1))
            }
            Some(GroupEventKind::Left) if message.sender.id == who => {
                ranges.extend(since.take().map(|s| s..=message.seq - 1));
            }
            _ => {}
        }
    }
    ranges.extend(since.map(|since| since..=i64::MAX));
    ranges
}
