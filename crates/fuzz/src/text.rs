use kamachat_domain::{
    accounts::{DeviceName, Email, Nickname, Phone, Signature, StatusText, Username},
    admin::ReportText,
    contacts::{Note, Remark, Tags},
    groups::{Alias, GroupName, Notice},
    messages::{Body, Emoji, Text},
};

/// Everything that a person writes: what is taken is taken again as it was kept.
///
/// # Panics
/// When it is not.
pub fn text(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    names(text);
    if let Ok(said) = Text::parse(text.to_owned()) {
        assert_eq!(said.as_str(), text);
        assert_ne!(Body::Text(said).hash(), [0; 32]);
    }
    if let Ok(Some(said)) = ReportText::parse(text) {
        assert_eq!(ReportText::parse(said.as_str()), Ok(Some(said)));
    }
    if let Ok(tags) = Tags::parse(&text.split('\n').collect::<Vec<_>>()) {
        assert_eq!(Tags::parse(tags.as_slice()), Ok(tags));
    }
    if let Ok(phone) = Phone::parse(text, 86) {
        assert_eq!(Phone::parse(phone.as_str(), 1), Ok(phone));
    }
    assert_eq!(GroupName::fold(&GroupName::fold(text)), GroupName::fold(text));
}

macro_rules! kept {
    ($text:expr, $($kind:ty),+) => {$(
        if let Ok(kept) = <$kind>::parse($text) {
            assert_eq!(<$kind>::parse(kept.as_str()), Ok(kept));
        }
    )+};
}

fn names(text: &str) {
    kept!(text, Username, Nickname, Email, Signature, StatusText, DeviceName, Note, Remark);
    kept!(text, GroupName, Notice, Alias, Emoji);
}
