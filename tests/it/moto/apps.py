"""Containers, functions, queues, APIs, events and alarms in an emulated AWS, made and
listed by boto3.

    apps.py make ENDPOINT REGION ROLE   creates them, and what they stand in
    apps.py list ENDPOINT REGION ROLE   prints what boto3 sees, as JSON
"""

import io
import json
import pathlib
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from estate import Account  # noqa: E402

TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})


def code():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("orders.py", "def handle(event, context):\n    return None\n")
    return {"ZipFile": packed.getvalue()}


def make_network(account):
    ec2 = account.ec2
    vpc = ec2.create_vpc(CidrBlock="10.40.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnets = [
        ec2.create_subnet(
            VpcId=vpc,
            CidrBlock=f"10.40.{index}.0/24",
            AvailabilityZone=account.region + "ab"[index],
        )["Subnet"]["SubnetId"]
        for index in range(2)
    ]
    group = ec2.create_security_group(GroupName="apps", Description="apps", VpcId=vpc)
    return subnets, group["GroupId"]


def make_messaging(account):
    sqs, sns = account.client("sqs"), account.client("sns")
    prefix = f"arn:aws:sqs:{account.region}:{account.number}"
    sqs.create_queue(QueueName="orders-dead")
    redrive = {"deadLetterTargetArn": f"{prefix}:orders-dead", "maxReceiveCount": 5}
    url = sqs.create_queue(
        QueueName="orders",
        Attributes={"RedrivePolicy": json.dumps(redrive)},
        tags={"team": "shop"},
    )["QueueUrl"]
    sqs.create_queue(QueueName="notes.fifo", Attributes={"FifoQueue": "true"})
    topic = sns.create_topic(Name="orders")["TopicArn"]
    for protocol, end in [
        ("sqs", f"{prefix}:orders"),
        ("email", "jo@example.com"),
        ("https", "https://hooks.example.com/a"),
    ]:
        sns.subscribe(TopicArn=topic, Protocol=protocol, Endpoint=end)
    return f"{prefix}:orders", url, topic


def make_function(account, role, network, queue, url):
    functions = account.client("lambda")
    subnets, group = network
    arn = functions.create_function(
        FunctionName="orders",
        Runtime="python3.13",
        Role=role,
        Handler="orders.handle",
        Code=code(),
        VpcConfig={"SubnetIds": subnets, "SecurityGroupIds": [group]},
        DeadLetterConfig={"TargetArn": queue + "-dead"},
        Environment={"Variables": {"QUEUE": url, "PASSWORD": "s3cret-value"}},
    )["FunctionArn"]
    functions.create_event_source_mapping(EventSourceArn=queue, FunctionName="orders")
    functions.create_function_url_config(FunctionName="orders", AuthType="NONE")
    return arn


def make_containers(account, network, topic):
    ecr, ecs = account.client("ecr"), account.client("ecs")
    image = ecr.create_repository(repositoryName="shop/orders")["repository"]
    ecs.create_cluster(clusterName="shop")
    definition = ecs.register_task_definition(
        family="orders",
        networkMode="awsvpc",
        requiresCompatibilities=["FARGATE"],
        cpu="256",
        memory="512",
        containerDefinitions=[
            {
                "name": "app",
                "memory": 512,
                "image": image["repositoryUri"] + ":7",
                "environment": [{"name": "TOPIC", "value": topic}],
            }
        ],
    )["taskDefinition"]["taskDefinitionArn"]
    subnets, group = network
    placed = {"subnets": subnets, "securityGroups": [group], "assignPublicIp": "DISABLED"}
    common = dict(
        cluster="shop",
        taskDefinition=definition,
        launchType="FARGATE",
        networkConfiguration={"awsvpcConfiguration": placed},
    )
    ecs.create_service(serviceName="orders", desiredCount=2, **common)
    ecs.run_task(count=1, **common)


def make_kubernetes(account, role, subnets):
    eks = account.client("eks")
    eks.create_cluster(
        name="workers", roleArn=role, resourcesVpcConfig={"subnetIds": subnets}
    )
    eks.create_nodegroup(
        clusterName="workers", nodegroupName="large", subnets=subnets, nodeRole=role
    )
    eks.create_fargate_profile(
        clusterName="workers",
        fargateProfileName="batch",
        podExecutionRoleArn=role,
        selectors=[{"namespace": "batch"}],
    )


def make_apis(account, function, network):
    rest, http = account.client("apigateway"), account.client("apigatewayv2")
    api = rest.create_rest_api(name="shop")
    root = rest.get_resources(restApiId=api["id"])["items"][0]["id"]
    path = dict(restApiId=api["id"], resourceId=root, httpMethod="GET")
    rest.put_method(authorizationType="NONE", **path)
    called = f"arn:aws:apigateway:{account.region}:lambda:path/2015-03-31/functions"
    rest.put_integration(
        type="AWS_PROXY",
        integrationHttpMethod="POST",
        uri=f"{called}/{function}/invocations",
        **path,
    )
    rest.create_deployment(restApiId=api["id"], stageName="live")
    subnets, group = network
    link = http.create_vpc_link(Name="in", SubnetIds=subnets, SecurityGroupIds=[group])
    new = http.create_api(Name="shop-new", ProtocolType="HTTP")["ApiId"]
    one = http.create_integration(
        ApiId=new,
        IntegrationType="AWS_PROXY",
        IntegrationUri=function,
        PayloadFormatVersion="2.0",
    )["IntegrationId"]
    http.create_integration(
        ApiId=new,
        IntegrationType="HTTP_PROXY",
        IntegrationMethod="ANY",
        ConnectionType="VPC_LINK",
        ConnectionId=link["VpcLinkId"],
        IntegrationUri="http://inside.example.com",
    )
    http.create_route(ApiId=new, RouteKey="GET /orders", Target=f"integrations/{one}")


def make_events(account, role, function, queue):
    events, steps = account.client("events"), account.client("stepfunctions")
    events.create_event_bus(Name="shop")
    pattern = json.dumps({"source": ["shop.orders"]})
    events.put_rule(Name="paid", EventBusName="shop", EventPattern=pattern)
    events.put_targets(
        Rule="paid", EventBusName="shop", Targets=[{"Id": "1", "Arn": function}]
    )
    events.put_rule(Name="nightly", ScheduleExpression="rate(1 day)", State="DISABLED")
    events.put_targets(Rule="nightly", Targets=[{"Id": "1", "Arn": queue}])
    step = {"Type": "Task", "Resource": function, "End": True}
    definition = json.dumps({"StartAt": "a", "States": {"a": step}})
    steps.create_state_machine(name="checkout", definition=definition, roleArn=role)


def make_alarm(account, topic):
    watch = account.client("cloudwatch")
    watch.put_metric_alarm(
        AlarmName="too many orders",
        Namespace="AWS/SQS",
        MetricName="ApproximateNumberOfMessagesVisible",
        Dimensions=[{"Name": "QueueName", "Value": "orders"}],
        Statistic="Maximum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=100,
        ComparisonOperator="GreaterThanThreshold",
        AlarmActions=[topic],
    )
    watch.set_alarm_state(
        AlarmName="too many orders", StateValue="ALARM", StateReason="117 wait"
    )


def make(account):
    role = account.client("iam").create_role(
        RoleName="apps", AssumeRolePolicyDocument=TRUST
    )["Role"]["Arn"]
    network = make_network(account)
    queue, url, topic = make_messaging(account)
    function = make_function(account, role, network, queue, url)
    make_containers(account, network, topic)
    make_kubernetes(account, role, network[0])
    make_apis(account, function, network)
    make_events(account, role, function, queue)
    make_alarm(account, topic)


def gateway(account, path):
    return f"arn:aws:apigateway:{account.region}::/{path}"


def kinds(account):
    client = account.client
    ecs, eks, sqs = client("ecs"), client("eks"), client("sqs")
    urls = sqs.list_queues().get("QueueUrls", [])
    cluster = eks.describe_cluster(name="workers")["cluster"]
    group = eks.describe_nodegroup(clusterName="workers", nodegroupName="large")
    profile = eks.describe_fargate_profile(
        clusterName="workers", fargateProfileName="batch"
    )["fargateProfile"]
    rules = [
        rule["Arn"]
        for bus in client("events").list_event_buses()["EventBuses"]
        for rule in client("events").list_rules(EventBusName=bus["Name"])["Rules"]
    ]
    rest = client("apigateway").get_rest_apis()["items"]
    http = client("apigatewayv2").get_apis()["Items"]
    links = client("apigatewayv2").get_vpc_links()["Items"]
    return {
        "ecs-cluster": ecs.list_clusters()["clusterArns"],
        "ecs-service": ecs.list_services(cluster="shop")["serviceArns"],
        "ecs-task": ecs.list_tasks(cluster="shop")["taskArns"],
        "function": [
            one["FunctionArn"] for one in client("lambda").list_functions()["Functions"]
        ],
        "queue": [
            sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])[
                "Attributes"
            ]["QueueArn"]
            for url in urls
        ],
        "topic": [one["TopicArn"] for one in client("sns").list_topics()["Topics"]],
        "eks-cluster": [cluster["arn"]],
        "node-group": [group["nodegroup"]["nodegroupArn"]],
        "fargate-profile": [profile["fargateProfileArn"]],
        "api": [gateway(account, "restapis/" + one["id"]) for one in rest]
        + [gateway(account, "apis/" + one["ApiId"]) for one in http],
        "vpc-link": [gateway(account, "vpclinks/" + one["VpcLinkId"]) for one in links],
        "event-bus": [
            one["Arn"] for one in client("events").list_event_buses()["EventBuses"]
        ],
        "event-rule": rules,
        "state-machine": [
            one["stateMachineArn"]
            for one in client("stepfunctions").list_state_machines()["stateMachines"]
        ],
        "repository": [
            one["repositoryArn"]
            for one in client("ecr").describe_repositories()["repositories"]
        ],
        "alarm": [
            one["AlarmArn"]
            for one in client("cloudwatch").describe_alarms()["MetricAlarms"]
        ],
    }


def main():
    verb, endpoint, region, role = sys.argv[1:]
    account = Account(endpoint, region, role)
    if verb == "make":
        make(account)
    else:
        print(json.dumps({"kinds": kinds(account)}))


main()
