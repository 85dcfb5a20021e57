//! The bill of each kind of resource, in Ireland: how much of what, at which list price.

use super::estate::{lines, survey};
use skymap::budget::Assumptions;
use std::fmt::Write;

/// The first of each is the one whose bill is written.
const RESOURCES: &[&str] = &[
    "instance i = running; type=m5.large; platform=Linux/UNIX",
    "instance i = running; type=m5.large; platform=Windows",
    "instance i = stopped; type=m5.large; platform=Linux/UNIX",
    "instance i = running; type=t3.micro; platform=Linux/UNIX; lifecycle=spot",
    "instance i = running; type=t3.micro; platform=Linux/UNIX; public address=198.51.100.7",
    "instance i = running; type=m5.large; platform=Windows with SQL Server Web",
    "instance i = running; type=zz9.large; platform=Linux/UNIX",
    "volume v = in-use; type=gp3; StorageGib:100; Iops:4000; ThroughputMibps:250",
    "volume v = in-use; type=gp2; StorageGib:100; Iops:300",
    "volume v = in-use; type=io2; StorageGib:500; Iops:70000",
    "volume v = in-use; type=io1; StorageGib:100; Iops:1000",
    "elastic-ip e = ; public address=198.51.100.7",
    "nat-gateway n = available; public address=198.51.100.7",
    "load-balancer l = active; type=application",
    "load-balancer l = active; type=network",
    "load-balancer l = active; type=gateway",
    "load-balancer l = ; type=classic",
    "vpc-endpoint e = available; type=Interface; Zones:3",
    "vpc-endpoint e = available; type=Gateway",
    "transit-gateway-attachment a = available; attached=vpc",
    "vpn-connection v = available",
    "db-instance d = available; engine=postgres; class=db.r6g.large; multi-az=yes; storage type=gp3; StorageGib:100; Iops:3000; ThroughputMibps:125",
    "db-instance d = available; engine=mysql; class=db.m5.large; multi-az=no; storage type=io1; StorageGib:100; Iops:1000",
    "db-instance d = available; engine=db2-se; class=db.m5.large; storage type=gp2; StorageGib:20",
    "db-instance d = available; engine=aurora-postgresql; class=db.r6g.large; of c\ndb-cluster c = available; engine=aurora-postgresql; storage type=aurora-iopt1",
    "db-instance d = available; engine=aurora-postgresql; class=db.serverless; of c\ndb-cluster c = available; engine=aurora-postgresql; MinimumMilliAcu:500",
    "db-cluster c = available; engine=aurora-mysql",
    "cache-cluster c = available; engine=redis; class=cache.r6g.large; Nodes:1",
    "replication-group g = available; engine=redis; class=cache.r6g.large; Nodes:2",
    "search-domain s = Active; class=r6g.large.search; Nodes:3; master class=m6g.large.search; MasterNodes:3; storage type=gp3; StorageGib:100",
    "redshift-cluster r = available; class=ra3.xlplus; Nodes:2",
    "kafka-cluster k = ACTIVE; type=PROVISIONED; class=kafka.m5.large; Nodes:3; StorageGib:500",
    "ecs-task t = RUNNING; launch type=FARGATE; CpuUnits:512; MemoryMib:1024; architecture=arm64",
    "ecs-task t = RUNNING; launch type=EC2; CpuUnits:512; MemoryMib:1024",
    "ecs-task t = RUNNING; capacity provider=FARGATE_SPOT; CpuUnits:512; MemoryMib:1024",
    "eks-cluster k = ACTIVE; support=EXTENDED",
    "function f = Active; architecture=arm64",
    "table t = ACTIVE; SizeBytes:1073741824",
    "table t = ACTIVE; ReadUnits:5; WriteUnits:5",
    "stream s = ACTIVE; mode=PROVISIONED; Shards:2; RetentionHours:48; Consumers:1",
    "bucket b = ",
    "file-system f = available; type=EFS; SizeBytes:10737418240; InfrequentBytes:5368709120",
    "file-system f = AVAILABLE; type=FSx WINDOWS; StorageGib:300",
    "hosted-zone z = ",
    "web-acl w = ",
    "alarm a = OK; PeriodSeconds:60; Metrics:2",
    "alarm a = OK; type=composite",
    "queue q = ; fifo=yes",
    "api a = ; protocol=REST",
    "direct-connect-connection d = available; bandwidth=1Gbps",
    "security-group s = ",
];

#[test]
fn every_kind_has_its_lines() {
    let assumptions = Assumptions::default();
    let mut bills = String::new();
    for resource in RESOURCES {
        let name = resource.split(' ').nth(1).expect("KIND NAME");
        let lines = lines(&survey(resource), &assumptions, name);
        writeln!(bills, "{resource}").expect("room");
        if lines.is_empty() {
            bills.push_str("    free\n");
        }
        for line in lines {
            writeln!(bills, "    {line}").expect("room");
        }
    }
    insta::assert_snapshot!(bills);
}
