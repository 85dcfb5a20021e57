//! Volumes, which here belong to instances.

use super::{Listing, Row, one, owned, write_tags};
use crate::sim::filter::Filtered;
use crate::sim::geography;
use crate::sim::seed;
use crate::sim::view::{Instance, View};
use crate::sim::xml::Xml;
use std::borrow::Cow;

pub(super) const VOLUMES: Listing = Listing {
    set: "volumeSet",
    ids: "VolumeId",
    most: 1000,
    missing: ("InvalidVolume.NotFound", "volume"),
};

pub(super) struct VolumeRow<'a> {
    pub id: Cow<'a, str>,
    instance: Instance<'a>,
    is_root: bool,
    view: View<'a>,
}

pub(super) fn volumes<'a>(view: &View<'a>) -> impl Iterator<Item = (u64, VolumeRow<'a>)> + use<'a> {
    let view = *view;
    let instances = view.instances().into_iter().filter(Instance::is_attached);
    instances.flat_map(move |instance| {
        let root = Some((true, instance.root_volume()));
        let data = instance.data_volume().map(|id| (false, id));
        root.into_iter().chain(data).map(move |(is_root, id)| {
            let row = VolumeRow {
                id,
                is_root,
                view,
                instance: instance.clone(),
            };
            (row.instance.ordinal() * 2 + 1 + u64::from(!is_root), row)
        })
    })
}

impl VolumeRow<'_> {
    fn size(&self) -> u32 {
        let group = self.instance.group;
        if self.is_root {
            group.root_gib
        } else {
            group.data_gib.unwrap_or(group.root_gib)
        }
    }

    fn device(&self) -> &'static str {
        if self.is_root {
            "/dev/xvda"
        } else {
            "/dev/sdf"
        }
    }
}

impl Filtered for VolumeRow<'_> {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)> {
        let kind = if self.is_root { "root" } else { "data" };
        let mut tags = self.instance.tags();
        tags.retain(|(key, _)| !key.starts_with("aws:") && *key != "version");
        for (key, value) in &mut tags {
            if *key == "Name" {
                *value = format!("{value}-{kind}").into();
            }
        }
        tags
    }

    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>> {
        match filter {
            "volume-id" => one(&self.id),
            "attachment.instance-id" => one(&self.instance.id),
            "attachment.device" => one(self.device()),
            "availability-zone" => one(&self.instance.subnet.zone),
            "status" => one("in-use"),
            "attachment.status" => one("attached"),
            "volume-type" => one("gp3"),
            "size" => owned(self.size()),
            "encrypted" => one("true"),
            _ => None,
        }
    }
}

impl Row for VolumeRow<'_> {
    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.id)
    }

    fn write(&self, xml: &mut Xml) {
        let zone = &self.instance.subnet.zone;
        let (region, account) = (&self.view.region.name, &self.view.region.account);
        let created = self.view.time(self.instance.launched() + 1);
        xml.text("volumeId", &self.id);
        xml.value("size", self.size());
        xml.text("snapshotId", "");
        xml.text("availabilityZone", zone);
        xml.text("availabilityZoneId", &geography::zone_id(account, zone));
        xml.text("status", "in-use");
        xml.text("createTime", &created);
        xml.items("attachmentSet", [&self.instance], |xml, instance| {
            xml.text("volumeId", &self.id);
            xml.text("instanceId", &instance.id);
            xml.text("device", self.device());
            xml.text("status", "attached");
            xml.text("attachTime", &created);
            xml.value("deleteOnTermination", self.is_root);
        });
        xml.text("volumeType", "gp3");
        xml.value("iops", 3000);
        xml.value("throughput", 125);
        xml.value("encrypted", true);
        let key = seed::uuid(&format!("kms/{account}/{region}"));
        xml.text(
            "kmsKeyId",
            &format!("arn:aws:kms:{region}:{account}:key/{key}"),
        );
        xml.value("multiAttachEnabled", false);
        write_tags(xml, self.tags());
    }
}
