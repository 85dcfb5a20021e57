//! What AWS bills a resource by, as whole numbers; facts say the same in words.

/// What is counted, with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Of a volume, a database, a broker, a data node: what is reserved for it.
    StorageGib,
    Iops,
    ThroughputMibps,
    /// Cache nodes, brokers, data nodes.
    Nodes,
    /// Dedicated masters of a search domain.
    MasterNodes,
    WarmNodes,
    /// Of a task: 1,024 are a vCPU.
    CpuUnits,
    MemoryMib,
    EphemeralGib,
    Shards,
    /// With throughput of their own.
    Consumers,
    RetentionHours,
    /// What is stored, where AWS counts it.
    SizeBytes,
    /// Of that, in the class for what is seldom read.
    InfrequentBytes,
    /// Of that, in the archive.
    ArchiveBytes,
    /// A second, provisioned.
    ReadUnits,
    WriteUnits,
    /// Of Aurora Serverless: the least capacity, in thousandths of a unit.
    MinimumMilliAcu,
    /// In which it has an address.
    Zones,
    Rules,
    /// Of an alarm.
    PeriodSeconds,
    Metrics,
}

/// The measures of one resource; most have none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measures(Vec<(Measure, u64)>);

impl Measures {
    pub fn get(&self, measure: Measure) -> Option<u64> {
        let found = self.0.iter().find(|(known, _)| *known == measure);
        found.map(|(_, value)| *value)
    }

    /// The first word on a measure stands.
    pub fn put(&mut self, measure: Measure, value: u64) {
        if self.get(measure).is_none() {
            self.0.push((measure, value));
            self.0.shrink_to_fit();
        }
    }

    /// What another reading of the same resource knows besides.
    pub fn fill_from(&mut self, other: &Self) {
        for (measure, value) in &other.0 {
            self.put(*measure, *value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Measure, Measures};

    #[test]
    fn what_is_known_first_stands_and_the_rest_is_filled_in() {
        let (mut known, mut other) = (Measures::default(), Measures::default());
        known.put(Measure::StorageGib, 8);
        other.put(Measure::StorageGib, 16);
        other.put(Measure::Iops, 3000);
        known.fill_from(&other);
        let seen = [Measure::StorageGib, Measure::Iops, Measure::Nodes].map(|one| known.get(one));
        assert_eq!(seen, [Some(8), Some(3000), None]);
    }
}
