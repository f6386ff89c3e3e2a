use actix_web::web::{Data, Json};
use kamachat_application::{
    Services,
    conversations::{Arrangement, NewDraft},
};
use kamachat_domain::{
    conversations::{Conversation as Head, Membership},
    ids::ConversationId,
};
use kamachat_protocol::{
    Problem,
    conversations::{Conversation, ConversationChange, ConversationSettings, Draft},
};
use kamachat_web_kit::{Body, Caller, PathId, Refusal};

use super::wire;

/// Changes how the caller keeps a conversation; the others do not see it.
#[utoipa::path(
    patch,
    path = "/api/v1/conversations/{id}",
    tag = "conversations",
    params(("id" = ConversationId, Path)),
    request_body = ConversationChange,
    responses(
        (status = 200, body = Conversation),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change_conversation(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
    body: Body<ConversationChange>,
) -> Result<Json<Conversation>, Refusal> {
    let wish = arrangement(body.into_inner());
    let view = services.conversations.arrange(&caller.0, id.0, wish).await?;
    Ok(Json(wire::conversation(view)))
}

fn arrangement(change: ConversationChange) -> Arrangement {
    let ConversationChange { pinned, notify, archived, hidden, marked_unread, draft } = change;
    let draft = draft.map(|draft| draft.map(|draft| NewDraft { text: draft.text, reply_to: draft.reply_to }));
    Arrangement { pinned, notify, archived, hidden, marked_unread, draft }
}

pub(super) fn settings(head: &Head, member: &Membership) -> ConversationSettings {
    let settings = &member.settings;
    ConversationSettings {
        pinned: settings.pinned,
        notify: settings.notify,
        archived: member.is_archived(head),
        archived_cnt: settings.archived_cnt,
        hidden: member.is_hidden(head),
        hidden_cnt: settings.hidden_cnt,
        marked_unread: settings.marked_unread,
        draft: settings.draft.as_ref().map(|draft| Draft {
            text: draft.text.as_str().to_owned(),
            reply_to: draft.reply_to,
            updated_at: draft.updated_at,
        }),
    }
}
