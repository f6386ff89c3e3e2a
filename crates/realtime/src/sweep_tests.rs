use kamachat_domain::{Timestamp, conversations::Conversation};
use uuid::Uuid;

use super::*;
use crate::lane::tests::{World, account, online};

fn sweep(world: World) -> (Sweep, Vec<tokio::sync::mpsc::Receiver<Job>>) {
    let registry = Arc::new(Registry::default());
    let (fanout, jobs) = Fanout::new(Arc::clone(&registry), 1, 1000);
    (Sweep { directory: Arc::new(world), registry, fanout: Arc::new(fanout) }, jobs)
}

#[tokio::test]
async fn each_of_many_conversations_is_compared_though_they_were_touched_at_once_and_by_changes_only() {
    let world = World::default();
    let (long_ago, lately) = (Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH + TimeDelta::seconds(1));
    let head = |n| Conversation::direct(Uuid::from_u128(n).into(), account(1), account(2), long_ago);
    *world.touched.lock().unwrap() = (1..=450).map(|n| (lately, head(n))).collect();
    let (sweep, mut jobs) = sweep(world);
    sweep.conversations().await.unwrap();
    let mut compared = Vec::new();
    while let Ok(Job::Compare { conversation_id, .. }) = jobs[0].try_recv() {
        compared.push(conversation_id.as_uuid().as_u128());
    }
    assert_eq!(compared, (1..=450).collect::<Vec<_>>());
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
