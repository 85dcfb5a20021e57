"""An estate in an emulated AWS, made and listed by boto3.

    estate.py make ENDPOINT REGION ROLE...         creates it in each account, and peers
                                                   the first one with the others
    estate.py list ENDPOINT REGION ROLE            prints what boto3 sees, as JSON
    estate.py stop ENDPOINT REGION ROLE INSTANCE   stops an instance, by its name

A role is an ARN. The environment has the keys that assume it (none for an emulator that
takes any) and the EXTERNAL_ID that it asks for (none for one that asks for none).
"""

import json
import os
import sys

import boto3

from listing import Listing, rows


class Account:
    """Clients whose calls land in one account of the emulator."""

    def __init__(self, endpoint, region, role):
        base = dict(
            endpoint_url=endpoint,
            region_name=region,
            aws_access_key_id=os.environ.get("AWS_ACCESS_KEY_ID", "testing"),
            aws_secret_access_key=os.environ.get("AWS_SECRET_ACCESS_KEY", "testing"),
        )
        asked = dict(RoleArn=role, RoleSessionName="estate")
        if external_id := os.environ.get("EXTERNAL_ID"):
            asked["ExternalId"] = external_id
        answer = boto3.client("sts", **base).assume_role(**asked)["Credentials"]
        session = dict(
            endpoint_url=endpoint,
            region_name=region,
            aws_access_key_id=answer["AccessKeyId"],
            aws_secret_access_key=answer["SecretAccessKey"],
            aws_session_token=answer["SessionToken"],
        )
        self.region = region
        self.number = role.split(":")[4]
        self.session = session
        self.ec2 = boto3.client("ec2", **session)
        self.elb = boto3.client("elbv2", **session)
        self.scaling = boto3.client("autoscaling", **session)

    def client(self, service, region=None):
        return boto3.client(
            service, **{**self.session, "region_name": region or self.region}
        )


def named(kind, name):
    return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": name}]}]


def make(account, block):
    ec2, elb = account.ec2, account.elb
    vpc = ec2.create_vpc(
        CidrBlock=f"10.{block}.0.0/16", TagSpecifications=named("vpc", "shop")
    )["Vpc"]["VpcId"]
    other = ec2.create_vpc(CidrBlock=f"10.{block + 1}.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(
            VpcId=vpc,
            CidrBlock=f"10.{block}.{index}.0/24",
            AvailabilityZone=account.region + "ab"[index % 2],
        )["Subnet"]["SubnetId"]
        for index in range(4)
    ]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    ec2.allocate_address(Domain="vpc")
    nat = ec2.create_nat_gateway(SubnetId=subnets[0], AllocationId=address)
    nat = nat["NatGateway"]["NatGatewayId"]
    peering = ec2.create_vpc_peering_connection(VpcId=vpc, PeerVpcId=other)
    peering = peering["VpcPeeringConnection"]["VpcPeeringConnectionId"]
    ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
    hub = ec2.create_transit_gateway(Description="hub")["TransitGateway"]
    ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=hub["TransitGatewayId"], VpcId=vpc, SubnetIds=[subnets[1]]
    )
    routes = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.create_route(
        RouteTableId=routes, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway
    )
    ec2.create_route(
        RouteTableId=routes,
        DestinationCidrBlock=f"10.{block + 1}.0.0/16",
        VpcPeeringConnectionId=peering,
    )
    ec2.associate_route_table(RouteTableId=routes, SubnetId=subnets[0])
    private = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.create_route(
        RouteTableId=private, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat
    )
    ec2.associate_route_table(RouteTableId=private, SubnetId=subnets[1])
    ec2.create_vpc_endpoint(
        VpcId=vpc, ServiceName=f"com.amazonaws.{account.region}.s3"
    )
    web = ec2.create_security_group(GroupName="web", Description="web", VpcId=vpc)
    web = web["GroupId"]
    data = ec2.create_security_group(GroupName="data", Description="data", VpcId=vpc)
    data = data["GroupId"]
    ec2.authorize_security_group_ingress(
        GroupId=web, IpProtocol="tcp", FromPort=443, ToPort=443, CidrIp="0.0.0.0/0"
    )
    ec2.authorize_security_group_ingress(
        GroupId=data,
        IpPermissions=[
            {
                "IpProtocol": "tcp",
                "FromPort": 5432,
                "ToPort": 5432,
                "UserIdGroupPairs": [{"GroupId": web}],
            }
        ],
    )
    image = ec2.describe_images()["Images"][0]["ImageId"]
    instances = []
    for index in range(8):
        run = ec2.run_instances(
            ImageId=image,
            MinCount=1,
            MaxCount=1,
            InstanceType="t3.micro",
            SubnetId=subnets[index % 4],
            SecurityGroupIds=[web],
            TagSpecifications=named("instance", f"web-{index}"),
        )
        instances.append(run["Instances"][0]["InstanceId"])
    for size in (8, 16):
        ec2.create_volume(AvailabilityZone=account.region + "a", Size=size)
    ec2.create_network_interface(SubnetId=subnets[0], Description="spare")
    balance(account, vpc, subnets, web, instances)
    # A target that does not run is unused; what is terminated stays listed for a while.
    ec2.stop_instances(InstanceIds=instances[6:7])
    ec2.terminate_instances(InstanceIds=instances[7:8])
    return vpc


def peer(requester, accepter, owner):
    """Joins VPCs of two accounts."""
    (ours, vpc), (theirs, other) = requester, accepter
    peering = ours.ec2.create_vpc_peering_connection(
        VpcId=vpc, PeerVpcId=other, PeerOwnerId=owner
    )["VpcPeeringConnection"]["VpcPeeringConnectionId"]
    theirs.ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)


def balance(account, vpc, subnets, group, instances):
    elb = account.elb
    groups = []
    for name, kind in (("web", "instance"), ("api", "instance"), ("far", "ip")):
        created = elb.create_target_group(
            Name=name, Protocol="HTTP", Port=8080, VpcId=vpc, TargetType=kind
        )
        groups.append(created["TargetGroups"][0]["TargetGroupArn"])
    elb.register_targets(
        TargetGroupArn=groups[0], Targets=[{"Id": id} for id in instances[:3]]
    )
    elb.register_targets(
        TargetGroupArn=groups[1],
        Targets=[{"Id": instances[6], "Port": 9090}, {"Id": instances[3]}],
    )
    elb.register_targets(TargetGroupArn=groups[2], Targets=[{"Id": "10.200.0.9"}])
    for name, kind in (("shop", "application"), ("edge", "network")):
        extra = {"SecurityGroups": [group]} if kind == "application" else {}
        balancer = elb.create_load_balancer(
            Name=name,
            Subnets=subnets[:2],
            Type=kind,
            Tags=[{"Key": "team", "Value": "shop"}],
            **extra,
        )["LoadBalancers"][0]["LoadBalancerArn"]
        listener = elb.create_listener(
            LoadBalancerArn=balancer,
            Protocol="HTTP" if kind == "application" else "TCP",
            Port=80,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": groups[0]}],
        )["Listeners"][0]["ListenerArn"]
        if kind == "application":
            elb.create_rule(
                ListenerArn=listener,
                Priority=10,
                Conditions=[{"Field": "path-pattern", "Values": ["/api/*"]}],
                Actions=[{"Type": "forward", "TargetGroupArn": groups[1]}],
            )
    image = account.ec2.describe_images()["Images"][0]["ImageId"]
    account.scaling.create_launch_configuration(
        LaunchConfigurationName="web", ImageId=image, InstanceType="t3.micro"
    )
    account.scaling.create_auto_scaling_group(
        AutoScalingGroupName="web",
        LaunchConfigurationName="web",
        MinSize=2,
        MaxSize=4,
        DesiredCapacity=2,
        VPCZoneIdentifier=",".join(subnets[:2]),
        TargetGroupARNs=[groups[0]],
    )


def listed(account):
    ec2, elb, scaling = account.ec2, account.elb, account.scaling

    def ids(operation, key, field):
        return [row[field] for row in rows(ec2, operation, key)]

    instances = [
        instance["InstanceId"]
        for reservation in rows(ec2, "describe_instances", "Reservations")
        for instance in reservation["Instances"]
        if instance["State"]["Name"] != "terminated"
    ]
    balancers = [
        row["LoadBalancerArn"]
        for row in rows(elb, "describe_load_balancers", "LoadBalancers")
    ]
    listeners = [
        row["ListenerArn"]
        for arn in balancers
        for row in rows(elb, "describe_listeners", "Listeners", LoadBalancerArn=arn)
    ]
    rules = [
        row["RuleArn"]
        for arn in listeners
        for row in rows(elb, "describe_rules", "Rules", ListenerArn=arn)
        if not row["IsDefault"]
    ]
    groups = [
        row["TargetGroupArn"]
        for row in rows(elb, "describe_target_groups", "TargetGroups")
    ]
    targets = [
        [arn, row["Target"]["Id"], row["TargetHealth"]["State"]]
        for arn in groups
        for row in rows(
            elb, "describe_target_health", "TargetHealthDescriptions", TargetGroupArn=arn
        )
    ]
    kinds = {
        "vpc": ids("describe_vpcs", "Vpcs", "VpcId"),
        "subnet": ids("describe_subnets", "Subnets", "SubnetId"),
        "availability-zone": ids(
            "describe_availability_zones", "AvailabilityZones", "ZoneName"
        ),
        "internet-gateway": ids(
            "describe_internet_gateways", "InternetGateways", "InternetGatewayId"
        ),
        "nat-gateway": ids("describe_nat_gateways", "NatGateways", "NatGatewayId"),
        "vpc-peering-connection": ids(
            "describe_vpc_peering_connections",
            "VpcPeeringConnections",
            "VpcPeeringConnectionId",
        ),
        "transit-gateway": ids(
            "describe_transit_gateways", "TransitGateways", "TransitGatewayId"
        ),
        "transit-gateway-attachment": ids(
            "describe_transit_gateway_attachments",
            "TransitGatewayAttachments",
            "TransitGatewayAttachmentId",
        ),
        "vpc-endpoint": ids("describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId"),
        "route-table": ids("describe_route_tables", "RouteTables", "RouteTableId"),
        "instance": instances,
        "volume": ids("describe_volumes", "Volumes", "VolumeId"),
        "elastic-ip": ids("describe_addresses", "Addresses", "AllocationId"),
        "network-interface": ids(
            "describe_network_interfaces", "NetworkInterfaces", "NetworkInterfaceId"
        ),
        "network-acl": ids("describe_network_acls", "NetworkAcls", "NetworkAclId"),
        "egress-only-internet-gateway": ids(
            "describe_egress_only_internet_gateways",
            "EgressOnlyInternetGateways",
            "EgressOnlyInternetGatewayId",
        ),
        "vpn-gateway": ids("describe_vpn_gateways", "VpnGateways", "VpnGatewayId"),
        "customer-gateway": ids(
            "describe_customer_gateways", "CustomerGateways", "CustomerGatewayId"
        ),
        "security-group": ids("describe_security_groups", "SecurityGroups", "GroupId"),
        "network-acl": ids("describe_network_acls", "NetworkAcls", "NetworkAclId"),
        # Every account has one.
        "event-bus": [
            row["Arn"]
            for row in rows(account.client("events"), "list_event_buses", "EventBuses")
        ],
        "security-group-rule": ids(
            "describe_security_group_rules", "SecurityGroupRules", "SecurityGroupRuleId"
        ),
        "load-balancer": balancers,
        "listener": listeners,
        "listener-rule": rules,
        "target-group": groups,
        "auto-scaling-group": [
            row["AutoScalingGroupARN"]
            for row in rows(scaling, "describe_auto_scaling_groups", "AutoScalingGroups")
        ],
    }
    kinds |= Listing(account).of_region()
    # Where AWS answers for what it keeps once.
    everywhere = Listing(account, "us-east-1")
    kinds["load-balancer"] = balancers + kinds.pop("classic-load-balancer")

    def in_order(kinds):
        return {kind: sorted(set(found)) for kind, found in kinds.items()}

    return {
        "kinds": in_order(kinds),
        "global": in_order(everywhere.of_account()),
        "targets": sorted(targets),
    }


def stop(account, name):
    named = [{"Name": "tag:Name", "Values": [name]}]
    (row,) = rows(account.ec2, "describe_instances", "Reservations", Filters=named)
    instances = [instance["InstanceId"] for instance in row["Instances"]]
    account.ec2.stop_instances(InstanceIds=instances)


def main():
    verb, endpoint, region, *rest = sys.argv[1:]
    if verb == "make":
        accounts = [Account(endpoint, region, role) for role in rest]
        vpcs = [make(account, 20 + 10 * at) for at, account in enumerate(accounts)]
        for account, vpc, role in list(zip(accounts, vpcs, rest))[1:]:
            peer((accounts[0], vpcs[0]), (account, vpc), role.split(":")[4])
    elif verb == "list":
        (role,) = rest
        print(json.dumps(listed(Account(endpoint, region, role))))
    elif verb == "stop":
        role, name = rest
        stop(Account(endpoint, region, role), name)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
