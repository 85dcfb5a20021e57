//! What a person typed of the usage of a resource: no call says how much goes through a
//! NAT gateway.

use super::Blueprint;
use crate::inventory::ResourceId;

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CostError {
    #[error("{usage} of {id}: {amount} is no amount a month: use a number from 0 up")]
    Amount {
        id: ResourceId,
        usage: String,
        amount: f64,
    },
    #[error("usage of {0}: only what has an ARN can be kept in a blueprint")]
    NoArn(ResourceId),
}

impl Blueprint {
    /// How much of a usage a month a person typed for a resource.
    pub fn cost(&self, id: &ResourceId, usage: &str) -> Option<f64> {
        self.costs.get(id)?.get(usage).copied()
    }

    /// Keeps what a person typed, or forgets it (`None`).
    pub fn set_cost(
        &mut self,
        id: &ResourceId,
        usage: &str,
        amount: Option<f64>,
    ) -> Result<(), CostError> {
        if !super::content::is_arn(id) {
            return Err(CostError::NoArn(id.clone()));
        }
        let Some(amount) = amount else {
            if let Some(usages) = self.costs.get_mut(id) {
                usages.remove(usage);
            }
            self.costs.retain(|_, usages| !usages.is_empty());
            return Ok(());
        };
        if !amount.is_finite() || amount < 0.0 {
            return Err(CostError::Amount {
                id: id.clone(),
                usage: usage.to_owned(),
                amount,
            });
        }
        let usages = self.costs.entry(id.clone()).or_default();
        usages.insert(usage.to_owned(), amount);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::blueprint::{Blueprint, Content};
    use crate::inventory::ResourceId;
    use jiff::Timestamp;

    #[test]
    fn what_was_typed_is_kept_until_it_is_taken_back() {
        let name = "shop".parse().unwrap();
        let mut shop = Blueprint::new(name, Content::default(), Timestamp::UNIX_EPOCH);
        let nat = ResourceId::new("arn:aws:ec2:eu-west-1:111122223333:natgateway/nat-1");
        assert_eq!(shop.cost(&nat, "gb-processed"), None);
        shop.set_cost(&nat, "gb-processed", Some(12.5)).unwrap();
        shop.set_cost(&nat, "gb-processed", Some(13.0)).unwrap();
        assert_eq!(shop.cost(&nat, "gb-processed"), Some(13.0));
        for wrong in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(shop.set_cost(&nat, "gb-processed", Some(wrong)).is_err());
        }
        let address = ResourceId::new("dns/shop.example");
        assert!(shop.set_cost(&address, "gb", Some(1.0)).is_err());
        assert_eq!(shop.cost(&nat, "gb-processed"), Some(13.0));
        shop.set_cost(&nat, "gb-processed", None).unwrap();
        assert!(shop.costs.is_empty());
    }
}
