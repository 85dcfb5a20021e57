//! Container images: which repository an image's name means. It must not know who runs it.

use crate::aws::arns::Place;
use crate::inventory::ResourceId;

/// The ECR repository in `111122223333.dkr.ecr.eu-west-1.SUFFIX/shop/orders:7`; images of
/// other registries have none.
pub(super) fn repository(place: &Place, image: &str) -> Option<ResourceId> {
    let (host, path) = image.split_once('/')?;
    let mut labels = host.split('.');
    let account = labels.next()?.parse().ok()?;
    let region = match labels.next()? {
        "dkr" => labels.nth(1).filter(|_| host.contains(".dkr.ecr"))?,
        "dkr-ecr" | "dkr-ecr-fips" => labels.next()?,
        _ => return None,
    };
    let path = path.split('@').next().unwrap_or(path);
    let name = path.rsplit_once(':').map_or(path, |(name, _)| name);
    let place = place.elsewhere(Some(account), Some(region));
    Some(place.arn("ecr", &format!("repository/{name}")))
}

/// As a person says it: without the registry's host, `shop/orders:7`.
pub(super) fn short(image: &str) -> &str {
    match image.split_once('/') {
        Some((host, path)) if host.contains(".dkr") => path,
        _ => image,
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::place;
    use super::{ResourceId, repository, short};

    #[test]
    fn an_image_says_where_it_was_pulled_from() {
        let ours = "arn:aws:ecr:eu-central-1:444455556666:repository/shop/orders";
        for (image, id, said) in [
            (
                "444455556666.dkr.ecr.eu-central-1.amazonaws.com/shop/orders:7",
                Some(ours),
                "shop/orders:7",
            ),
            (
                "444455556666.dkr-ecr.eu-central-1.on.aws/shop/orders@sha256:0a",
                Some(ours),
                "shop/orders@sha256:0a",
            ),
            ("nginx:1.27", None, "nginx:1.27"),
            (
                "public.ecr.aws/nginx/nginx:1.27",
                None,
                "public.ecr.aws/nginx/nginx:1.27",
            ),
        ] {
            let found = repository(&place(), image);
            assert_eq!(found.as_ref().map(ResourceId::as_str), id, "{image}");
            assert_eq!(short(image), said);
        }
    }
}
