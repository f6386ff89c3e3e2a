//! Views of conversations as they go over the wire.

use kamachat_application::conversations::{ConversationView, ReadStateView};
use kamachat_protocol::conversations::{Conversation, ReadState};

use crate::{accounts::profile, groups, messages};

pub(crate) fn conversation(view: ConversationView) -> Conversation {
    let unread = view.membership.unread(&view.head);
    let settings = super::settings::settings(&view.head, &view.membership);
    let ConversationView { head, membership, .. } = view;
    Conversation {
        id: head.id,
        kind: head.kind.as_str().to_owned(),
        group: view.group.map(|(info, faces)| groups::brief(&head, &membership, info, faces)),
        peer: view.peer.map(profile),
        last_message: view.last_message.as_ref().map(messages::message),
        last_seq: head.last_seq,
        last_cnt: head.last_cnt,
        last_rev: head.last_rev,
        member_rev: head.member_rev,
        read_seq: membership.read_seq,
        read_cnt: membership.read_cnt,
        own_cnt: membership.own_cnt,
        unread,
        visible_from: membership.first_visible(),
        mention_seq: membership.mentioned_seq(&head),
        peer_read_seq: view.peer_read_seq,
        peer_delivered_seq: view.peer_delivered_seq,
        last_activity_at: head.last_activity_at,
        settings,
    }
}

pub(crate) fn read_state(view: ReadStateView) -> ReadState {
    let ReadStateView { read_seq, read_cnt, own_cnt, unread } = view;
    ReadState { read_seq, read_cnt, own_cnt, unread }
}
