use crate::{Fault, Kind};

/// Why a message is refused. A client does not retry after one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    /// Nothing but white space.
    #[error("a message needs some text")]
    Empty,
    /// Over [`Text::MAX_CHARS`](super::Text::MAX_CHARS).
    #[error("a message has at most {} characters", super::Text::MAX_CHARS)]
    TooLong,
    /// A kind that clients may not send, or that this server does not know.
    #[error("this kind of message cannot be sent")]
    KindUnsupported,
    /// The body does not have the fields of its kind.
    #[error("the body does not fit the kind of the message")]
    BodyInvalid,
    /// The same client id came before with other content.
    #[error("another message was sent with this client_msg_id")]
    IdempotencyMismatch,
    /// The conversation does not exist, or the sender is not (or no longer) a member; both look the same.
    #[error("no such conversation")]
    NotMember,
    /// Switched off or dissolved.
    #[error("this conversation does not take messages any more")]
    ConversationClosed,
    /// The other person does not take messages of the sender.
    #[error("the message was not taken")]
    Refused,
    /// Some messages went to somebody who is no contact; he has to answer first.
    #[error("wait for an answer before you write again")]
    Unanswered,
    /// There is no such person whose card could be shared.
    #[error("there is no such person")]
    CardUnknown,
    /// The sender was told to be silent for so long.
    #[error("you may not send here for a while")]
    Silenced { seconds: u64 },
    /// Only admins may send for so long.
    #[error("only admins may send here for a while")]
    MutedAll { seconds: u64 },
    /// The group lets others send only.
    #[error("you may not send here")]
    NotAllowed,
    /// The pause between two messages is not over.
    #[error("a pause between messages is wanted here")]
    SlowMode { seconds: u64 },
    /// What the server wrote, and what was taken back or erased.
    #[error("this message cannot be changed")]
    Unchangeable,
    /// Somebody else's.
    #[error("this message is not yours")]
    NotSender,
    #[error("it is too late to edit this message")]
    EditExpired,
    /// It was edited on another device since; load it and decide again.
    #[error("this message was edited meanwhile")]
    EditConflict,
    #[error("this message was edited too often")]
    EditLimit,
    #[error("it is too late to take this message back")]
    RecallExpired,
    #[error("this is not one emoji")]
    EmojiInvalid,
    #[error("there are too many reactions")]
    TooManyReactions,
    #[error("at most {} messages are pinned", super::Message::MOST_PINS)]
    TooManyPins,
    /// The message that it answers does not exist, or its sender cannot see it.
    #[error("there is no such message to answer")]
    ReplyUnknown,
    /// Over [`Mentions::MOST`](super::Mentions::MOST) people.
    #[error("a message mentions at most {} people", super::Mentions::MOST)]
    TooManyMentions,
    /// No right to speak to everybody.
    #[error("you may not mention everyone here")]
    MentionAllForbidden,
    /// The store refused it for good; it is kept for the operator to look at.
    #[error("the message could not be stored")]
    Unstorable,
}

impl Fault for MessageError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "message.empty",
            Self::TooLong => "message.too_long",
            Self::KindUnsupported => "message.kind_unsupported",
            Self::BodyInvalid => "message.body_invalid",
            Self::IdempotencyMismatch => "message.idempotency_mismatch",
            Self::NotMember => "message.not_member",
            Self::ConversationClosed => "message.conversation_closed",
            Self::Refused => "message.refused",
            Self::Unanswered => "message.unanswered",
            Self::CardUnknown => "message.card_unknown",
            Self::Silenced { .. } => "message.silenced",
            Self::MutedAll { .. } => "message.muted_all",
            Self::NotAllowed => "message.not_allowed",
            Self::SlowMode { .. } => "message.slow_mode",
            Self::Unchangeable => "message.unchangeable",
            Self::NotSender => "message.not_sender",
            Self::EditExpired => "message.edit_expired",
            Self::EditConflict => "message.edit_conflict",
            Self::EditLimit => "message.edit_limit",
            Self::RecallExpired => "message.recall_expired",
            Self::EmojiInvalid => "message.emoji_invalid",
            Self::TooManyReactions => "message.too_many_reactions",
            Self::TooManyPins => "message.too_many_pins",
            Self::ReplyUnknown => "message.reply_unknown",
            Self::TooManyMentions => "message.too_many_mentions",
            Self::MentionAllForbidden => "message.mention_all_forbidden",
            Self::Unstorable => "message.unstorable",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Empty
            | Self::KindUnsupported
            | Self::BodyInvalid
            | Self::CardUnknown
            | Self::EmojiInvalid
            | Self::ReplyUnknown
            | Self::TooManyMentions => Kind::Invalid,
            Self::TooLong => Kind::TooLarge,
            Self::IdempotencyMismatch
            | Self::ConversationClosed
            | Self::Unchangeable
            | Self::EditExpired
            | Self::EditConflict
            | Self::EditLimit
            | Self::RecallExpired
            | Self::TooManyReactions
            | Self::TooManyPins => Kind::Conflict,
            Self::NotMember => Kind::NotFound,
            Self::Silenced { .. }
            | Self::MutedAll { .. }
            | Self::NotAllowed
            | Self::NotSender
            | Self::MentionAllForbidden
            | Self::Refused
            | Self::Unanswered => Kind::Forbidden,
            Self::SlowMode { .. } => Kind::TooMany,
            Self::Unstorable => Kind::Internal,
        }
    }
}

impl MessageError {
    /// Seconds after which the same message may be taken.
    #[must_use]
    pub const fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Silenced { seconds } | Self::MutedAll { seconds } | Self::SlowMode { seconds } => {
                Some(*seconds)
            }
            _ => None,
        }
    }
}
