//! Every service whose answers are documents, as the Rust SDK's clients parse it, in the
//! process.

use super::World;
use super::inventory::code;
use aws_sdk_wafv2::types::Scope;
use skymap::sim::{Fault, Rule};

/// Each call is answered, and its answer holds a text that only a document has.
macro_rules! parsed {
    ($config:ident; $($client:ident . $operation:ident () $(. $set:ident ($value:expr))* => $text:literal;)*) => {
        let mut wrong = Vec::new();
        $({
            let client = made::$client(&$config);
            let call = client.$operation()$(.$set($value))*;
            let answer = call.send().await.expect(stringify!($client.$operation));
            let answer = format!("{answer:?}");
            if !answer.contains($text) {
                wrong.push(($text, answer));
            }
        })*
        assert_eq!(wrong, []);
    };
}

/// The clients by the names of their crates.
mod made {
    macro_rules! clients {
        ($($name:ident $sdk:ident;)*) => {
            $(pub fn $name(config: &aws_config::SdkConfig) -> $sdk::Client {
                $sdk::Client::new(config)
            })*
        };
    }
    clients! {
        apigateway aws_sdk_apigateway;
        apigatewayv2 aws_sdk_apigatewayv2;
        cloudfront aws_sdk_cloudfront;
        cloudwatch aws_sdk_cloudwatch;
        directconnect aws_sdk_directconnect;
        dynamodb aws_sdk_dynamodb;
        ec2 aws_sdk_ec2;
        ecr aws_sdk_ecr;
        ecs aws_sdk_ecs;
        efs aws_sdk_efs;
        eks aws_sdk_eks;
        elasticache aws_sdk_elasticache;
        elasticloadbalancing aws_sdk_elasticloadbalancing;
        eventbridge aws_sdk_eventbridge;
        fsx aws_sdk_fsx;
        kafka aws_sdk_kafka;
        kinesis aws_sdk_kinesis;
        lambda aws_sdk_lambda;
        opensearch aws_sdk_opensearch;
        organizations aws_sdk_organizations;
        rds aws_sdk_rds;
        redshift aws_sdk_redshift;
        route53 aws_sdk_route53;
        s3 aws_sdk_s3;
        sfn aws_sdk_sfn;
        sns aws_sdk_sns;
        sqs aws_sdk_sqs;
        wafv2 aws_sdk_wafv2;
    }
}

#[tokio::test]
async fn shop_in_eu_west_1_is_parsed_by_the_rust_clients() {
    let world = World::new(None);
    let config = world.session("shop-prod", "eu-west-1").await;
    parsed! { config;
        rds.describe_db_instances() => "shop-reviews-replica";
        rds.describe_db_clusters() => "shop-checkout.cluster-ro-";
        rds.describe_db_subnet_groups() => "shop-data";
        elasticache.describe_cache_clusters().show_cache_node_info(true) => "shop-sessions-001.shop-sessions.";
        elasticache.describe_replication_groups() => "master.shop-sessions.";
        elasticache.describe_cache_subnet_groups() => "shop-cache";
        elasticache.list_tags_for_resource().resource_name("arn:aws:elasticache:eu-west-1:111122223333:replicationgroup:shop-sessions") => "storefront";
        sns.list_topics() => "shop-order-events";
        sns.get_topic_attributes().topic_arn("arn:aws:sns:eu-west-1:111122223333:shop-alarms") => "Alarms";
        sns.list_subscriptions() => "on-call@shop.example";
        sns.list_subscriptions_by_topic().topic_arn("arn:aws:sns:eu-west-1:111122223333:shop-order-events") => "shop-send-mail";
        sns.list_tags_for_resource().resource_arn("arn:aws:sns:eu-west-1:111122223333:shop-order-events") => "storefront";
        elasticloadbalancing.describe_load_balancers() => "internal-events-legacy";
        elasticloadbalancing.describe_instance_health().load_balancer_name("events-legacy") => "OutOfService";
        elasticloadbalancing.describe_tags().load_balancer_names("events-legacy") => "data-platform";
        ec2.describe_egress_only_internet_gateways() => "shop-egress";
        ecs.list_clusters() => "cluster/pipeline";
        ecs.describe_clusters().clusters("shop").clusters("nowhere") => "MISSING";
        ecs.list_services().cluster("shop") => "service/shop/orders";
        ecs.describe_services().cluster("shop").services("orders") => "Completed";
        ecs.list_tasks().cluster("shop").service_name("orders") => "task/shop/";
        ecs.describe_task_definition().task_definition("orders:17") => "shop/orders:v17";
        ecs.list_container_instances().cluster("pipeline") => "container-instance/pipeline/";
        dynamodb.list_tables() => "shop-carts";
        dynamodb.describe_table().table_name("shop-orders") => "by-customer";
        dynamodb.list_tags_of_resource().resource_arn("arn:aws:dynamodb:eu-west-1:111122223333:table/shop-orders") => "storefront";
        sqs.list_queues() => "shop-mail.fifo";
        sqs.get_queue_attributes().queue_url("https://sqs.eu-west-1.amazonaws.com/111122223333/shop-orders") => "maxReceiveCount";
        sqs.list_queue_tags().queue_url("https://sqs.eu-west-1.amazonaws.com/111122223333/shop-orders") => "storefront";
        kinesis.list_streams() => "shop-clicks";
        kinesis.describe_stream_summary().stream_name("shop-clicks") => "Provisioned";
        kinesis.list_tags_for_stream().stream_name("shop-clicks") => "data-platform";
        eventbridge.list_event_buses() => "event-bus/shop";
        eventbridge.list_rules().event_bus_name("shop") => "order.paid";
        eventbridge.list_targets_by_rule().event_bus_name("shop").rule("order-paid") => "shop-fulfil";
        eventbridge.list_tags_for_resource().resource_arn("arn:aws:events:eu-west-1:111122223333:rule/shop/order-paid") => "storefront";
        wafv2.list_web_acls().scope(Scope::Regional) => "Before the shop's load balancer";
        ecr.describe_repositories() => "shop/orders";
        ecr.list_tags_for_resource().resource_arn("arn:aws:ecr:eu-west-1:111122223333:repository/shop/orders") => "orders";
        sfn.list_state_machines() => "shop-fulfil";
        sfn.describe_state_machine().state_machine_arn("arn:aws:states:eu-west-1:111122223333:stateMachine:shop-fulfil") => "role/shop-fulfil";
        sfn.list_tags_for_resource().resource_arn("arn:aws:states:eu-west-1:111122223333:stateMachine:shop-fulfil") => "storefront";
        cloudwatch.describe_alarms() => "shop-orders-degraded";
        cloudwatch.list_tags_for_resource().resource_arn("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:shop-web-cpu") => "storefront";
        lambda.list_functions() => "shop-take-order";
        lambda.list_event_source_mappings() => "shop-order-changed";
        lambda.list_function_url_configs().function_name("shop-send-mail") => "lambda-url";
        lambda.list_tags().resource("arn:aws:lambda:eu-west-1:111122223333:function:shop-send-mail") => "storefront";
        apigateway.get_rest_apis() => "What partners call";
        apigateway.get_resources().rest_api_id("p2partner0").embed("methods") => "link01";
        apigateway.get_stages().rest_api_id("p2partner0") => "prod";
        apigateway.get_vpc_links() => "shop-queue";
        apigateway.get_domain_names() => "partners.shop.example";
        apigatewayv2.get_apis() => "shop-orders";
        apigatewayv2.get_integrations().api_id("k4s9shopapi") => "shop-take-order";
        apigatewayv2.get_routes().api_id("k4s9shopapi") => "POST /orders";
        apigatewayv2.get_stages().api_id("k4s9shopapi") => "$default";
        apigatewayv2.get_vpc_links() => "v3link";
        apigatewayv2.get_domain_names() => "orders.shop.example";
        efs.describe_file_systems() => "shop-shared";
        efs.describe_mount_targets() => "eni-0";
        s3.list_buckets().max_buckets(2) => "shop-assets-111122223333";
        s3.get_bucket_location().bucket("shop-assets-111122223333") => "EuWest1";
        s3.get_bucket_notification_configuration().bucket("shop-uploads-111122223333") => "shop-resize-image";
        s3.get_bucket_replication().bucket("shop-order-exports-111122223333") => "lake-orders-444455556666";
        s3.get_bucket_tagging().bucket("shop-assets-111122223333") => "storefront";
        s3.get_bucket_encryption().bucket("shop-uploads-111122223333") => "AwsKms";
        s3.get_public_access_block().bucket("shop-assets-111122223333") => "Some(true)";
        s3.get_bucket_policy_status().bucket("shop-assets-111122223333") => "Some(false)";
        s3.get_bucket_versioning().bucket("shop-assets-111122223333") => "Enabled";
    }
}

#[tokio::test]
async fn shop_in_us_east_1_is_parsed_by_the_rust_clients() {
    let world = World::new(None);
    let config = world.session("shop-prod", "us-east-1").await;
    parsed! { config;
        cloudfront.list_distributions() => "shop-assets-111122223333.s3.eu-west-1";
        cloudfront.list_tags_for_resource().resource("arn:aws:cloudfront::111122223333:distribution/E1SHOPEXAMPLE") => "storefront";
        route53.list_hosted_zones() => "Names inside the VPC";
        route53.get_hosted_zone().id("Z1SHOPINTERNAL") => "vpc-0";
        route53.list_resource_record_sets().hosted_zone_id("Z0SHOPEXAMPLE") => "dualstack.shop-alb-";
        wafv2.list_web_acls().scope(Scope::Cloudfront) => "At the edge";
    }
}

#[tokio::test]
async fn data_in_eu_west_1_is_parsed_by_the_rust_clients() {
    let world = World::new(None);
    let config = world.session("data", "eu-west-1").await;
    parsed! { config;
        redshift.describe_clusters() => "COMPUTE-1";
        redshift.describe_cluster_subnet_groups() => "Private subnets of the lake";
        ec2.describe_vpn_gateways() => "lake-office";
        ec2.describe_customer_gateways() => "198.51.100.77";
        ec2.describe_vpn_connections() => "IPSEC IS DOWN";
        fsx.describe_file_systems() => "Scratch2";
        directconnect.describe_connections() => "office-dublin";
        directconnect.describe_virtual_interfaces() => "dxpeer-fg0lake1";
        directconnect.describe_direct_connect_gateways() => "office";
        directconnect.describe_direct_connect_gateway_associations() => "vgw-0";
        eks.list_clusters() => "lake";
        eks.describe_cluster().name("lake") => "eks.5";
        eks.list_nodegroups().cluster_name("lake") => "trino";
        eks.describe_nodegroup().cluster_name("lake").nodegroup_name("trino") => "lake-trino";
        eks.list_fargate_profiles().cluster_name("lake") => "jobs";
        eks.describe_fargate_profile().cluster_name("lake").fargate_profile_name("jobs") => "lake-jobs";
        opensearch.list_domain_names() => "lake-search";
        opensearch.describe_domains().domain_names("lake-search") => "vpc-lake-search-";
        opensearch.list_tags().arn("arn:aws:es:eu-west-1:444455556666:domain/lake-search") => "data-platform";
        kafka.list_clusters_v2() => "3.8.x";
    }
}

#[tokio::test]
async fn data_in_us_east_1_is_parsed_by_the_rust_clients() {
    let world = World::new(None);
    let config = world.session("data", "us-east-1").await;
    parsed! { config;
        organizations.list_accounts() => "o-exampleorg";
    }
}

#[tokio::test]
async fn faults_look_in_every_protocol_as_they_do_in_the_wild() {
    let world = World::new(None);
    let config = world.session("shop-prod", "eu-west-1").await;
    let cases = [
        (
            Fault::Throttle,
            [
                "Throttling",
                "ThrottlingException",
                "TooManyRequestsException",
                "SlowDown",
                "ThrottlingException",
            ],
        ),
        (
            Fault::AccessDenied,
            [
                "AccessDenied",
                "AccessDeniedException",
                "AccessDeniedException",
                "AccessDenied",
                "AccessDeniedException",
            ],
        ),
        (
            Fault::ExpiredToken,
            [
                "ExpiredToken",
                "ExpiredTokenException",
                "ExpiredTokenException",
                "ExpiredToken",
                "ExpiredTokenException",
            ],
        ),
    ];
    for (fault, expected) in cases {
        world.sim.clear_faults();
        world.sim.add_fault(Rule::new(fault.clone()));
        let found = [
            code(made::rds(&config).describe_db_instances().send().await),
            code(made::ecs(&config).list_clusters().send().await),
            code(made::lambda(&config).list_functions().send().await),
            code(made::s3(&config).list_buckets().send().await),
            code(made::cloudwatch(&config).describe_alarms().send().await),
        ];
        let found = found.map(Option::unwrap_or_default);
        assert_eq!(found, expected, "{fault:?}");
    }
}

#[tokio::test]
async fn what_happens_to_documents_begins_and_ends_in_every_period() {
    let world = World::new(None);
    let config = world.session("shop-prod", "eu-west-1").await;
    let cases = [
        (0, "available", 3, "OK"),
        (65, "storage-full", 3, "ALARM"),
        (110, "storage-full", 2, "ALARM"),
        (165, "modifying", 3, "ALARM"),
        (200, "available", 3, "OK"),
        (365, "storage-full", 3, "ALARM"),
    ];
    for (seconds, status, running, alarm) in cases {
        world.at(seconds);
        let call = made::rds(&config).describe_db_instances();
        let replica = call.db_instance_identifier("shop-reviews-replica");
        let replica = replica.send().await.expect("the replica");
        assert_eq!(replica.db_instances()[0].db_instance_status(), Some(status));
        let call = made::ecs(&config).describe_services();
        let service = call.cluster("shop").services("orders").send().await;
        let service = service.expect("the service");
        assert_eq!(
            service.services()[0].running_count(),
            running,
            "at {seconds}"
        );
        let call = made::cloudwatch(&config).describe_alarms();
        let alarms = call
            .alarm_names("shop-reviews-replica-storage")
            .send()
            .await;
        let alarms = alarms.expect("the alarm");
        let state = alarms.metric_alarms()[0].state_value();
        assert_eq!(
            state.map(aws_sdk_cloudwatch::types::StateValue::as_str),
            Some(alarm),
            "at {seconds}"
        );
    }
}
