"""Moto's server, with what the program asks and moto does not know. The Rust SDK talks to
CloudWatch in CBOR (Smithy RPC v2): what comes so is asked of moto in JSON. A function's
URLs are listed from the one that moto knows.

    server.py -H HOST -p PORT
"""

import io
import json
import struct

import moto.server
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.parsers import RpcV2CBORParser
from moto.directconnect.responses import DirectConnectResponse
from moto.iam.access_control import IAMRequestBase, create_access_key
from moto.iam.models import get_account_id_from
from moto.wafv2.responses import WAFV2Response

SERVICE = "/service/GraniteServiceVersion20100801/operation/"
# Operations that moto lacks altogether, and what AWS says where there is nothing.
NOTHING = {
    "OvertureService.DescribeDirectConnectGateways": {"directConnectGateways": []},
}


def head(major, number):
    for size, (limit, form) in enumerate(
        [(1 << 8, ">B"), (1 << 16, ">H"), (1 << 32, ">I"), (1 << 64, ">Q")]
    ):
        if number < 24:
            return bytes([major << 5 | number])
        if number < limit:
            return bytes([major << 5 | 24 + size]) + struct.pack(form, number)


def encoded(value, name=""):
    """As CBOR. JSON does not say what is a time and what a double: the name does."""
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if name.endswith("Timestamp"):
        return b"\xc1\xfb" + struct.pack(">d", float(value))
    if isinstance(value, float) or name == "Threshold":
        return b"\xfb" + struct.pack(">d", float(value))
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(encoded(one) for one in value)
    fields = {key: one for key, one in value.items() if one is not None}
    pairs = [encoded(key) + encoded(one, key) for key, one in fields.items()]
    return head(5, len(pairs)) + b"".join(pairs)


def signed_anew(environ, body):
    """The same request has another signature; the emulator knows every key's secret."""
    scope = environ["HTTP_AUTHORIZATION"].split("Credential=")[1].split(",")[0]
    key, _, region, service = scope.split("/")[:4]
    token = environ.get("HTTP_X_AMZ_SECURITY_TOKEN")
    headers = {"X-Amz-Security-Token": token} if token else {}
    account = get_account_id_from(key)
    issued = create_access_key(account, "aws", key, headers).create_credentials()
    signed = {
        "Host": environ["HTTP_HOST"],
        "Content-Type": environ["CONTENT_TYPE"],
        "X-Amz-Target": environ["HTTP_X_AMZ_TARGET"],
    }
    url = f"http://{environ['HTTP_HOST']}/"
    request = AWSRequest(method="POST", url=url, data=body, headers=signed)
    SigV4Auth(issued, service, region).add_auth(request)
    environ["HTTP_AUTHORIZATION"] = request.headers["Authorization"]
    environ["HTTP_X_AMZ_DATE"] = request.headers["X-Amz-Date"]


class Completed(moto.server.DomainDispatcherApplication):
    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        nothing = NOTHING.get(environ.get("HTTP_X_AMZ_TARGET"))
        if path.startswith(SERVICE):
            return self.in_json(environ, start_response)
        if path.startswith("/2021-10-31/functions/") and path.endswith("/urls"):
            return self.listed_urls(environ, start_response)
        if nothing is not None:
            kind = "application/x-amz-json-1.1"
            return answered(start_response, "200 OK", json.dumps(nothing).encode(), kind)
        return super().__call__(environ, start_response)

    def asked(self, environ):
        """What moto itself answers: the status and the text."""
        status = []
        answer = super().__call__(environ, lambda *said: status.extend(said[:1]))
        return status[0], b"".join(answer)

    def listed_urls(self, environ, start_response):
        name = environ["PATH_INFO"].split("/")[3].split(":")[-1]
        path = f"/2021-10-31/functions/{name}/url"
        environ.update({"PATH_INFO": path, "RAW_URI": path, "REQUEST_URI": path})
        status, text = self.asked(environ)
        urls = [json.loads(text)] if status.startswith("20") else []
        content = json.dumps({"FunctionUrlConfigs": urls}).encode()
        return answered(start_response, "200 OK", content, "application/json")

    def in_json(self, environ, start_response):
        operation = environ["PATH_INFO"].removeprefix(SERVICE)
        length = int(environ.get("CONTENT_LENGTH") or 0)
        asked = io.BytesIO(environ["wsgi.input"].read(length))
        parser = RpcV2CBORParser()
        body = json.dumps(parser.parse_data_item(io.BufferedReader(asked))).encode()
        environ.update(
            {
                "PATH_INFO": "/",
                "RAW_URI": "/",
                "REQUEST_URI": "/",
                "CONTENT_TYPE": "application/x-amz-json-1.0",
                "CONTENT_LENGTH": str(len(body)),
                "HTTP_X_AMZ_TARGET": "GraniteServiceVersion20100801." + operation,
                "wsgi.input": io.BytesIO(body),
            }
        )
        try:
            signed_anew(environ, body)
        except Exception:
            pass  # A key that is nobody's is the emulator's to refuse, or to take.
        status, text = self.asked(environ)
        try:
            content, kind = encoded(json.loads(text)), "application/cbor"
        except ValueError:
            content, kind = text, "text/html"
        return answered(start_response, status, content, kind)


def answered(start_response, status, content, kind):
    headers = [("Content-Type", kind), ("Content-Length", str(len(content)))]
    if kind == "application/cbor":
        headers += [("Smithy-Protocol", "rpc-v2-cbor")]
    start_response(status, headers)
    return [content]


# Of Direct Connect the emulator knows the lines alone: there is nothing behind them.
for operation, field in {
    "describe_direct_connect_gateways": "directConnectGateways",
    "describe_virtual_interfaces": "virtualInterfaces",
}.items():
    answer = json.dumps({field: []})
    setattr(DirectConnectResponse, operation, lambda self, answer=answer: answer)


def list_resources_for_web_acl(self):
    acl = self.wafv2_backend.wacls[self._get_param("WebACLArn")]
    kind = self._get_param("ResourceType")
    mark = {"APPLICATION_LOAD_BALANCER": ":loadbalancer/app/", "API_GATEWAY": "/stages/"}
    found = [arn for arn in acl.associated_resources if mark.get(kind, "?") in arn]
    return 200, {}, json.dumps({"ResourceArns": found})


# What protects what is known to the emulator; it only cannot be asked this way round.
WAFV2Response.list_resources_for_web_acl = list_resources_for_web_acl


as_asked = IAMRequestBase._create_aws_request


def with_its_body_alone(self):
    """Of a GET the emulator signs the query a second time, as if it were the body."""
    request = as_asked(self)
    if self._method == "GET":
        request.data = b""
    return request


def action_in_iam(service, operation, method):
    """The emulator goes by the names in signatures and models."""
    if service == "apigateway":
        return f"{service}:{method}"
    return f"{'cloudwatch' if service == 'monitoring' else service}:{operation}"


is_permitted = IAMRequestBase.check_action_permitted


def check_action_permitted(self, resource):
    service, _, operation = self._action.partition(":")
    self._action = action_in_iam(service, operation, self._method)
    if service == "apigateway":
        path = self._path.split("?")[0].removeprefix("/v2")
        resource = f"arn:aws:apigateway:{self._region}::{path}"
    is_permitted(self, resource)


IAMRequestBase._create_aws_request = with_its_body_alone
IAMRequestBase.check_action_permitted = check_action_permitted


if __name__ == "__main__":
    moto.server.DomainDispatcherApplication = Completed
    moto.server.main()
