/// A cursor of a list: what is taken is a cursor, and written again it stays the same.
///
/// # Panics
/// When it does not.
pub fn cursor(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for (list, written) in kamachat_api::cursors(text).into_iter().enumerate() {
        let Some(written) = written else { continue };
        let again = kamachat_api::cursors(&written).into_iter().nth(list).flatten();
        assert_eq!(again.as_ref(), Some(&written), "{text:?} in list {list}");
    }
}
