"""The edge and the ways into a network in an emulated AWS, made and listed by boto3.

Direct Connect is not among them: the emulator writes its lines in a form that AWS does
not use.

    edge.py make ENDPOINT REGION ROLE   creates them, and what they lead to
    edge.py list ENDPOINT REGION ROLE   prints what boto3 sees, as JSON
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from estate import Account  # noqa: E402

RECORDS = 320


def make_network(account):
    ec2 = account.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(
            VpcId=vpc,
            CidrBlock=f"10.30.{index}.0/24",
            AvailabilityZone=account.region + "ab"[index],
        )["Subnet"]["SubnetId"]
        for index in range(2)
    ]
    ec2.create_network_acl(VpcId=vpc)
    ec2.create_egress_only_internet_gateway(VpcId=vpc)
    gateway = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    ec2.attach_vpn_gateway(VpcId=vpc, VpnGatewayId=gateway)
    device = ec2.create_customer_gateway(
        BgpAsn=65000, PublicIp="203.0.113.9", Type="ipsec.1"
    )["CustomerGateway"]["CustomerGatewayId"]
    ec2.create_vpn_connection(
        CustomerGatewayId=device, VpnGatewayId=gateway, Type="ipsec.1"
    )
    return vpc, subnets


def make_balancers(account, vpc, subnets):
    ec2 = account.client("ec2")
    image = ec2.describe_images()["Images"][0]["ImageId"]
    instance = ec2.run_instances(
        ImageId=image, MinCount=1, MaxCount=1, SubnetId=subnets[0]
    )["Instances"][0]
    old = account.client("elb")
    old.create_load_balancer(
        LoadBalancerName="old",
        Listeners=[
            dict(
                Protocol="HTTP",
                LoadBalancerPort=80,
                InstanceProtocol="HTTP",
                InstancePort=8080,
            )
        ],
        Subnets=subnets,
        Tags=[dict(Key="team", Value="shop")],
    )
    old.register_instances_with_load_balancer(
        LoadBalancerName="old", Instances=[dict(InstanceId=instance["InstanceId"])]
    )
    web = account.client("elbv2").create_load_balancer(Name="web", Subnets=subnets)
    return web["LoadBalancers"][0], instance["PrivateIpAddress"]


def make_edge(account, balancer):
    behaviour = dict(
        TargetOriginId="web",
        ViewerProtocolPolicy="redirect-to-https",
        ForwardedValues=dict(QueryString=False, Cookies=dict(Forward="none")),
        MinTTL=0,
    )
    origin = dict(
        Id="web",
        DomainName=balancer["DNSName"],
        CustomOriginConfig=dict(
            HTTPPort=80, HTTPSPort=443, OriginProtocolPolicy="https-only"
        ),
    )
    account.client("cloudfront").create_distribution(
        DistributionConfig=dict(
            CallerReference="1",
            Aliases=dict(Quantity=1, Items=["shop.example.com"]),
            Origins=dict(Quantity=1, Items=[origin]),
            DefaultCacheBehavior=behaviour,
            Comment="",
            Enabled=True,
        )
    )
    waf = account.client("wafv2")
    visible = dict(
        SampledRequestsEnabled=False,
        CloudWatchMetricsEnabled=False,
        MetricName="edge",
    )
    acl = waf.create_web_acl(
        Name="edge",
        Scope="REGIONAL",
        DefaultAction=dict(Allow={}),
        VisibilityConfig=visible,
    )["Summary"]
    waf.associate_web_acl(
        WebACLArn=acl["ARN"], ResourceArn=balancer["LoadBalancerArn"]
    )


def make_names(account, vpc, balancer, address):
    route = account.client("route53")
    public = route.create_hosted_zone(Name="example.com", CallerReference="1")
    private = route.create_hosted_zone(
        Name="inside.example.com",
        CallerReference="2",
        HostedZoneConfig=dict(PrivateZone=True),
        VPC=dict(VPCRegion=account.region, VPCId=vpc),
    )
    alias = dict(
        HostedZoneId=balancer["CanonicalHostedZoneId"],
        DNSName="dualstack." + balancer["DNSName"],
        EvaluateTargetHealth=False,
    )

    def written(name, kind, value):
        value = [dict(Value=value)]
        return dict(Name=name, Type=kind, TTL=60, ResourceRecords=value)

    sets = [dict(Name="www.example.com", Type="A", AliasTarget=alias)]
    sets.append(written("shop.example.com", "CNAME", "shop.example.com"))
    for number in range(RECORDS):
        name = f"far-{number}.example.com"
        sets.append(written(name, "A", f"198.51.100.{number % 250}"))
    inside = [written("db.inside.example.com", "A", address)]
    for zone, records in ((public, sets), (private, inside)):
        changes = [dict(Action="CREATE", ResourceRecordSet=one) for one in records]
        route.change_resource_record_sets(
            HostedZoneId=zone["HostedZone"]["Id"], ChangeBatch=dict(Changes=changes)
        )


def make(account):
    vpc, subnets = make_network(account)
    balancer, address = make_balancers(account, vpc, subnets)
    make_edge(account, balancer)
    make_names(account, vpc, balancer, address)


def arns(account):
    ec2 = account.client("ec2")
    prefix = f"{account.region}:{account.number}"
    of_balancers = f"arn:aws:elasticloadbalancing:{prefix}:loadbalancer"
    found = account.client("cloudfront").list_distributions()["DistributionList"]
    zones = account.client("route53").list_hosted_zones()["HostedZones"]
    acls = account.client("wafv2").list_web_acls(Scope="REGIONAL")["WebACLs"]
    old = account.client("elb").describe_load_balancers()["LoadBalancerDescriptions"]
    new = account.client("elbv2").describe_load_balancers()["LoadBalancers"]

    gateways = ec2.describe_egress_only_internet_gateways()
    of_ec2 = {
        "network-acl": ("NetworkAcl", ec2.describe_network_acls()["NetworkAcls"]),
        "egress-only-internet-gateway": (
            "EgressOnlyInternetGateway",
            gateways["EgressOnlyInternetGateways"],
        ),
        "vpn-gateway": ("VpnGateway", ec2.describe_vpn_gateways()["VpnGateways"]),
        "customer-gateway": (
            "CustomerGateway",
            ec2.describe_customer_gateways()["CustomerGateways"],
        ),
        "vpn-connection": (
            "VpnConnection",
            ec2.describe_vpn_connections()["VpnConnections"],
        ),
    }
    return {
        "distribution": [one["ARN"] for one in found["Items"]],
        "hosted-zone": [
            f"arn:aws:route53:::hostedzone/{one['Id'].split('/')[-1]}" for one in zones
        ],
        "web-acl": [one["ARN"] for one in acls],
        "load-balancer": [one["LoadBalancerArn"] for one in new]
        + [f"{of_balancers}/{one['LoadBalancerName']}" for one in old],
    } | {
        kind: [f"arn:aws:ec2:{prefix}:{kind}/{one[name + 'Id']}" for one in rows]
        for kind, (name, rows) in of_ec2.items()
    }


def main():
    verb, endpoint, region, role = sys.argv[1:]
    account = Account(endpoint, region, role)
    if verb == "make":
        make(account)
    else:
        print(json.dumps({"kinds": arns(account)}))


main()
