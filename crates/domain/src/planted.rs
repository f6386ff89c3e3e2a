//! Defects that tests plant to see whether they would be found. Without the feature `planted-bugs`, which no program
//! has, nothing is ever planted, and the compiler removes what stands behind the question.

/// What can be planted, at the one place in the code that asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Defect {
    /// Messages are reported as stored before they are committed.
    AckBeforeCommit,
    /// A retry is stored again.
    NoDedupe,
    /// A retry is stored again after the server was started again.
    DedupeInMemory,
    /// Sometimes a number is left out.
    HoleInSeq,
    /// Messages that are pushed together have each other's text.
    SwappedPush,
    /// Nobody looks for pushes that were lost.
    LostLastPush,
    /// Who left or was removed is still pushed to.
    DeliveryAfterRemoval,
    /// A change to a message counts as a message.
    UnreadCountsEdits,
    /// A read cursor moves backwards.
    CursorGoesBack,
    /// A message that comes twice is shown twice.
    DuplicateOnRedelivery,
    /// A page lacks its last message and says that there is none.
    TruncatedPage,
    /// An edit wins over one that it did not know of.
    EditLostOnRace,
    /// Fan-out reads the members of a conversation once.
    StaleMemberCache,
    /// A start forgets the newest message and gives its number again.
    SeqReuseAfterRestart,
}

impl Defect {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::AckBeforeCommit,
        Self::NoDedupe,
        Self::DedupeInMemory,
        Self::HoleInSeq,
        Self::SwappedPush,
        Self::LostLastPush,
        Self::DeliveryAfterRemoval,
        Self::UnreadCountsEdits,
        Self::CursorGoesBack,
        Self::DuplicateOnRedelivery,
        Self::TruncatedPage,
        Self::EditLostOnRace,
        Self::StaleMemberCache,
        Self::SeqReuseAfterRestart,
    ];
}

pub use switch::*;

#[cfg(not(feature = "planted-bugs"))]
mod switch {
    use super::Defect;

    /// Whether it is planted: never.
    #[inline]
    #[must_use]
    pub const fn is(_: Defect) -> bool {
        false
    }

    /// Whether it is planted and it is its turn: never.
    #[inline]
    #[must_use]
    pub const fn now_and_then(_: Defect) -> bool {
        false
    }

    /// Nothing.
    #[inline]
    pub const fn mark(_: Defect) {}

    /// Whether it is planted and was marked since the last question: never.
    #[inline]
    #[must_use]
    pub const fn marked(_: Defect) -> bool {
        false
    }

    /// Whether it is planted and this was stored before [`begin`]: never.
    #[inline]
    #[must_use]
    pub const fn before(_: Defect, _: uuid::Uuid) -> bool {
        false
    }

    /// Nothing.
    #[inline]
    pub fn begin(_: impl FnOnce() -> uuid::Uuid) {}
}

#[cfg(feature = "planted-bugs")]
mod switch {
    use std::sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    };

    use super::Defect;

    const NONE: usize = usize::MAX;
    static PLANTED: AtomicUsize = AtomicUsize::new(NONE);
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    static MARKED: AtomicBool = AtomicBool::new(false);
    static BEGUN: Mutex<uuid::Uuid> = Mutex::new(uuid::Uuid::nil());

    /// Plants one defect in this process, in place of the one before.
    pub fn plant(defect: Option<Defect>) {
        PLANTED.store(defect.map_or(NONE, |defect| defect as usize), SeqCst);
    }

    /// Whether it is planted.
    #[must_use]
    pub fn is(defect: Defect) -> bool {
        PLANTED.load(SeqCst) == defect as usize
    }

    /// Whether it is planted and it is its turn: one time of seven.
    #[must_use]
    pub fn now_and_then(defect: Defect) -> bool {
        is(defect) && ASKED.fetch_add(1, SeqCst) % 7 == 6
    }

    /// One place tells another, below it, that it is its turn.
    pub fn mark(_: Defect) {
        MARKED.store(true, SeqCst);
    }

    /// Whether it is planted and was marked since the last question.
    #[must_use]
    pub fn marked(defect: Defect) -> bool {
        MARKED.swap(false, SeqCst) && is(defect)
    }

    /// Whether it is planted and this was stored before [`begin`].
    #[must_use]
    pub fn before(defect: Defect, id: uuid::Uuid) -> bool {
        is(defect) && id < *BEGUN.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A server starts; ids that it makes are above this one.
    pub fn begin(id: impl FnOnce() -> uuid::Uuid) {
        *BEGUN.lock().unwrap_or_else(PoisonError::into_inner) = id();
    }
}
