//! The cursor of the conversation list: activity and id of the last item, readable only by this server.

use std::{fmt, str::FromStr};

use chrono::DateTime;
use kamachat_application::conversations::{ConversationView, ListCursor};

/// `<milliseconds>.<id>`.
pub(crate) struct ActivityCursor(pub(crate) ListCursor);

impl ActivityCursor {
    pub(crate) fn after(view: &ConversationView) -> Self {
        Self(ListCursor { last_activity_at: view.head.last_activity_at, id: view.head.id })
    }
}

impl fmt::Display for ActivityCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0.last_activity_at.timestamp_millis(), self.0.id)
    }
}

impl FromStr for ActivityCursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (at, id) = text.split_once('.').ok_or(())?;
        let at = DateTime::from_timestamp_millis(at.parse().map_err(drop)?).ok_or(())?;
        let id = id.parse().map_err(drop)?;
        Ok(Self(ListCursor { last_activity_at: at, id }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_anything_else_is_refused() {
        let text = "1763710000123.0193f3c2-7a3e-7cc0-8000-000000000001";
        assert_eq!(text.parse::<ActivityCursor>().map(|c| c.to_string()), Ok(text.to_owned()));
        for bad in ["", ".", "1", "x.y", "1.", "1.2", "99999999999999999999.x", "1;drop table message"] {
            assert!(bad.parse::<ActivityCursor>().is_err(), "{bad}");
        }
    }
}
