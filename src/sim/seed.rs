//! Identifiers that are the same in every run: each is a hash of what it names.

use sha2::{Digest, Sha256};

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
    Sha256::digest(key.as_bytes())
        .iter()
        .cycle()
        .take(length)
        .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
        .collect()
}

/// A number that stands for a key.
pub(super) fn number(key: &str) -> u64 {
    let digest = Sha256::digest(key.as_bytes());
    digest
        .iter()
        .take(8)
        .fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
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
