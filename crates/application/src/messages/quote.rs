use kamachat_domain::messages::{Body, Message, MessageKind};

use super::{
    MessageView, SenderView,
    referring::{Originals, Place},
    view::Names,
};

/// Characters of an original that a quote shows.
const SHOWN: usize = 120;

/// The message that another one answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteView {
    pub seq: i64,
    /// `None` when nothing is left of it, or it is not the reader's to see.
    pub original: Option<Quoted>,
}

/// What a quote shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    pub sender: SenderView,
    pub kind: MessageKind,
    pub text: String,
}

impl QuoteView {
    pub(super) fn of(answer: &Message, originals: &Originals, names: &Names) -> Option<Self> {
        let (conversation, seq) = place(answer)?;
        let original = originals.get(&(conversation, seq)).filter(|original| original.body != Body::Deleted);
        let original = original.map(|original| Quoted {
            sender: names.sender(conversation, original.sender_id),
            kind: original.body.kind(),
            text: original.body.text().chars().take(SHOWN).collect(),
        });
        Some(Self { seq, original })
    }
}

impl MessageView {
    /// For a reader who does not see the original.
    pub fn hide_quote(&mut self) {
        if let Some(quote) = &mut self.quote {
            quote.original = None;
        }
    }

    /// The number of the original that a reader has to be able to see.
    #[must_use]
    pub fn quoted_seq(&self) -> Option<i64> {
        self.quote.as_ref().filter(|quote| quote.original.is_some()).map(|quote| quote.seq)
    }
}

/// Where the original of an answer is.
pub(super) fn place(answer: &Message) -> Option<Place> {
    Some((answer.conversation_id, answer.refs.reply_to?))
}
