use kamachat_domain::Timestamp;

use super::*;
use crate::lane::tests::{account, online};

fn event() -> Arc<Push> {
    let event = kamachat_application::feed::FeedEvent {
        useq: 1,
        kind: kamachat_application::feed::FeedKind::Contact,
        ref_id: uuid::Uuid::nil(),
        created_at: Timestamp::UNIX_EPOCH,
    };
    Arc::new(Push::Account { account_id: account(1), event })
}

#[test]
fn a_full_lane_drops_and_counts_but_never_waits() {
    let (fanout, mut jobs) = Fanout::new(Arc::default(), 1, 2);
    for _ in 0..5 {
        fanout.receive(event());
    }
    assert_eq!(fanout.dropped(), 3);
    assert!(jobs[0].try_recv().is_ok());
}

#[test]
fn an_ended_session_closes_its_sockets_at_once_and_no_others() {
    let registry = Arc::new(Registry::default());
    let (fanout, _jobs) = Fanout::new(Arc::clone(&registry), 4, 1);
    let [ended, other] = [online(&registry, 1, 1), online(&registry, 2, 1)];
    let session_id = ended.session_id;
    fanout.receive(Arc::new(Push::SessionEnded { session_id, at: Timestamp::UNIX_EPOCH }));
    assert_eq!((ended.is_closing(), other.is_closing()), (true, false));
}
