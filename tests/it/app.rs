//! (filled by its layer)
