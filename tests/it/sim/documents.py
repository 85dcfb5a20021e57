"""Calls every operation whose answer is documents, in pages of one, and prints as JSON
what did not come back as it is described.

Arguments: a file with the documents by region, service and name; a role; its external id.
"""

import functools
import json
import sys

import boto3
from botocore.exceptions import ClientError

described = json.load(open(sys.argv[1]))


def assumed(**policy):
    role = {"RoleArn": sys.argv[2], "RoleSessionName": "boto3", "ExternalId": sys.argv[3]}
    keys = boto3.client("sts").assume_role(**role, **policy)["Credentials"]
    return boto3.Session(
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )


session = assumed()
nothing = {"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}
forbidden = assumed(Policy=json.dumps(nothing))
wrong = []
called = set()

# Client, operation, the documents, where they are in the answer; then the parameters that
# come from a document (of another name, where one is given), and those that are fixed.
CALLS = """
rds            describe_db_instances            rds.DBInstance              DBInstances
rds            describe_db_instances            rds.DBInstance              DBInstances            DBInstanceIdentifier
rds            describe_db_clusters             rds.DBCluster               DBClusters
rds            describe_global_clusters         rds.GlobalCluster           GlobalClusters
rds            describe_db_subnet_groups        rds.DBSubnetGroup           DBSubnetGroups
elasticache    describe_cache_clusters          elasticache.CacheCluster    CacheClusters          - ShowCacheNodeInfo=true
elasticache    describe_replication_groups      elasticache.ReplicationGroup ReplicationGroups
elasticache    describe_cache_subnet_groups     elasticache.CacheSubnetGroup CacheSubnetGroups
elasticache    list_tags_for_resource           elasticache.ReplicationGroup TagList               ResourceName:ARN > _tags
redshift       describe_clusters                redshift.Cluster            Clusters
redshift       describe_cluster_subnet_groups   redshift.ClusterSubnetGroup ClusterSubnetGroups
sns            list_topics                      sns.Topic                   Topics                 - > TopicArn
sns            get_topic_attributes             sns.Topic                   Attributes             TopicArn
sns            list_subscriptions               sns.Subscription            Subscriptions
sns            list_subscriptions_by_topic      sns.Subscription            Subscriptions          TopicArn
sns            list_tags_for_resource           sns.Topic                   Tags                   ResourceArn:TopicArn > _tags
elb            describe_load_balancers          elasticloadbalancing.LoadBalancer LoadBalancerDescriptions
elb            describe_instance_health         elasticloadbalancing.LoadBalancer InstanceStates   LoadBalancerName > _health
elb            describe_tags                    elasticloadbalancing.LoadBalancer TagDescriptions  LoadBalancerNames:[LoadBalancerName] > _tags
ec2            describe_egress_only_internet_gateways ec2.EgressOnlyInternetGateway EgressOnlyInternetGateways
ec2            describe_vpn_gateways            ec2.VpnGateway              VpnGateways
ec2            describe_customer_gateways       ec2.CustomerGateway         CustomerGateways
ec2            describe_vpn_connections         ec2.VpnConnection           VpnConnections
ecs            list_clusters                    ecs.Cluster                 clusterArns            - > clusterArn
ecs            describe_clusters                ecs.Cluster                 clusters               clusters:[clusterArn] include=TAGS
ecs            list_services                    ecs.Service                 serviceArns            cluster:clusterArn > serviceArn
ecs            describe_services                ecs.Service                 services               cluster:clusterArn,services:[serviceName] include=TAGS
ecs            list_tasks                       ecs.Task                    taskArns               cluster:clusterArn > taskArn
ecs            describe_tasks                   ecs.Task                    tasks                  cluster:clusterArn,tasks:[taskArn] include=TAGS
ecs            describe_task_definition         ecs.TaskDefinition          taskDefinition         taskDefinition:taskDefinitionArn
ecs            list_container_instances         ecs.ContainerInstance       containerInstanceArns  cluster:_cluster > containerInstanceArn
ecs            describe_container_instances     ecs.ContainerInstance       containerInstances     cluster:_cluster,containerInstances:[containerInstanceArn]
dynamodb       list_tables                      dynamodb.Table              TableNames             - > TableName
dynamodb       describe_table                   dynamodb.Table              Table                  TableName
dynamodb       list_tags_of_resource            dynamodb.Table              Tags                   ResourceArn:TableArn > _tags
sqs            list_queues                      sqs.Queue                   QueueUrls              - > QueueUrl
sqs            get_queue_attributes             sqs.Queue                   Attributes             QueueUrl AttributeNames=[All] > Attributes
sqs            list_queue_tags                  sqs.Queue                   Tags                   QueueUrl > _tags
kinesis        list_streams                     kinesis.Stream              StreamNames            - > StreamName
kinesis        describe_stream_summary          kinesis.Stream              StreamDescriptionSummary StreamName
kinesis        list_tags_for_stream             kinesis.Stream              Tags                   StreamName > _tags
events         list_event_buses                 events.EventBus             EventBuses
events         list_rules                       events.Rule                 Rules                  EventBusName
events         list_targets_by_rule             events.Rule                 Targets                Rule:Name,EventBusName > _targets
events         list_tags_for_resource           events.Rule                 Tags                   ResourceARN:Arn > _tags
wafv2          list_web_acls                    wafv2.WebACL                WebACLs                Scope:_scope > Name,Id,ARN
wafv2          get_web_acl                      wafv2.WebACL                WebACL                 Scope:_scope,Id,Name > Name,Id,ARN,Rules,DefaultAction
wafv2          list_resources_for_web_acl       wafv2.WebACL                ResourceArns           WebACLArn:ARN > _resources.APPLICATION_LOAD_BALANCER
ecr            describe_repositories            ecr.Repository              repositories
ecr            list_tags_for_resource           ecr.Repository              tags                   resourceArn:repositoryArn > _tags
fsx            describe_file_systems            fsx.FileSystem              FileSystems
directconnect  describe_connections             directconnect.Connection    connections
directconnect  describe_virtual_interfaces      directconnect.VirtualInterface virtualInterfaces
directconnect  describe_direct_connect_gateways directconnect.DirectConnectGateway directConnectGateways
directconnect  describe_direct_connect_gateway_associations directconnect.Association directConnectGatewayAssociations directConnectGatewayId
directconnect  describe_direct_connect_gateway_attachments directconnect.Attachment directConnectGatewayAttachments directConnectGatewayId
stepfunctions  list_state_machines              states.StateMachine         stateMachines          - > stateMachineArn,name,type
stepfunctions  describe_state_machine           states.StateMachine         -                      stateMachineArn
stepfunctions  list_tags_for_resource           states.StateMachine         tags                   resourceArn:stateMachineArn > _tags
organizations  list_accounts                    organizations.Account       Accounts
cloudwatch     describe_alarms                  cloudwatch.MetricAlarm      MetricAlarms
cloudwatch     describe_alarms                  cloudwatch.CompositeAlarm   CompositeAlarms
cloudwatch     list_tags_for_resource           cloudwatch.MetricAlarm      Tags                   ResourceARN:AlarmArn > _tags
lambda         list_functions                   lambda.Function             Functions
lambda         get_function_configuration       lambda.Function             -                      FunctionName
lambda         list_event_source_mappings       lambda.EventSourceMapping   EventSourceMappings
lambda         list_function_url_configs        lambda.FunctionUrlConfig    FunctionUrlConfigs     FunctionName:FunctionArn
lambda         list_tags                        lambda.Function             Tags                   Resource:FunctionArn > _tags
eks            list_clusters                    eks.Cluster                 clusters               - > name
eks            describe_cluster                 eks.Cluster                 cluster                name
eks            list_nodegroups                  eks.Nodegroup               nodegroups             clusterName > nodegroupName
eks            describe_nodegroup               eks.Nodegroup               nodegroup              clusterName,nodegroupName
eks            list_fargate_profiles            eks.FargateProfile          fargateProfileNames    clusterName > fargateProfileName
eks            describe_fargate_profile         eks.FargateProfile          fargateProfile         clusterName,fargateProfileName
apigateway     get_rest_apis                    apigateway.RestApi          items
apigateway     get_resources                    apigateway.Resource         items                  restApiId:_restApiId embed=[methods]
apigateway     get_stages                       apigateway.Stage            item                   restApiId:_restApiId
apigateway     get_vpc_links                    apigateway.VpcLink          items
apigateway     get_domain_names                 apigateway.DomainName       items
apigateway     get_base_path_mappings           apigateway.BasePathMapping  items                  domainName:_domainName
apigatewayv2   get_apis                         apigateway.Api              Items
apigatewayv2   get_integrations                 apigateway.Integration      Items                  ApiId:_apiId
apigatewayv2   get_routes                       apigateway.Route            Items                  ApiId:_apiId
apigatewayv2   get_stages                       apigateway.ApiStage         Items                  ApiId:_apiId
apigatewayv2   get_vpc_links                    apigateway.ApiVpcLink       Items
apigatewayv2   get_domain_names                 apigateway.ApiDomainName    Items
apigatewayv2   get_api_mappings                 apigateway.ApiMapping       Items                  DomainName:_domainName
efs            describe_file_systems            elasticfilesystem.FileSystem FileSystems
efs            describe_mount_targets           elasticfilesystem.MountTarget MountTargets          FileSystemId
efs            describe_mount_target_security_groups elasticfilesystem.MountTarget SecurityGroups MountTargetId > _securityGroups
opensearch     list_domain_names                es.Domain                   DomainNames            - > DomainName,EngineType
opensearch     describe_domains                 es.Domain                   DomainStatusList       DomainNames:[DomainName] > ARN,DomainId,Endpoints,VPCOptions,ClusterConfig
opensearch     list_tags                        es.Domain                   TagList                ARN > _tags
kafka          list_clusters_v2                 kafka.Cluster               ClusterInfoList
s3             list_buckets                     s3.Bucket                   Buckets                - > Name,BucketRegion
s3             get_bucket_location              s3.Bucket                   LocationConstraint     Bucket:Name > BucketRegion
s3             get_bucket_notification_configuration s3.Bucket              -                      Bucket:Name > _notification
s3             get_bucket_replication           s3.Bucket                   ReplicationConfiguration Bucket:Name > _replication
s3             get_bucket_tagging               s3.Bucket                   TagSet                 Bucket:Name > _tagging
s3             get_bucket_encryption            s3.Bucket                   ServerSideEncryptionConfiguration Bucket:Name > _encryption
s3             get_public_access_block          s3.Bucket                   PublicAccessBlockConfiguration Bucket:Name > _public
s3             get_bucket_policy_status         s3.Bucket                   PolicyStatus           Bucket:Name > _policy
s3             get_bucket_versioning            s3.Bucket                   -                      Bucket:Name > _versioning
cloudfront     list_distributions               cloudfront.Distribution     DistributionList
cloudfront     list_tags_for_resource           cloudfront.Distribution     Tags                   Resource:ARN > _tags
route53        list_hosted_zones                route53.HostedZone          HostedZones
route53        get_hosted_zone                  route53.HostedZone          -                      Id > Name,CallerReference,Config,_beside
route53        list_resource_record_sets        route53.Record              ResourceRecordSets     HostedZoneId:_zone
"""


def at(document, path):
    for name in path.split("."):
        document = document.get(name) if isinstance(document, dict) else None
    return document


def texts(value):
    """The texts of a document, those for further calls left out."""
    if isinstance(value, dict):
        return {text for key, inner in value.items() if not key.startswith("_") for text in texts(inner)}
    if isinstance(value, list):
        return {text for inner in value for text in texts(inner)}
    # Times come back as another type.
    is_time = isinstance(value, str) and len(value) > 18 and value[4:5] == "-" and value[10:11] == "T"
    if isinstance(value, bool):
        return {str(value)}
    return {value} if isinstance(value, str) and value and not is_time else set()


def keys_too(value):
    if isinstance(value, dict):
        return set(value) | {text for inner in value.values() for text in keys_too(inner)}
    if isinstance(value, list):
        return {text for inner in value for text in keys_too(inner)}
    return {str(value)} if isinstance(value, (str, bool)) else set()


@functools.cache
def client_of(name, region):
    return session.client(name, region_name=region)


def arguments(document, chosen, fixed):
    given = dict(fixed)
    for part in chosen.split(",") if chosen != "-" else []:
        name, _, field = part.partition(":")
        is_list = field.startswith("[")
        value = document.get((field or name).strip("[]"))
        given[name] = [value] if is_list else value
    return given


def ask(client, operation, given):
    if client.can_paginate(operation):
        pages = client.get_paginator(operation)
        # EC2 takes no less than five.
        size = 5 if client.meta.service_model.service_name == "ec2" else 1
        sized = {"PageSize": size} if pages._limit_key else {}
        return list(pages.paginate(PaginationConfig=sized, **given))
    return [getattr(client, operation)(**given)]


def check(line):
    head, _, expected = line.partition(" > ")
    name, operation, documents, place, *rest = head.split()
    chosen = next((one for one in rest if "=" not in one), "-")
    fixed = {}
    for one in (one for one in rest if "=" in one):
        key, value = one.split("=")
        is_list = value.startswith("[") or key == "include"
        fixed[key] = [value.strip("[]")] if is_list else value == "true" or value
    for region, held in described.items():
        for document in held.get(documents, []):
            client = client_of(name, region)
            wanted = set()
            for path in expected.split(",") if expected else [""]:
                wanted |= texts(at(document, path) if path else document)
            if not wanted:
                continue
            try:
                pages = ask(client, operation, arguments(document, chosen, fixed))
            except Exception as error:
                wrong.append(f"{name} {operation}: {error!r}")
                return
            found = [page if place == "-" else page.get(place) for page in pages]
            absent = wanted - keys_too(found)
            if absent:
                wrong.append(f"{name} {operation} in {region}: {sorted(absent)}")
            called.add(f"{name}.{operation}")


def refused(name, operation, region="eu-west-1", **given):
    try:
        getattr(client_of(name, region), operation)(**given)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


for line in CALLS.strip().splitlines():
    check(line.strip())



def metrics():
    """What is counted, in pages of seven values: the same as in one."""
    day = 86_400
    ends = 1_750_000_000 // day * day

    def query(number, statistic, **dimensions):
        named = [{"Name": name, "Value": value} for name, value in dimensions.items()]
        metric = {"Namespace": "AWS/NATGateway", "MetricName": "BytesInFromSource", "Dimensions": named}
        return {"Id": f"q{number}", "MetricStat": {"Metric": metric, "Period": day, "Stat": statistic}}

    given = {
        "MetricDataQueries": [
            query(0, "Sum", NatGatewayId="nat-1"),
            query(1, "Sum", NatGatewayId="nat-2"),
            query(2, "Sum", Other="nat-1"),
        ],
        "StartTime": ends - 30 * day,
        "EndTime": ends,
    }
    client = client_of("cloudwatch", "eu-west-1")
    whole = {result["Id"]: result for result in client.get_metric_data(**given)["MetricDataResults"]}
    pages = client.get_paginator("get_metric_data").paginate(**given, PaginationConfig={"PageSize": 7})
    values, statuses = {}, {}
    for page in pages:
        for result in page["MetricDataResults"]:
            values.setdefault(result["Id"], []).extend(zip(result["Timestamps"], result["Values"]))
            statuses.setdefault(result["Id"], []).append(result["StatusCode"])
    for name, result in whole.items():
        if values[name] != list(zip(result["Timestamps"], result["Values"])):
            wrong.append(f"get_metric_data: {name} differs in pages")
        if result["StatusCode"] != "Complete" or statuses[name][-1] != "Complete":
            wrong.append(f"get_metric_data: {name} is not complete")
    counts = {name: len(result["Values"]) for name, result in whole.items()}
    if counts != {"q0": 30, "q1": 30, "q2": 0} or whole["q0"]["Values"] == whole["q1"]["Values"]:
        wrong.append(f"get_metric_data: {counts}")
    if statuses["q0"][0] != "PartialData" or whole["q0"]["Timestamps"][-1].timestamp() != ends - 30 * day:
        wrong.append(f"get_metric_data: {statuses}, {whole['q0']['Timestamps']}")
    called.add("cloudwatch.get_metric_data")


metrics()

# One of each protocol that is in no table.
unknown = {
    "query": refused("rds", "describe_db_snapshots"),
    "json": refused("ecs", "list_task_definition_families"),
    "rest-json": refused("lambda", "get_function", FunctionName="shop-take-order"),
    "rest-xml": refused("cloudfront", "list_functions"),
    "s3": refused("s3", "list_objects_v2", Bucket="shop-assets-111122223333"),
    "cbor": refused("cloudwatch", "list_metrics"),
    "ec2": refused("ec2", "describe_snapshots"),
}
session = forbidden
client_of.cache_clear()
denied = {
    "query": refused("rds", "describe_db_instances"),
    "sns": refused("sns", "list_topics"),
    "json": refused("ecs", "list_clusters"),
    "query-compatible": refused("sqs", "list_queues"),
    "rest-json": refused("apigateway", "get_rest_apis"),
    "rest-xml": refused("route53", "list_hosted_zones"),
    "s3": refused("s3", "list_buckets"),
    "cbor": refused("cloudwatch", "describe_alarms"),
    "ec2": refused("ec2", "describe_vpn_connections"),
}
print(json.dumps({"denied": denied, "wrong": wrong, "called": sorted(called), "unknown": unknown}))
