use kamachat_domain::{Timestamp, conversations::Conversation};

use super::*;
use crate::lane::tests::{World, account, chat, online};

fn sweep(world: World) -> (Sweep, Vec<tokio::sync::mpsc::Receiver<Job>>) {
    let registry = Arc::new(Registry::default());
    let (fanout, jobs) = Fanout::new(Arc::clone(&registry), 1, 1000);
    (Sweep { directory: Arc::new(world), registry, fanout: Arc::new(fanout) }, jobs)
}

#[tokio::test]
async fn each_touched_conversation_is_compared_once_even_when_pages_repeat() {
    let world = World::default();
    let head = Conversation::direct(chat(), account(1), account(2), Timestamp::UNIX_EPOCH);
    *world.touched.lock().unwrap() = vec![head; 200];
    let (sweep, mut jobs) = sweep(world);
    sweep.conversations().await.unwrap();
    assert!(matches!(jobs[0].try_recv(), Ok(Job::Compare { .. })));
    assert!(jobs[0].try_recv().is_err());
}

#[tokio::test]
async fn sockets_of_sessions_that_ended_unheard_are_closed() {
    let (world, ended) = (World::default(), uuid::Uuid::from_u128(1).into());
    *world.ended.lock().unwrap() = vec![ended];
    let (sweep, _jobs) = sweep(world);
    let [first, second] = [online(&sweep.registry, 1, 1), online(&sweep.registry, 2, 2)];
    sweep.sessions().await.unwrap();
    assert_eq!((first.is_closing(), second.is_closing()), (true, false));
}
