"""What policy-sentry's offline database says of the actions that patterns match.

    access_levels.py PATTERN...    prints {"ec2:DescribeVpcs": "List", ...}
"""

import fnmatch
import json
import sys

from policy_sentry.querying.actions import get_action_data
from policy_sentry.querying.all import get_all_actions

patterns = [pattern.lower() for pattern in sys.argv[1:]]
levels = {}
for action in get_all_actions():
    if any(fnmatch.fnmatchcase(action.lower(), pattern) for pattern in patterns):
        service, name = action.split(":")
        levels[action] = get_action_data(service, name)[service][0]["access_level"]
print(json.dumps(levels))
