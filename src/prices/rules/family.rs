//! Families of instance classes: what `m7g` says, and which are siblings. It must not
//! know any price.

use std::cmp::Ordering;

/// A family: `m7gd` is series `m`, generation 7, on Graviton, with a disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Family<'a> {
    pub(super) series: &'a str,
    generation: u32,
    vendor: Vendor,
    /// What else its name says: `d`, `n`, `-flex`.
    with: &'a str,
}

/// Whose processors it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Vendor {
    Intel,
    Amd,
    Graviton,
}

/// How far two families of a series and a vendor are apart; the nearest is the least.
pub(super) type Distance = (u32, usize, Ordering);

impl<'a> Family<'a> {
    /// The family and the size of `m7g.large`; nothing for a class that has no generation.
    pub(super) fn of_class(class: &'a str) -> Option<(Self, &'a str)> {
        let (family, size) = class.split_once('.')?;
        let is_digit = |c: char| c.is_ascii_digit();
        let (series, rest) = family.split_at(family.find(is_digit)?);
        let end = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
        let (generation, with) = rest.split_at(end);
        let vendor = match with.chars().next() {
            // The first on Graviton does not say so.
            _ if series == "a" => Vendor::Graviton,
            Some('g') => Vendor::Graviton,
            Some('a') => Vendor::Amd,
            _ => Vendor::Intel,
        };
        let family = Self {
            series,
            generation: generation.parse().ok()?,
            vendor,
            with,
        };
        Some((family, size))
    }

    /// Nothing for a family that is no sibling. Of two that are as far in generations, the
    /// one that differs in less, then the later one.
    pub(super) fn distance(&self, other: &Self) -> Option<Distance> {
        let is_sibling = self.series == other.series && self.vendor == other.vendor;
        is_sibling.then(|| {
            let generations = self.generation.abs_diff(other.generation);
            let lacks = |a: &str, b: &str| a.chars().filter(|c| !b.contains(*c)).count();
            let differs = lacks(self.with, other.with) + lacks(other.with, self.with);
            (generations, differs, self.generation.cmp(&other.generation))
        })
    }
}
