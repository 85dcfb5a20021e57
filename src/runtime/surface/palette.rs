//! The sixteen colours of a terminal's palette by their own codes. Crossterm writes them
//! as the first of 256, which a terminal of sixteen takes for blinking and worse.

const ESCAPE: u8 = 0x1b;

/// Appends the bytes, with every colour of the palette named as ECMA-48 and aixterm do.
pub(super) fn name(bytes: &[u8], to: &mut Vec<u8>) {
    let mut rest = bytes;
    while let Some(start) = rest.windows(2).position(|two| two == [ESCAPE, b'[']) {
        let (before, sequence) = rest.split_at(start + 2);
        to.extend_from_slice(before);
        let is_parameter = |byte: &u8| byte.is_ascii_digit() || *byte == b';';
        let length = sequence
            .iter()
            .take_while(|byte| is_parameter(byte))
            .count();
        let (parameters, after) = sequence.split_at(length);
        match std::str::from_utf8(parameters) {
            Ok(text) if after.first() == Some(&b'm') => to.extend(renamed(text).into_bytes()),
            _ => to.extend_from_slice(parameters),
        }
        rest = after;
    }
    to.extend_from_slice(rest);
}

fn renamed(parameters: &str) -> String {
    let all: Vec<&str> = parameters.split(';').collect();
    let (mut rest, mut named) = (all.as_slice(), Vec::new());
    while let [first, others @ ..] = rest {
        let (length, code) = match (*first, others) {
            ("38" | "48", ["5", index, ..]) => (3, code(*first == "48", index)),
            // Three levels follow, which are no codes.
            ("38" | "48", ["2", _, _, _, ..]) => (5, None),
            _ => (1, None),
        };
        match code {
            Some(code) => named.push(code.to_string()),
            None => named.extend(rest[..length].iter().map(|part| (*part).to_owned())),
        }
        rest = &rest[length..];
    }
    named.join(";")
}

/// The code of one of the sixteen, as text or as background.
fn code(is_background: bool, index: &str) -> Option<u16> {
    let first = match index.parse::<u16>().ok()? {
        plain @ 0..=7 => 30 + plain,
        bright @ 8..=15 => 90 + bright - 8,
        _ => return None,
    };
    Some(first + if is_background { 10 } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn only_the_palette_is_renamed() {
        for (written, expected) in [
            ("\x1b[38;5;1ma\x1b[48;5;6mb", "\x1b[31ma\x1b[46mb"),
            ("\x1b[38;5;8;48;5;15mab", "\x1b[90;107mab"),
            (
                "\x1b[38;5;16m\x1b[38;2;5;38;5m",
                "\x1b[38;5;16m\x1b[38;2;5;38;5m",
            ),
            (
                "\x1b[39;48;5;3m\x1b[1;2H38;5;1",
                "\x1b[39;43m\x1b[1;2H38;5;1",
            ),
            ("plain \x1b[", "plain \x1b["),
        ] {
            let mut bytes = Vec::new();
            name(written.as_bytes(), &mut bytes);
            assert_eq!(String::from_utf8_lossy(&bytes), expected);
        }
    }
}
