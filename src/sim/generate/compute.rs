//! Groups of instances and the slots that they stand in.

use super::{DescriptionError, Grower};
use crate::sim::description;
use crate::sim::estate::{Address, Association, FirstInstance, Group, Slot};
use crate::sim::script::Script;
use crate::sim::seed;

impl Grower<'_> {
    pub(super) fn groups(&mut self) -> Result<(), DescriptionError> {
        for described in &self.vpc.group {
            let name = format!("{}-{}", self.vpc.name, described.name);
            let subnets = self.tier(&described.tier)?;
            let position = self.region.groups.len();
            let first = self.region.slots.len();
            for member in 0..described.count {
                let slot = self.slot(
                    described,
                    position,
                    (member, subnets[member % subnets.len()]),
                );
                self.region.slots.push(slot);
            }
            let image = seed::id(
                "ami",
                &format!("{}/{}", self.region.name, described.service),
            );
            self.region.groups.push(Group {
                key: format!("{}/{}/{}", self.region.name, self.vpc.name, described.name),
                name: if described.scaling.is_some() {
                    name
                } else {
                    described.name.clone()
                },
                service: described.service.clone(),
                instance_type: described.instance_type.clone(),
                image,
                security_groups: self.named_security_groups(&described.security_groups)?,
                subnets,
                slots: (first..self.region.slots.len()).collect(),
                target_groups: Vec::new(),
                scaling: described.scaling,
                root_gib: described.root_gib,
                data_gib: described.data_gib,
                version: described.version,
                stopped: described.stopped,
                tags: self.vpc.tags.clone(),
            });
        }
        Ok(())
    }

    fn slot(
        &mut self,
        described: &description::Group,
        group: usize,
        (member, subnet): (usize, usize),
    ) -> Slot {
        let key = self.key(&format!("{}/{member}", described.name));
        // Two host numbers for each slot: the old and the new instance live side by side
        // while one takes over from the other.
        let next = self.instance_hosts.entry(subnet).or_insert(20);
        let host = *next;
        *next += 2;
        let first = FirstInstance {
            id: seed::id("i", &key),
            interface: seed::id("eni", &key),
            root_volume: seed::id("vol", &key),
            data_volume: described
                .data_gib
                .map(|_| seed::id("vol", &format!("{key}/data"))),
            age_seconds: 86_400 + (seed::number(&key) % (90 * 86_400)) as i64,
        };
        let public = described
            .public_address
            .then(|| self.elastic_address(described, &first.interface, subnet, host));
        Slot {
            group,
            member,
            subnet,
            host,
            first,
            public,
            script: Script::default(),
        }
    }

    fn elastic_address(
        &mut self,
        described: &description::Group,
        interface: &str,
        subnet: usize,
        host: u32,
    ) -> Association {
        let association = Association {
            public_ip: self.addresses.next(),
            owner: self.region.account.clone(),
            allocation: Some(seed::id("eipalloc", interface)),
            id: Some(seed::id("eipassoc", interface)),
        };
        self.region.addresses.push(Address {
            allocation: seed::id("eipalloc", interface),
            association: association.id.clone(),
            public_ip: association.public_ip,
            private_ip: Some(self.region.subnets[subnet].host(host)),
            interface: Some(interface.to_owned()),
            slot: Some(self.region.slots.len()),
            tags: self.tags(&described.name),
        });
        association
    }
}
