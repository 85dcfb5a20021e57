//! The services that speak AWS JSON, and `CloudWatch`, which speaks CBOR.

use super::api::{Api, Pages, Protocol, batch, brief, list, metrics, names, one, pages, part};

const LOWER: Pages = pages("nextToken", "nextToken", "maxResults", 100);
const UPPER: Pages = pages("NextToken", "NextToken", "MaxResults", 100);
const LIMIT: Pages = pages("NextToken", "NextToken", "Limit", 100);

const fn json(
    name: &'static str,
    version: &'static str,
    operations: &'static [super::api::Operation],
) -> Api {
    Api {
        name,
        scope: name,
        protocol: Protocol::Json(version),
        version: "",
        namespace: "",
        operations,
    }
}

const TASKS: Pages = Pages {
    default: 100,
    ..LOWER
};
const SERVICES: Pages = Pages {
    default: 10,
    ..LOWER
};

pub(super) const ECS: Api = json(
    "ecs",
    "1.1",
    &[
        names("ListClusters", "Cluster", ("clusterArns", "clusterArn")).paged(&LOWER),
        batch("DescribeClusters", "Cluster", "clusters")
            .by(&[("clusters", "clusterArn")])
            .with("include", "TAGS", "tags"),
        names("ListServices", "Service", ("serviceArns", "serviceArn"))
            .by(&[("cluster", "clusterArn"), ("launchType", "launchType")])
            .assuming("cluster", "default")
            .paged(&SERVICES),
        batch("DescribeServices", "Service", "services")
            .by(&[("services", "serviceArn"), ("cluster", "clusterArn")])
            .assuming("cluster", "default")
            .with("include", "TAGS", "tags"),
        names("ListTasks", "Task", ("taskArns", "taskArn"))
            .by(&[("cluster", "clusterArn"), ("serviceName", "group")])
            .assuming("cluster", "default")
            .paged(&TASKS),
        batch("DescribeTasks", "Task", "tasks")
            .by(&[("tasks", "taskArn"), ("cluster", "clusterArn")])
            .assuming("cluster", "default")
            .with("include", "TAGS", "tags"),
        one("DescribeTaskDefinition", "TaskDefinition", "taskDefinition")
            .by(&[("taskDefinition", "taskDefinitionArn")])
            .or(400, "ClientException"),
        names(
            "ListContainerInstances",
            "ContainerInstance",
            ("containerInstanceArns", "containerInstanceArn"),
        )
        .by(&[("cluster", "_cluster")])
        .assuming("cluster", "default")
        .paged(&LOWER),
        batch(
            "DescribeContainerInstances",
            "ContainerInstance",
            "containerInstances",
        )
        .by(&[
            ("containerInstances", "containerInstanceArn"),
            ("cluster", "_cluster"),
        ])
        .assuming("cluster", "default"),
    ],
);

const TABLES: Pages = pages(
    "ExclusiveStartTableName",
    "LastEvaluatedTableName",
    "Limit",
    100,
);

pub(super) const DYNAMODB: Api = json(
    "dynamodb",
    "1.0",
    &[
        names("ListTables", "Table", ("TableNames", "TableName")).paged(&TABLES),
        one("DescribeTable", "Table", "Table")
            .by(&[("TableName", "TableName")])
            .or(400, "ResourceNotFoundException"),
        part("ListTagsOfResource", "Table", ("Tags", "_tags"))
            .by(&[("ResourceArn", "TableArn")])
            .or(400, "ResourceNotFoundException"),
    ],
);

const QUEUES: Pages = pages("NextToken", "NextToken", "MaxResults", 1000);

pub(super) const SQS: Api = json(
    "sqs",
    "1.0",
    &[
        names("ListQueues", "Queue", ("QueueUrls", "QueueUrl")).paged(&QUEUES),
        part("GetQueueAttributes", "Queue", ("Attributes", "Attributes"))
            .by(&[("QueueUrl", "QueueUrl")])
            .or(400, "QueueDoesNotExist"),
        part("ListQueueTags", "Queue", ("Tags", "_tags"))
            .by(&[("QueueUrl", "QueueUrl")])
            .or(400, "QueueDoesNotExist"),
    ],
);

const STREAMS: Pages = Pages {
    more: Some("HasMoreStreams"),
    ..LIMIT
};

pub(super) const KINESIS: Api = json(
    "kinesis",
    "1.1",
    &[
        names("ListStreams", "Stream", ("StreamNames", "StreamName")).paged(&STREAMS),
        one(
            "DescribeStreamSummary",
            "Stream",
            "StreamDescriptionSummary",
        )
        .by(&[("StreamName", "StreamName"), ("StreamARN", "StreamARN")])
        .or(400, "ResourceNotFoundException"),
        part("ListTagsForStream", "Stream", ("Tags", "_tags"))
            .by(&[("StreamName", "StreamName"), ("StreamARN", "StreamARN")])
            .or(400, "ResourceNotFoundException"),
    ],
);

pub(super) const EVENTS: Api = json(
    "events",
    "1.1",
    &[
        list("ListEventBuses", "EventBus", "EventBuses").paged(&LIMIT),
        list("ListRules", "Rule", "Rules")
            .by(&[("EventBusName", "EventBusName")])
            .assuming("EventBusName", "default")
            .paged(&LIMIT),
        part("ListTargetsByRule", "Rule", ("Targets", "_targets"))
            .by(&[("Rule", "Name"), ("EventBusName", "EventBusName")])
            .assuming("EventBusName", "default")
            .or(400, "ResourceNotFoundException"),
        part("ListTagsForResource", "Rule", ("Tags", "_tags"))
            .by(&[("ResourceARN", "Arn")])
            .or(400, "ResourceNotFoundException"),
    ],
);

const WEB_ACLS: Pages = pages("NextMarker", "NextMarker", "Limit", 100);

pub(super) const WAF: Api = json(
    "wafv2",
    "1.1",
    &[
        brief(
            "ListWebACLs",
            "WebACL",
            (
                "WebACLs",
                &["Name", "Id", "ARN", "Description", "LockToken"],
            ),
        )
        .by(&[("Scope", "_scope")])
        .paged(&WEB_ACLS),
        one("GetWebACL", "WebACL", "WebACL")
            .by(&[("Id", "Id"), ("Scope", "_scope"), ("ARN", "ARN")])
            .or(400, "WAFNonexistentItemException"),
        part(
            "ListResourcesForWebACL",
            "WebACL",
            ("ResourceArns", "_resources.{ResourceType}"),
        )
        .by(&[("WebACLArn", "ARN")])
        .or(400, "WAFNonexistentItemException"),
    ],
);

pub(super) const ECR: Api = json(
    "ecr",
    "1.1",
    &[
        list("DescribeRepositories", "Repository", "repositories")
            .by(&[("repositoryNames", "repositoryName")])
            .or(400, "RepositoryNotFoundException")
            .paged(&Pages {
                most: 1000,
                ..LOWER
            }),
        part("ListTagsForResource", "Repository", ("tags", "_tags"))
            .by(&[("resourceArn", "repositoryArn")])
            .or(400, "RepositoryNotFoundException"),
    ],
);

pub(super) const FSX: Api = json(
    "fsx",
    "1.1",
    &[list("DescribeFileSystems", "FileSystem", "FileSystems")
        .by(&[("FileSystemIds", "FileSystemId")])
        .or(400, "FileSystemNotFound")
        .paged(&UPPER)],
);

pub(super) const DIRECT_CONNECT: Api = json(
    "directconnect",
    "1.1",
    &[
        list("DescribeConnections", "Connection", "connections")
            .by(&[("connectionId", "connectionId")]),
        list(
            "DescribeVirtualInterfaces",
            "VirtualInterface",
            "virtualInterfaces",
        )
        .by(&[
            ("connectionId", "connectionId"),
            ("virtualInterfaceId", "virtualInterfaceId"),
        ]),
        list(
            "DescribeDirectConnectGateways",
            "DirectConnectGateway",
            "directConnectGateways",
        )
        .by(&[("directConnectGatewayId", "directConnectGatewayId")])
        .paged(&LOWER)
        .everywhere(),
        list(
            "DescribeDirectConnectGatewayAssociations",
            "Association",
            "directConnectGatewayAssociations",
        )
        .by(&[
            ("directConnectGatewayId", "directConnectGatewayId"),
            ("associationId", "associationId"),
        ])
        .paged(&LOWER)
        .everywhere(),
        list(
            "DescribeDirectConnectGatewayAttachments",
            "Attachment",
            "directConnectGatewayAttachments",
        )
        .by(&[("directConnectGatewayId", "directConnectGatewayId")])
        .paged(&LOWER)
        .everywhere(),
    ],
);

const MACHINES: Pages = pages("nextToken", "nextToken", "maxResults", 1000);
const MACHINE: &[&str] = &["stateMachineArn", "name", "type", "creationDate"];

pub(super) const STEP_FUNCTIONS: Api = json(
    "states",
    "1.0",
    &[
        brief(
            "ListStateMachines",
            "StateMachine",
            ("stateMachines", MACHINE),
        )
        .paged(&MACHINES),
        one("DescribeStateMachine", "StateMachine", "")
            .by(&[("stateMachineArn", "stateMachineArn")])
            .or(400, "StateMachineDoesNotExist"),
        part("ListTagsForResource", "StateMachine", ("tags", "_tags"))
            .by(&[("resourceArn", "stateMachineArn")])
            .or(400, "ResourceNotFound"),
    ],
);

const ACCOUNTS: Pages = pages("NextToken", "NextToken", "MaxResults", 20);

pub(super) const ORGANIZATIONS: Api = json(
    "organizations",
    "1.1",
    &[list("ListAccounts", "Account", "Accounts").paged(&ACCOUNTS)],
);

const ALARMS: Pages = pages("NextToken", "NextToken", "MaxRecords", 100);

pub(super) const CLOUDWATCH: Api = Api {
    name: "cloudwatch",
    scope: "monitoring",
    protocol: Protocol::Cbor,
    version: "2010-08-01",
    namespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
    operations: &[
        list("DescribeAlarms", "MetricAlarm", "MetricAlarms")
            .by(&[("AlarmNames", "AlarmName"), ("StateValue", "StateValue")])
            .also("CompositeAlarms", "CompositeAlarm")
            .paged(&ALARMS),
        part("ListTagsForResource", "MetricAlarm", ("Tags", "_tags"))
            .by(&[("ResourceARN", "AlarmArn")])
            .or(404, "ResourceNotFoundException"),
        metrics("GetMetricData"),
    ],
};
