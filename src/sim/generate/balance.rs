//! Load balancers, their listeners and rules, and target groups.

use super::{DescriptionError, Grower, unknown};
use crate::sim::description::{self, LoadBalancerKind};
use crate::sim::estate::{
    Association, Interface, Listener, ListenerAction, ListenerRule, LoadBalancer, TargetGroup,
};
use crate::sim::script::Script;
use crate::sim::seed;

impl Grower<'_> {
    pub(super) fn target_groups(&mut self) -> Result<(), DescriptionError> {
        let vpc = self.this_vpc();
        for described in &self.vpc.target_group {
            let group = match &described.targets {
                Some(name) => Some(self.group_named(name)?),
                None => None,
            };
            let name = format!("{}-{}", self.vpc.name, described.name);
            let at = self.region.target_groups.len();
            if let Some(group) = group {
                self.region.groups[group].target_groups.push(at);
            }
            let interfaces = described.interfaces.iter();
            let interfaces = interfaces.map(|name| self.interface_id(name)).collect();
            self.region.target_groups.push(TargetGroup {
                arn: self.elb_arn(&format!("targetgroup/{name}"), &self.key(&name)),
                vpc,
                protocol: described.protocol.clone(),
                port: described.port,
                health_path: described.health_path.clone(),
                group,
                by_address: described.by_address || group.is_none(),
                interfaces,
                load_balancers: Vec::new(),
                tags: self.tags(&name),
                name,
            });
        }
        Ok(())
    }

    fn group_named(&self, name: &str) -> Result<usize, DescriptionError> {
        let key = format!("{}/{}/{name}", self.region.name, self.vpc.name);
        let mut groups = self.region.groups.iter();
        groups
            .position(|group| group.key == key)
            .ok_or_else(|| unknown("a target group", name))
    }

    pub(super) fn load_balancers(&mut self) -> Result<(), DescriptionError> {
        for described in &self.vpc.load_balancer {
            let name = format!("{}-{}", self.vpc.name, described.name);
            let (short, zone) = match described.kind {
                LoadBalancerKind::Application => ("app", "elb"),
                LoadBalancerKind::Network => ("net", "elb"),
            };
            let arn = self.elb_arn(&format!("loadbalancer/{short}/{name}"), &self.key(&name));
            let number = seed::number(&arn);
            let region = &self.region.name;
            let dns_name = match (described.kind, described.internal) {
                (LoadBalancerKind::Application, false) => {
                    format!(
                        "{name}-{}.{region}.{zone}.amazonaws.com",
                        number % 2_000_000_000
                    )
                }
                (LoadBalancerKind::Application, true) => {
                    let number = number % 2_000_000_000;
                    format!("internal-{name}-{number}.{region}.{zone}.amazonaws.com")
                }
                (LoadBalancerKind::Network, _) => {
                    format!("{name}-{number:016x}.{zone}.{region}.amazonaws.com")
                }
            };
            let listeners = described.listener.iter();
            let listeners = listeners
                .map(|listener| self.listener(&arn, listener))
                .collect::<Result<_, _>>()?;
            let balancer = LoadBalancer {
                dns_name,
                kind: described.kind,
                internal: described.internal,
                vpc: self.this_vpc(),
                subnets: self.tier(&described.tier)?,
                security_groups: self.named_security_groups(&described.security_groups)?,
                listeners,
                tags: self.tags(&name),
                arn,
                name,
            };
            self.balancer_interfaces(&balancer);
            self.region.load_balancers.push(balancer);
        }
        Ok(())
    }

    fn listener(
        &mut self,
        balancer: &str,
        described: &description::Listener,
    ) -> Result<Listener, DescriptionError> {
        let key = format!("{balancer}/{}", described.port);
        let arn = balancer.replace(":loadbalancer/", ":listener/");
        let arn = format!("{arn}/{}", seed::hex16(&key));
        let rule = arn.replace(":listener/", ":listener-rule/");
        let mut rules = Vec::new();
        for (position, one) in described.rules.iter().enumerate() {
            rules.push(ListenerRule {
                arn: format!("{rule}/{}", seed::hex16(&format!("{key}/{position}"))),
                host: one.host.clone(),
                path: one.path.clone(),
                action: self.forward(balancer, &one.forward)?,
            });
        }
        let action = match &described.forward {
            Some(name) => self.forward(balancer, name)?,
            None => ListenerAction::RedirectToHttps,
        };
        rules.push(ListenerRule {
            arn: format!("{rule}/{}", seed::hex16(&format!("{key}/default"))),
            host: None,
            path: None,
            action,
        });
        let (region, account) = (&self.region.name, &self.region.account);
        let secure = matches!(described.protocol.as_str(), "HTTPS" | "TLS");
        let certificate = seed::uuid(&key);
        Ok(Listener {
            arn,
            port: described.port,
            protocol: described.protocol.clone(),
            certificate: secure
                .then(|| format!("arn:aws:acm:{region}:{account}:certificate/{certificate}")),
            rules,
        })
    }

    /// The action, noted also at the target group.
    fn forward(&mut self, balancer: &str, name: &str) -> Result<ListenerAction, DescriptionError> {
        let full = format!("{}-{name}", self.vpc.name);
        let vpc = self.this_vpc();
        let mut groups = self.region.target_groups.iter_mut();
        let group = groups
            .find(|group| group.vpc == vpc && group.name == full)
            .ok_or_else(|| unknown("a listener", name))?;
        if !group.load_balancers.iter().any(|arn| arn == balancer) {
            group.load_balancers.push(balancer.to_owned());
        }
        Ok(ListenerAction::Forward(group.arn.clone()))
    }

    fn balancer_interfaces(&mut self, balancer: &LoadBalancer) {
        let path = balancer
            .arn
            .split(":loadbalancer/")
            .nth(1)
            .unwrap_or_default();
        for subnet in balancer.subnets.clone() {
            let public = (!balancer.internal).then(|| Association {
                public_ip: self.addresses.next(),
                owner: "amazon-elb".to_owned(),
                allocation: None,
                id: None,
            });
            let interface = Interface {
                id: seed::id("eni", &format!("{path}/{}", self.region.subnets[subnet].id)),
                subnet,
                private_ip: self.interface_host(subnet),
                public,
                description: format!("ELB {path}"),
                kind: match balancer.kind {
                    LoadBalancerKind::Application => "interface",
                    LoadBalancerKind::Network => "network_load_balancer",
                },
                requester: "amazon-elb",
                attached_by: match balancer.kind {
                    LoadBalancerKind::Application => "amazon-elb",
                    LoadBalancerKind::Network => "amazon-aws",
                },
                security_groups: balancer.security_groups.clone(),
                script: Script::default(),
            };
            self.region.interfaces.push(interface);
        }
    }

    fn elb_arn(&self, path: &str, key: &str) -> String {
        let (region, account) = (&self.region.name, &self.region.account);
        let digits = seed::hex16(&format!("elb/{key}/{path}"));
        format!("arn:aws:elasticloadbalancing:{region}:{account}:{path}/{digits}")
    }
}
