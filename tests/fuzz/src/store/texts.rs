//! What a change may leave of a text.

/// How many bytes at the beginning and at the end two texts have in common.
fn kept(old: &str, new: &str) -> (usize, usize) {
    let both = old.bytes().zip(new.bytes());
    let head = both.take_while(|(old, new)| old == new).count();
    let most = old.len().min(new.len()) - head;
    let both = old.bytes().rev().zip(new.bytes().rev()).take(most);
    (head, both.take_while(|(old, new)| old == new).count())
}

/// All of the old text is in the new one, in at most two parts.
pub fn assert_inserted(old: &str, new: &str) {
    let (old, new) = (old.trim_end(), new.trim_end());
    let (head, tail) = kept(old, new);
    assert_eq!(head + tail, old.len(), "{old:?}\n{new:?}");
}

/// But for one value nothing has changed. A text of several lines may hold anything.
pub fn assert_renamed(old: &str, new: &str) {
    let old = old.trim_end();
    let (head, tail) = kept(old, new.trim_end());
    let gone = &old.as_bytes()[head..old.len() - tail];
    let is_value = !gone.contains(&b'\n') && !gone.contains(&b'=');
    let has_long_texts = old.contains("\"\"\"") || old.contains("''");
    assert!(is_value || has_long_texts, "{old:?}\n{new:?}");
}
