//! Looking things up by conversation and number.

use kamachat_domain::ids::ConversationId;
use sea_orm::{ColumnTrait, Condition, sea_query::ExprTrait};
use uuid::Uuid;

use crate::db::page::{filled, repeated};

/// Which rows belong to `places`, a condition for each query: by a list of numbers within one conversation, else
/// pair by pair.
pub(super) fn at<C: ColumnTrait>(
    places: &[(ConversationId, i64)],
    conversation: C,
    seq: C,
) -> Vec<Condition> {
    let Some((first, _)) = places.first().copied() else { return Vec::new() };
    if places.iter().all(|(id, _)| *id == first) {
        let seqs: Vec<i64> = places.iter().map(|(_, seq)| *seq).collect();
        let here = |seqs| Condition::all().add(conversation.eq(first.as_uuid())).add(seq.is_in(seqs));
        return repeated(&seqs).map(here).collect();
    }
    let keys: Vec<(Uuid, i64)> = places.iter().map(|(id, seq)| (id.as_uuid(), *seq)).collect();
    let any = |keys: Vec<(Uuid, i64)>| {
        keys.into_iter()
            .fold(Condition::any(), |any, (id, number)| any.add(conversation.eq(id).and(seq.eq(number))))
    };
    filled(&keys, &(Uuid::nil(), 0)).map(any).collect()
}
