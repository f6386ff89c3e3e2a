//! Messages that are sent on to others.

use sha2::{Digest, Sha256};
use uuid::Builder;

use super::{MessageError, MessageKind};
use crate::{
    Timestamp,
    ids::{ClientMsgId, ConversationId},
};

/// What one of several messages was when they were sent on as one. It stays so whatever becomes of the original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedItem {
    /// What its sender was called there.
    pub sender: String,
    pub kind: MessageKind,
    /// What it said; of a card the person's name.
    pub text: String,
    pub created_at: Timestamp,
}

impl MergedItem {
    /// Most messages that are sent on at once.
    pub const MOST: usize = 100;
    /// Longest text of all of them together, in bytes.
    pub const MAX_BYTES: usize = 64 * 1024;

    /// Adds it to the hash of its message.
    pub(super) fn feed(&self, hasher: &mut Sha256) {
        for text in [self.sender.as_str(), self.kind.as_str(), &self.text] {
            hasher.update((text.len() as u64).to_be_bytes());
            hasher.update(text.as_bytes());
        }
    }

    /// # Errors
    /// [`MessageError::Empty`], [`MessageError::TooLong`].
    pub fn check(items: &[Self]) -> Result<(), MessageError> {
        let bytes: usize = items.iter().map(|item| item.text.len()).sum();
        match items.len() {
            0 => Err(MessageError::Empty),
            _ if items.len() > Self::MOST || bytes > Self::MAX_BYTES => Err(MessageError::TooLong),
            _ => Ok(()),
        }
    }
}

/// The client id of one copy: the same whenever the same is sent on again under `key`.
#[must_use]
pub fn copy_id(key: ClientMsgId, to: ConversationId, place: usize) -> ClientMsgId {
    let mut hasher = Sha256::new();
    hasher.update(key.as_uuid().as_bytes());
    hasher.update(to.as_uuid().as_bytes());
    hasher.update((place as u64).to_be_bytes());
    let digest: [u8; 32] = hasher.finalize().into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Builder::from_custom_bytes(bytes).into_uuid().into()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn each_copy_has_its_own_id_and_keeps_it() {
        let key = Uuid::from_u128(1).into();
        let to = |n| Uuid::from_u128(n).into();
        let ids = [copy_id(key, to(1), 0), copy_id(key, to(1), 1), copy_id(key, to(2), 0)];
        let other = copy_id(Uuid::from_u128(2).into(), to(1), 0);
        let all: std::collections::HashSet<_> = ids.into_iter().chain([other]).collect();
        assert_eq!(all.len(), 4);
        assert_eq!(copy_id(key, to(1), 1), ids[1]);
    }

    #[test]
    fn what_is_merged_is_neither_nothing_nor_endless() {
        let item = |len| MergedItem {
            sender: "mei".into(),
            kind: MessageKind::Text,
            text: "x".repeat(len),
            created_at: Timestamp::UNIX_EPOCH,
        };
        assert_eq!(MergedItem::check(&[]), Err(MessageError::Empty));
        assert_eq!(MergedItem::check(&vec![item(1); 100]), Ok(()));
        assert_eq!(MergedItem::check(&vec![item(1); 101]), Err(MessageError::TooLong));
        assert_eq!(MergedItem::check(&vec![item(40_000); 2]), Err(MessageError::TooLong));
    }
}
