//! What was read, as JSON for programs and as text for people. It must not know how
//! it was read, nor where the text goes.

mod coverage;
mod json;
mod text;

pub use coverage::Coverage;
pub use json::{ScanDocument, ScanHeader};
pub use text::map_text;
