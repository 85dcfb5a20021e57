//! Customer gateways: what AWS knows of the device at the other end of a VPN.

use super::{Collecting, Collector, Pace, Scope};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Kind, Resource};
use aws_sdk_ec2::types::CustomerGateway;
use std::sync::Arc;

const CALL: &str = "ec2:DescribeCustomerGateways";

pub const COLLECTOR: Collector = Collector {
    name: "customer-gateways",
    title: "Customer gateways",
    service: Service::Ec2,
    scope: Scope::Regional,
    actions: &[CALL],
    pace: Pace::Structure,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        // AWS answers with all of them at once.
        let fetch: &Fetch<_> = &|_| {
            Box::pin(async move {
                let request = reader.clients.ec2().describe_customer_gateways();
                let answer = request.send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.customer_gateways.unwrap_or_default().into_iter();
                let is_there = |row: &CustomerGateway| row.state() != Some("deleted");
                let rows = rows
                    .filter(is_there)
                    .map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), None))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, gateway: &CustomerGateway) -> Option<Resource> {
    let id = gateway.customer_gateway_id()?;
    let number = gateway.bgp_asn_extended().or(gateway.bgp_asn());
    Some(
        Entry::new(place, Kind::CustomerGateway, place.ec2(id), CALL)
            .named(gateway.device_name())
            .tags(gateway.tags().iter().map(|tag| (tag.key(), tag.value())))
            .state(gateway.state(), lifecycle(gateway.state()))
            .fact("public address", gateway.ip_address())
            .fact("autonomous system", number)
            .fact("type", gateway.r#type())
            .fact("certificate", gateway.certificate_arn())
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_ec2::types::CustomerGateway;

    #[test]
    fn a_device_has_an_address_and_a_number() {
        let gateway = CustomerGateway::builder()
            .customer_gateway_id("cgw-1")
            .device_name("cellar")
            .state("available")
            .ip_address("203.0.113.9")
            .bgp_asn("65000");
        let gateway = convert(&place(), &gateway.build()).unwrap();
        assert_eq!(gateway.health, Health::Healthy);
        assert_eq!(gateway.name, "cellar");
        assert_eq!(gateway.parent, None);
        assert_eq!(
            facts(&gateway),
            ["public address=203.0.113.9", "autonomous system=65000"]
        );
    }
}
