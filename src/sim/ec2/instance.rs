//! Instances, in their reservations.

use super::{Listing, Row, one, owned, page, respond, write_tags};
use crate::sim::estate::Region;
use crate::sim::filter::Filtered;
use crate::sim::front::Call;
use crate::sim::refusal::Refusal;
use crate::sim::view::{Instance, InstanceState, View};
use crate::sim::xml::Xml;
use crate::sim::{geography, seed};
use std::borrow::Cow;

pub(super) const INSTANCES: Listing = Listing {
    set: "instancesSet",
    ids: "InstanceId",
    most: 1000,
    missing: ("InvalidInstanceID.NotFound", "instance ID"),
};

pub(super) struct InstanceRow<'a> {
    pub instance: Instance<'a>,
    region: &'a Region,
    view: View<'a>,
}

pub(super) fn rows<'a>(view: &View<'a>) -> impl Iterator<Item = (u64, InstanceRow<'a>)> + use<'a> {
    let view = *view;
    view.instances().into_iter().map(move |instance| {
        let row = InstanceRow {
            region: view.region,
            view,
            instance,
        };
        (row.instance.ordinal() + 1, row)
    })
}

/// Instances that are asked for by id do not come in pages.
pub(super) fn refuse_pages_of_named(call: &Call<'_>) -> Result<(), Refusal> {
    let parameters = call.parameters;
    if parameters.get("InstanceId.1").is_none() || parameters.get("MaxResults").is_none() {
        return Ok(());
    }
    Err(Refusal::new(
        400,
        "InvalidParameterCombination",
        "The parameter instancesSet cannot be used with the parameter maxResults",
    ))
}

pub(super) fn describe(call: &Call<'_>, view: &View<'_>) -> Result<String, Refusal> {
    refuse_pages_of_named(call)?;
    let found = page(call, &INSTANCES, rows(view))?;
    let reservations = found
        .items
        .chunk_by(|one, next| one.reservation() == next.reservation());
    Ok(respond(call, |xml| {
        xml.items("reservationSet", reservations, |xml, instances| {
            let requester = instances.first().and_then(InstanceRow::requester);
            xml.text("reservationId", &instances[0].reservation());
            xml.text("ownerId", &view.region.account);
            xml.optional("requesterId", requester);
            xml.items("groupSet", std::iter::empty::<()>(), |_, ()| {});
            xml.items("instancesSet", instances, |xml, row| row.write(xml));
        });
        xml.optional("nextToken", found.next.as_deref());
    }))
}

impl InstanceRow<'_> {
    /// Instances that people launched together share a reservation, as long as none of
    /// them was replaced.
    fn reservation(&self) -> String {
        let group = self.instance.group;
        let together = group.scaling.is_none() && self.instance.id == self.instance.slot.first.id;
        if together {
            seed::id("r", &format!("{}/{}", self.region.account, group.key))
        } else {
            seed::id("r", &self.instance.id)
        }
    }

    /// Auto Scaling launches on the account's behalf.
    fn requester(&self) -> Option<&'static str> {
        self.instance.group.scaling.map(|_| "940372691376")
    }

    fn launched(&self) -> String {
        self.view.time(self.instance.launched())
    }

    fn vpc_id(&self) -> &str {
        &self.region.vpcs[self.instance.subnet.vpc].id
    }

    fn private_dns(&self) -> String {
        private_dns(&self.region.name, &self.instance.private_ip().to_string())
    }

    fn architecture(&self) -> &'static str {
        let family = self.instance.group.instance_type.split('.').next();
        if family.is_some_and(|family| family.contains('g')) {
            "arm64"
        } else {
            "x86_64"
        }
    }

    fn security_groups(&self, xml: &mut Xml) {
        xml.items(
            "groupSet",
            &self.instance.group.security_groups,
            |xml, at| {
                let group = &self.region.security_groups[*at];
                xml.text("groupId", &group.id);
                xml.text("groupName", &group.name);
            },
        );
    }

    fn write_state(&self, xml: &mut Xml) {
        let state = self.instance.state;
        xml.element("instanceState", |xml| {
            xml.value("code", state.code());
            xml.text("name", state.word());
        });
        let terminated = matches!(
            state,
            InstanceState::ShuttingDown | InstanceState::Terminated
        );
        match (self.instance.retired(), terminated) {
            (Some(at), true) => {
                let at = self
                    .view
                    .time(at)
                    .replace('T', " ")
                    .replace(".000Z", " GMT");
                xml.text("reason", &format!("User initiated ({at})"));
                xml.element("stateReason", |xml| {
                    xml.text("code", "Client.UserInitiatedShutdown");
                    xml.text(
                        "message",
                        "Client.UserInitiatedShutdown: User initiated shutdown",
                    );
                });
            }
            _ if state == InstanceState::Stopped => {
                xml.text("reason", "User initiated");
                xml.element("stateReason", |xml| {
                    xml.text("code", "Client.UserInitiatedShutdown");
                    xml.text(
                        "message",
                        "Client.UserInitiatedShutdown: User initiated shutdown",
                    );
                });
            }
            _ => xml.text("reason", ""),
        }
    }

    fn write_network(&self, xml: &mut Xml) {
        let instance = &self.instance;
        let attached = instance.is_attached();
        if !attached {
            xml.text("privateDnsName", "");
            xml.text("dnsName", "");
            return;
        }
        let private_ip = instance.private_ip().to_string();
        let public = instance.slot.public.as_ref();
        let public_dns =
            public.map(|public| public_dns(&self.region.name, &public.public_ip.to_string()));
        xml.text("privateDnsName", &self.private_dns());
        xml.text("dnsName", public_dns.as_deref().unwrap_or_default());
        xml.text("subnetId", &instance.subnet.id);
        xml.text("vpcId", self.vpc_id());
        xml.text("privateIpAddress", &private_ip);
        if let Some(public) = public {
            xml.text("ipAddress", &public.public_ip.to_string());
        }
        xml.value("sourceDestCheck", true);
        self.security_groups(xml);
        xml.items("networkInterfaceSet", [instance], |xml, instance| {
            xml.text("networkInterfaceId", &instance.interface());
            xml.text("subnetId", &instance.subnet.id);
            xml.text("vpcId", self.vpc_id());
            xml.text("description", "");
            xml.text("ownerId", &self.region.account);
            xml.text("status", "in-use");
            xml.text("interfaceType", "interface");
            xml.text("macAddress", &mac_address(&instance.interface()));
            xml.text("privateIpAddress", &private_ip);
            xml.text("privateDnsName", &self.private_dns());
            xml.value("sourceDestCheck", true);
            self.security_groups(xml);
            xml.element("attachment", |xml| {
                xml.text(
                    "attachmentId",
                    &seed::id("eni-attach", &instance.interface()),
                );
                xml.value("deviceIndex", 0);
                xml.value("networkCardIndex", 0);
                xml.text("status", "attached");
                xml.text("attachTime", &self.launched());
                xml.value("deleteOnTermination", true);
            });
            xml.items("privateIpAddressesSet", [&private_ip], |xml, address| {
                xml.text("privateIpAddress", address);
                xml.text("privateDnsName", &self.private_dns());
                xml.value("primary", true);
                if let Some(public) = public {
                    xml.element("association", |xml| {
                        xml.text("publicIp", &public.public_ip.to_string());
                        xml.text("publicDnsName", public_dns.as_deref().unwrap_or_default());
                        xml.text("ipOwnerId", &public.owner);
                    });
                }
            });
            if let Some(public) = public {
                xml.element("association", |xml| {
                    xml.text("publicIp", &public.public_ip.to_string());
                    xml.text("publicDnsName", public_dns.as_deref().unwrap_or_default());
                    xml.text("ipOwnerId", &public.owner);
                });
            }
        });
    }

    fn write_devices(&self, xml: &mut Xml) {
        let instance = &self.instance;
        let attached = self.view.time(instance.launched() + 1);
        let root = ("/dev/xvda", instance.root_volume());
        let data = instance.data_volume().map(|volume| ("/dev/sdf", volume));
        let devices = instance
            .is_attached()
            .then_some(std::iter::once(root).chain(data));
        xml.items(
            "blockDeviceMapping",
            devices.into_iter().flatten(),
            |xml, (device, volume)| {
                xml.text("deviceName", device);
                xml.element("ebs", |xml| {
                    xml.text("volumeId", &volume);
                    xml.text("status", "attached");
                    xml.text("attachTime", &attached);
                    xml.value("deleteOnTermination", device == "/dev/xvda");
                });
            },
        );
    }
}

impl Filtered for InstanceRow<'_> {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)> {
        self.instance.tags()
    }

    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>> {
        let instance = &self.instance;
        match filter {
            "instance-id" => one(&instance.id),
            "instance-state-name" => one(instance.state.word()),
            "instance-state-code" => owned(instance.state.code()),
            "instance-type" => one(&instance.group.instance_type),
            "image-id" => one(&instance.group.image),
            "vpc-id" | "network-interface.vpc-id" => one(self.vpc_id()),
            "subnet-id" | "network-interface.subnet-id" => one(&instance.subnet.id),
            "availability-zone" => one(&instance.subnet.zone),
            "architecture" => one(self.architecture()),
            "private-ip-address" => owned(instance.private_ip()),
            "ip-address" => Some(
                instance
                    .slot
                    .public
                    .iter()
                    .map(|one| one.public_ip.to_string().into())
                    .collect(),
            ),
            "instance.group-id" | "group-id" => {
                let groups = instance.group.security_groups.iter();
                Some(
                    groups
                        .map(|at| (&self.region.security_groups[*at].id).into())
                        .collect(),
                )
            }
            "instance.group-name" | "group-name" => {
                let groups = instance.group.security_groups.iter();
                Some(
                    groups
                        .map(|at| (&self.region.security_groups[*at].name).into())
                        .collect(),
                )
            }
            "reservation-id" => owned(self.reservation()),
            "owner-id" => one(&self.region.account),
            _ => None,
        }
    }
}

impl Row for InstanceRow<'_> {
    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.instance.id)
    }

    fn write(&self, xml: &mut Xml) {
        let (instance, group) = (&self.instance, self.instance.group);
        let zone = &instance.subnet.zone;
        xml.text("instanceId", &instance.id);
        xml.text("imageId", &group.image);
        self.write_state(xml);
        xml.value(
            "amiLaunchIndex",
            if group.scaling.is_some() {
                0
            } else {
                instance.slot.member
            },
        );
        xml.items("productCodes", std::iter::empty::<()>(), |_, ()| {});
        xml.text("instanceType", &group.instance_type);
        xml.text("launchTime", &self.launched());
        xml.element("placement", |xml| {
            xml.text("availabilityZone", zone);
            xml.text(
                "availabilityZoneId",
                &geography::zone_id(&self.region.account, zone),
            );
            xml.text("groupName", "");
            xml.text("tenancy", "default");
        });
        xml.element("monitoring", |xml| xml.text("state", "disabled"));
        self.write_network(xml);
        xml.text("architecture", self.architecture());
        xml.text("rootDeviceType", "ebs");
        xml.text("rootDeviceName", "/dev/xvda");
        self.write_devices(xml);
        xml.text("virtualizationType", "hvm");
        xml.text("clientToken", &seed::uuid(&instance.id));
        xml.text("hypervisor", "xen");
        xml.value("ebsOptimized", true);
        xml.value("enaSupport", true);
        let profile = format!("{}-instance", group.service);
        xml.element("iamInstanceProfile", |xml| {
            let account = &self.region.account;
            xml.text(
                "arn",
                &format!("arn:aws:iam::{account}:instance-profile/{profile}"),
            );
            xml.text("id", &format!("AIPA{}", seed::key_letters(&profile, 17)));
        });
        xml.element("metadataOptions", |xml| {
            xml.text("state", "applied");
            xml.text("httpTokens", "required");
            xml.value("httpPutResponseHopLimit", 2);
            xml.text("httpEndpoint", "enabled");
            xml.text("httpProtocolIpv6", "disabled");
            xml.text("instanceMetadataTags", "disabled");
        });
        xml.text("platformDetails", "Linux/UNIX");
        xml.text("usageOperation", "RunInstances");
        xml.text("bootMode", "uefi");
        write_tags(xml, self.tags());
    }
}

pub(super) fn private_dns(region: &str, address: &str) -> String {
    let domain = if region == "us-east-1" {
        "ec2.internal".to_owned()
    } else {
        format!("{region}.compute.internal")
    };
    format!("ip-{}.{domain}", address.replace('.', "-"))
}

pub(super) fn public_dns(region: &str, address: &str) -> String {
    let domain = if region == "us-east-1" {
        "compute-1.amazonaws.com".to_owned()
    } else {
        format!("{region}.compute.amazonaws.com")
    };
    format!("ec2-{}.{domain}", address.replace('.', "-"))
}

pub(super) fn mac_address(interface: &str) -> String {
    let number = seed::number(interface);
    let octets = (0..5).map(|place| format!(":{:02x}", (number >> (8 * place)) & 0xff));
    std::iter::once("02".to_owned()).chain(octets).collect()
}
