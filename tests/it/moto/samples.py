"""An estate in an emulated AWS, made by the CloudFormation templates in `templates/`, and
what boto3 lists of it.

    samples.py make ENDPOINT REGION ROLE    deploys the templates, one stack each
    samples.py list ENDPOINT REGION ROLE    prints what boto3 sees, as JSON

The emulator's CloudFormation passes over some types; `fill_in` makes those by plain calls.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from estate import Account, listed  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
STACKS = ["network", "three-tier", "containers", "serverless"]
PASSED_OVER = {
    "AWS::ApiGateway::Stage",
    "AWS::ApiGatewayV2::Api",
    "AWS::ApiGatewayV2::Integration",
    "AWS::ApiGatewayV2::Route",
    "AWS::Lambda::Alias",
    "AWS::SNS::Subscription",
}


def make(account):
    image = account.ec2.describe_images()["Images"][0]["ImageId"]
    made = {}
    for name in STACKS:
        made[name] = deploy(account, name, Image=image)
    fill_in(account, made)
    go_beyond(account, made)


def deploy(account, name, **parameters):
    """The physical ids of what a stack made, by their logical ones."""
    formation = account.client("cloudformation")
    template = (HERE / "templates" / f"{name}.yaml").read_text()
    given = [
        {"ParameterKey": key, "ParameterValue": value}
        for key, value in parameters.items()
        if "\nParameters:\n" in template
    ]
    formation.create_stack(StackName=name, TemplateBody=template, Parameters=given)
    (stack,) = formation.describe_stacks(StackName=name)["Stacks"]
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack
    made = formation.describe_stack_resources(StackName=name)["StackResources"]
    # What the emulator passed over is an empty row.
    passed_over = sum("LogicalResourceId" not in row for row in made)
    expected = sum(template.count(f"Type: {kind}\n") for kind in PASSED_OVER)
    assert passed_over == expected, f"{passed_over} in {name}"
    return {
        row["LogicalResourceId"]: row.get("PhysicalResourceId")
        for row in made
        if "LogicalResourceId" in row
    }


def fill_in(account, made):
    """What the templates say and the emulator's CloudFormation does not make: types that it
    passes over, a bucket's notifications, the targets of a group, the balancer of a service."""
    admin, made = made["three-tier"], made["serverless"]
    account.elb.register_targets(
        TargetGroupArn=admin["Admin"], Targets=[{"Id": admin["Bastion"]}]
    )
    topic, api = made["Placed"], made["Api"]
    account.client("sns").subscribe(
        TopicArn=topic, Protocol="email", Endpoint="operations@samples.example"
    )
    gateway = account.client("apigateway")
    gateway.create_deployment(restApiId=api, stageName="live")
    functions = account.client("lambda")
    version = functions.publish_version(FunctionName="front")["Version"]
    alias = functions.create_alias(
        FunctionName="front", Name="live", FunctionVersion=version
    )["AliasArn"]
    account.client("events").put_targets(
        Rule="shipped", EventBusName="orders", Targets=[{"Id": "live", "Arn": alias}]
    )
    apis = account.client("apigatewayv2")
    http = apis.create_api(Name="shop", ProtocolType="HTTP")["ApiId"]
    integration = apis.create_integration(
        ApiId=http,
        IntegrationType="AWS_PROXY",
        IntegrationUri=alias,
        PayloadFormatVersion="2.0",
    )["IntegrationId"]
    apis.create_route(
        ApiId=http, RouteKey="$default", Target=f"integrations/{integration}"
    )
    queue = account.client("sqs").get_queue_attributes(
        QueueUrl=made["Incoming"], AttributeNames=["QueueArn"]
    )["Attributes"]["QueueArn"]
    account.client("s3").put_bucket_notification_configuration(
        Bucket="samples-uploads",
        NotificationConfiguration={
            "QueueConfigurations": [
                {"QueueArn": queue, "Events": ["s3:ObjectCreated:*"]}
            ]
        },
    )


def go_beyond(account, made):
    """What the services would do by themselves, and what stands in no template."""
    network, topic = made["network"], made["serverless"]["Placed"]
    made = made["containers"]
    subnets = [network["PrivateA"], network["PrivateB"]]
    containers = account.client("ecs")
    placed = {"subnets": subnets, "securityGroups": [made["Access"]]}
    run = dict(
        cluster="shop",
        taskDefinition=made["Definition"],
        launchType="FARGATE",
        networkConfiguration={"awsvpcConfiguration": placed},
    )
    containers.create_service(
        serviceName="returns",
        desiredCount=1,
        loadBalancers=[
            {
                "targetGroupArn": made["Tasks"],
                "containerName": "orders",
                "containerPort": 8080,
            }
        ],
        **run,
    )
    containers.run_task(count=2, **run)
    account.client("cloudwatch").put_metric_alarm(
        AlarmName="orders-wait",
        Namespace="AWS/SQS",
        MetricName="ApproximateAgeOfOldestMessage",
        Dimensions=[{"Name": "QueueName", "Value": "orders-incoming"}],
        Statistic="Maximum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=300,
        ComparisonOperator="GreaterThanThreshold",
        AlarmActions=[topic],
    )
    databases = account.client("rds")
    databases.create_db_instance_read_replica(
        DBInstanceIdentifier="site-replica", SourceDBInstanceIdentifier="site"
    )
    databases.create_db_cluster(
        DBClusterIdentifier="ledger",
        Engine="aurora-postgresql",
        MasterUsername="ledger",
        MasterUserPassword="only-an-example",
        DBSubnetGroupName="site",
    )
    databases.create_db_instance(
        DBInstanceIdentifier="ledger-1",
        DBClusterIdentifier="ledger",
        DBInstanceClass="db.r6g.large",
        DBSubnetGroupName="site",
        Engine="aurora-postgresql",
    )
    account.client("cloudfront").create_distribution(
        DistributionConfig={
            "CallerReference": "samples",
            "Comment": "",
            "Enabled": True,
            "Aliases": {"Quantity": 1, "Items": ["files.samples.example"]},
            "Origins": {
                "Quantity": 1,
                "Items": [
                    {
                        "Id": "uploads",
                        "DomainName": f"samples-uploads.s3.{account.region}.amazonaws.com",
                        "S3OriginConfig": {"OriginAccessIdentity": ""},
                    }
                ],
            },
            "DefaultCacheBehavior": {
                "TargetOriginId": "uploads",
                "ViewerProtocolPolicy": "redirect-to-https",
                "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}},
            },
        }
    )


def main():
    verb, endpoint, region, role = sys.argv[1:]
    account = Account(endpoint, region, role)
    if verb == "make":
        make(account)
    elif verb == "list":
        found = listed(account)
        kinds = found["kinds"]
        for kind, ids in found["global"].items():
            kinds[kind] = kinds.get(kind, []) + ids
        print(json.dumps({"kinds": kinds}))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
