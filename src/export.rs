//! A view as text for people, pictures and diagrams for documents, and data for
//! programs. It must not know how it was read, nor where the text goes.

pub mod budget;
mod coverage;
mod dot;
mod drawio;
mod form;
mod inventory;
mod json;
mod mermaid;
mod name;
mod pen;
mod rows;
mod svg;
mod text;
mod view;
mod xml;

pub use coverage::Coverage;
pub use form::{Form, UnknownForm};
pub use json::{ScanDocument, ScanHeader};
pub use view::{Drawn, Style, View};

use crate::palette::ColourDepth;
use thiserror::Error;

/// Why a view could not be written in a form.
#[derive(Debug, Error)]
pub enum ExportError {
    #[error("write the view as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// A view in a form. The same view gives the same bytes; only [`Form::Ansi`] has escape
/// sequences.
pub fn document(form: Form, view: &View) -> Result<String, ExportError> {
    Ok(match form {
        Form::Text => text::text(view, ColourDepth::None),
        Form::Ansi => text::text(view, view.style.depth.max(ColourDepth::Sixteen)),
        Form::Svg => svg::svg(view),
        Form::Drawio => drawio::drawio(view),
        Form::Mermaid => mermaid::mermaid(view),
        Form::Dot => dot::dot(view),
        Form::Json => ScanDocument::of(view).to_json()?,
        Form::Csv => inventory::csv(view),
    })
}
