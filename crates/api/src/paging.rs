//! Cursors and page sizes of lists.

use std::{fmt::Display, str::FromStr};

use kamachat_domain::{Limit, ids::AccountId};
use kamachat_protocol::Page;
use kamachat_web_kit::Refusal;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{conversations::ActivityCursor, groups::RosterCursor};

/// How to go through a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Size of a page, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

impl ListQuery {
    /// Where to go on and how many items; a cursor that this server did not make is refused.
    pub(crate) fn parse<C: FromStr>(&self) -> Result<(Option<C>, Limit), Refusal> {
        within(self.cursor.as_deref(), self.limit)
    }
}

/// See [`ListQuery::parse`].
pub(crate) fn within<C: FromStr>(
    cursor: Option<&str>,
    limit: Option<i64>,
) -> Result<(Option<C>, Limit), Refusal> {
    let cursor = cursor.map(|text| text.parse().map_err(|_| cursor_invalid()));
    Ok((cursor.transpose()?, Limit::parse(limit)?))
}

/// What each kind of list reads in a cursor, written again; `None` where it is none of that list.
#[must_use]
pub fn cursors(text: &str) -> [Option<String>; 4] {
    fn read<C: FromStr + Display>(text: &str) -> Option<String> {
        within::<C>(Some(text), None).ok()?.0.map(|cursor| cursor.to_string())
    }
    [read::<i64>(text), read::<AccountId>(text), read::<ActivityCursor>(text), read::<RosterCursor>(text)]
}

pub(crate) fn cursor_invalid() -> Refusal {
    Refusal::invalid("request.cursor_invalid", "this is not a cursor of this list").at("cursor")
}

/// A page whose next one starts after its last item, when it is full.
pub(crate) fn page<V, T, C: Display>(
    views: Vec<V>,
    limit: Limit,
    cursor: impl Fn(&V) -> C,
    wire: impl Fn(V) -> T,
) -> Page<T> {
    let is_full = views.len() as u64 >= limit.get();
    let next_cursor = views.last().filter(|_| is_full).map(|last| cursor(last).to_string());
    Page { items: views.into_iter().map(wire).collect(), next_cursor }
}
