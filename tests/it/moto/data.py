"""Databases, buckets, streams and file systems in an emulated AWS, made and listed by boto3.

MSK is not among them: the emulator writes its times in a form that AWS does not use.

    data.py make ENDPOINT REGION ROLE   creates them, and what they stand in
    data.py list ENDPOINT REGION ROLE   prints what boto3 sees, as JSON
"""

import json
import pathlib
import sys

# What is compiled would lie among the sources.
sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from estate import Account  # noqa: E402

ELSEWHERE = "us-east-1"


def make_network(account):
    ec2 = account.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
    subnets = []
    for index in range(2):
        subnet = ec2.create_subnet(
            VpcId=vpc,
            CidrBlock=f"10.20.{index}.0/24",
            AvailabilityZone=account.region + "ab"[index],
            TagSpecifications=[
                {
                    "ResourceType": "subnet",
                    "Tags": [{"Key": "Name", "Value": "data-" + "ab"[index]}],
                }
            ],
        )
        subnets.append(subnet["Subnet"]["SubnetId"])
    group = ec2.create_security_group(GroupName="data", Description="data", VpcId=vpc)
    return subnets, group["GroupId"]


def make_databases(account, subnets, group):
    rds = account.client("rds")
    rds.create_db_subnet_group(
        DBSubnetGroupName="data", DBSubnetGroupDescription="data", SubnetIds=subnets
    )
    common = dict(
        MasterUsername="admin", MasterUserPassword="not-a-secret", DBSubnetGroupName="data"
    )
    rds.create_db_instance(
        DBInstanceIdentifier="orders",
        Engine="postgres",
        DBInstanceClass="db.t4g.medium",
        AllocatedStorage=20,
        AvailabilityZone=account.region + "b",
        VpcSecurityGroupIds=[group],
        Tags=[{"Key": "team", "Value": "shop"}],
        **common,
    )
    rds.create_db_instance_read_replica(
        DBInstanceIdentifier="orders-copy", SourceDBInstanceIdentifier="orders"
    )
    for cluster, engine in [("catalog", "aurora-postgresql"), ("friends", "neptune")]:
        rds.create_db_cluster(DBClusterIdentifier=cluster, Engine=engine, **common)
    for name in ["catalog-1", "catalog-2"]:
        rds.create_db_instance(
            DBInstanceIdentifier=name,
            Engine="aurora-postgresql",
            DBInstanceClass="db.r6g.large",
            DBClusterIdentifier="catalog",
        )


def make_buckets(account):
    s3, sqs = account.client("s3"), account.client("sqs")
    queue = sqs.create_queue(QueueName="uploaded")["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    queue = queue["Attributes"]["QueueArn"]
    here = {"LocationConstraint": account.region}
    for name in ["shop-images", "shop-copy", "shop-logs"]:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=here)
    for name in ["shop-images", "shop-copy"]:
        s3.put_bucket_versioning(
            Bucket=name, VersioningConfiguration={"Status": "Enabled"}
        )
    account.client("s3", ELSEWHERE).create_bucket(Bucket="shop-elsewhere")
    s3.put_bucket_tagging(
        Bucket="shop-images", Tagging={"TagSet": [{"Key": "team", "Value": "shop"}]}
    )
    rules = [{"Name": "prefix", "Value": "images/"}]
    s3.put_bucket_notification_configuration(
        Bucket="shop-images",
        NotificationConfiguration={
            "QueueConfigurations": [
                {
                    "QueueArn": queue,
                    "Events": ["s3:ObjectCreated:*"],
                    "Filter": {"Key": {"FilterRules": rules}},
                }
            ],
        },
    )
    # Of a bucket without any the emulator's answer is none that S3 gives.
    for name in ["shop-copy", "shop-logs"]:
        s3.put_bucket_notification_configuration(
            Bucket=name, NotificationConfiguration={"EventBridgeConfiguration": {}}
        )
    destination = {"Bucket": "arn:aws:s3:::shop-copy"}
    s3.put_bucket_replication(
        Bucket="shop-images",
        ReplicationConfiguration={
            "Role": f"arn:aws:iam::{account.number}:role/copy",
            "Rules": [
                {
                    "ID": "all",
                    "Priority": 1,
                    "Status": "Enabled",
                    "Filter": {"Prefix": ""},
                    "DeleteMarkerReplication": {"Status": "Disabled"},
                    "Destination": destination,
                }
            ],
        },
    )
    blocks = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy"]
    blocks = dict.fromkeys([*blocks, "RestrictPublicBuckets"], True)
    s3.put_public_access_block(
        Bucket="shop-images", PublicAccessBlockConfiguration=blocks
    )


def make_tables_and_streams(account):
    dynamodb, kinesis = account.client("dynamodb"), account.client("kinesis")
    for name in ["orders", "carts"]:
        dynamodb.create_table(
            TableName=name,
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={
                "StreamEnabled": True,
                "StreamViewType": "NEW_AND_OLD_IMAGES",
            },
            Tags=[{"Key": "team", "Value": "shop"}],
        )
    kinesis.create_stream(StreamName="clicks", ShardCount=2)
    kinesis.add_tags_to_stream(StreamName="clicks", Tags={"team": "shop"})
    kinesis.create_stream(
        StreamName="views", StreamModeDetails={"StreamMode": "ON_DEMAND"}
    )


def make_caches(account, subnets, group):
    cache = account.client("elasticache")
    cache.create_cache_subnet_group(
        CacheSubnetGroupName="data",
        CacheSubnetGroupDescription="data",
        SubnetIds=subnets,
    )
    cache.create_cache_cluster(
        CacheClusterId="pages",
        Engine="memcached",
        CacheNodeType="cache.t4g.small",
        NumCacheNodes=1,
        CacheSubnetGroupName="data",
        SecurityGroupIds=[group],
        PreferredAvailabilityZone=account.region + "a",
        Tags=[{"Key": "team", "Value": "shop"}],
    )
    cache.create_replication_group(
        ReplicationGroupId="sessions",
        ReplicationGroupDescription="sessions",
        Engine="redis",
        CacheNodeType="cache.t4g.small",
        NumCacheClusters=2,
        CacheSubnetGroupName="data",
    )


def make_file_systems(account, subnets, group):
    efs, fsx = account.client("efs"), account.client("fsx")
    system = efs.create_file_system(
        CreationToken="uploads", Tags=[{"Key": "Name", "Value": "uploads"}]
    )["FileSystemId"]
    for subnet in subnets:
        efs.create_mount_target(
            FileSystemId=system, SubnetId=subnet, SecurityGroups=[group]
        )
    efs.create_file_system(CreationToken="unmounted")
    fsx.create_file_system(
        FileSystemType="WINDOWS",
        StorageCapacity=300,
        StorageType="SSD",
        SubnetIds=subnets[:1],
        SecurityGroupIds=[group],
        WindowsConfiguration={"ThroughputCapacity": 8, "DeploymentType": "SINGLE_AZ_1"},
        Tags=[{"Key": "Name", "Value": "files"}],
    )


def make_clusters(account, subnets, group):
    redshift = account.client("redshift")
    redshift.create_cluster_subnet_group(
        ClusterSubnetGroupName="data", Description="data", SubnetIds=subnets
    )
    redshift.create_cluster(
        ClusterIdentifier="sales",
        NodeType="ra3.large",
        MasterUsername="admin",
        MasterUserPassword="Not-a-secret-1",
        ClusterSubnetGroupName="data",
        VpcSecurityGroupIds=[group],
        AvailabilityZone=account.region + "a",
    )
    account.client("opensearch").create_domain(
        DomainName="logs",
        EngineVersion="OpenSearch_2.13",
        VPCOptions={"SubnetIds": subnets, "SecurityGroupIds": [group]},
        TagList=[{"Key": "team", "Value": "shop"}],
    )


def make(account):
    subnets, group = make_network(account)
    make_databases(account, subnets, group)
    make_buckets(account)
    make_tables_and_streams(account)
    make_caches(account, subnets, group)
    make_file_systems(account, subnets, group)
    make_clusters(account, subnets, group)


def arns(account):
    """By kind, what the services list."""
    rds, cache = account.client("rds"), account.client("elasticache")
    efs, fsx = account.client("efs"), account.client("fsx")
    prefix = f"{account.region}:{account.number}"
    systems = efs.describe_file_systems()["FileSystems"]
    targets = [
        target["MountTargetId"]
        for system in systems
        for target in efs.describe_mount_targets(FileSystemId=system["FileSystemId"])[
            "MountTargets"
        ]
    ]
    buckets = account.client("s3").list_buckets(BucketRegion=account.region)["Buckets"]
    search, redshift = account.client("opensearch"), account.client("redshift")
    clusters = redshift.describe_clusters()["Clusters"]
    return {
        "db-instance": [
            one["DBInstanceArn"] for one in rds.describe_db_instances()["DBInstances"]
        ],
        "db-cluster": [
            one["DBClusterArn"] for one in rds.describe_db_clusters()["DBClusters"]
        ],
        "bucket": [f"arn:aws:s3:::{bucket['Name']}" for bucket in buckets],
        "table": [
            f"arn:aws:dynamodb:{prefix}:table/{name}"
            for name in account.client("dynamodb").list_tables()["TableNames"]
        ],
        "stream": [
            one["StreamARN"]
            for one in account.client("kinesis").list_streams()["StreamSummaries"]
        ],
        "cache-cluster": [
            one["ARN"] for one in cache.describe_cache_clusters()["CacheClusters"]
        ],
        "replication-group": [
            one["ARN"] for one in cache.describe_replication_groups()["ReplicationGroups"]
        ],
        "file-system": [one["FileSystemArn"] for one in systems]
        + [one["ResourceARN"] for one in fsx.describe_file_systems()["FileSystems"]],
        "mount-target": [
            f"arn:aws:elasticfilesystem:{prefix}:mount-target/{id}" for id in targets
        ],
        "search-domain": [
            f"arn:aws:es:{prefix}:domain/{one['DomainName']}"
            for one in search.list_domain_names()["DomainNames"]
        ],
        "redshift-cluster": [
            f"arn:aws:redshift:{prefix}:cluster:{one['ClusterIdentifier']}"
            for one in clusters
        ],
    }


def main():
    verb, endpoint, region, role = sys.argv[1:]
    account = Account(endpoint, region, role)
    if verb == "make":
        make(account)
    else:
        print(json.dumps({"kinds": arns(account)}))


main()
