use std::sync::Mutex;

use kamachat_application::{conversations::Member, messages::MessageView};

use super::*;
use crate::{
    delivery::Queues,
    lane::{
        Job,
        tests::{World, account, chat, member, members, online, sent, view},
    },
    registry::Registry,
};

fn change(seq: i64, rev: i64, member_rev: i64) -> ChangedMessage {
    let mut view = view(seq);
    view.message.rev = Some(rev);
    let message: Arc<MessageView> = Arc::new(view);
    let hidden_from = vec![account(5)];
    ChangedMessage {
        conversation_id: chat(),
        member_rev,
        message,
        hidden_from,
        quote_hidden_from: Vec::new(),
    }
}

fn lane(list: Vec<Member>, registry: &Arc<Registry>) -> Lane {
    let world = World { members: Mutex::new(Some(members(2, list))), ..World::default() };
    Lane::new(Arc::new(world), Arc::clone(registry), Arc::new(Queues))
}

#[tokio::test]
async fn a_change_goes_to_active_members_who_see_the_message_and_to_nobody_else() {
    let registry = Arc::new(Registry::default());
    let newcomer = Member { visible_from: 4, ..member(2) };
    let gone = Member { state: MemberState::Left, left_seq: Some(9), ..member(3) };
    let mut lane = lane(vec![member(1), newcomer, gone, member(4), member(5)], &registry);
    let sockets: Vec<_> = (1..=5).map(|n| online(&registry, n, n.into())).collect();
    lane.changed(&change(3, 1, 2)).await;
    let told: Vec<usize> = sockets.iter().map(|socket| sent(socket).len()).collect();
    assert_eq!(told, [1, 0, 0, 1, 0], "not before they came, not after they left, not what they deleted");
    lane.changed(&change(4, 2, 2)).await;
    let frames = sent(&sockets[1]);
    assert_eq!((&frames[0]["type"], &frames[0]["rev"]), (&"message_changed".into(), &2.into()));
    sent(&sockets[0]);
    lane.changed(&change(4, 3, 3)).await;
    assert!(sent(&sockets[0]).is_empty(), "the members known are older than this change");
}

#[tokio::test]
async fn a_lost_change_is_told_by_the_sweep_though_a_later_one_was_pushed() {
    let registry = Arc::new(Registry::default());
    let newcomer = Member { visible_from: 4, ..member(2) };
    let mut lane = lane(vec![member(1), newcomer], &registry);
    let socket = online(&registry, 2, 2);
    lane.changed(&change(4, 1, 2)).await;
    // The second one, of message 4, never came; the third is not for who came later.
    lane.changed(&change(3, 3, 2)).await;
    assert_eq!(sent(&socket).len(), 1);
    lane.handle(Job::Compare { conversation_id: chat(), member_rev: 2, last_seq: 0, last_rev: 3 }).await;
    let frames = sent(&socket);
    assert_eq!((&frames[0]["type"], &frames[0]["last_rev"]), (&"stale".into(), &3.into()));
}

#[tokio::test]
async fn a_lost_change_is_told_by_the_sweep_once_and_without_its_message() {
    let registry = Arc::new(Registry::default());
    let mut lane = lane(vec![member(1)], &registry);
    let socket = online(&registry, 1, 1);
    lane.changed(&change(3, 1, 2)).await;
    sent(&socket);
    let compare = |last_rev| Job::Compare { conversation_id: chat(), member_rev: 2, last_seq: 0, last_rev };
    lane.handle(compare(0)).await;
    lane.handle(compare(1)).await;
    assert!(sent(&socket).is_empty());
    lane.handle(compare(4)).await;
    lane.handle(compare(4)).await;
    let frames = sent(&socket);
    assert_eq!(frames.len(), 1);
    assert_eq!((&frames[0]["type"], &frames[0]["last_rev"]), (&"stale".into(), &4.into()));
}
