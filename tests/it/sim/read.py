"""Reads a whole region with boto3 and prints what was found as JSON."""

import json
import os

import boto3
from botocore.exceptions import ClientError

role = os.environ["ROLE_ARN"]
external_id = os.environ["EXTERNAL_ID"]
base = boto3.client("sts")


def refused(call):
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


keys = base.assume_role(RoleArn=role, RoleSessionName="boto3", ExternalId=external_id)["Credentials"]
session = boto3.Session(
    aws_access_key_id=keys["AccessKeyId"],
    aws_secret_access_key=keys["SecretAccessKey"],
    aws_session_token=keys["SessionToken"],
)
ec2 = session.client("ec2")
elb = session.client("elbv2")
scaling = session.client("autoscaling")


def pages(client, operation, key, size=7, **arguments):
    paginator = client.get_paginator(operation)
    found = paginator.paginate(PaginationConfig={"PageSize": size}, **arguments)
    return [one for page in found for one in page[key]]


found = {
    "regions": ec2.describe_regions(AllRegions=True)["Regions"],
    "zones": ec2.describe_availability_zones()["AvailabilityZones"],
    "vpcs": pages(ec2, "describe_vpcs", "Vpcs"),
    "subnets": pages(ec2, "describe_subnets", "Subnets"),
    "route_tables": pages(ec2, "describe_route_tables", "RouteTables"),
    "internet_gateways": pages(ec2, "describe_internet_gateways", "InternetGateways"),
    "nat_gateways": pages(ec2, "describe_nat_gateways", "NatGateways"),
    "security_groups": pages(ec2, "describe_security_groups", "SecurityGroups"),
    "security_group_rules": pages(ec2, "describe_security_group_rules", "SecurityGroupRules"),
    "statuses": pages(ec2, "describe_instance_status", "InstanceStatuses", IncludeAllInstances=True),
    "volumes": pages(ec2, "describe_volumes", "Volumes"),
    "addresses": ec2.describe_addresses()["Addresses"],
    "interfaces": pages(ec2, "describe_network_interfaces", "NetworkInterfaces"),
    "endpoints": pages(ec2, "describe_vpc_endpoints", "VpcEndpoints"),
    "peerings": pages(ec2, "describe_vpc_peering_connections", "VpcPeeringConnections"),
    "tags": pages(ec2, "describe_tags", "Tags"),
    "acls": pages(ec2, "describe_network_acls", "NetworkAcls"),
    "load_balancers": pages(elb, "describe_load_balancers", "LoadBalancers", 1),
    "target_groups": pages(elb, "describe_target_groups", "TargetGroups", 1),
    "groups": pages(scaling, "describe_auto_scaling_groups", "AutoScalingGroups", 1),
    "listeners": [],
    "rules": [],
    "targets": [],
    "attributes": [],
}
reservations = pages(ec2, "describe_instances", "Reservations")
found["instances"] = [one for reservation in reservations for one in reservation["Instances"]]
for balancer in found["load_balancers"]:
    arn = balancer["LoadBalancerArn"]
    found["attributes"] += elb.describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"]
    found["listeners"] += pages(elb, "describe_listeners", "Listeners", 1, LoadBalancerArn=arn)
for listener in found["listeners"]:
    found["rules"] += elb.describe_rules(ListenerArn=listener["ListenerArn"])["Rules"]
for group in found["target_groups"]:
    health = elb.describe_target_health(TargetGroupArn=group["TargetGroupArn"])
    found["targets"] += health["TargetHealthDescriptions"]
arns = [one["LoadBalancerArn"] for one in found["load_balancers"]]
arns += [one["TargetGroupArn"] for one in found["target_groups"]]
found["elb_tags"] = elb.describe_tags(ResourceArns=arns)["TagDescriptions"]

# References: the name of a field that holds an id, and the list that the id must be in.
lists = {
    "VpcId": "vpcs",
    "SubnetId": "subnets",
    "InstanceId": "instances",
    "NetworkInterfaceId": "interfaces",
    "VolumeId": "volumes",
    "GroupId": "security_groups",
    "NatGatewayId": "nat_gateways",
    "RouteTableId": "route_tables",
    "AllocationId": "addresses",
    "VpcPeeringConnectionId": "peerings",
    "TargetGroupArn": "target_groups",
    "LoadBalancerArn": "load_balancers",
}
known = {field: {one[field] for one in found[name]} for field, name in lists.items()}
other_accounts = {
    side["VpcId"]
    for peering in found["peerings"]
    for side in (peering["RequesterVpcInfo"], peering["AccepterVpcInfo"])
    if side["OwnerId"] != found["vpcs"][0]["OwnerId"]
}
known["VpcId"] |= other_accounts
dangling = set()


def follow(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in known and inner not in known[key]:
                dangling.add(f"{key} {inner}")
            follow(inner)
    elif isinstance(value, list):
        for inner in value:
            follow(inner)


follow(found)

# What AWS's answers always hold, by the API reference's examples.
always = {
    "vpcs": "VpcId OwnerId State CidrBlock CidrBlockAssociationSet DhcpOptionsId InstanceTenancy IsDefault",
    "subnets": "SubnetId SubnetArn State OwnerId VpcId CidrBlock AvailableIpAddressCount AvailabilityZone "
    "AvailabilityZoneId DefaultForAz MapPublicIpOnLaunch AssignIpv6AddressOnCreation",
    "route_tables": "RouteTableId VpcId OwnerId Routes Associations PropagatingVgws",
    "internet_gateways": "InternetGatewayId OwnerId Attachments",
    "nat_gateways": "NatGatewayId SubnetId VpcId State CreateTime NatGatewayAddresses ConnectivityType",
    "security_groups": "GroupId GroupName Description VpcId OwnerId IpPermissions IpPermissionsEgress",
    "security_group_rules": "SecurityGroupRuleId GroupId GroupOwnerId IsEgress IpProtocol FromPort ToPort",
    "instances": "InstanceId ImageId State PrivateDnsName PublicDnsName InstanceType LaunchTime Placement "
    "Monitoring Architecture RootDeviceType RootDeviceName BlockDeviceMappings NetworkInterfaces SecurityGroups "
    "SourceDestCheck VirtualizationType Hypervisor EbsOptimized EnaSupport AmiLaunchIndex PlatformDetails",
    "statuses": "InstanceId AvailabilityZone InstanceState InstanceStatus SystemStatus",
    "volumes": "VolumeId Size AvailabilityZone State CreateTime Attachments VolumeType Iops Encrypted SnapshotId",
    "addresses": "PublicIp AllocationId Domain NetworkBorderGroup PublicIpv4Pool",
    "interfaces": "NetworkInterfaceId SubnetId VpcId AvailabilityZone Description OwnerId RequesterManaged Status "
    "MacAddress PrivateIpAddress PrivateIpAddresses SourceDestCheck Groups Attachment InterfaceType TagSet",
    "endpoints": "VpcEndpointId VpcEndpointType VpcId ServiceName State RouteTableIds SubnetIds Groups "
    "PrivateDnsEnabled RequesterManaged NetworkInterfaceIds DnsEntries CreationTimestamp OwnerId",
    "peerings": "VpcPeeringConnectionId RequesterVpcInfo AccepterVpcInfo Status Tags",
    "acls": "NetworkAclId VpcId OwnerId IsDefault Entries Associations",
    "load_balancers": "LoadBalancerArn DNSName CanonicalHostedZoneId CreatedTime LoadBalancerName Scheme VpcId "
    "State Type AvailabilityZones IpAddressType",
    "listeners": "ListenerArn LoadBalancerArn Port Protocol DefaultActions",
    "rules": "RuleArn Priority Conditions Actions IsDefault",
    "target_groups": "TargetGroupArn TargetGroupName Protocol Port VpcId HealthCheckProtocol HealthCheckPort "
    "HealthCheckEnabled HealthCheckIntervalSeconds LoadBalancerArns TargetType",
    "targets": "Target HealthCheckPort TargetHealth",
    "groups": "AutoScalingGroupName AutoScalingGroupARN MinSize MaxSize DesiredCapacity DefaultCooldown "
    "AvailabilityZones HealthCheckType CreatedTime VPCZoneIdentifier Instances Tags LaunchTemplate TargetGroupARNs",
}
missing = sorted(
    {
        f"{name}.{field}"
        for name, fields in always.items()
        for one in found[name]
        for field in fields.split()
        if field not in one
    }
)
wrong_key = boto3.client("sts", aws_access_key_id="AKIANOBODYNOBODY0000", aws_secret_access_key="nothing")
found |= {
    "dangling": sorted(dangling),
    "missing": missing,
    "denied": refused(lambda: base.assume_role(RoleArn=role, RoleSessionName="boto3", ExternalId="wrong")),
    "unsigned": refused(wrong_key.get_caller_identity),
}
print(json.dumps(found, default=str))
