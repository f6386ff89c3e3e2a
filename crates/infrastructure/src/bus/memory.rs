use std::sync::{Arc, PoisonError, RwLock};

use kamachat_application::ports::{Bus, Push, Subscriber};

/// The bus of a single node: whoever subscribed hears everything, in order, on the publisher's task.
#[derive(Default)]
pub struct MemoryBus {
    subscribers: RwLock<Vec<Arc<dyn Subscriber>>>,
}

impl MemoryBus {
    /// A bus that nobody listens to yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on `subscriber` hears what is published.
    pub fn subscribe(&self, subscriber: Arc<dyn Subscriber>) {
        self.subscribers.write().unwrap_or_else(PoisonError::into_inner).push(subscriber);
    }
}

impl Bus for MemoryBus {
    fn publish(&self, push: Push) {
        let push = Arc::new(push);
        for subscriber in self.subscribers.read().unwrap_or_else(PoisonError::into_inner).iter() {
            subscriber.receive(Arc::clone(&push));
        }
    }
}

impl std::fmt::Debug for MemoryBus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MemoryBus")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use kamachat_domain::{Timestamp, ids::SessionId};
    use uuid::Uuid;

    use super::*;

    #[derive(Default)]
    struct Heard(Mutex<Vec<SessionId>>);

    impl Subscriber for Heard {
        fn receive(&self, push: Arc<Push>) {
            if let Push::SessionEnded { session_id, .. } = &*push {
                self.0.lock().unwrap().push(*session_id);
            }
        }
    }

    #[test]
    fn every_subscriber_hears_everything_in_order() {
        let (bus, ears) = (MemoryBus::new(), [Arc::new(Heard::default()), Arc::new(Heard::default())]);
        for ear in &ears {
            bus.subscribe(Arc::<Heard>::clone(ear));
        }
        let ids: Vec<SessionId> = (1..=3).map(|n| Uuid::from_u128(n).into()).collect();
        for id in &ids {
            bus.publish(Push::SessionEnded { session_id: *id, at: Timestamp::UNIX_EPOCH });
        }
        for ear in &ears {
            assert_eq!(*ear.0.lock().unwrap(), ids);
        }
    }
}
