//! What can lie over the map; each overlay's state is inside its variant.

use super::AccountsModal;

#[derive(Debug)]
pub enum Overlay {
    Accounts(Box<AccountsModal>),
}
