//! Every fault that the sim plays, as the Rust SDK meets it.

use super::World;
use super::inventory::code;
use aws_sdk_ec2::Client as Ec2;
use aws_sdk_ec2::error::SdkError;
use aws_sdk_ec2::operation::describe_subnets::DescribeSubnetsOutput;
use skymap::sim::{Fault, Rule};
use std::time::Duration;

#[tokio::test]
async fn a_fault_strikes_what_its_rule_names_and_nothing_else() {
    let world = World::new(None);
    let here = Ec2::new(&world.session("shop-prod", "eu-west-1").await);
    let there = Ec2::new(&world.session("shop-prod", "us-east-1").await);
    let other = Ec2::new(&world.session("data", "eu-west-1").await);
    let throttle = || Rule::new(Fault::Throttle).service("ec2");
    let cases = [
        (throttle(), [true, true, true]),
        (throttle().region("us-east-1"), [false, true, false]),
        (throttle().account("444455556666"), [false, false, true]),
        (throttle().operation("DescribeVpcs"), [true, true, true]),
        (throttle().operation("DescribeSubnets"), [false; 3]),
        (throttle().session("somebody-else"), [false; 3]),
        (throttle().times(1), [true, false, false]),
        (throttle().percent(0), [false; 3]),
    ];
    for (rule, expected) in cases {
        let text = format!("{rule:?}");
        world.sim.add_fault(rule);
        let mut struck = Vec::new();
        for client in [&here, &there, &other] {
            struck.push(code(client.describe_vpcs().send().await).is_some());
        }
        assert_eq!(struck, expected, "{text}");
        world.sim.clear_faults();
    }
}

#[tokio::test]
async fn each_fault_looks_as_it_does_in_the_wild() {
    type Found = Result<
        DescribeSubnetsOutput,
        SdkError<aws_sdk_ec2::operation::describe_subnets::DescribeSubnetsError>,
    >;
    let world = World::new(None);
    let ec2 = Ec2::new(&world.session("shop-prod", "eu-west-1").await);
    let has_code = |found: Found, expected: &str| code(found).as_deref() == Some(expected);
    let cases: [(Fault, &dyn Fn(Found) -> bool); 12] = [
        (Fault::Throttle, &|found| {
            has_code(found, "RequestLimitExceeded")
        }),
        (Fault::AccessDenied, &|found| {
            has_code(found, "UnauthorizedOperation")
        }),
        (
            Fault::ExplicitDeny("service control policy".to_owned()),
            &|found| {
                format!("{found:?}").contains("with an explicit deny in a service control policy")
            },
        ),
        (Fault::ExpiredToken, &|found| {
            has_code(found, "RequestExpired")
        }),
        (Fault::Reset, &|found| {
            matches!(found, Err(SdkError::DispatchFailure(_)))
        }),
        (Fault::CutPage, &|found| {
            matches!(found, Err(SdkError::ResponseError(_)))
        }),
        (
            Fault::Html500,
            &|found| matches!(found, Err(SdkError::ServiceError(error)) if error.raw().status().as_u16() == 500),
        ),
        (Fault::MalformedXml, &|found| {
            matches!(
                found,
                Err(SdkError::ResponseError(_) | SdkError::ServiceError(_))
            )
        }),
        (Fault::EmptyPageWithToken, &|found| {
            found.is_ok_and(|page| page.subnets().is_empty() && page.next_token().is_some())
        }),
        (Fault::ShortPages(2), &|found| {
            found.is_ok_and(|page| page.subnets().len() == 2 && page.next_token().is_some())
        }),
        (Fault::MissingField("subnetId".to_owned()), &|found| {
            found.is_ok_and(|page| page.subnets().iter().all(|one| one.subnet_id().is_none()))
        }),
        (Fault::Delay(Duration::from_millis(1)), &|found| {
            found.is_ok()
        }),
    ];
    for (fault, is_right) in cases {
        world.sim.add_fault(Rule::new(fault.clone()));
        let found = ec2.describe_subnets().send().await;
        let text = format!("{fault:?}: {found:?}");
        assert!(is_right(found), "{text}");
        world.sim.clear_faults();
    }
}

#[tokio::test]
async fn pages_that_are_empty_or_short_lose_nothing_and_a_token_that_repeats_ends_the_list() {
    let world = World::new(None);
    let ec2 = Ec2::new(&world.session("shop-prod", "eu-west-1").await);
    world
        .sim
        .add_fault(Rule::new(Fault::EmptyPageWithToken).times(1));
    world.sim.add_fault(Rule::new(Fault::ShortPages(3)));
    let pages = ec2.describe_subnets().into_paginator().send();
    let pages = pages
        .collect::<Result<Vec<_>, _>>()
        .await
        .expect("all pages");
    let found: usize = pages.iter().map(|page| page.subnets().len()).sum();
    assert_eq!((pages.len(), found), (6, 15));

    world.sim.clear_faults();
    world.sim.add_fault(Rule::new(Fault::RepeatedToken));
    let pages = ec2.describe_subnets().into_paginator().page_size(5).send();
    let pages = pages
        .collect::<Result<Vec<_>, _>>()
        .await
        .expect("the SDK stops without a word");
    assert_eq!(pages.len(), 2);
    assert!(pages[1].next_token().is_some() && pages[0].next_token() == pages[1].next_token());
}

#[tokio::test]
async fn a_call_that_hangs_never_answers() {
    let world = World::new(None);
    let ec2 = Ec2::new(&world.session("shop-prod", "eu-west-1").await);
    world
        .sim
        .add_fault(Rule::new(Fault::Hang).operation("DescribeSubnets"));
    let hanging = ec2.describe_subnets().send();
    let other = ec2.describe_vpcs().send();
    tokio::select! {
        biased;
        _ = hanging => panic!("it answered"),
        answer = other => assert!(answer.is_ok()),
    }
}
