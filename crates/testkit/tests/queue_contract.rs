//! The contracts of message queues, on the embedded queue and each database.

use std::sync::Arc;

use kamachat_application::ports::{BatchHandler, MessageQueue};
use kamachat_infrastructure::{EmbeddedQueue, QueueOptions};
use kamachat_testkit::contracts::queue::Running;

fn embedded(capacity: usize, handler: Arc<dyn BatchHandler>) -> Running {
    let (queue, writer) = EmbeddedQueue::new(QueueOptions { capacity, ..QueueOptions::default() });
    let queue = Arc::new(queue);
    let closing = Arc::clone(&queue);
    Running {
        queue: queue as Arc<dyn MessageQueue>,
        close: Box::pin(async move { closing.close().await }),
        drive: Box::pin(writer.run(handler)),
    }
}

macro_rules! contracts_on {
    ($($engine:ident as $module:ident),+ => $list:tt) => {
        $( contracts_on!(@engine $engine $module $list); )+
    };
    (@engine $engine:ident $module:ident { $($name:ident)+ }) => {
        mod $module {
            use std::sync::Arc;
            use kamachat_testkit::{contracts::queue, databases};
            $(
                #[tokio::test]
                async fn $name() {
                    let contract = |store| queue::$name(Arc::new(store), super::embedded);
                    databases::on(databases::Engine::$engine, contract).await;
                }
            )+
        }
    };
}

contracts_on! { Sqlite as sqlite, MariaDb as mariadb, Postgres as postgres => {
    every_message_is_acknowledged_once_in_order_although_commits_get_lost
    a_flood_is_turned_away_and_stored_completely_when_it_comes_back
    cursors_coalesce_and_never_run_backwards
} }
