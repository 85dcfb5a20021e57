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

from estate import Account, listed, rows  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
STACKS = ["network", "three-tier", "containers", "serverless"]


def make(account):
    formation = account.client("cloudformation")
    image = account.ec2.describe_images()["Images"][0]["ImageId"]
    made = {}
    for name in STACKS:
        template = (HERE / "templates" / f"{name}.yaml").read_text()
        parameters = [{"ParameterKey": "Image", "ParameterValue": image}]
        formation.create_stack(
            StackName=name,
            TemplateBody=template,
            Capabilities=["CAPABILITY_IAM"],
            Parameters=parameters if name == "three-tier" else [],
        )
        (stack,) = formation.describe_stacks(StackName=name)["Stacks"]
        assert stack["StackStatus"] == "CREATE_COMPLETE", stack
        for row in rows(
            formation, "describe_stack_resources", "StackResources", StackName=name
        ):
            made[row["LogicalResourceId"]] = row.get("PhysicalResourceId")
            print(name, row["LogicalResourceId"], row["ResourceType"], row.get("PhysicalResourceId"))
    fill_in(account, made)


def fill_in(account, made):
    pass


def main():
    verb, endpoint, region, role = sys.argv[1:]
    account = Account(endpoint, region, role)
    if verb == "make":
        make(account)
    elif verb == "list":
        print(json.dumps(listed(account)))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
