//! Messages that were sent on as one, as stored.

use kamachat_application::ports::PortError;
use kamachat_domain::messages::MergedItem;
use serde::{Deserialize, Serialize};

use super::mapping::{kind as kind_of, kind_number};
use crate::db::values::{millis, time};

#[derive(Serialize, Deserialize)]
struct Stored<I> {
    items: I,
}

#[derive(Serialize, Deserialize)]
struct StoredItem {
    sender: String,
    kind: i16,
    text: String,
    at: i64,
}

pub(super) fn stored(items: &[MergedItem]) -> serde_json::Result<String> {
    let item = |item: &MergedItem| StoredItem {
        sender: item.sender.clone(),
        kind: kind_number(item.kind),
        text: item.text.clone(),
        at: millis(item.created_at),
    };
    serde_json::to_string(&Stored { items: items.iter().map(item).collect::<Vec<_>>() })
}

pub(super) fn read(stored: &str) -> Result<Vec<MergedItem>, PortError> {
    let Stored::<Vec<StoredItem>> { items } =
        serde_json::from_str(stored).map_err(|_| PortError::Corrupt("the body of a message"))?;
    let item = |StoredItem { sender, kind, text, at }: StoredItem| {
        Ok(MergedItem { sender, kind: kind_of(kind)?, text, created_at: time(at)? })
    };
    items.into_iter().map(item).collect()
}
