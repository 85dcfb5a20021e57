//! The services that speak Query, and what the written-out EC2 does not answer.

use super::api::{Api, Pages, Protocol, brief, entries, list, names, pages, part};

const MARKER: Pages = pages("Marker", "Marker", "MaxRecords", 100);
const EC2: Pages = pages("NextToken", "nextToken", "MaxResults", 1000);
const SNS: Pages = pages("NextToken", "NextToken", "", 100);

pub(super) const RDS: Api = Api {
    name: "rds",
    scope: "rds",
    protocol: Protocol::Query,
    version: "2014-10-31",
    namespace: "http://rds.amazonaws.com/doc/2014-10-31/",
    operations: &[
        list(
            "DescribeDBInstances",
            "DBInstance",
            "DBInstances.DBInstance",
        )
        .by(&[("DBInstanceIdentifier", "DBInstanceIdentifier")])
        .or(404, "DBInstanceNotFound")
        .paged(&MARKER),
        list("DescribeDBClusters", "DBCluster", "DBClusters.DBCluster")
            .by(&[("DBClusterIdentifier", "DBClusterIdentifier")])
            .or(404, "DBClusterNotFoundFault")
            .paged(&MARKER),
        list(
            "DescribeGlobalClusters",
            "GlobalCluster",
            "GlobalClusters.GlobalClusterMember",
        )
        .by(&[("GlobalClusterIdentifier", "GlobalClusterIdentifier")])
        .or(404, "GlobalClusterNotFoundFault")
        .paged(&MARKER),
        list(
            "DescribeDBSubnetGroups",
            "DBSubnetGroup",
            "DBSubnetGroups.DBSubnetGroup",
        )
        .by(&[("DBSubnetGroupName", "DBSubnetGroupName")])
        .or(404, "DBSubnetGroupNotFoundFault")
        .paged(&MARKER),
    ],
};

pub(super) const ELASTICACHE: Api = Api {
    name: "elasticache",
    scope: "elasticache",
    protocol: Protocol::Query,
    version: "2015-02-02",
    namespace: "http://elasticache.amazonaws.com/doc/2015-02-02/",
    operations: &[
        list(
            "DescribeCacheClusters",
            "CacheCluster",
            "CacheClusters.CacheCluster",
        )
        .by(&[("CacheClusterId", "CacheClusterId")])
        .or(404, "CacheClusterNotFound")
        .with("ShowCacheNodeInfo", "true", "CacheNodes")
        .paged(&MARKER),
        list(
            "DescribeReplicationGroups",
            "ReplicationGroup",
            "ReplicationGroups.ReplicationGroup",
        )
        .by(&[("ReplicationGroupId", "ReplicationGroupId")])
        .or(404, "ReplicationGroupNotFoundFault")
        .paged(&MARKER),
        list(
            "DescribeCacheSubnetGroups",
            "CacheSubnetGroup",
            "CacheSubnetGroups.CacheSubnetGroup",
        )
        .by(&[("CacheSubnetGroupName", "CacheSubnetGroupName")])
        .or(400, "CacheSubnetGroupNotFoundFault")
        .paged(&MARKER),
        part(
            "ListTagsForResource",
            "ReplicationGroup",
            ("TagList.Tag", "_tags"),
        )
        .by(&[("ResourceName", "ARN")])
        .or(404, "ReplicationGroupNotFoundFault"),
    ],
};

pub(super) const REDSHIFT: Api = Api {
    name: "redshift",
    scope: "redshift",
    protocol: Protocol::Query,
    version: "2012-12-01",
    namespace: "http://redshift.amazonaws.com/doc/2012-12-01/",
    operations: &[
        list("DescribeClusters", "Cluster", "Clusters.Cluster")
            .by(&[("ClusterIdentifier", "ClusterIdentifier")])
            .or(404, "ClusterNotFound")
            .paged(&MARKER),
        list(
            "DescribeClusterSubnetGroups",
            "ClusterSubnetGroup",
            "ClusterSubnetGroups.ClusterSubnetGroup",
        )
        .by(&[("ClusterSubnetGroupName", "ClusterSubnetGroupName")])
        .or(400, "ClusterSubnetGroupNotFoundFault")
        .paged(&MARKER),
    ],
};

pub(super) const NOTIFICATIONS: Api = Api {
    name: "sns",
    scope: "sns",
    protocol: Protocol::Query,
    version: "2010-03-31",
    namespace: "http://sns.amazonaws.com/doc/2010-03-31/",
    operations: &[
        brief("ListTopics", "Topic", ("Topics.member", &["TopicArn"])).paged(&SNS),
        entries("GetTopicAttributes", "Topic", ("Attributes.entry", ""))
            .by(&[("TopicArn", "TopicArn")])
            .or(404, "NotFound"),
        list("ListSubscriptions", "Subscription", "Subscriptions.member").paged(&SNS),
        list(
            "ListSubscriptionsByTopic",
            "Subscription",
            "Subscriptions.member",
        )
        .by(&[("TopicArn", "TopicArn")])
        .paged(&SNS),
        part("ListTagsForResource", "Topic", ("Tags.member", "_tags"))
            .by(&[("ResourceArn", "TopicArn")])
            .or(404, "NotFound"),
    ],
};

/// It shares host and scope with version 2; the version in the request tells them apart.
pub(super) const CLASSIC_ELB: Api = Api {
    name: "elasticloadbalancing",
    scope: "elasticloadbalancing",
    protocol: Protocol::Query,
    version: "2012-06-01",
    namespace: "http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/",
    operations: &[
        list(
            "DescribeLoadBalancers",
            "LoadBalancer",
            "LoadBalancerDescriptions.member",
        )
        .by(&[("LoadBalancerNames", "LoadBalancerName")])
        .or(400, "LoadBalancerNotFound")
        .paged(&CLASSIC),
        part(
            "DescribeInstanceHealth",
            "LoadBalancer",
            ("InstanceStates.member", "_health"),
        )
        .by(&[("LoadBalancerName", "LoadBalancerName")])
        .or(400, "LoadBalancerNotFound"),
        names(
            "DescribeTags",
            "LoadBalancer",
            ("TagDescriptions.member", "_tags"),
        )
        .by(&[("LoadBalancerNames", "LoadBalancerName")])
        .or(400, "LoadBalancerNotFound"),
    ],
};
const CLASSIC: Pages = pages("Marker", "NextMarker", "PageSize", 400);

/// What EC2 answers from documents.
pub(super) const FURTHER_EC2: Api = Api {
    name: "ec2",
    scope: "ec2",
    protocol: Protocol::Ec2,
    version: "2016-11-15",
    namespace: "http://ec2.amazonaws.com/doc/2016-11-15/",
    operations: &[
        list(
            "DescribeEgressOnlyInternetGateways",
            "EgressOnlyInternetGateway",
            "egressOnlyInternetGatewaySet",
        )
        .by(&[("EgressOnlyInternetGatewayId", "egressOnlyInternetGatewayId")])
        .or(400, "InvalidGatewayID.NotFound")
        .paged(&EC2),
        list("DescribeVpnGateways", "VpnGateway", "vpnGatewaySet")
            .by(&[("VpnGatewayId", "vpnGatewayId")])
            .or(400, "InvalidVpnGatewayID.NotFound"),
        list(
            "DescribeCustomerGateways",
            "CustomerGateway",
            "customerGatewaySet",
        )
        .by(&[("CustomerGatewayId", "customerGatewayId")])
        .or(400, "InvalidCustomerGatewayID.NotFound"),
        list(
            "DescribeVpnConnections",
            "VpnConnection",
            "vpnConnectionSet",
        )
        .by(&[("VpnConnectionId", "vpnConnectionId")])
        .or(400, "InvalidVpnConnectionID.NotFound"),
    ],
};
