use super::MessageError;
use crate::{
    Timestamp,
    conversations::{Conversation, ConversationState, Membership, Role},
};

/// Whether a member may send now. Both rows are locked, so what is decided here holds.
///
/// # Errors
/// Why not; where waiting helps, with the seconds.
pub fn may_send(head: &Conversation, member: &Membership, now: Timestamp) -> Result<(), MessageError> {
    if !member.is_active() {
        return Err(MessageError::NotMember);
    }
    if head.state != ConversationState::Active {
        return Err(MessageError::ConversationClosed);
    }
    if member.barred {
        return Err(MessageError::Refused);
    }
    if let Some(seconds) = wait(member.silenced_until, now) {
        return Err(MessageError::Silenced { seconds });
    }
    if !head.rules.who.includes(member.role) {
        return Err(MessageError::NotAllowed);
    }
    if member.role >= Role::Admin {
        return Ok(());
    }
    if let Some(seconds) = wait(head.rules.muted_until, now) {
        return Err(MessageError::MutedAll { seconds });
    }
    let pause = chrono::TimeDelta::seconds(head.rules.slow_mode_s);
    match wait(member.last_sent_at.map(|sent| sent + pause), now) {
        Some(seconds) if head.rules.slow_mode_s > 0 => Err(MessageError::SlowMode { seconds }),
        _ => Ok(()),
    }
}

/// Whole seconds until then, at least one; `None` when it is past.
fn wait(until: Option<Timestamp>, now: Timestamp) -> Option<u64> {
    let left = until.filter(|until| *until > now)? - now;
    Some(u64::try_from(left.num_milliseconds()).unwrap_or_default().div_ceil(1000).max(1))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;
    use crate::conversations::Who;

    fn setting() -> (Conversation, Membership, Timestamp) {
        let now = Timestamp::UNIX_EPOCH + TimeDelta::days(1);
        let head = Conversation::group(Uuid::from_u128(1).into(), now);
        let member = Membership::new(head.id, Uuid::from_u128(2).into());
        (head, member, now)
    }

    #[test]
    fn a_silence_ends_by_itself_and_holds_for_admins_too() {
        let (head, mut member, now) = setting();
        member.role = Role::Admin;
        member.silenced_until = Some(now + TimeDelta::milliseconds(1500));
        assert_eq!(may_send(&head, &member, now), Err(MessageError::Silenced { seconds: 2 }));
        assert_eq!(may_send(&head, &member, now + TimeDelta::milliseconds(1500)), Ok(()));
    }

    #[test]
    fn rules_of_the_group_hold_for_plain_members() {
        let (mut head, mut member, now) = setting();
        head.rules.muted_until = Some(now + TimeDelta::hours(1));
        assert_eq!(may_send(&head, &member, now), Err(MessageError::MutedAll { seconds: 3600 }));
        head.rules.muted_until = None;
        head.rules.slow_mode_s = 10;
        member.sent(true, now);
        assert_eq!(
            may_send(&head, &member, now + TimeDelta::seconds(9)),
            Err(MessageError::SlowMode { seconds: 1 })
        );
        assert_eq!(may_send(&head, &member, now + TimeDelta::seconds(10)), Ok(()));
        member.role = Role::Admin;
        assert_eq!(may_send(&head, &member, now), Ok(()));
        head.rules.who = Who::Owner;
        assert_eq!(may_send(&head, &member, now), Err(MessageError::NotAllowed));
    }

    #[test]
    fn who_is_gone_barred_or_in_an_ended_group_sends_nothing() {
        let (mut head, member, now) = setting();
        let barred = Membership { barred: true, ..member.clone() };
        assert_eq!(may_send(&head, &barred, now), Err(MessageError::Refused));
        head.state = ConversationState::Dissolved;
        assert_eq!(may_send(&head, &member, now), Err(MessageError::ConversationClosed));
        let mut gone = member;
        gone.exit(&head, crate::conversations::MemberState::Removed);
        assert_eq!(may_send(&head, &gone, now), Err(MessageError::NotMember));
    }
}
