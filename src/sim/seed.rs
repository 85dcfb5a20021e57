//! Identifiers that are the same in every run: each is a hash of what it names.

/// Sixteen hexadecimal digits that stand for a key.
pub(super) fn hex16(key: &str) -> String {
    format!("{:016x}", number(key))
}

/// An id in EC2's long form: a prefix, a nought, sixteen digits.
pub(super) fn id(prefix: &str, key: &str) -> String {
    format!("{prefix}-0{}", hex16(&format!("{prefix}:{key}")))
}

/// Characters of AWS's key alphabet (base 32).
pub(super) fn key_letters(key: &str, length: usize) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let seed = number(key);
    (0..length as u64)
        .map(|place| char::from(ALPHABET[(mix(seed ^ mix(place + 1)) % 32) as usize]))
        .collect()
}

/// A number that stands for a key: FNV-1a, then mixed so that keys that differ little
/// give numbers that differ much. It is asked for in every row of an answer, so it is
/// quick before all; nothing that must be secret comes from it.
pub(super) fn number(key: &str) -> u64 {
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    mix(hash)
}

/// The finalizer of `SplitMix64`.
fn mix(mut number: u64) -> u64 {
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// A UUID that stands for a key, as AWS writes request ids and certificates.
pub(super) fn uuid(key: &str) -> String {
    let (high, low) = (number(key), number(&format!("{key}.")));
    format!(
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        low >> 52,
        low & 0xffff_ffff_ffff
    )
}
