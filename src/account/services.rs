//! Which services of an account are read. One that is off is neither called nor in
//! the policies that are shown.

/// A service as a person switches it on and off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    Ec2,
    LoadBalancing,
    AutoScaling,
}

impl Service {
    pub const ALL: [Self; 3] = [Self::Ec2, Self::LoadBalancing, Self::AutoScaling];

    /// As the accounts file writes it: the service's prefix in IAM.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ec2 => "ec2",
            Self::LoadBalancing => "elasticloadbalancing",
            Self::AutoScaling => "autoscaling",
        }
    }

    /// The service of that name in IAM, when this version reads it.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|service| service.name().eq_ignore_ascii_case(name))
    }

    /// As a person reads it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Ec2 => "EC2 and VPC",
            Self::LoadBalancing => "Elastic Load Balancing",
            Self::AutoScaling => "EC2 Auto Scaling",
        }
    }
}

/// The services to read; the accounts file keeps those that are *off*, so that a
/// service that a later version learns is on by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Services {
    pub off: std::collections::BTreeSet<Service>,
}

impl Services {
    pub fn reads(&self, service: Service) -> bool {
        !self.off.contains(&service)
    }
}
