//! A document without its end is no answer. The SDK takes XML that breaks off between
//! two elements for a shorter list, and no JSON at all for an empty one; what was on the
//! rest would seem to be gone. It must not know what a document says.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::AfterDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

/// Refuses answers that break off.
#[derive(Debug, Clone, Copy)]
pub struct Whole;

impl Intercept for Whole {
    fn name(&self) -> &'static str {
        "Whole"
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response();
        let body = response.body().bytes().unwrap_or_default();
        if response.status().is_success() && !is_whole(body) {
            return Err("it breaks off before its end".into());
        }
        Ok(())
    }
}

/// Whether the element that begins first is closed last. What is no XML is refused by the
/// SDK's own parser unless it is whole, but for one that is empty.
fn is_whole(document: &[u8]) -> bool {
    let document = document.trim_ascii();
    if !document.starts_with(b"<") {
        return !document.is_empty();
    }
    let mut rest = document;
    let root = loop {
        let Some(start) = rest.iter().position(|byte| *byte == b'<') else {
            return false;
        };
        rest = &rest[start + 1..];
        // Neither the declaration nor a comment.
        if !matches!(rest.first(), Some(b'?' | b'!')) {
            break rest;
        }
    };
    let length = root.iter().position(|byte| b" \t\r\n/>".contains(byte));
    let Some(name) = length.map(|length| &root[..length]) else {
        return false;
    };
    let closes = [b"</", name, b">"].concat();
    document.ends_with(&closes) || (document.ends_with(b"/>") && !root.contains(&b'<'))
}

#[cfg(test)]
mod tests {
    use super::is_whole;

    #[test]
    fn what_breaks_off_is_seen() {
        let document =
            "<?xml version=\"1.0\"?>\n<R xmlns=\"urn:r\">\n  <set><i>1</i></set>\n</R>\n";
        assert!(is_whole(document.as_bytes()));
        for end in 0..document.trim_end().len() {
            assert!(
                !is_whole(&document.as_bytes()[..end]),
                "{}",
                &document[..end]
            );
        }
        for (text, expected) in [
            ("<R/>", true),
            ("<R a='1'/>", true),
            ("<R><S/>", false),
            ("", false),
            ("{}", true),
        ] {
            assert_eq!(is_whole(text.as_bytes()), expected, "{text}");
        }
    }
}
