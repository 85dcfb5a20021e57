//! What was read, as JSON for programs and as text for people.
