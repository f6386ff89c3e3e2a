use kamachat_application::ports::Sms;

/// Puts a message into a text that has `{phone}`, `{code}` and `{text}`. What is put in is not looked at again.
pub(super) fn fill(template: &str, sms: Sms<'_>, escape: fn(&str) -> String) -> String {
    let places = [("{phone}", sms.to.as_str()), ("{code}", sms.code), ("{text}", sms.text)];
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match places.iter().find(|(place, _)| rest.starts_with(place)) {
            Some((place, value)) => {
                out.push_str(&escape(value));
                rest = &rest[place.len()..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}
