//! ECR repositories: where images come from.

use super::{Collecting, Collector, Pace, Scope, time, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Kind, Resource};
use aws_sdk_ecr::types::{ImageScanningConfiguration, ImageTagMutability, Repository};
use std::sync::Arc;

const CALL: &str = "ecr:DescribeRepositories";

pub const COLLECTOR: Collector = Collector {
    name: "ecr-repositories",
    title: "Container repositories",
    service: Service::Ecr,
    scope: Scope::Regional,
    actions: &[CALL],
    pace: Pace::Structure,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let fetch: &Fetch<_> = &|token| {
            Box::pin(async move {
                let request = reader.clients.ecr().describe_repositories();
                let request = request.max_results(reader.page_size(1, 1000));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.repositories.unwrap_or_default().into_iter();
                let rows = rows.map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, repository: &Repository) -> Option<Resource> {
    let arn = repository.repository_arn()?;
    let scanning = repository.image_scanning_configuration();
    let encryption = repository.encryption_configuration();
    let mutability = repository.image_tag_mutability();
    Some(
        Entry::new(place, Kind::Repository, place.given(arn), CALL)
            .named(repository.repository_name())
            .fact("uri", repository.repository_uri())
            .fact("tags", mutability.map(ImageTagMutability::as_str))
            .fact(
                "scan on push",
                yes_or_no(scanning.map(ImageScanningConfiguration::scan_on_push)),
            )
            .fact(
                "encryption",
                encryption.map(|config| config.encryption_type().as_str()),
            )
            .fact("created", time(repository.created_at()))
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place};
    use super::super::images;
    use super::convert;
    use aws_sdk_ecr::types::{ImageScanningConfiguration, ImageTagMutability, Repository};

    #[test]
    fn a_repository_is_what_an_image_names() {
        let uri = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/orders";
        let row = Repository::builder()
            .repository_arn("arn:aws:ecr:eu-west-1:111122223333:repository/shop/orders")
            .repository_name("shop/orders")
            .repository_uri(uri)
            .image_tag_mutability(ImageTagMutability::Immutable)
            .image_scanning_configuration(
                ImageScanningConfiguration::builder()
                    .scan_on_push(true)
                    .build(),
            )
            .build();
        let repository = convert(&place(), &row).unwrap();
        assert_eq!(repository.name, "shop/orders");
        assert_eq!(
            images::repository(&place(), &format!("{uri}:7")),
            Some(repository.id.clone())
        );
        assert_eq!(
            facts(&repository),
            [&format!("uri={uri}"), "tags=IMMUTABLE", "scan on push=yes"]
        );
        assert_eq!(convert(&place(), &Repository::builder().build()), None);
    }
}
