//! What somebody meant who wrote a word that is not known.

/// The known word that is most like the one that was written, if one is like it at all.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    // A third of a word may be mistyped, and a word may be cut short.
    let most = word.chars().count().div_ceil(3).clamp(1, 3);
    let near = known.into_iter().filter_map(|known| {
        let distance = strsim::osa_distance(&word, &known.to_lowercase());
        let is_begun = word.len() > 2 && known.starts_with(&word);
        (distance <= most || is_begun).then_some((distance, known))
    });
    near.min().map(|(_, known)| known)
}

/// The end of a sentence about a word that is not known: the one that was meant, or all
/// that there are.
pub fn did_you_mean(word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(meant) => format!("did you mean {meant}?"),
        None => format!("known are {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn a_word_is_corrected_when_it_is_like_a_known_one() {
        let known = ["theme", "color", "ascii", "mouse", "filters"];
        for (word, expected) in [
            ("thme", "did you mean theme?"),
            ("Theme", "did you mean theme?"),
            ("colour", "did you mean color?"),
            ("fil", "did you mean filters?"),
            ("muose", "did you mean mouse?"),
            ("zz", "known are theme, color, ascii, mouse, filters"),
        ] {
            assert_eq!(did_you_mean(word, &known), expected, "{word}");
        }
    }
}
