//! How Lambda functions are, and under which URLs they are called: what AWS tells of one
//! function at a time. It adds to what `functions` lists.

use super::{Collecting, Collector, Pace, Scope, functions};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Kind, Resource};
use aws_sdk_lambda::operation::get_function_configuration::GetFunctionConfigurationOutput;
use aws_sdk_lambda::types::{FunctionConfiguration, FunctionUrlAuthType, FunctionUrlConfig};
use std::sync::Arc;

const CALL: &str = "lambda:GetFunctionConfiguration";
const URLS: &str = "lambda:ListFunctionUrlConfigs";

pub const COLLECTOR: Collector = Collector {
    name: "function-details",
    title: "Lambda states and URLs",
    service: Service::Lambda,
    scope: Scope::Regional,
    actions: &[functions::CALL, CALL, URLS],
    pace: Pace::Detail,
    after: Some("functions"),
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let rows = functions::fetch(reader).await?;
        let arns = rows.into_iter().filter_map(|row| row.function_arn);
        let arns: Vec<String> = arns.collect();
        let gone = "ResourceNotFound";
        reader
            .parts(&arns, gone, |arn| of_function(reader, arn))
            .await
    })
}

async fn of_function(reader: &Reader, arn: &str) -> Result<Read, Failure> {
    let state = reader.call(CALL, async {
        let request = reader.clients.lambda().get_function_configuration();
        let answer = request.function_name(arn).send().await;
        let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
        Ok(state(answer))
    });
    let state = state.await?;
    let urls = urls(reader, arn).await;
    let (urls, missing) = match urls {
        Ok(urls) => (urls, None),
        Err(failure) => (Vec::new(), Some(failure)),
    };
    let mut read = Read::resources((reader, CALL), &[state], |row| {
        convert(&reader.place, row, &urls)
    });
    if let Some(failure) = missing {
        read.lacks(&format!("the URLs of {arn}"), failure);
    }
    Ok(read)
}

/// What is kept of an answer that repeats all of the configuration.
fn state(answer: GetFunctionConfigurationOutput) -> FunctionConfiguration {
    FunctionConfiguration::builder()
        .set_function_arn(answer.function_arn)
        .set_function_name(answer.function_name)
        .set_state(answer.state)
        .set_state_reason(answer.state_reason)
        .set_last_update_status(answer.last_update_status)
        .set_last_update_status_reason(answer.last_update_status_reason)
        .build()
}

async fn urls(reader: &Reader, arn: &str) -> Result<Vec<FunctionUrlConfig>, Failure> {
    reader
        .pages(URLS, &|marker| {
            Box::pin(async move {
                let request = reader.clients.lambda().list_function_url_configs();
                let request = request.function_name(arn);
                let request = request.max_items(reader.page_size(1, 50));
                let answer = request.set_marker(marker).send().await;
                let answer = answer.map_err(|error| Failure::of(URLS, &error))?;
                Ok((answer.function_url_configs, answer.next_marker))
            })
        })
        .await
}

fn convert(
    place: &Place,
    row: &FunctionConfiguration,
    urls: &[FunctionUrlConfig],
) -> Option<Resource> {
    let id = place.given(row.function_arn()?);
    let entry = Entry::new(place, Kind::Function, id, CALL).named(row.function_name());
    let url = urls.first();
    let hosts: Vec<&str> = urls.iter().filter_map(|one| host(one)).collect();
    let is_open = |url: &FunctionUrlConfig| match url.auth_type() {
        FunctionUrlAuthType::None => "open to everybody",
        _ => "signed by IAM",
    };
    Some(
        functions::with_state(entry, row)
            .fact("url", url.map(FunctionUrlConfig::function_url))
            .fact("url access", url.map(is_open))
            .fact("dns name", super::joined(hosts))
            .finish(),
    )
}

fn host(url: &FunctionUrlConfig) -> Option<&str> {
    let (_, rest) = url.function_url().split_once("://")?;
    rest.split('/').next()
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place};
    use super::{convert, state};
    use crate::inventory::Health;
    use aws_sdk_lambda::operation::get_function_configuration::GetFunctionConfigurationOutput;
    use aws_sdk_lambda::types::{FunctionUrlAuthType, FunctionUrlConfig, State};

    #[test]
    fn a_function_is_as_its_configuration_says_and_answers_at_its_url() {
        let answer = GetFunctionConfigurationOutput::builder()
            .function_arn("arn:aws:lambda:eu-west-1:111122223333:function:orders")
            .function_name("orders")
            .state(State::Failed)
            .state_reason("its subnet is full")
            .build();
        let url = FunctionUrlConfig::builder()
            .function_url("https://0a1b.lambda-url.eu-west-1.on.aws/")
            .function_arn("arn:aws:lambda:eu-west-1:111122223333:function:orders")
            .auth_type(FunctionUrlAuthType::None)
            .creation_time("")
            .last_modified_time("")
            .build()
            .unwrap();
        let function = convert(&place(), &state(answer), &[url]).unwrap();
        assert_eq!(function.health, Health::Unhealthy);
        assert_eq!(function.reason.as_deref(), Some("its subnet is full"));
        assert_eq!(
            facts(&function),
            [
                "url=https://0a1b.lambda-url.eu-west-1.on.aws/",
                "url access=open to everybody",
                "dns name=0a1b.lambda-url.eu-west-1.on.aws",
            ]
        );
    }
}
