//! The services that speak REST, in JSON and in XML.

use super::api::{Api, Operation, Pages, Protocol, brief, has, list, names, one, pages, part};

const LOWER: Pages = pages("nextToken", "nextToken", "maxResults", 100);
const MARKER: Pages = pages("Marker", "NextMarker", "MaxItems", 50);

const fn json(name: &'static str, operations: &'static [Operation]) -> Api {
    Api {
        name,
        scope: name,
        protocol: Protocol::RestJson,
        version: "",
        namespace: "",
        operations,
    }
}

pub(super) const LAMBDA: Api = json(
    "lambda",
    &[
        list("ListFunctions", "Function", "Functions")
            .at("GET /2015-03-31/functions")
            .paged(&MARKER),
        list(
            "ListEventSourceMappings",
            "EventSourceMapping",
            "EventSourceMappings",
        )
        .at("GET /2015-03-31/event-source-mappings")
        .by(&[
            ("FunctionName", "FunctionArn"),
            ("EventSourceArn", "EventSourceArn"),
        ])
        .paged(&Pages {
            most: 100,
            default: 100,
            ..MARKER
        }),
        list(
            "ListFunctionUrlConfigs",
            "FunctionUrlConfig",
            "FunctionUrlConfigs",
        )
        .at("GET /2021-10-31/functions/{FunctionName}/urls")
        .by(&[("FunctionName", "FunctionArn")])
        .paged(&MARKER),
        one("GetFunctionConfiguration", "Function", "")
            .at("GET /2015-03-31/functions/{FunctionName}/configuration")
            .by(&[("FunctionName", "FunctionArn")])
            .or(404, "ResourceNotFoundException"),
        part("ListTags", "Function", ("Tags", "_tags"))
            .at("GET /2017-03-31/tags/{Resource}")
            .by(&[("Resource", "FunctionArn")])
            .or(404, "ResourceNotFoundException"),
    ],
);

pub(super) const EKS: Api = json(
    "eks",
    &[
        names("ListClusters", "Cluster", ("clusters", "name"))
            .at("GET /clusters")
            .paged(&LOWER),
        one("DescribeCluster", "Cluster", "cluster")
            .at("GET /clusters/{name}")
            .by(&[("name", "name")])
            .or(404, "ResourceNotFoundException"),
        names(
            "ListNodegroups",
            "Nodegroup",
            ("nodegroups", "nodegroupName"),
        )
        .at("GET /clusters/{name}/node-groups")
        .by(&[("name", "clusterName")])
        .paged(&LOWER),
        one("DescribeNodegroup", "Nodegroup", "nodegroup")
            .at("GET /clusters/{name}/node-groups/{nodegroupName}")
            .by(&[("name", "clusterName"), ("nodegroupName", "nodegroupName")])
            .or(404, "ResourceNotFoundException"),
        names(
            "ListFargateProfiles",
            "FargateProfile",
            ("fargateProfileNames", "fargateProfileName"),
        )
        .at("GET /clusters/{name}/fargate-profiles")
        .by(&[("name", "clusterName")])
        .paged(&LOWER),
        one("DescribeFargateProfile", "FargateProfile", "fargateProfile")
            .at("GET /clusters/{name}/fargate-profiles/{fargateProfileName}")
            .by(&[
                ("name", "clusterName"),
                ("fargateProfileName", "fargateProfileName"),
            ])
            .or(404, "ResourceNotFoundException"),
    ],
);

const POSITION: Pages = Pages {
    default: 25,
    ..pages("position", "position", "limit", 500)
};
const V2: Pages = pages("nextToken", "nextToken", "maxResults", 500);

/// Both versions: they share host, scope and IAM's name, and have paths of their own.
pub(super) const API_GATEWAY: Api = json(
    "apigateway",
    &[
        list("GetRestApis", "RestApi", "item")
            .action("GET")
            .at("GET /restapis")
            .paged(&POSITION),
        list("GetResources", "Resource", "item")
            .action("GET")
            .at("GET /restapis/{restApiId}/resources")
            .by(&[("restApiId", "_restApiId")])
            .with("embed", "methods", "resourceMethods")
            .paged(&POSITION),
        list("GetStages", "Stage", "item")
            .action("GET")
            .at("GET /restapis/{restApiId}/stages")
            .by(&[("restApiId", "_restApiId")]),
        list("GetVpcLinks", "VpcLink", "item")
            .action("GET")
            .at("GET /vpclinks")
            .paged(&POSITION),
        list("GetDomainNames", "DomainName", "item")
            .action("GET")
            .at("GET /domainnames")
            .paged(&POSITION),
        list("GetBasePathMappings", "BasePathMapping", "item")
            .action("GET")
            .at("GET /domainnames/{domainName}/basepathmappings")
            .by(&[("domainName", "_domainName")])
            .paged(&POSITION),
        list("GetApis", "Api", "items")
            .action("GET")
            .at("GET /v2/apis")
            .paged(&V2),
        list("GetIntegrations", "Integration", "items")
            .action("GET")
            .at("GET /v2/apis/{apiId}/integrations")
            .by(&[("apiId", "_apiId")])
            .paged(&V2),
        list("GetRoutes", "Route", "items")
            .action("GET")
            .at("GET /v2/apis/{apiId}/routes")
            .by(&[("apiId", "_apiId")])
            .paged(&V2),
        list("GetStages", "ApiStage", "items")
            .action("GET")
            .at("GET /v2/apis/{apiId}/stages")
            .by(&[("apiId", "_apiId")])
            .paged(&V2),
        list("GetVpcLinks", "ApiVpcLink", "items")
            .action("GET")
            .at("GET /v2/vpclinks")
            .paged(&V2),
        list("GetDomainNames", "ApiDomainName", "items")
            .action("GET")
            .at("GET /v2/domainnames")
            .paged(&V2),
        list("GetApiMappings", "ApiMapping", "items")
            .action("GET")
            .at("GET /v2/domainnames/{domainName}/apimappings")
            .by(&[("domainName", "_domainName")])
            .paged(&V2),
    ],
);

const FILE_SYSTEMS: Pages = pages("Marker", "NextMarker", "MaxItems", 100);

pub(super) const EFS: Api = json(
    "elasticfilesystem",
    &[
        list("DescribeFileSystems", "FileSystem", "FileSystems")
            .at("GET /2015-02-01/file-systems")
            .by(&[("FileSystemId", "FileSystemId")])
            .or(404, "FileSystemNotFound")
            .paged(&FILE_SYSTEMS),
        list("DescribeMountTargets", "MountTarget", "MountTargets")
            .at("GET /2015-02-01/mount-targets")
            .by(&[
                ("FileSystemId", "FileSystemId"),
                ("MountTargetId", "MountTargetId"),
            ])
            .paged(&FILE_SYSTEMS),
        part(
            "DescribeMountTargetSecurityGroups",
            "MountTarget",
            ("SecurityGroups", "_securityGroups"),
        )
        .at("GET /2015-02-01/mount-targets/{MountTargetId}/security-groups")
        .by(&[("MountTargetId", "MountTargetId")])
        .or(404, "MountTargetNotFound"),
    ],
);

pub(super) const OPENSEARCH: Api = json(
    "es",
    &[
        brief(
            "ListDomainNames",
            "Domain",
            ("DomainNames", &["DomainName", "EngineType"]),
        )
        .at("GET /2021-01-01/domain"),
        list("DescribeDomains", "Domain", "DomainStatusList")
            .at("POST /2021-01-01/opensearch/domain-info")
            .by(&[("DomainNames", "DomainName")]),
        part("ListTags", "Domain", ("TagList", "_tags"))
            .at("GET /2021-01-01/tags")
            .by(&[("arn", "ARN")])
            .or(404, "ResourceNotFoundException"),
    ],
);

pub(super) const KAFKA: Api = json(
    "kafka",
    &[list("ListClustersV2", "Cluster", "clusterInfoList")
        .at("GET /api/v2/clusters")
        .paged(&LOWER)],
);

const BUCKETS: Pages = Pages {
    default: 10_000,
    ..pages(
        "continuation-token",
        "ContinuationToken",
        "max-buckets",
        10_000,
    )
};
const NO_BUCKET: (u16, &str) = (404, "NoSuchBucket");

const fn bucket(operation: Operation, route: &'static str) -> Operation {
    operation
        .at(route)
        .by(&[("Bucket", "Name")])
        .or(NO_BUCKET.0, NO_BUCKET.1)
}

pub(super) const S3: Api = Api {
    name: "s3",
    scope: "s3",
    protocol: Protocol::RestXml,
    version: "2006-03-01",
    namespace: "http://s3.amazonaws.com/doc/2006-03-01/",
    operations: &[
        brief(
            "ListBuckets",
            "Bucket",
            (
                "Buckets.Bucket",
                &["Name", "BucketRegion", "CreationDate", "BucketArn"],
            ),
        )
        .at("GET /")
        .by(&[("bucket-region", "BucketRegion")])
        .action("ListAllMyBuckets")
        .root("ListAllMyBucketsResult")
        .paged(&BUCKETS)
        .everywhere(),
        bucket(
            part("GetBucketLocation", "Bucket", ("", "BucketRegion")),
            "GET /{Bucket}?location",
        )
        .root("LocationConstraint"),
        bucket(
            part(
                "GetBucketNotificationConfiguration",
                "Bucket",
                ("", "_notification"),
            ),
            "GET /{Bucket}?notification",
        )
        .action("GetBucketNotification")
        .root("NotificationConfiguration"),
        bucket(
            has(
                "GetBucketReplication",
                "Bucket",
                (
                    "_replication",
                    (404, "ReplicationConfigurationNotFoundError"),
                ),
            ),
            "GET /{Bucket}?replication",
        )
        .action("GetReplicationConfiguration")
        .root("ReplicationConfiguration"),
        bucket(
            has(
                "GetBucketTagging",
                "Bucket",
                ("_tagging", (404, "NoSuchTagSet")),
            ),
            "GET /{Bucket}?tagging",
        )
        .root("Tagging"),
        bucket(
            has(
                "GetBucketEncryption",
                "Bucket",
                (
                    "_encryption",
                    (404, "ServerSideEncryptionConfigurationNotFoundError"),
                ),
            ),
            "GET /{Bucket}?encryption",
        )
        .action("GetEncryptionConfiguration")
        .root("ServerSideEncryptionConfiguration"),
        bucket(
            has(
                "GetPublicAccessBlock",
                "Bucket",
                ("_public", (404, "NoSuchPublicAccessBlockConfiguration")),
            ),
            "GET /{Bucket}?publicAccessBlock",
        )
        .action("GetBucketPublicAccessBlock")
        .root("PublicAccessBlockConfiguration"),
        bucket(
            has(
                "GetBucketPolicyStatus",
                "Bucket",
                ("_policy", (404, "NoSuchBucketPolicy")),
            ),
            "GET /{Bucket}?policyStatus",
        )
        .root("PolicyStatus"),
        bucket(
            part("GetBucketVersioning", "Bucket", ("", "_versioning")),
            "GET /{Bucket}?versioning",
        )
        .root("VersioningConfiguration"),
    ],
};

const DISTRIBUTIONS: Pages = Pages {
    more: Some("IsTruncated"),
    ..pages("Marker", "NextMarker", "MaxItems", 100)
};

pub(super) const CLOUDFRONT: Api = Api {
    name: "cloudfront",
    scope: "cloudfront",
    protocol: Protocol::RestXml,
    version: "2020-05-31",
    namespace: "http://cloudfront.amazonaws.com/doc/2020-05-31/",
    operations: &[
        list(
            "ListDistributions",
            "Distribution",
            "Items.DistributionSummary",
        )
        .at("GET /2020-05-31/distribution")
        .root("DistributionList")
        .counted("Quantity")
        .paged(&DISTRIBUTIONS),
        part(
            "ListTagsForResource",
            "Distribution",
            ("Items.Tag", "_tags"),
        )
        .at("GET /2020-05-31/tagging")
        .by(&[("Resource", "ARN")])
        .or(404, "NoSuchResource")
        .root("Tags"),
    ],
};

const ZONES: Pages = Pages {
    more: Some("IsTruncated"),
    ..pages("marker", "NextMarker", "maxitems", 100)
};
const RECORDS: Pages = Pages {
    more: Some("IsTruncated"),
    ..pages("name", "NextRecordName", "maxitems", 300)
};

pub(super) const ROUTE53: Api = Api {
    name: "route53",
    scope: "route53",
    protocol: Protocol::RestXml,
    version: "2013-04-01",
    namespace: "https://route53.amazonaws.com/doc/2013-04-01/",
    operations: &[
        list("ListHostedZones", "HostedZone", "HostedZones.HostedZone")
            .at("GET /2013-04-01/hostedzone")
            .root("ListHostedZonesResponse")
            .paged(&ZONES),
        one("GetHostedZone", "HostedZone", "HostedZone")
            .at("GET /2013-04-01/hostedzone/{Id}")
            .by(&[("Id", "Id")])
            .or(404, "NoSuchHostedZone")
            .root("GetHostedZoneResponse"),
        list(
            "ListResourceRecordSets",
            "Record",
            "ResourceRecordSets.ResourceRecordSet",
        )
        .at("GET /2013-04-01/hostedzone/{Id}/rrset")
        .by(&[("Id", "_zone")])
        .root("ListResourceRecordSetsResponse")
        .paged(&RECORDS),
    ],
};
