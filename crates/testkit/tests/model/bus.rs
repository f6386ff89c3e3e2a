//! Between the bus and the sockets: pushes of the conversations under test are lost, doubled and held back until a
//! later one overtook them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use kamachat_application::ports::{Push, Subscriber};
use kamachat_client::ConversationId;

use super::random::Random;

/// One for all conversations of a server.
#[derive(Clone, Default)]
pub struct Noise(Arc<Mutex<HashMap<ConversationId, Noisy>>>);

struct Noisy {
    random: Random,
    held: Option<Arc<Push>>,
}

impl Noise {
    /// From now on the pushes of this conversation suffer.
    pub fn begin(&self, id: ConversationId, random: Random) {
        self.lock().insert(id, Noisy { random, held: None });
    }

    /// All that comes from now on gets through. What is held back is lost: only the sweep can make up for it.
    pub fn end(&self, id: ConversationId) {
        self.lock().remove(&id);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ConversationId, Noisy>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What becomes of a push, in this order.
    fn suffer(&self, push: &Arc<Push>) -> Vec<Arc<Push>> {
        // Nothing looks for a lost cursor before the next connect, so none is lost here.
        let (id, may_be_lost) = match &**push {
            Push::Messages(new) => (new.conversation_id, true),
            Push::Changed(changed) => (changed.conversation_id, true),
            Push::Cursor(moved) => (moved.conversation_id, false),
            _ => return vec![Arc::clone(push)],
        };
        let mut all = self.lock();
        let Some(noisy) = all.get_mut(&id) else { return vec![Arc::clone(push)] };
        let before = noisy.held.take();
        let now = match noisy.random.below(100) {
            0..15 if may_be_lost => vec![],
            15..30 => vec![Arc::clone(push), Arc::clone(push)],
            30..50 if may_be_lost => {
                noisy.held = Some(Arc::clone(push));
                vec![]
            }
            _ => vec![Arc::clone(push)],
        };
        now.into_iter().chain(before).collect()
    }
}

/// Hears the bus in place of the sockets.
pub struct NoisyBus {
    pub noise: Noise,
    pub sockets: Arc<dyn Subscriber>,
}

impl Subscriber for NoisyBus {
    fn receive(&self, push: Arc<Push>) {
        self.noise.suffer(&push).into_iter().for_each(|push| self.sockets.receive(push));
    }
}
