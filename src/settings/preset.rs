//! A preset between the words of the file and what the map is grouped by.

use super::Preset;
use crate::graph::{self, GroupBy, Grouping, GroupingError};
use crate::inventory::Kind;

impl Preset {
    /// What the words mean. Without a grouping it is the default one.
    pub fn meant(&self) -> Result<graph::Preset, GroupingError> {
        let levels: Result<Vec<GroupBy>, _> = self.group.iter().map(|word| word.parse()).collect();
        let group = match self.group.as_slice() {
            [] => Grouping::default(),
            [word] if is_none(word) => Grouping::of(Vec::new())?,
            _ => Grouping::of(levels?)?,
        };
        Ok(graph::Preset {
            group,
            hide: graph::Preset::kinds(&self.hide.join(","))?,
            filter: self.filter.clone(),
        })
    }
}

impl From<&graph::Preset> for Preset {
    fn from(preset: &graph::Preset) -> Self {
        let levels = preset.group.levels();
        let group = if levels.is_empty() {
            vec![NONE.to_owned()]
        } else {
            levels.iter().map(ToString::to_string).collect()
        };
        Self {
            group,
            hide: preset
                .hide
                .iter()
                .copied()
                .map(Kind::name)
                .map(str::to_owned)
                .collect(),
            filter: preset.filter.clone(),
        }
    }
}

/// No grouping at all, as a grouping is written in one text.
const NONE: &str = "none";

fn is_none(word: &str) -> bool {
    word.trim().eq_ignore_ascii_case(NONE)
}

/// What is wrong with one word of a grouping, apart from the others.
pub(super) fn group_problem(word: &str) -> Option<String> {
    let parsed = word.parse::<GroupBy>();
    parsed
        .err()
        .filter(|_| !is_none(word))
        .map(|error| error.to_string())
}

/// What is wrong with one kind that is to be hidden.
pub(super) fn hide_problem(word: &str) -> Option<String> {
    let parsed = graph::Preset::kinds(word);
    parsed.err().map(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::Preset;
    use crate::graph;

    #[test]
    fn what_is_written_means_the_same_when_it_is_read() {
        for name in ["default", "infrastructure", "network", "security"] {
            let preset = graph::Preset::builtin(name).expect(name);
            assert_eq!(Preset::from(&preset).meant(), Ok(preset), "{name}");
        }
        let flat = graph::Preset {
            group: "none".parse().expect("no grouping"),
            ..graph::Preset::default()
        };
        assert_eq!(Preset::from(&flat).meant(), Ok(flat));
        let tagged = Preset {
            group: vec!["region".to_owned(), "tag:a,b".to_owned()],
            ..Preset::default()
        };
        let meant = tagged.meant().expect("a comma in a tag's key");
        assert_eq!(Preset::from(&meant).meant(), Ok(meant));
    }
}
