//! The account feed as this program has it: dense numbers, so that no event is missed and none comes twice.

use kamachat_protocol::frames::AccountEvent;

/// What was handed over, and what is known to exist.
#[derive(Debug, Default)]
pub(crate) struct Feed {
    /// Everything up to here was handed over; `None` before the first connection.
    have: Option<i64>,
    known: i64,
    asking: bool,
}

impl Feed {
    /// What the server has, said after each connect. Less than what is here means that it was set back.
    pub(crate) fn meet(&mut self, last_useq: i64) {
        self.have = Some(self.have.map_or(last_useq, |have| have.min(last_useq)));
        self.known = last_useq;
        self.asking = false;
    }

    /// Events of a push (`answer` is false) or of an answer, which has no hole; calls `out` for each that is due.
    pub(crate) fn accept(
        &mut self,
        items: Vec<AccountEvent>,
        last_useq: i64,
        answer: bool,
        mut out: impl FnMut(AccountEvent),
    ) {
        let Some(mut have) = self.have else { return };
        // An empty answer is followed by a reset.
        self.asking &= !answer || items.is_empty();
        self.known = self.known.max(last_useq);
        for event in items {
            if event.useq == have + 1 || (answer && event.useq > have) {
                have = event.useq;
                out(event);
            }
        }
        self.have = Some(have);
        self.known = self.known.max(have);
    }

    /// The server does not keep what is missing: all was told that can be.
    pub(crate) fn reset(&mut self) {
        self.have = self.have.map(|have| have.max(self.known));
        self.asking = false;
    }

    /// From where to ask now, if at all: it counts as under way from here on.
    pub(crate) fn ask(&mut self) -> Option<i64> {
        let have = self.have.filter(|have| !self.asking && *have < self.known)?;
        self.asking = true;
        Some(have)
    }

    /// The question was refused, or its answer will not come.
    pub(crate) fn answered(&mut self) {
        self.asking = false;
    }
}

#[cfg(test)]
mod tests {
    use kamachat_protocol::frames::AccountEventKind;

    use super::*;

    fn event(useq: i64) -> AccountEvent {
        let kind = AccountEventKind::Conversation;
        AccountEvent { useq, kind, ref_id: String::new(), created_at: Default::default() }
    }

    fn told(feed: &mut Feed, numbers: &[i64], answer: bool) -> Vec<i64> {
        let (items, mut out) = (numbers.iter().map(|useq| event(*useq)).collect(), Vec::new());
        feed.accept(items, numbers.iter().copied().max().unwrap_or(0), answer, |event| out.push(event.useq));
        out
    }

    #[test]
    fn each_event_is_told_once_and_a_hole_is_asked_for() {
        let mut feed = Feed::default();
        assert_eq!(
            (told(&mut feed, &[1], false), feed.ask()),
            (vec![], None),
            "nothing is known before the heads"
        );
        feed.meet(4);
        assert_eq!((told(&mut feed, &[5], false), told(&mut feed, &[5], false)), (vec![5], vec![]));
        assert_eq!((told(&mut feed, &[7], false), feed.ask(), feed.ask()), (vec![], Some(5), None));
        assert_eq!((told(&mut feed, &[6, 7], true), feed.ask()), (vec![6, 7], None));
        feed.meet(9);
        assert_eq!(feed.ask(), Some(7));
        feed.reset();
        assert_eq!(
            (feed.ask(), told(&mut feed, &[9], false), told(&mut feed, &[10], false)),
            (None, vec![], vec![10])
        );
        feed.meet(3);
        assert_eq!((feed.ask(), told(&mut feed, &[4], false)), (None, vec![4]));
    }
}
