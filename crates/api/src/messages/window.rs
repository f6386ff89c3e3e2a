//! Which part of a conversation's history is asked for.

use chrono::{DateTime, Utc};
use kamachat_application::messages::Window;
use kamachat_domain::Limit;
use kamachat_web_kit::Refusal;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::paging::cursor_invalid;

/// At most one of `before`, `after`, `around` and `since`; without any, the newest messages.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct HistoryQuery {
    /// Messages below this number, the newest of them.
    #[param(value_type = Option<i64>)]
    before: Option<String>,
    /// Messages above this number, the oldest of them.
    #[param(value_type = Option<i64>)]
    after: Option<String>,
    /// Messages on both sides of this number.
    #[param(value_type = Option<i64>)]
    around: Option<String>,
    /// Messages of this time and later, the oldest of them.
    since: Option<DateTime<Utc>>,
    /// Size of a page, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

impl HistoryQuery {
    pub(crate) fn parse(&self) -> Result<(Window, Limit), Refusal> {
        let window = match (&self.before, &self.after, &self.around, self.since) {
            (None, None, None, None) => Window::Latest,
            (Some(seq), None, None, None) => Window::Before(number(seq)?),
            (None, Some(seq), None, None) => Window::After(number(seq)?),
            (None, None, Some(seq), None) => Window::Around(number(seq)?),
            (None, None, None, Some(at)) => Window::Since(at),
            _ => {
                return Err(Refusal::invalid(
                    "request.invalid",
                    "name one of before, after, around and since",
                ));
            }
        };
        Ok((window, Limit::parse(self.limit)?))
    }
}

/// Numbers of messages start at 1; 0 is "from the beginning".
pub(super) fn number(text: &str) -> Result<i64, Refusal> {
    text.parse().ok().filter(|seq| *seq >= 0).ok_or_else(cursor_invalid)
}
