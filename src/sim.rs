//! An AWS inside the process, on the other side of the wire: it answers signed
//! requests as AWS would, from a small description of a fleet, with a clock of its own
//! that makes things happen. It must not know anything of ours.
//!
//! ```text
//! connector | listener -> front (authenticate, authorize, faults) -> sts | ec2 | elb | autoscaling -> XML
//!                                                  |                 view = fleet at an instant
//!                                                  documents (every other service)
//!                                                                    -> XML, JSON, CBOR
//! ```

mod authority;
mod autoscaling;
mod clock;
mod connector;
mod delivery;
mod description;
mod documents;
mod ec2;
mod elb;
mod estate;
mod fault;
mod filter;
mod fleet;
mod front;
mod generate;
mod geography;
mod identity;
mod listener;
mod page;
mod policy;
mod query;
mod refusal;
mod script;
mod seed;
mod signature;
mod sts;
mod view;
mod xml;

pub use clock::{Clock, ManualClock, SystemClock};
pub use connector::http_client;
pub use documents::operations;
pub use fault::{Fault, Rule};
pub use fleet::{AccountRecord, Documents, Fleet};
pub use front::{CallName, Sim};
pub use identity::{BASE_ACCOUNT, BASE_IDENTITY, Identity, STRANGER};
pub use listener::{Listener, listen};
