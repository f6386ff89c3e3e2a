//! After quiet: every device shows what the server tells to who asks afresh, and the server tells what it promised.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::PoisonError,
    time::Duration,
};

use kamachat_client::{
    ConversationId, Window,
    protocol::messages::{Message, Reaction},
};
use tokio::time::{Instant, sleep, timeout};

use super::{
    Result,
    book::{Outcome, Pages},
    copy::View,
    link::Weather,
    membership, patiently,
    stage::{Person, Stage},
};

/// Longest time until everybody has everything: many sweeps, and a busy machine. A defect takes all of it.
const PATIENCE: Duration = Duration::from_secs(if cfg!(feature = "planted-bugs") { 12 } else { 60 });

impl Stage {
    /// What is wrong, nothing if all is well.
    pub async fn verdict(&self) -> Result<Vec<String>> {
        for device in self.devices() {
            device.link.set(Weather::Calm);
            device.link.open(true);
        }
        for id in [self.group, self.direct] {
            self.noise.end(id);
        }
        let mut sends = std::mem::take(&mut *self.sends.lock().unwrap_or_else(PoisonError::into_inner));
        let answered = async { while sends.join_next().await.is_some() {} };
        let answered = timeout(PATIENCE, answered).await;
        self.book.require(answered.is_ok(), || "a message was never answered".to_owned());
        let truths = self.settle().await?;
        for id in [self.group, self.direct] {
            self.promises(id, &truths);
        }
        self.devices().for_each(|device| self.book.pages().wrong.extend(device.wrong()));
        Ok(std::mem::take(&mut self.book.pages().wrong))
    }

    /// Waits until all devices show what the server tells, and answers what it tells to whom.
    async fn settle(&self) -> Result<HashMap<(ConversationId, usize), View>> {
        let until = Instant::now() + PATIENCE;
        let (mut truths, mut open) = (HashMap::new(), Vec::new());
        for id in [self.group, self.direct] {
            open.extend(
                (0..self.people.len()).filter(|&n| self.concerns(id, &self.people[n])).map(|n| (id, n)),
            );
        }
        loop {
            // What was on its way to the server moves it still; so it is asked again, now and then.
            for &(id, number) in &open {
                truths.insert((id, number), fetch(&self.people[number], id).await?);
            }
            let mut differ = Vec::new();
            for _ in 0..30 {
                let wrong = |(id, number): &(ConversationId, usize)| {
                    let truth = truths.get(&(*id, *number)).and_then(Option::as_ref);
                    self.people[*number].devices.iter().find_map(|device| differs(device, *id, truth))
                };
                differ = open.iter().filter_map(wrong).collect();
                open.retain(|place| wrong(place).is_some());
                if open.is_empty() {
                    return Ok(truths.into_iter().filter_map(|(key, truth)| Some((key, truth?))).collect());
                }
                sleep(Duration::from_millis(20)).await;
            }
            if Instant::now() > until {
                self.book.pages().wrong.extend(differ);
                return Ok(truths.into_iter().filter_map(|(key, truth)| Some((key, truth?))).collect());
            }
        }
    }

    /// What the server tells, against what it promised.
    fn promises(&self, id: ConversationId, truths: &HashMap<(ConversationId, usize), View>) {
        let Some(witness) = truths.get(&(id, 0)) else {
            return self.book.require(false, || "the witness is not there".to_owned());
        };
        let stored: BTreeMap<i64, &Message> = witness.messages.iter().map(|m| (m.seq, m)).collect();
        let mut wrong = Vec::new();
        let dense = stored.keys().copied().eq(1..=stored.len() as i64);
        if !dense {
            wrong.push(format!("the numbers have holes: {:?}", stored.keys()));
        }
        let pages = self.book.pages();
        kept(&pages, id, &stored, &mut wrong);
        contents(&pages, id, &stored, &mut wrong);
        for (number, person) in self.people.iter().enumerate().filter(|(_, p)| self.concerns(id, p)) {
            let sight = membership::sight(&witness.messages, person.account, id == self.group, number < 3);
            if let Some(truth) = truths.get(&(id, number)) {
                sees(&pages, id, person, truth, &stored, &mut wrong);
            }
            let heard = person.devices.iter().flat_map(|device| device.link.heard());
            let leaked: HashSet<i64> = heard
                .filter(|(of, seq)| *of == id && !sight.iter().any(|range| range.contains(seq)))
                .map(|h| h.1)
                .collect();
            if !leaked.is_empty() {
                wrong.push(format!("{} was shown {leaked:?} and may see {sight:?}", person.name));
            }
        }
        drop(pages);
        self.book.pages().wrong.extend(wrong);
    }
}

async fn fetch(person: &Person, id: ConversationId) -> Result<Option<View>> {
    let conversation = match patiently(|| person.client().conversation(id)).await {
        Err(error) if error.status() == Some(404) => return Ok(None),
        conversation => conversation?,
    };
    match patiently(|| person.client().messages(id, Window::After(0), Some(200))).await {
        Err(error) if error.status() == Some(404) => Ok(None),
        page => Ok(Some(View::of(conversation, page?.items))),
    }
}

/// Where a device does not show what is true.
fn differs(device: &super::device::Device, id: ConversationId, truth: Option<&View>) -> Option<String> {
    let name = &device.name;
    match (device.view(id), truth) {
        (Ok(None), None) => None,
        (Ok(Some(shown)), Some(truth)) if shown == *truth => None,
        (Ok(Some(shown)), Some(truth)) => Some(format!("{name}: {}", shown.against(truth))),
        (Err(_), Some(_)) => Some(format!("{name} cannot count its own messages")),
        (shown, _) => Some(format!(
            "{name} shows {}, and it is otherwise",
            if shown.is_ok_and(|s| s.is_none()) { "nothing" } else { "it" }
        )),
    }
}

/// Everything that was acknowledged is there once, as it was acknowledged; nothing that was refused is.
fn kept(pages: &Pages, id: ConversationId, stored: &BTreeMap<i64, &Message>, wrong: &mut Vec<String>) {
    let mut by_name: HashMap<_, Vec<&Message>> = HashMap::new();
    stored.values().for_each(|message| by_name.entry(message.client_msg_id).or_default().push(message));
    for wish in pages.wishes.iter().filter(|wish| wish.conversation_id == id) {
        let there = by_name.remove(&wish.name).unwrap_or_default();
        let fine = match (wish.outcome, there.as_slice()) {
            (Outcome::Stored(name, seq), [one]) => {
                (one.id, one.seq, one.sender.id) == (name, seq, wish.sender)
            }
            (Outcome::Refused, []) => true,
            _ => false,
        };
        if !fine {
            wrong.push(format!("{wish:?} is stored as {there:?}"));
        }
    }
    let unknown = by_name.values().flatten().filter(|message| message.kind != "system");
    wrong.extend(unknown.map(|message| format!("nobody sent {message:?}")));
}

/// The last change that was accepted is what is there.
fn contents(pages: &Pages, id: ConversationId, stored: &BTreeMap<i64, &Message>, wrong: &mut Vec<String>) {
    for target in pages.targets.iter().filter(|target| target.conversation_id == id) {
        let (place, Some(message)) = ((id, target.seq), stored.get(&target.seq)) else { continue };
        let recalled = pages.recalled.contains(&place);
        let (edits, wish) =
            (pages.edits.get(&place), pages.wishes.iter().find(|w| w.name == message.client_msg_id));
        let text = edits.and_then(|edits| edits.last()).or(wish.map(|wish| &wish.text));
        let edited = recalled
            || (Some(&message.body.text) == text
                && message.changes.version == edits.map_or(0, Vec::len) as i64);
        let pinned = !recalled && pages.pins.get(&place).copied().unwrap_or(false);
        let mut expected: Vec<_> = pages
            .reactions
            .iter()
            .filter(|((of, ..), on)| *of == place && **on && !recalled)
            .map(|((_, who, emoji), _)| ((*emoji).to_owned(), *who))
            .collect();
        let each = |reaction: &Reaction| {
            reaction.users.iter().map(|who| (reaction.emoji.clone(), *who)).collect::<Vec<_>>()
        };
        let mut reactions: Vec<_> = message.changes.reactions.iter().flat_map(each).collect();
        expected.sort_unstable();
        reactions.sort_unstable();
        if !edited
            || message.changes.recalled != recalled
            || message.changes.pinned != pinned
            || reactions != expected
        {
            wrong.push(format!("{message:?} after edits {edits:?}, recalled {recalled}, pinned {pinned}, reactions {expected:?}"));
        }
    }
}

/// A member sees all of his part but what he hid, as everybody sees it, and counts what is unread right.
fn sees(
    pages: &Pages,
    id: ConversationId,
    person: &Person,
    truth: &View,
    stored: &BTreeMap<i64, &Message>,
    wrong: &mut Vec<String>,
) {
    let first = truth.messages.first().map_or(i64::MAX, |message| message.seq);
    let hidden = |seq: i64| pages.hidden.contains(&((id, seq), person.account));
    let expected: Vec<&Message> =
        stored.range(first..).filter(|(seq, _)| !hidden(**seq)).map(|(_, m)| *m).collect();
    if !truth.messages.iter().eq(expected.iter().copied()) {
        wrong.push(format!("{} is told something else than the witness", person.name));
    }
    let counts = |message: &&&Message| message.kind != "system" && message.sender.id != person.account;
    let unread = stored.range(truth.read_seq + 1..).map(|(_, m)| m).filter(counts).count();
    if truth.unread != unread as i64 {
        wrong.push(format!("{} has {} unread instead of {unread}", person.name, truth.unread));
    }
    let read = pages.read.get(&(id, person.account)).copied().unwrap_or_default();
    if truth.read_seq < read {
        wrong.push(format!("{} had read to {read} and is back at {}", person.name, truth.read_seq));
    }
}
