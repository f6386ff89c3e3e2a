use actix_web::web::{Data, Json};
use kamachat_application::{Services, accounts::presence::PresenceView};
use kamachat_protocol::{Page, Problem, accounts::Presence};
use kamachat_web_kit::{Caller, Query, Refusal};

use crate::paging::ListQuery;

/// The caller's contacts who are there and let it be seen. A page looks at `limit` contacts, so it may hold
/// fewer, or none, and go on.
#[utoipa::path(
    get,
    path = "/api/v1/users/online",
    tag = "contacts",
    params(ListQuery),
    responses(
        (status = 200, body = Page<Presence>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn online(
    services: Data<Services>,
    caller: Caller,
    query: Query<ListQuery>,
) -> Result<Json<Page<Presence>>, Refusal> {
    let (after, limit) = query.parse()?;
    let (views, next) = services.presence.online(&caller.0, after, limit).await?;
    let next_cursor = next.map(|id| id.to_string());
    Ok(Json(Page { items: views.into_iter().map(presence).collect(), next_cursor }))
}

fn presence(view: PresenceView) -> Presence {
    Presence { user_id: view.account_id, state: view.state, last_seen_at: view.last_seen_at }
}
