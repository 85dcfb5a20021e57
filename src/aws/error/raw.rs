//! Raw answers in each of AWS's protocols, as the clients and the receipt understand
//! them: refusals have their kinds, and what breaks off is a failure, never a shorter list.

use super::Failure;
use crate::account::Region;
use crate::aws::clients::Clients;
use crate::aws::receipt::Receipt;
use crate::provider::{Call, ErrorKind};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::retry::RetryConfig;
use futures::channel::mpsc::{UnboundedReceiver, unbounded};
use futures::future::BoxFuture;

/// A status, headers and a body; every call gets the same.
#[derive(Debug, Clone)]
struct Raw(u16, Vec<(&'static str, &'static str)>, Vec<u8>);

impl HttpConnector for Raw {
    fn call(&self, _request: HttpRequest) -> HttpConnectorFuture {
        let Self(status, headers, body) = self.clone();
        let status = status.try_into().unwrap();
        let mut response = HttpResponse::new(status, SdkBody::from(body));
        for (name, value) in headers {
            response.headers_mut().insert(name, value);
        }
        HttpConnectorFuture::ready(Ok(response))
    }
}

fn clients(raw: Raw) -> (Clients, UnboundedReceiver<Call>) {
    let connector = SharedHttpConnector::new(raw);
    let credentials = aws_credential_types::Credentials::new("AKIA", "secret", None, None, "test");
    let config = aws_types::SdkConfig::builder()
        .behavior_version(aws_config::BehaviorVersion::latest())
        .region(aws_types::region::Region::new("eu-west-1"))
        .credentials_provider(
            aws_credential_types::provider::SharedCredentialsProvider::new(credentials),
        )
        .retry_config(RetryConfig::disabled())
        .http_client(http_client_fn(move |_, _| connector.clone()))
        .build();
    let (sink, calls) = unbounded();
    let receipt = Receipt::new(Region::new("eu-west-1"), sink);
    (Clients::over(config, Some(receipt)), calls)
}

/// How many rows came.
type Asked<'a> = BoxFuture<'a, Result<usize, Failure>>;
type Ask = fn(&Clients) -> Asked<'_>;
/// What is asked; the answer's status, headers and body; the code that is read from it.
type Refused<'a> = (Ask, u16, Vec<(&'a str, &'a str)>, Vec<u8>, &'a str);

macro_rules! ask {
    ($($name:ident: $operation:literal, $client:ident.$call:ident, $rows:expr;)*) => {
        $(fn $name(clients: &Clients) -> Asked<'_> {
            Box::pin(async move {
                let answer = clients.$client().$call().send().await;
                let answer = answer.map_err(|error| Failure::of($operation, &error))?;
                Ok($rows(answer))
            })
        })*
    };
}

ask! {
    query: "ec2:DescribeVpcs", ec2.describe_vpcs,
        |answer: aws_sdk_ec2::operation::describe_vpcs::DescribeVpcsOutput| answer.vpcs().len();
    json: "dynamodb:ListTables", dynamodb.list_tables,
        |answer: aws_sdk_dynamodb::operation::list_tables::ListTablesOutput| answer.table_names().len();
    former_query: "sqs:ListQueues", sqs.list_queues,
        |answer: aws_sdk_sqs::operation::list_queues::ListQueuesOutput| answer.queue_urls().len();
    rest_json: "lambda:ListFunctions", lambda.list_functions,
        |answer: aws_sdk_lambda::operation::list_functions::ListFunctionsOutput| answer.functions().len();
    buckets: "s3:ListBuckets", s3.list_buckets,
        |answer: aws_sdk_s3::operation::list_buckets::ListBucketsOutput| answer.buckets().len();
    rest_xml: "route53:ListHostedZones", route53.list_hosted_zones,
        |answer: aws_sdk_route53::operation::list_hosted_zones::ListHostedZonesOutput| answer.hosted_zones().len();
    cbor: "cloudwatch:DescribeAlarms", cloudwatch.describe_alarms,
        |answer: aws_sdk_cloudwatch::operation::describe_alarms::DescribeAlarmsOutput| answer.metric_alarms().len();
}

/// As a `smithy-protocol: rpc-v2-cbor` answer writes a text.
fn text(value: &str) -> Vec<u8> {
    let length = value.len() as u8;
    let head = if length < 24 {
        vec![0x60 | length]
    } else {
        vec![0x78, length]
    };
    [head, value.as_bytes().to_vec()].concat()
}

fn cbor_error(code: &str, message: &str) -> Vec<u8> {
    let parts = [text("__type"), text(code), text("message"), text(message)];
    [vec![0xbf], parts.concat(), vec![0xff]].concat()
}

const AWS: (&str, &str) = ("x-amzn-requestid", "0a1b");
const NOT_ALLOWED: &str = "User: x is not authorized to perform: lambda:ListFunctions on resource: * because no identity-based policy allows the lambda:ListFunctions action";

#[tokio::test]
async fn a_refusal_is_understood_in_every_protocol() {
    let xml = |code: &str| {
        format!(
            "<ErrorResponse><Error><Code>{code}</Code><Message>no</Message></Error><RequestId>0a1b</RequestId></ErrorResponse>"
        )
    };
    let s3 = |code: &str| {
        format!(
            "<?xml version=\"1.0\"?>\n<Error><Code>{code}</Code><Message>Access Denied</Message></Error>"
        )
    };
    let ec2 = |code: &str| {
        format!(
            "<Response><Errors><Error><Code>{code}</Code><Message>no</Message></Error></Errors><RequestID>0a1b</RequestID></Response>"
        )
    };
    let typed =
        |code: &str| format!("{{\"__type\":\"com.amazonaws.x#{code}\",\"message\":\"no\"}}");
    let html = "<html><head><title>403 Forbidden</title></head><body>no</body></html>".to_owned();
    let by_header = ("x-amzn-errortype", "AccessDeniedException:http://internal/");
    let former = ("x-amzn-query-error", "AccessDenied;Sender");
    let cases: Vec<Refused> = vec![
        (
            query,
            403,
            vec![],
            ec2("UnauthorizedOperation").into(),
            "denied",
        ),
        (
            query,
            503,
            vec![],
            ec2("RequestLimitExceeded").into(),
            "throttled",
        ),
        (
            query,
            401,
            vec![],
            ec2("OptInRequired").into(),
            "not-enabled",
        ),
        (
            json,
            400,
            vec![],
            typed("AccessDeniedException").into(),
            "denied",
        ),
        (
            json,
            400,
            vec![],
            typed("ProvisionedThroughputExceededException").into(),
            "throttled",
        ),
        (
            json,
            400,
            vec![],
            typed("ExpiredTokenException").into(),
            "expired",
        ),
        (
            json,
            400,
            vec![],
            typed("UnrecognizedClientException").into(),
            "keys-rejected",
        ),
        (
            json,
            400,
            vec![],
            typed("SubscriptionRequiredException").into(),
            "not-enabled",
        ),
        (
            former_query,
            403,
            vec![former],
            typed("AccessDeniedException").into(),
            "denied",
        ),
        (
            rest_json,
            403,
            vec![by_header],
            format!("{{\"Message\":\"{NOT_ALLOWED}\"}}").into(),
            "denied",
        ),
        (
            rest_json,
            429,
            vec![("x-amzn-errortype", "TooManyRequestsException")],
            "{}".into(),
            "throttled",
        ),
        (rest_json, 500, vec![], "<html>oops</html>".into(), "error"),
        (
            rest_xml,
            403,
            vec![],
            xml("InvalidClientTokenId").into(),
            "keys-rejected",
        ),
        (rest_xml, 400, vec![], xml("Throttling").into(), "throttled"),
        (rest_xml, 403, vec![], xml("AccessDenied").into(), "denied"),
        (buckets, 403, vec![], s3("AccessDenied").into(), "denied"),
        (buckets, 503, vec![], s3("SlowDown").into(), "throttled"),
        (
            buckets,
            403,
            vec![("x-amz-request-id", "0a1b")],
            vec![],
            "denied",
        ),
        (
            buckets,
            401,
            vec![("x-amz-request-id", "0a1b")],
            vec![],
            "keys-rejected",
        ),
        (buckets, 403, vec![], vec![], "error"),
        (buckets, 403, vec![], html.clone().into(), "error"),
        (
            cbor,
            400,
            vec![AWS],
            cbor_error("com.amazonaws.cloudwatch#AccessDeniedException", "no"),
            "denied",
        ),
        (
            cbor,
            400,
            vec![AWS],
            cbor_error("ThrottlingException", "slow"),
            "throttled",
        ),
        (cbor, 403, vec![], html.into(), "error"),
    ];
    for (ask, status, headers, body, word) in cases {
        let headers = [headers, vec![("smithy-protocol", "rpc-v2-cbor")]].concat();
        let shown = format!("{status} {}", String::from_utf8_lossy(&body));
        let (clients, mut calls) = clients(Raw(status, headers, body));
        let failure = ask(&clients).await.unwrap_err();
        assert_eq!(failure.kind.word(), word, "{shown}: {failure}");
        let call = calls.try_recv().unwrap();
        assert_eq!(call.error.as_ref(), Some(&failure.kind), "{shown}");
    }
}

#[tokio::test]
async fn the_sentence_is_read_wherever_it_stands() {
    let body = format!("{{\"Message\":\"{NOT_ALLOWED}\"}}");
    let typed = ("x-amzn-errortype", "AccessDeniedException");
    let (clients, _calls) = clients(Raw(403, vec![typed], body.into()));
    let failure = rest_json(&clients).await.unwrap_err();
    assert_eq!(failure.message, NOT_ALLOWED);
    let ErrorKind::AccessDenied { action, .. } = failure.kind else {
        panic!("{failure:?}");
    };
    assert_eq!(action.as_deref(), Some("lambda:ListFunctions"));
}

#[tokio::test]
async fn what_breaks_off_is_never_a_shorter_list() {
    let alarm = |name: &str| [vec![0xa1], text("AlarmName"), text(name)].concat();
    let alarms = [alarm("a"), alarm("b")].concat();
    let open = [
        vec![0xbf],
        text("MetricAlarms"),
        vec![0x9f],
        alarms.clone(),
        vec![0xff, 0xff],
    ];
    let counted = [vec![0xa1], text("MetricAlarms"), vec![0x82], alarms];
    let zone = |id: &str| {
        format!(
            "<HostedZone><Id>{id}</Id><Name>x.</Name><CallerReference>c</CallerReference></HostedZone>"
        )
    };
    let zones = format!(
        "<ListHostedZonesResponse><HostedZones>{}{}</HostedZones><Marker></Marker><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesResponse>",
        zone("1"),
        zone("2")
    );
    let cases: [(Ask, Vec<u8>); 7] = [
        (query, b"<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-1</vpcId></item><item><vpcId>vpc-2</vpcId></item></vpcSet></DescribeVpcsResponse>".to_vec()),
        (json, b"{\"TableNames\":[\"a\",\"b\"]}".to_vec()),
        (rest_json, b"{\"Functions\":[{\"FunctionName\":\"a\"},{\"FunctionName\":\"b\"}]}".to_vec()),
        (buckets, b"<ListAllMyBucketsResult><Buckets><Bucket><Name>a</Name></Bucket><Bucket><Name>b</Name></Bucket></Buckets></ListAllMyBucketsResult>".to_vec()),
        (rest_xml, zones.into_bytes()),
        (cbor, open.concat()),
        (cbor, counted.concat()),
    ];
    for (ask, body) in cases {
        for end in 0..=body.len() {
            let headers = vec![("smithy-protocol", "rpc-v2-cbor")];
            let cut = Raw(200, headers, body[..end].to_vec());
            let shown = String::from_utf8_lossy(&body[..end]).into_owned();
            let (clients, mut calls) = clients(cut);
            let rows = ask(&clients).await.map_err(|failure| failure.kind);
            let expected = if end == body.len() {
                Ok(2)
            } else {
                Err(ErrorKind::BadAnswer)
            };
            assert_eq!(rows, expected, "{shown}");
            let call = calls.try_recv().unwrap();
            assert_eq!(call.error, expected.err(), "{shown}");
        }
    }
}
