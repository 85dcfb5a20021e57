"""The emulator, with what clients ask that it does not speak:

    shim.py -H HOST -p PORT

- CloudWatch is asked in CBOR, which is put into JSON and back;
- a bucket's notifications come under the root that their older operation had;
- the URLs of a function can be asked one by one only;
- there are no Direct Connect gateways.

It adds nothing to what boto3 sees.
"""

import datetime
import io
import json
import re
import struct

import boto3
import botocore.parsers
import moto.server

CBOR = re.compile("/service/(\\w+)/operation/(\\w+)")
URLS = re.compile("(/2021-10-31/functions/[^/]+)/urls")
GATEWAYS = "DescribeDirectConnectGateways"


class Shim(moto.server.DomainDispatcherApplication):
    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        if found := CBOR.fullmatch(path):
            return self.in_cbor(environ, start_response, *found.groups())
        if found := URLS.fullmatch(path):
            return self.urls(environ, start_response, found[1] + "/url")
        if environ.get("HTTP_X_AMZ_TARGET", "").endswith(GATEWAYS):
            return answer(start_response, b'{"directConnectGateways": []}')
        if environ["REQUEST_METHOD"] == "GET" and "notification" in environ["QUERY_STRING"]:
            status, headers, body = self.asked(environ)
            body = body.replace(b"GetBucketNotificationResponse", b"NotificationConfiguration")
            start_response(status, sized(headers, body))
            return [body]
        return super().__call__(environ, start_response)

    def asked(self, environ):
        """What the emulator itself answers."""
        told = []
        body = super().__call__(environ, lambda status, headers, *_: told.extend([status, headers]))
        body = b"".join(body)
        return *told, body

    def urls(self, environ, start_response, path):
        environ |= {"PATH_INFO": path, "REQUEST_URI": path, "RAW_URI": path}
        status, _, body = self.asked(environ)
        found = [json.loads(body)] if status.startswith("200") else []
        return answer(start_response, json.dumps({"FunctionUrlConfigs": found}).encode())

    def in_cbor(self, environ, start_response, target, operation):
        length = int(environ.get("CONTENT_LENGTH") or 0)
        given = read(io.BytesIO(environ["wsgi.input"].read(length))) if length else {}
        body = json.dumps(given).encode()
        environ |= {
            "PATH_INFO": "/",
            "REQUEST_URI": "/",
            "RAW_URI": "/",
            "CONTENT_TYPE": "application/x-amz-json-1.0",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_X_AMZ_TARGET": f"{target}.{operation}",
            "wsgi.input": io.BytesIO(body),
        }
        environ.pop("HTTP_SMITHY_PROTOCOL", None)
        status, headers, body = self.asked(environ)
        model = boto3.client("cloudwatch", "eu-west-1").meta.service_model
        shape = model.operation_model(operation).output_shape
        parser = botocore.parsers.create_parser("json")
        response = {"status_code": int(status[:3]), "headers": dict(headers), "body": body}
        parsed = parser.parse(response, shape)
        parsed.pop("ResponseMetadata", None)
        kind = [("Content-Type", "application/cbor"), ("smithy-protocol", "rpc-v2-cbor")]
        start_response(status, sized(kind, body := written(parsed)))
        return [body]


def answer(start_response, body):
    start_response("200 OK", sized([("Content-Type", "application/json")], body))
    return [body]


def sized(headers, body):
    kept = [pair for pair in headers if pair[0].lower() != "content-length"]
    return kept + [("Content-Length", str(len(body)))]


def head(kind, count):
    if count < 24:
        return bytes([kind << 5 | count])
    for code, form in ((24, ">B"), (25, ">H"), (26, ">I"), (27, ">Q")):
        if count < 1 << 8 * struct.calcsize(form):
            return bytes([kind << 5 | code]) + struct.pack(form, count)
    raise ValueError(count)


def written(value):
    match value:
        case None:
            return b"\xf6"
        case bool():
            return b"\xf5" if value else b"\xf4"
        case int():
            return head(0, value) if value >= 0 else head(1, -1 - value)
        case float():
            return b"\xfb" + struct.pack(">d", value)
        case datetime.datetime():
            return head(6, 1) + written(value.timestamp())
        case str():
            return head(3, len(value.encode())) + value.encode()
        case list():
            return head(4, len(value)) + b"".join(map(written, value))
        case dict():
            parts = (written(key) + written(part) for key, part in value.items())
            return head(5, len(value)) + b"".join(parts)
    raise TypeError(value)


def read(stream):
    """What requests have in them: no dates, no fractions."""
    (first,) = stream.read(1)
    kind, code = first >> 5, first & 31
    if kind == 7:
        return {20: False, 21: True, 22: None, 31: STOP}[code]
    if code == 31:
        parts = iter(lambda: read(stream), STOP)
        return {key: read(stream) for key in parts} if kind == 5 else list(parts)
    count = code
    if code >= 24:
        count = int.from_bytes(stream.read(1 << code - 24), "big")
    match kind:
        case 0:
            return count
        case 1:
            return -1 - count
        case 2 | 3:
            return stream.read(count).decode()
        case 4:
            return [read(stream) for _ in range(count)]
        case 5:
            return {read(stream): read(stream) for _ in range(count)}
    raise ValueError(first)


STOP = object()


if __name__ == "__main__":
    moto.server.DomainDispatcherApplication = Shim
    moto.server.main()
