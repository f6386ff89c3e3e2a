use super::Words;

/// The letter as plain text, with a line for each paragraph.
pub(super) fn text(words: &Words, link: Option<&str>) -> String {
    let mut parts = words.lines.clone();
    parts.extend(link.map(ToOwned::to_owned));
    parts.push(words.otherwise.to_owned());
    parts.push("KamaChat".to_owned());
    parts.join("\n\n") + "\n"
}

/// The letter as a page that needs nothing from elsewhere: no picture, no style sheet, no script.
pub(super) fn html(words: &Words, link: Option<&str>, lang: &str) -> String {
    let lines: String = words.lines.iter().map(|line| paragraph(line, "#1d2b26")).collect();
    let link = link.map(|link| button(link, words.action)).unwrap_or_default();
    let otherwise = paragraph(words.otherwise, "#5d6b65");
    let subject = escape(words.subject);
    format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>{subject}</title></head>\
         <body style=\"margin:0;padding:24px;background:#f4f7f5;font-family:system-ui,sans-serif\">\
         <div style=\"max-width:480px;margin:0 auto;padding:32px;background:#ffffff;border-radius:12px\">\
         <h1 style=\"margin:0 0 16px;font-size:20px;color:#1d2b26\">{subject}</h1>{lines}{link}{otherwise}\
         <p style=\"margin:24px 0 0;font-size:13px;color:#5d6b65\">KamaChat</p></div></body></html>\n"
    )
}

fn paragraph(text: &str, color: &str) -> String {
    let text = escape(text);
    format!("<p style=\"margin:0 0 16px;font-size:15px;line-height:1.6;color:{color}\">{text}</p>")
}

/// The address stands below as text, for readers that show no links.
fn button(link: &str, action: &str) -> String {
    let (link, action) = (escape(link), escape(action));
    format!(
        "<p style=\"margin:24px 0\"><a href=\"{link}\" style=\"display:inline-block;padding:12px 24px;\
         border-radius:8px;background:#0f7a5a;color:#ffffff;text-decoration:none;font-size:15px\">{action}</a></p>\
         <p style=\"margin:0 0 16px;font-size:12px;color:#5d6b65;word-break:break-all\">{link}</p>"
    )
}

fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut escaped, c| {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
        escaped
    })
}
