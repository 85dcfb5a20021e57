//! The ARN of a role, parsed once, and what its partition decides.

use std::fmt;
use std::str::FromStr;

/// Twelve digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(u64);

impl AccountId {
    /// As the AWS console groups it: `1111-2222-3333`.
    pub fn grouped(self) -> String {
        let digits = self.to_string();
        format!("{}-{}-{}", &digits[..4], &digits[4..8], &digits[8..])
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012}", self.0)
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for AccountId {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            text.parse().map(Self).map_err(|_| ArnError::AccountNumber)
        } else {
            Err(ArnError::AccountNumber)
        }
    }
}

/// A partition of AWS: its name in ARNs, its DNS suffix, its console.
///
/// Source: the SDK's `partitions.json` (botocore, endpoint rule set).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Partition {
    Aws,
    China,
    GovCloud,
    EuropeanSovereign,
    Iso,
    IsoB,
    IsoE,
    IsoF,
}

impl Partition {
    const ALL: [Self; 8] = [
        Self::Aws,
        Self::China,
        Self::GovCloud,
        Self::EuropeanSovereign,
        Self::Iso,
        Self::IsoB,
        Self::IsoE,
        Self::IsoF,
    ];

    /// As it stands in an ARN's second field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::China => "aws-cn",
            Self::GovCloud => "aws-us-gov",
            Self::EuropeanSovereign => "aws-eusc",
            Self::Iso => "aws-iso",
            Self::IsoB => "aws-iso-b",
            Self::IsoE => "aws-iso-e",
            Self::IsoF => "aws-iso-f",
        }
    }

    /// The host of the management console.
    pub fn console_host(self) -> &'static str {
        match self {
            Self::Aws => "console.aws.amazon.com",
            Self::China => "console.amazonaws.cn",
            Self::GovCloud => "console.amazonaws-us-gov.com",
            Self::EuropeanSovereign => "console.amazonaws-eusc.eu",
            Self::Iso => "console.c2shome.ic.gov",
            Self::IsoB => "console.sc2shome.sgov.gov",
            Self::IsoE => "console.cloud.adc-e.uk",
            Self::IsoF => "console.csphome.hci.ic.gov",
        }
    }

    /// The region whose endpoint serves where nothing else is known.
    pub fn default_region(self) -> &'static str {
        match self {
            Self::Aws => "us-east-1",
            Self::China => "cn-north-1",
            Self::GovCloud => "us-gov-west-1",
            Self::EuropeanSovereign => "eusc-de-east-1",
            Self::Iso => "us-iso-east-1",
            Self::IsoB => "us-isob-east-1",
            Self::IsoE => "eu-isoe-west-1",
            Self::IsoF => "us-isof-south-1",
        }
    }
}

impl FromStr for Partition {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|partition| partition.name() == text)
            .ok_or(ArnError::Partition)
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// `arn:PARTITION:iam::ACCOUNT:role/PATH/NAME`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleArn {
    pub partition: Partition,
    pub account: AccountId,
    /// Everything behind `role/`: the path, when there is one, and the name.
    pub path_and_name: String,
}

impl RoleArn {
    /// The role's name without its path.
    pub fn role_name(&self) -> &str {
        self.path_and_name.rsplit('/').next().unwrap_or_default()
    }
}

impl fmt::Display for RoleArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "arn:{}:iam::{}:role/{}",
            self.partition, self.account, self.path_and_name
        )
    }
}

impl FromStr for RoleArn {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.splitn(6, ':');
        if parts.next() != Some("arn") {
            return Err(ArnError::NotAnArn);
        }
        let (Some(partition), Some(service), Some(region), Some(account), Some(resource)) = (
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
        ) else {
            return Err(ArnError::NotAnArn);
        };
        let partition = partition.parse()?;
        if service != "iam" || !region.is_empty() {
            return Err(ArnError::NotARole);
        }
        let account = account.parse()?;
        let path_and_name = resource.strip_prefix("role/").ok_or(ArnError::NotARole)?;
        Ok(Self {
            partition,
            account,
            path_and_name: path_and_name.to_owned(),
        })
    }
}

/// Why a text is no role ARN; each sentence says what right looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ArnError {
    #[error("this is not an ARN; a role's ARN looks like arn:aws:iam::111122223333:role/skymap")]
    NotAnArn,
    #[error("this ARN is not a role's; it must look like arn:aws:iam::111122223333:role/skymap")]
    NotARole,
    #[error("an account number has exactly twelve digits, like 111122223333")]
    AccountNumber,
    #[error("the partition must be aws, aws-cn, aws-us-gov, aws-eusc or an aws-iso one")]
    Partition,
}
