//! What runs: instances with their volumes, tasks, clusters, functions.

use super::bill::{Bill, Component};
use super::cost::Usage;
use crate::inventory::Measure;
use crate::prices::{Product, Quantity, Rate, System, Tenancy};
use compact_str::format_compact;

pub(super) fn instance(bill: &mut Bill, component: Component) {
    // From `terminated` nothing is left; from the others their volumes are.
    if !matches!(component.state(), "running" | "stopping") {
        return;
    }
    let Some(class) = component.fact("type") else {
        return bill.unknown("instance", "its type is not known");
    };
    let platform = component.fact("platform").unwrap_or("Linux/UNIX");
    let what = format_compact!("{class}, {platform}");
    if component.is("lifecycle", "spot") {
        return bill.unknown(what, "Spot: its price is the market's");
    }
    if component.is("lifecycle", "capacity-block") {
        return bill.unknown(what, "Capacity Block: it was paid for in advance");
    }
    let Some(system) = System::of_platform_details(platform) else {
        return bill.unknown(what, "no list price is known with this licence");
    };
    let tenancy = component.fact("tenancy");
    let product = Product::Instance {
        class: class.into(),
        system,
        tenancy: tenancy.and_then(Tenancy::parse).unwrap_or(Tenancy::Shared),
    };
    bill.month(what, product, Quantity::ONE);
    match component.fact("tenancy") {
        Some("host") => bill.note("its host is billed, not the instance"),
        _ if class.starts_with('t') => bill.note("without CPU credits beyond its baseline"),
        _ => {}
    }
}

pub(super) fn volume(bill: &mut Bill, component: Component) {
    let Some(size) = component.measure(Measure::StorageGib) else {
        return bill.unknown("volume", "its size is not known");
    };
    let class = component.fact("type").unwrap_or("standard");
    let rate = match class {
        "gp2" => Rate::EbsGp2GbMonth,
        "gp3" => Rate::EbsGp3GbMonth,
        "io1" => Rate::EbsIo1GbMonth,
        "io2" => Rate::EbsIo2GbMonth,
        "st1" => Rate::EbsSt1GbMonth,
        "sc1" => Rate::EbsSc1GbMonth,
        "standard" => Rate::EbsStandardGbMonth,
        _ => return bill.unknown(class, "no price of this type of volume is known"),
    };
    bill.month(
        format_compact!("{size} GiB {class}"),
        rate,
        Quantity::of(size),
    );
    let iops = component.measure(Measure::Iops).unwrap_or_default();
    let throughput = component
        .measure(Measure::ThroughputMibps)
        .unwrap_or_default();
    match class {
        "gp3" => {
            above(bill, (iops, 3000), "IOPS", Rate::EbsGp3IopsMonth);
            let rate = Rate::EbsGp3ThroughputMibPerSecondMonth;
            above(bill, (throughput, 125), "MiB/s", rate);
        }
        "io1" => above(bill, (iops, 0), "IOPS", Rate::EbsIo1IopsMonth),
        "io2" => tiers(bill, iops),
        "standard" => bill.usage("requests", Usage("requests"), Rate::EbsStandardMillionIo),
        _ => {}
    }
}

/// What is bought beyond what comes with it.
fn above(bill: &mut Bill, (bought, included): (u64, u64), unit: &str, rate: Rate) {
    let more = bought.saturating_sub(included);
    if more == 0 {
        return;
    }
    let what = match included {
        0 => format_compact!("{more} {unit}"),
        _ => format_compact!("{more} {unit} beyond {included}"),
    };
    bill.month(what, rate, Quantity::of(more));
}

/// The more are bought, the less each costs.
/// Source: Amazon EBS pricing, io2 Block Express: up to 32,000, up to 64,000, beyond.
fn tiers(bill: &mut Bill, iops: u64) {
    for (from, to, rate) in [
        (0, 32_000, Rate::EbsIo2IopsMonthT1),
        (32_000, 64_000, Rate::EbsIo2IopsMonthT2),
        (64_000, u64::MAX, Rate::EbsIo2IopsMonthT3),
    ] {
        above(bill, (iops.min(to), from), "IOPS", rate);
    }
}

/// A task pays for itself on Fargate; elsewhere its instance does.
pub(super) fn task(bill: &mut Bill, component: Component) {
    let is_spot = component.is("capacity provider", "FARGATE_SPOT");
    let is_fargate = component.is("launch type", "FARGATE") || is_spot;
    if !is_fargate || component.state() != "RUNNING" {
        return;
    }
    let cpu = component.measure(Measure::CpuUnits);
    let memory = component.measure(Measure::MemoryMib);
    let (Some(cpu), Some(memory)) = (cpu, memory) else {
        return bill.unknown("Fargate", "its size is not known");
    };
    if is_spot {
        return bill.unknown("Fargate Spot", "its price is the market's");
    }
    let is_arm = component.is("architecture", "arm64");
    let family = component.fact("platform family").unwrap_or("Linux");
    let is_windows = family.to_lowercase().starts_with("windows");
    let (of_cpu, of_memory) = match (is_windows, is_arm) {
        (true, _) => (Rate::FargateWindowsVcpuHour, Rate::FargateWindowsGbHour),
        (false, true) => (Rate::FargateLinuxArmVcpuHour, Rate::FargateLinuxArmGbHour),
        (false, false) => (Rate::FargateLinuxX86VcpuHour, Rate::FargateLinuxX86GbHour),
    };
    let vcpus = thousand_and_twenty_fourths(cpu);
    let gigabytes = thousand_and_twenty_fourths(memory);
    bill.month(format_compact!("Fargate, {vcpus} vCPU"), of_cpu, vcpus);
    bill.month(
        format_compact!("Fargate, {gigabytes} GB"),
        of_memory,
        gigabytes,
    );
    if is_windows {
        bill.month(
            "Windows licence",
            Rate::FargateWindowsOsLicenseVcpuHour,
            vcpus,
        );
    }
    // 20 GiB come with every task.
    let storage = component.measure(Measure::EphemeralGib).unwrap_or(20);
    above(
        bill,
        (storage, 20),
        "GiB ephemeral",
        Rate::FargateEphemeralStorageGbHour,
    );
}

fn thousand_and_twenty_fourths(count: u64) -> Quantity {
    Quantity::of_f64(count as f64 / 1024.0).unwrap_or(Quantity::ZERO)
}

pub(super) fn eks_cluster(bill: &mut Bill, component: Component) {
    bill.month("control plane", Rate::EksClusterHour, Quantity::ONE);
    if component.is("support", "EXTENDED") {
        bill.usage(
            "extended support, when its version has left standard support",
            Usage("extended-support"),
            Rate::EksClusterExtendedSupportExtraHour,
        );
    }
}

pub(super) fn function(bill: &mut Bill, component: Component) {
    let is_arm = component.is("architecture", "arm64");
    let rate = if is_arm {
        Rate::LambdaDurationArmGbSecondT1
    } else {
        Rate::LambdaDurationX86GbSecondT1
    };
    bill.usage("requests", Usage("requests"), Rate::LambdaRequestsMillion);
    bill.usage("GB-seconds", Usage("gb-seconds"), rate);
}

pub(super) fn state_machine(bill: &mut Bill, component: Component) {
    if component.is("type", "EXPRESS") {
        bill.usage(
            "requests",
            Usage("requests"),
            Rate::StepFunctionsExpressRequestsMillion,
        );
        return bill.unknown(
            "GB-seconds",
            "no price of an Express duration is in the table",
        );
    }
    bill.usage(
        "transitions",
        Usage("transitions"),
        Rate::StepFunctionsStandardTransitions1000,
    );
}
