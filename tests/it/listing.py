"""What boto3 lists of the services beside EC2, by kind: the ids of one region, and of what
AWS keeps once for an account."""


def rows(client, operation, key, **filters):
    if client.can_paginate(operation):
        pages = client.get_paginator(operation).paginate(**filters)
        return [row for page in pages for row in page.get(key) or []]
    return getattr(client, operation)(**filters).get(key) or []


class Listing:
    def __init__(self, account, region=None):
        self.account = account
        self.region = region or account.region
        self.clients = {}

    def client(self, service):
        if service not in self.clients:
            self.clients[service] = self.account.client(service, self.region)
        return self.clients[service]

    def column(self, service, operation, key, field=None, **filters):
        found = rows(self.client(service), operation, key, **filters)
        return [row[field] if field else row for row in found]

    def arn(self, service, rest):
        return f"arn:aws:{service}:{self.region}:{self.account.number}:{rest}"

    def of_region(self):
        alarms = [
            self.column(
                "cloudwatch",
                "describe_alarms",
                f"{kind}Alarms",
                "AlarmArn",
                AlarmTypes=[f"{kind}Alarm"],
            )
            for kind in ("Metric", "Composite")
        ]
        return {
            "alarm": sum(alarms, []),
            **self.data(),
            **self.containers(),
            **self.files(),
            **self.applications(),
            **self.events(),
            **self.edge(),
        }

    def data(self):
        column = self.column
        region = self.region
        tables = column("dynamodb", "list_tables", "TableNames")
        streams = column("kinesis", "list_streams", "StreamNames")
        buckets = column("s3", "list_buckets", "Buckets", "Name", BucketRegion=region)
        domains = column("opensearch", "list_domain_names", "DomainNames", "DomainName")
        warehouses = column("redshift", "describe_clusters", "Clusters", "ClusterIdentifier")
        return {
            "db-instance": column(
                "rds", "describe_db_instances", "DBInstances", "DBInstanceArn"
            ),
            "db-cluster": column("rds", "describe_db_clusters", "DBClusters", "DBClusterArn"),
            "cache-cluster": column(
                "elasticache", "describe_cache_clusters", "CacheClusters", "ARN"
            ),
            "replication-group": column(
                "elasticache", "describe_replication_groups", "ReplicationGroups", "ARN"
            ),
            "table": [self.arn("dynamodb", f"table/{name}") for name in tables],
            "stream": [self.arn("kinesis", f"stream/{name}") for name in streams],
            "bucket": [f"arn:aws:s3:::{name}" for name in buckets],
            "search-domain": [self.arn("es", f"domain/{name}") for name in domains],
            "redshift-cluster": [self.arn("redshift", f"cluster:{one}") for one in warehouses],
            "kafka-cluster": column("kafka", "list_clusters_v2", "ClusterInfoList", "ClusterArn"),
        }

    def containers(self):
        column = self.column
        clusters = column("ecs", "list_clusters", "clusterArns")
        workers = column("eks", "list_clusters", "clusters")

        def in_clusters(operation, key):
            return [
                arn
                for cluster in clusters
                for arn in column("ecs", operation, key, cluster=cluster)
            ]

        def of_workers(lists, key, describes, argument, answer, field):
            eks = self.client("eks")
            return [
                getattr(eks, describes)(clusterName=cluster, **{argument: name})[answer][field]
                for cluster in workers
                for name in column("eks", lists, key, clusterName=cluster)
            ]

        return {
            "ecs-cluster": clusters,
            "ecs-service": in_clusters("list_services", "serviceArns"),
            "ecs-task": in_clusters("list_tasks", "taskArns"),
            "eks-cluster": [self.arn("eks", f"cluster/{name}") for name in workers],
            "node-group": of_workers(
                "list_nodegroups",
                "nodegroups",
                "describe_nodegroup",
                "nodegroupName",
                "nodegroup",
                "nodegroupArn",
            ),
            "fargate-profile": of_workers(
                "list_fargate_profiles",
                "fargateProfileNames",
                "describe_fargate_profile",
                "fargateProfileName",
                "fargateProfile",
                "fargateProfileArn",
            ),
            "repository": column(
                "ecr", "describe_repositories", "repositories", "repositoryArn"
            ),
        }

    def files(self):
        column = self.column
        systems = rows(self.client("efs"), "describe_file_systems", "FileSystems")
        targets = [
            id
            for row in systems
            for id in column(
                "efs",
                "describe_mount_targets",
                "MountTargets",
                "MountTargetId",
                FileSystemId=row["FileSystemId"],
            )
        ]
        return {
            "file-system": [row["FileSystemArn"] for row in systems]
            + column("fsx", "describe_file_systems", "FileSystems", "ResourceARN"),
            "mount-target": [
                self.arn("elasticfilesystem", f"mount-target/{id}") for id in targets
            ],
        }

    def applications(self):
        column = self.column
        here = f"arn:aws:apigateway:{self.region}::"
        rest = column("apigateway", "get_rest_apis", "items", "id")
        http = column("apigatewayv2", "get_apis", "Items", "ApiId")
        links = column("apigatewayv2", "get_vpc_links", "Items", "VpcLinkId")
        links += column("apigateway", "get_vpc_links", "items", "id")
        return {
            "function": column("lambda", "list_functions", "Functions", "FunctionArn"),
            "api": [f"{here}/restapis/{id}" for id in rest]
            + [f"{here}/apis/{id}" for id in http],
            "vpc-link": [f"{here}/vpclinks/{id}" for id in links],
            "state-machine": column(
                "stepfunctions", "list_state_machines", "stateMachines", "stateMachineArn"
            ),
        }

    def events(self):
        column = self.column
        queues = column("sqs", "list_queues", "QueueUrls")
        buses = column("events", "list_event_buses", "EventBuses", "Name")
        return {
            "queue": [self.arn("sqs", url.rsplit("/", 1)[1]) for url in queues],
            "topic": column("sns", "list_topics", "Topics", "TopicArn"),
            "event-bus": column("events", "list_event_buses", "EventBuses", "Arn"),
            "event-rule": [
                arn
                for bus in buses
                for arn in column("events", "list_rules", "Rules", "Arn", EventBusName=bus)
            ],
        }

    def edge(self):
        old = self.column(
            "elb", "describe_load_balancers", "LoadBalancerDescriptions", "LoadBalancerName"
        )
        acls = self.column("wafv2", "list_web_acls", "WebACLs", "ARN", Scope="REGIONAL")
        lines = self.column("directconnect", "describe_connections", "connections", "connectionId")
        gateways = self.column(
            "directconnect",
            "describe_direct_connect_gateways",
            "directConnectGateways",
            "directConnectGatewayId",
        )
        attachments = [
            row
            for gateway in gateways
            for row in self.column(
                "directconnect",
                "describe_direct_connect_gateway_attachments",
                "directConnectGatewayAttachments",
                directConnectGatewayId=gateway,
            )
            if row["virtualInterfaceRegion"] == self.region
        ]
        return {
            # Read through their gateways: of themselves AWS would tell keys.
            "virtual-interface": [
                self.arn("directconnect", f"dxvif/{row['virtualInterfaceId']}")
                for row in attachments
            ],
            "direct-connect-connection": [
                self.arn("directconnect", f"dxcon/{id}") for id in lines
            ],
            "classic-load-balancer": [
                self.arn("elasticloadbalancing", f"loadbalancer/{name}") for name in old
            ],
            "web-acl": acls,
        }

    def of_account(self):
        pages = self.client("cloudfront").get_paginator("list_distributions").paginate()
        zones = self.column("route53", "list_hosted_zones", "HostedZones", "Id")
        number = self.account.number
        gateways = self.column(
            "directconnect",
            "describe_direct_connect_gateways",
            "directConnectGateways",
            "directConnectGatewayId",
        )
        acls = self.column("wafv2", "list_web_acls", "WebACLs", "ARN", Scope="CLOUDFRONT")
        return {
            "web-acl": acls,
            "direct-connect-gateway": [
                f"arn:aws:directconnect::{number}:dx-gateway/{id}" for id in gateways
            ],
            "hosted-zone": ["arn:aws:route53:::" + id.lstrip("/") for id in zones],
            "distribution": [
                row["ARN"]
                for page in pages
                for row in page["DistributionList"].get("Items", [])
            ],
        }
