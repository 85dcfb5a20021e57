"""An emulator that enforces IAM policies, set up and tried by boto3.

    emulator.py enforce ENDPOINT REGION ACCOUNT   makes a caller who may assume roles and
                                                  the role `skymap` with the POLICY of the
                                                  environment, switches enforcement on, and
                                                  prints the caller's keys
    emulator.py replace ENDPOINT REGION ACCOUNT   gives the role another POLICY
    emulator.py write ENDPOINT REGION ACCOUNT     tries writes in the role, with the keys of
                                                  the environment; prints the error codes
"""

import json
import os
import sys
import urllib.request

import boto3
from botocore.exceptions import ClientError

verb, endpoint, region, account = sys.argv[1:]
role = f"arn:aws:iam::{account}:role/skymap"


def client(service, keys=None):
    keys = keys or ("testing", "testing", None)
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id=keys[0],
        aws_secret_access_key=keys[1],
        aws_session_token=keys[2],
    )


def session(keys=None):
    answer = client("sts", keys).assume_role(RoleArn=role, RoleSessionName="test")
    issued = answer["Credentials"]
    return issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"]


def enforce(calls):
    """After so many calls; `inf` is never."""
    request = urllib.request.Request(
        f"{endpoint}/moto-api/reset-auth",
        data=calls.encode(),
        headers={"Content-Type": "text/plain"},
    )
    urllib.request.urlopen(request)


def set_policy():
    client("iam", session()).put_role_policy(
        RoleName="skymap", PolicyName="minimal", PolicyDocument=os.environ["POLICY"]
    )


def may_assume():
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
            ],
        }
    )


def set_up():
    iam = client("iam")
    iam.create_user(UserName="ops")
    iam.put_user_policy(
        UserName="ops", PolicyName="assume", PolicyDocument=may_assume()
    )
    key = iam.create_access_key(UserName="ops")["AccessKey"]
    client("iam", session()).create_role(
        RoleName="skymap", AssumeRolePolicyDocument=may_assume()
    )
    set_policy()
    enforce("0")
    return {"id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}


def writes():
    keys = session(
        (os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"], None)
    )
    ec2, elb, scaling = (
        client(service, keys) for service in ("ec2", "elbv2", "autoscaling")
    )
    tries = {
        "RunInstances": lambda: ec2.run_instances(
            ImageId="ami-12345678", MinCount=1, MaxCount=1
        ),
        "CreateTags": lambda: ec2.create_tags(
            Resources=["vpc-1"], Tags=[{"Key": "a", "Value": "b"}]
        ),
        "CreateVpc": lambda: ec2.create_vpc(CidrBlock="10.99.0.0/16"),
        "GetPasswordData": lambda: ec2.get_password_data(InstanceId="i-1"),
        "DeleteLoadBalancer": lambda: elb.delete_load_balancer(
            LoadBalancerArn=f"arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/app/x/1"
        ),
        "SetDesiredCapacity": lambda: scaling.set_desired_capacity(
            AutoScalingGroupName="x", DesiredCapacity=0
        ),
    }
    codes = {}
    for name, attempt in tries.items():
        try:
            attempt()
            codes[name] = "it was done"
        except ClientError as error:
            codes[name] = error.response["Error"]["Code"]
    return codes


if verb == "enforce":
    answer = set_up()
elif verb == "replace":
    enforce("inf")
    set_policy()
    enforce("0")
    answer = {}
else:
    answer = writes()
print(json.dumps(answer))
