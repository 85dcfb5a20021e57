//! STS and authorization, refusal by refusal.

use super::World;
use super::inventory::code;
use aws_credential_types::Credentials;
use aws_sdk_autoscaling::Client as AutoScaling;
use aws_sdk_ec2::Client as Ec2;
use aws_sdk_elasticloadbalancingv2::Client as Elb;
use aws_sdk_sts::error::ProvideErrorMetadata as _;
use aws_sdk_sts::operation::assume_role::builders::AssumeRoleFluentBuilder;
use skymap::sim::{BASE_ACCOUNT, BASE_IDENTITY, STRANGER};

type Change = fn(AssumeRoleFluentBuilder) -> AssumeRoleFluentBuilder;

#[tokio::test]
async fn assume_role_refuses_as_aws_does() {
    let world = World::new(None);
    let shop = world.account("shop-prod");
    let sts = world.sts(BASE_IDENTITY).await;
    let cases: &[(Change, &str, &str)] = &[
        (
            |call| call.external_id("wrong-one"),
            "AccessDenied",
            "is not authorized to perform",
        ),
        (
            |call| call.set_external_id(None),
            "AccessDenied",
            "is not authorized to perform",
        ),
        (
            |call| call.role_arn("arn:aws:iam::111122223333:role/Absent"),
            "AccessDenied",
            "on resource: arn:aws:iam::111122223333:role/Absent",
        ),
        (
            |call| call.role_arn("arn:aws:iam::short"),
            "ValidationError",
            "at 'roleArn'",
        ),
        (
            |call| call.role_arn("arn:aws:s3:::some-bucket-of-mine"),
            "ValidationError",
            "is invalid",
        ),
        (
            |call| call.duration_seconds(899),
            "ValidationError",
            "greater than or equal to 900",
        ),
        (
            |call| call.duration_seconds(43_201),
            "ValidationError",
            "less than or equal to 43200",
        ),
        (
            |call| call.duration_seconds(3601),
            "ValidationError",
            "MaxSessionDuration",
        ),
        (
            |call| call.role_session_name("two words"),
            "ValidationError",
            "regular expression",
        ),
        (
            |call| call.role_session_name("x"),
            "ValidationError",
            "greater than or equal to 2",
        ),
        (
            |call| call.external_id("with space"),
            "ValidationError",
            "'externalId'",
        ),
        (
            |call| call.policy("{"),
            "MalformedPolicyDocument",
            "invalid Json",
        ),
        (
            |call| call.policy("x".repeat(2049)),
            "PackedPolicyTooLarge",
            "smaller policy",
        ),
    ];
    for (change, expected, text) in cases {
        let call = sts
            .assume_role()
            .role_arn(&shop.role_arn)
            .role_session_name("tester")
            .external_id(&shop.external_id);
        let error = change(call).send().await.expect_err(expected);
        assert_eq!(error.code(), Some(*expected), "{error:?}");
        let message = error.message().unwrap_or_default();
        assert!(message.contains(text), "{message:?} says {text:?}");
        assert!(
            !message.contains("external") || *expected != "AccessDenied",
            "nothing is given away"
        );
    }
    let stranger = world.sts(STRANGER).await;
    let call = stranger
        .assume_role()
        .role_arn(&shop.role_arn)
        .role_session_name("tester");
    let refused = call.external_id(&shop.external_id).send().await;
    assert_eq!(code(refused).as_deref(), Some("AccessDenied"));
}

#[tokio::test]
async fn a_session_is_somebody_with_limits() {
    let world = World::new(None);
    let shop = world.account("shop-prod");
    let caller = world
        .sts(BASE_IDENTITY)
        .await
        .get_caller_identity()
        .send()
        .await;
    let caller = caller.expect("who we are");
    assert_eq!(caller.account(), Some(BASE_ACCOUNT));

    let policy = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"ec2:DescribeVpcs","Resource":"*"},
        {"Effect":"Deny","Action":"ec2:DescribeSubnets","Resource":"*"}]}"#;
    let config = world
        .limited_session("shop-prod", "eu-west-1", Some(policy))
        .await;
    let caller = aws_sdk_sts::Client::new(&config)
        .get_caller_identity()
        .send()
        .await;
    let caller = caller.expect("who we are in the session");
    assert_eq!(caller.account(), Some(shop.number.as_str()));
    let arn = caller.arn().unwrap_or_default();
    assert!(
        arn.ends_with(":assumed-role/SkymapReadOnly/tester"),
        "{arn}"
    );

    let ec2 = Ec2::new(&config);
    assert!(ec2.describe_vpcs().send().await.is_ok());
    let refused = ec2
        .describe_instances()
        .send()
        .await
        .expect_err("not in the policy");
    assert_eq!(refused.code(), Some("UnauthorizedOperation"));
    let message = refused.message().unwrap_or_default();
    let reason = "because no session policy allows the ec2:DescribeInstances action";
    assert!(message.contains(reason), "{message}");
    let refused = ec2.describe_subnets().send().await.expect_err("denied");
    let message = refused.message().unwrap_or_default();
    assert!(
        message.contains("with an explicit deny in a session policy"),
        "{message}"
    );
    let refused = Elb::new(&config).describe_load_balancers().send().await;
    assert_eq!(code(refused).as_deref(), Some("AccessDenied"));

    let base = Ec2::new(&world.config("eu-west-1", BASE_IDENTITY.credentials()).await);
    let refused = base.describe_vpcs().send().await;
    assert_eq!(code(refused).as_deref(), Some("UnauthorizedOperation"));
}

#[tokio::test]
async fn credentials_that_are_not_right_are_told_apart_by_service() {
    let world = World::new(None);
    let unknown = Credentials::new("AKIANOSUCHKEYEXAMPLE", "secret", None, None, "test");
    let wrong = Credentials::new(BASE_IDENTITY.access_key_id, "wrong", None, None, "test");
    let session = world.session("shop-prod", "eu-west-1").await;
    for (credentials, ec2_code, other_code) in [
        (unknown, "AuthFailure", "InvalidClientTokenId"),
        (wrong, "AuthFailure", "SignatureDoesNotMatch"),
    ] {
        let config = world.config("eu-west-1", credentials).await;
        assert_eq!(codes(&config).await, [ec2_code, other_code, other_code]);
    }
    world.clock.set_skew(20 * 60);
    assert_eq!(
        codes(&session).await,
        [
            "AuthFailure",
            "SignatureDoesNotMatch",
            "SignatureDoesNotMatch"
        ]
    );
    world.clock.set_skew(0);
    world.at(3601);
    assert_eq!(
        codes(&session).await,
        ["RequestExpired", "ExpiredToken", "ExpiredToken"]
    );
}

/// What EC2, ELB and Auto Scaling say.
async fn codes(config: &aws_config::SdkConfig) -> [String; 3] {
    [
        code(Ec2::new(config).describe_vpcs().send().await),
        code(Elb::new(config).describe_load_balancers().send().await),
        code(
            AutoScaling::new(config)
                .describe_auto_scaling_groups()
                .send()
                .await,
        ),
    ]
    .map(Option::unwrap_or_default)
}

#[tokio::test]
async fn regions_that_are_not_enabled_look_like_bad_credentials() {
    let world = World::new(None);
    let ec2 = Ec2::new(&world.session("shop-prod", "eu-west-1").await);
    let all = ec2
        .describe_regions()
        .all_regions(true)
        .send()
        .await
        .expect("regions");
    let enabled = ec2.describe_regions().send().await.expect("regions");
    let closed = all
        .regions()
        .iter()
        .filter(|one| one.opt_in_status() == Some("not-opted-in"));
    assert_eq!(
        all.regions().len(),
        enabled.regions().len() + closed.count()
    );
    let config = world.session("shop-prod", "af-south-1").await;
    assert_eq!(
        codes(&config).await,
        [
            "AuthFailure",
            "InvalidClientTokenId",
            "InvalidClientTokenId"
        ]
    );
    let nowhere = Ec2::new(&world.session("shop-prod", "eu-nowhere-9").await);
    let error = nowhere
        .describe_vpcs()
        .send()
        .await
        .expect_err("no such name");
    assert!(
        matches!(error, aws_sdk_ec2::error::SdkError::DispatchFailure(_)),
        "{error:?}"
    );
}
