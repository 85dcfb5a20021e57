//! An account whose every text was written by somebody who wishes its reader ill, and
//! by people whose scripts are not Latin.

use serde_json::{Value, json};
use skymap::sim::{Fleet, Sim, SystemClock};

const NUMBER: &str = "777766665555";
const EXTERNAL_ID: &str = "5e0f9d0a-4a1c-4a57-9a4e-0d8b2c7f6e11";

/// Texts, each with a word by which it is found.
pub fn texts() -> Vec<(&'static str, String)> {
    let of = |word, text: &str| (word, format!("{word}-{text}"));
    vec![
        of(
            "escapes",
            "\x1b[31m\x1b[2J\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x1b]8;;http://evil.example\x1b\\l\x1bc\x08\x7f",
        ),
        of("c1", "\u{9b}31mred\u{9d}0;title\u{9c}\u{90}q\u{85}next"),
        of("bidi", "abc\u{202e}fed\u{2066}x\u{2069}\u{200f}\u{61c}y"),
        of("unseen", "a\u{200b}b\u{200d}c\u{feff}d\u{2060}e\u{ad}f"),
        of("marks", &format!("e{}nd", "\u{301}".repeat(1000))),
        of(
            "family",
            "👩\u{200d}🔬👨\u{200d}👩\u{200d}👧❤\u{fe0f}👋🏽🇩🇪1\u{fe0f}\u{20e3}",
        ),
        of("kanji", "日本語データ기계"),
        of("right", "שלום עולם عربي لالالا"),
        of("lines", "one\r\ntwo\tthree\rfour\u{2028}five\u{b}six"),
        of("joined", "ភាសាខ្មែរ क्षत्रिय"),
        of("quotes", "\"><b>&amp;%s${HOME}`id`';--\\"),
        of("long", &"x".repeat(65_536)),
        of("wide", &"日".repeat(21_000)),
    ]
}

/// The account behind a wire: one VPC with everything in every hostile way, and beside it
/// a queue, a function, a table and a distribution of each.
pub fn sim() -> Sim {
    let fleet = Fleet::described(&[&description()]).expect("a fleet");
    Sim::new(fleet, SystemClock)
}

fn description() -> String {
    let (mut tags, mut vpc, mut happenings) = (Vec::new(), Vec::new(), Vec::new());
    for (word, raw) in texts() {
        let text = quoted(&raw);
        tags.push(format!("{text} = {text}\n"));
        vpc.push(format!(
            "[[vpc.security_group]]\nname = {text}\ndescription = {text}\n\
             ingress = [\"tcp/80 from 0.0.0.0/0\"]\n\
             [[vpc.group]]\nname = {text}\nservice = {text}\ncount = 2\n\
             instance_type = \"m7g.large\"\ntier = \"private\"\nsecurity_groups = [{text}]\n\
             scaling = [1, 4]\n\
             [[vpc.target_group]]\nname = {text}\nprotocol = \"HTTP\"\nport = 80\n\
             health_path = {text}\ntargets = {text}\n\
             [[vpc.load_balancer]]\nname = {text}\nkind = \"application\"\ntier = \"private\"\n\
             security_groups = [{text}]\n\
             [[vpc.load_balancer.listener]]\nport = 80\nprotocol = \"HTTP\"\nforward = {text}\n\
             rules = [{{ host = {text}, path = {text}, forward = {text} }}]\n"
        ));
        let group = quoted(&format!("eu-west-1/market/{raw}"));
        if word != "long" && word != "wide" {
            happenings.push(format!(
                "[[happening]]\nat = 0\ngroup = {group}\nkind = \"target-unhealthy\"\n\
                 seconds = 100000\nreason = {text}\n\
                 [[happening]]\nat = 0\ngroup = {group}\nkind = \"scheduled-event\"\n\
                 seconds = 100000\ncode = \"system-reboot\"\ntext = {text}\n"
            ));
        }
    }
    let (tags, vpc, happenings) = (tags.concat(), vpc.concat(), happenings.concat());
    let documents = beside();
    format!(
        "number = \"{NUMBER}\"\nname = \"market\"\nhome_region = \"eu-west-1\"\n\
         period_seconds = 200000\n\
         [role]\nname = \"SkymapReadOnly\"\nexternal_id = \"{EXTERNAL_ID}\"\n\
         trusts = [\"999988887777\"]\nmax_session_seconds = 3600\n\
         allow = [\"*\"]\n\
         [[vpc]]\nname = \"market\"\nregion = \"eu-west-1\"\ncidr = \"10.20.0.0/16\"\n\
         zones = [\"a\", \"b\"]\n\
         tiers = [{{ name = \"public\", way_out = \"internet\" }}, {{ name = \"private\", way_out = \"nat\" }}]\n\
         [vpc.tags]\n{tags}{vpc}{happenings}{documents}"
    )
}

/// What stands beside the VPC, in the words of its services.
fn beside() -> String {
    let all = || texts().into_iter().map(|(_, text)| text).zip(0..);
    let queues: Vec<Value> = all().map(|(text, number)| queue(&text, number)).collect();
    let functions: Vec<Value> = all()
        .map(|(text, number)| function(&text, number))
        .collect();
    let tables: Vec<Value> = all().map(|(text, number)| table(&text, number)).collect();
    let distributions = all().map(|(text, number)| distribution(&text, number));
    let distributions: Vec<Value> = distributions.collect();
    let documents = json!({"documents": [
        {
            "region": "eu-west-1",
            "sqs": {"Queue": queues},
            "lambda": {"Function": functions},
            "dynamodb": {"Table": tables},
        },
        {"region": "us-east-1", "cloudfront": {"Distribution": distributions}},
    ]});
    toml::to_string(&documents).expect("a document")
}

fn arn(service: &str, name: &str, number: u32) -> String {
    format!("arn:aws:{service}:eu-west-1:{NUMBER}:{name}-{number}")
}

fn queue(text: &str, number: u32) -> Value {
    let redrive = json!({"deadLetterTargetArn": text, "maxReceiveCount": 5});
    json!({
        "QueueUrl": format!("https://sqs.eu-west-1.amazonaws.com/{NUMBER}/queue-{number}"),
        "Attributes": {
            "QueueArn": arn("sqs", "queue", number),
            "ApproximateNumberOfMessages": text,
            "RedrivePolicy": redrive.to_string(),
            "KmsMasterKeyId": text,
        },
        "_tags": {text: text},
    })
}

fn function(text: &str, number: u32) -> Value {
    json!({
        "FunctionName": text,
        "FunctionArn": arn("lambda", "function:function", number),
        "Handler": text,
        "Runtime": text,
        "State": "Failed",
        "StateReason": text,
        "LastModified": text,
        "Environment": {"Variables": {text: text}},
        "_tags": {text: text},
    })
}

fn table(text: &str, number: u32) -> Value {
    json!({
        "TableName": text,
        "TableArn": arn("dynamodb", "table/table", number),
        "TableStatus": text,
        "GlobalSecondaryIndexes": [{"IndexName": text}],
        "_tags": [{"Key": text, "Value": text}],
    })
}

fn distribution(text: &str, number: u32) -> Value {
    json!({
        "Id": format!("E{number}"),
        "ARN": format!("arn:aws:cloudfront::{NUMBER}:distribution/E{number}"),
        "Status": "Deployed",
        "LastModifiedTime": "2025-09-14T11:20:00.000Z",
        "DomainName": format!("d{number}.cloudfront.net"),
        "Comment": text,
        "PriceClass": "PriceClass_100",
        "Enabled": true,
        "HttpVersion": "http2",
        "IsIPV6Enabled": true,
        "Staging": false,
        "WebACLId": "",
        "Aliases": {"Quantity": 1, "Items": {"CNAME": [text]}},
        "CustomErrorResponses": {"Quantity": 0},
        "Origins": {"Quantity": 1, "Items": {"Origin": [{"Id": text, "DomainName": text}]}},
        "DefaultCacheBehavior": {"TargetOriginId": text, "ViewerProtocolPolicy": "allow-all"},
        "_tags": [{"Key": text, "Value": text}],
    })
}

/// As a string of TOML.
fn quoted(text: &str) -> String {
    let written = |character: char| match character {
        '"' | '\\' => format!("\\{character}"),
        character if character.is_control() => format!("\\u{:04x}", u32::from(character)),
        character => character.to_string(),
    };
    let inside: String = text.chars().map(written).collect();
    format!("\"{inside}\"")
}
