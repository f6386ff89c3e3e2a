use kamachat_domain::admin::{Report, ReportTarget};
use serde_json::json;

use crate::{Result, accounts::profiles, store::Repositories};

/// A report for an operator to read in a terminal, as JSON in several lines. The picture is left out.
pub async fn told_report(read: &dyn Repositories, report: &Report) -> Result<String> {
    let reporter = profiles(read, &[report.reporter_id]).await?.remove(&report.reporter_id);
    let target = match report.target {
        ReportTarget::Message(conversation, seq) => {
            json!({ "kind": "message", "conversation_id": conversation, "seq": seq })
        }
        ReportTarget::User(person) => json!({ "kind": "user", "user_id": person }),
        ReportTarget::Group(group) => json!({ "kind": "group", "group_id": group }),
    };
    let told = json!({
        "id": report.id,
        "created_at": report.created_at,
        "reporter": { "id": report.reporter_id, "username": reporter.map(|person| person.username) },
        "target": target,
        "reason": report.reason,
        "text": report.text.as_ref().map(|text| text.as_str()),
        "evidence": report.evidence,
        "has_picture": report.picture.is_some(),
    });
    Ok(escaped(&format!("{told:#}")))
}

/// Without what steers a terminal or turns the direction of a line: such characters are in strings only.
fn escaped(json: &str) -> String {
    let steers = |c: char| {
        let turns = matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
        turns || (c.is_control() && c != '\n')
    };
    let mut shown = String::with_capacity(json.len());
    for c in json.chars() {
        if steers(c) {
            shown.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_does_not_steer_a_terminal_and_reads_back() {
        let text = "a\u{9b}31m\u{202e}b\u{7f}\u{1b}[0m\n好\u{2066}";
        let told = escaped(&format!("{:#}", json!({ "text": text })));
        assert!(told.chars().all(|c| c == '\n' || !c.is_control()));
        assert!(!told.contains(['\u{202e}', '\u{2066}']) && told.contains("\\u009b"), "{told}");
        let read: serde_json::Value = serde_json::from_str(&told).unwrap_or_default();
        assert_eq!(read["text"], text);
    }
}
