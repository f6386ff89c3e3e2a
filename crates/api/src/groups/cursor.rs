//! The cursor of a list of members: role, time of joining and id of the last one.

use std::{fmt, str::FromStr};

use chrono::DateTime;
use kamachat_application::groups::{MemberCursor, MemberView};
use kamachat_domain::groups::Role;

/// `<role>.<milliseconds>.<id>`.
pub(crate) struct RosterCursor(pub(super) MemberCursor);

impl RosterCursor {
    pub(super) fn after(view: &MemberView) -> Self {
        let member = &view.member;
        let joined_at = member.joined_at.unwrap_or_default();
        Self(MemberCursor { role: member.role, joined_at, account_id: member.account_id })
    }
}

impl fmt::Display for RosterCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let MemberCursor { role, joined_at, account_id } = self.0;
        write!(f, "{}.{}.{account_id}", role.as_str(), joined_at.timestamp_millis())
    }
}

impl FromStr for RosterCursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (role, rest) = text.split_once('.').ok_or(())?;
        let (at, id) = rest.split_once('.').ok_or(())?;
        let role = Role::parse(role).ok_or(())?;
        let joined_at = DateTime::from_timestamp_millis(at.parse().map_err(drop)?).ok_or(())?;
        let account_id = id.parse().map_err(drop)?;
        Ok(Self(MemberCursor { role, joined_at, account_id }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_anything_else_is_refused() {
        let text = "admin.1763710000123.0193f3c2-7a3e-7cc0-8000-000000000001";
        assert_eq!(text.parse::<RosterCursor>().map(|c| c.to_string()), Ok(text.to_owned()));
        for bad in
            ["", "..", "admin.1", "king.1.0193f3c2-7a3e-7cc0-8000-000000000001", "admin.x.y", "admin.1.2"]
        {
            assert!(bad.parse::<RosterCursor>().is_err(), "{bad}");
        }
    }
}
