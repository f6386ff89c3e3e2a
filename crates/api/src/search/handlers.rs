use actix_web::web::{Data, Json};
use chrono::{DateTime, Utc};
use kamachat_application::{Services, search::MessageFilter};
use kamachat_domain::{
    Limit,
    ids::{AccountId, ConversationId},
    messages::MessageKind,
    search::SearchQuery,
};
use kamachat_protocol::{
    Page, Problem,
    search::{FoundMessage, FoundPeople},
};
use kamachat_web_kit::{Caller, Query, Refusal};
use serde::Deserialize;
use utoipa::IntoParams;

use super::wire;
use crate::paging::within;

/// Which messages to look for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MessagesQuery {
    /// Words, all of which the text has; the last one may be the beginning of a word. At most 200 characters and
    /// 16 words. No character is an operator.
    q: String,
    /// Only in this conversation.
    conversation_id: Option<ConversationId>,
    /// Only of this person.
    sender_id: Option<AccountId>,
    /// Not sent before.
    from: Option<DateTime<Utc>>,
    /// Sent before.
    to: Option<DateTime<Utc>>,
    /// Only of this kind: `text`, or `merged`, which is found by what the messages in it said.
    kind: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Size of a page, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

impl MessagesQuery {
    fn parse(&self) -> Result<(SearchQuery, MessageFilter, Option<i64>, Limit), Refusal> {
        let (before, limit) = within::<i64>(self.cursor.as_deref(), self.limit)?;
        let kind = self.kind.as_deref().map(MessageKind::searchable).transpose()?;
        let filter = MessageFilter {
            conversation: self.conversation_id,
            sender: self.sender_id,
            from: self.from,
            to: self.to,
            kind,
        };
        Ok((SearchQuery::parse(&self.q)?, filter, before, limit))
    }
}

/// Whom to look for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PeopleQuery {
    /// Part of a name, of how a Chinese name sounds, or its initials. At most 200 characters.
    q: String,
}

/// Messages of the caller's conversations by their text, newest first. A page may be short before the end.
#[utoipa::path(
    get,
    path = "/api/v1/search/messages",
    tag = "search",
    params(MessagesQuery),
    responses(
        (status = 200, body = Page<FoundMessage>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn search_messages(
    services: Data<Services>,
    caller: Caller,
    query: Query<MessagesQuery>,
) -> Result<Json<Page<FoundMessage>>, Refusal> {
    let (words, filter, before, limit) = query.parse()?;
    let found = services.search.messages(&caller.0, &words, filter, before, limit).await?;
    Ok(Json(wire::messages(found)))
}

/// Contacts, other people whom the caller knows, and his groups, by their names.
#[utoipa::path(
    get,
    path = "/api/v1/search/people",
    tag = "search",
    params(PeopleQuery),
    responses(
        (status = 200, body = FoundPeople),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn search_people(
    services: Data<Services>,
    caller: Caller,
    query: Query<PeopleQuery>,
) -> Result<Json<FoundPeople>, Refusal> {
    let found = services.search.people(&caller.0, &query.q).await?;
    Ok(Json(wire::people(found)))
}
