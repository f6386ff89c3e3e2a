//! What people do, chosen by chance.

use std::sync::{Arc, PoisonError};

use kamachat_client::{
    ClientMsgId, ConversationId, Error, Writer,
    protocol::{
        conversations::ConversationChange,
        messages::{NewMentions, NewMessage},
    },
};
use kamachat_domain::conversations::Notify;

use super::{
    book::{Outcome, Target, Wish},
    device::Device,
    random::Random,
    stage::{Person, Stage},
};

const EMOJI: [&str; 2] = ["👍", "😀"];
/// What mentions say; the socket of the client cannot repeat them.
const MENTION: &str = "look";

impl Stage {
    /// One act of one person.
    pub async fn act(&self, person: &Person, mut random: Random) {
        let Some(device) = random.pick(&person.devices) else { return };
        let id =
            if self.concerns(self.direct, person) && random.percent(25) { self.direct } else { self.group };
        match random.below(100) {
            0..26 => self.send(device, id, &mut random),
            26..32 => self.send_again(person, device, &mut random),
            32..37 => self.mention(person, device, id, &mut random).await,
            37..45 => self.edit(person, device, &mut random).await,
            45..50 => self.race(person, &mut random).await,
            50..53 => self.recall(person, id, &mut random).await,
            53..63 => self.react(person, id, &mut random).await,
            63..67 => self.pin(person, id, &mut random).await,
            67..71 => self.hide(person, id, &mut random).await,
            71..73 => self.clear(person, id).await,
            73..84 => self.read(person, device, id, &mut random).await,
            84..87 => self.arrange(person, id, &mut random).await,
            87..95 => self.membership(person, &mut random).await,
            _ => {}
        }
    }

    /// Texts, one to three at once.
    pub fn send(&self, device: &Device, id: ConversationId, random: &mut Random) {
        for _ in 0..=random.below(3) {
            let (name, text) =
                (uuid::Uuid::from_u64_pair(random.next(), random.next()).into(), random.next());
            let text = format!("text {text:x}");
            self.book.wish(id, device.account, name, &text);
            self.deliver(device.writer.clone(), id, name, text);
        }
    }

    /// The same message again, from any device: it is the same message.
    pub fn send_again(&self, person: &Person, device: &Device, random: &mut Random) {
        let wishes: Vec<_> = {
            let pages = self.book.pages();
            let stored = |wish: &&Wish| matches!(wish.outcome, Outcome::Stored(..)) && wish.text != MENTION;
            pages.wishes.iter().filter(|wish| wish.sender == person.account).filter(stored).cloned().collect()
        };
        if let Some(wish) = random.pick(&wishes) {
            self.book.note(format!("{} sends {} again", device.name, wish.name));
            self.deliver(device.writer.clone(), wish.conversation_id, wish.name, wish.text.clone());
        }
    }

    /// Waits for the answer in the background: that may take until the device has a connection.
    fn deliver(&self, writer: Writer, id: ConversationId, name: ClientMsgId, text: String) {
        let book = Arc::clone(&self.book);
        self.sends.lock().unwrap_or_else(PoisonError::into_inner).spawn(async move {
            match writer.send_text_as(id, name, &text).await {
                Ok(sent) => {
                    book.note(format!("{name} is {} ({})", sent.message.seq, sent.duplicate));
                    book.outcome(name, Outcome::Stored(sent.message.id, sent.message.seq));
                }
                Err(Error::Refused { code, .. }) => {
                    book.note(format!("{name} is refused: {code}"));
                    book.outcome(name, Outcome::Refused);
                }
                // The same name was on its way from this device already.
                Err(Error::Ended) => {}
                Err(error) => book.require(false, || format!("{name}: {error}")),
            }
        });
    }

    async fn mention(&self, person: &Person, device: &Device, id: ConversationId, random: &mut Random) {
        let (name, text) =
            (uuid::Uuid::from_u64_pair(random.next(), random.next()).into(), MENTION.to_owned());
        let user_ids = random.pick(&self.people).map(|person| person.account).into_iter().collect();
        let mentions = NewMentions { user_ids, all: id == self.group && random.percent(30) };
        self.book.wish(id, person.account, name, &text);
        let body = serde_json::json!({ "text": text });
        let new = NewMessage {
            client_msg_id: name,
            kind: "text".into(),
            body,
            reply_to: None,
            mentions: Some(mentions),
        };
        let sent = device.client.send(id, &new).await;
        match self.book.answer(&format!("{} mentions", device.name), sent) {
            Some(sent) => self.book.outcome(name, Outcome::Stored(sent.message.id, sent.message.seq)),
            None => self.book.outcome(name, Outcome::Refused),
        }
    }

    /// How often the message was edited is what the device knows; it may be wrong.
    async fn edit(&self, person: &Person, device: &Device, random: &mut Random) {
        let own = self.book.targets(|target| target.sender == person.account);
        if let Some(&target) = random.pick(&own) {
            let known = self.book.pages().edits.get(&place(target)).map_or(0, Vec::len) as i64;
            self.edit_as(device, target, known, &format!("edit {:x}", random.next())).await;
        }
    }

    /// Two devices give one message different words at once, both knowing the same: one is told that it came late.
    async fn race(&self, person: &Person, random: &mut Random) {
        let own = self.book.targets(|target| target.sender == person.account);
        let (Some(&target), [one, .., two]) = (random.pick(&own), person.devices.as_slice()) else { return };
        let known = self.book.pages().edits.get(&place(target)).map_or(0, Vec::len) as i64;
        let texts = [1, 2].map(|_| format!("race {:x}", random.next()));
        tokio::join!(
            self.edit_as(one, target, known, &texts[0]),
            self.edit_as(two, target, known, &texts[1])
        );
    }

    async fn edit_as(&self, device: &Device, target: Target, version: i64, text: &str) {
        let (id, seq) = place(target);
        let edited = device.client.edit_message(id, seq, text, version).await;
        if let Some(message) = self.book.answer(&format!("{} edits {seq} to {text}", device.name), edited) {
            let right = message.body.text == text && message.changes.version == version + 1;
            self.book.require(right, || format!("the answer to an edit of {seq} is {message:?}"));
            self.book.pages().edits.entry((id, seq)).or_default().push(text.to_owned());
        }
    }

    async fn recall(&self, person: &Person, id: ConversationId, random: &mut Random) {
        let Some(&target) = random.pick(&self.book.targets(|target| target.conversation_id == id)) else {
            return;
        };
        let seq = target.seq;
        let recalled = person.client().recall_message(id, seq).await;
        if self.book.answer(&format!("{} recalls {seq}", person.name), recalled).is_some() {
            self.book.pages().recalled.insert((id, seq));
        }
    }

    async fn react(&self, person: &Person, id: ConversationId, random: &mut Random) {
        let targets = self.book.targets(|target| target.conversation_id == id);
        let (Some(target), Some(&emoji)) = (random.pick(&targets), random.pick(&EMOJI)) else { return };
        let (seq, on) = (target.seq, random.percent(65));
        let done = person.client().react(id, seq, emoji, on).await;
        if self.book.answer(&format!("{} reacts to {seq}: {emoji} {on}", person.name), done).is_some() {
            self.book.pages().reactions.insert(((id, seq), person.account, emoji), on);
        }
    }

    /// The owner alone, so that one knows what came last.
    async fn pin(&self, person: &Person, id: ConversationId, random: &mut Random) {
        if person.account != self.people[0].account {
            return;
        }
        let Some(&target) = random.pick(&self.book.targets(|target| target.conversation_id == id)) else {
            return;
        };
        let (seq, on) = (target.seq, random.percent(70));
        let done = person.client().pin_message(id, seq, on).await;
        if let Some(message) = self.book.answer(&format!("pin {seq}: {on}"), done) {
            self.book.pages().pins.insert((id, seq), message.changes.pinned);
        }
    }

    async fn hide(&self, person: &Person, id: ConversationId, random: &mut Random) {
        if person.account == self.people[0].account {
            return;
        }
        let mut targets = self.book.targets(|target| target.conversation_id == id);
        // Often what the other devices may not have yet.
        if random.percent(40) {
            targets.drain(..targets.len().saturating_sub(2));
        }
        let Some(&target) = random.pick(&targets) else { return };
        let hidden = person.client().delete_message_for_me(id, target.seq).await;
        if self.book.answer(&format!("{} hides {}", person.name, target.seq), hidden).is_some() {
            self.book.pages().hidden.insert((place(target), person.account));
        }
    }

    async fn clear(&self, person: &Person, id: ConversationId) {
        if person.account != self.people[0].account {
            let cleared = person.client().clear_history(id).await;
            self.book.answer(&format!("{} clears", person.name), cleared);
        }
    }

    /// By a call, whose answer is a promise, or by a frame, which has none.
    pub async fn read(&self, person: &Person, device: &Device, id: ConversationId, random: &mut Random) {
        let newest = usize::try_from(device.last_seq(id)).unwrap_or_default();
        let seq = i64::try_from(random.below(newest + 2)).unwrap_or_default();
        if random.percent(40) {
            // Told again after the next read, if it is lost.
            drop(device.writer.read(id, seq).await);
            return;
        }
        let key = (id, person.account);
        let before = self.book.pages().read.get(&key).copied().unwrap_or_default();
        let read = device.client.mark_read(id, seq).await;
        if let Some(state) = self.book.answer(&format!("{} reads {id} to {seq}", device.name), read) {
            let forwards = state.read_seq >= before && state.unread >= 0;
            self.book.require(forwards, || format!("read to {before}, and after reading {seq}: {state:?}"));
            self.book.pages().read.insert(key, state.read_seq.max(before));
        }
    }

    async fn arrange(&self, person: &Person, id: ConversationId, random: &mut Random) {
        let notify = if random.percent(50) { Notify::None } else { Notify::All };
        let change = match random.below(3) {
            0 => ConversationChange { notify: Some(notify), ..Default::default() },
            1 => ConversationChange { pinned: Some(random.percent(50)), ..Default::default() },
            _ => ConversationChange { marked_unread: Some(true), ..Default::default() },
        };
        let done = person.client().change_conversation(id, &change).await;
        self.book.answer(&format!("{} arranges", person.name), done);
    }

    /// The owner brings and removes people; others leave.
    async fn membership(&self, person: &Person, random: &mut Random) {
        let owner = &self.people[0];
        let Some(other) = random.pick(&self.people[1..]) else { return };
        if person.account != owner.account {
            let left = person.client().leave_group(self.group).await;
            self.book.answer(&format!("{} leaves", person.name), left);
        } else if random.percent(60) {
            let added = owner.client().add_members(self.group, &[other.account]).await;
            self.book.answer(&format!("{} is added", other.name), added);
        } else {
            let removed = owner.client().remove_member(self.group, other.account, false).await;
            self.book.answer(&format!("{} is removed", other.name), removed);
        }
    }
}

fn place(target: Target) -> (ConversationId, i64) {
    (target.conversation_id, target.seq)
}
