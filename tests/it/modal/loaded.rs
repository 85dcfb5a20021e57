//! What the modal is shown: accounts, their files, a check that failed.

use skymap::account::store::{FileState, Loaded};
use skymap::account::{Account, Draft, TeamName};
use skymap::app::Message;
use skymap::provider::{Cause, Denial, ErrorKind, Explanation};
use std::collections::BTreeSet;

pub fn account(name: &str, number: u64, regions: &str) -> Account {
    let draft = Draft {
        name: name.to_owned(),
        role_arn: format!("arn:aws:iam::{number:012}:role/skymap"),
        regions: regions.to_owned(),
        ..Draft::new()
    };
    draft.parse(&[]).unwrap()
}

pub fn resized(width: u16, height: u16) -> Message {
    Message::Resized { width, height }
}

fn team_file(team: &str, read_only: Option<&str>) -> FileState {
    FileState {
        team: Some(TeamName(team.to_owned())),
        path: format!("/srv/skymap/{team}.toml").into(),
        read_only: read_only.map(str::to_owned),
        holds: BTreeSet::new(),
    }
}

fn files() -> Vec<FileState> {
    vec![
        FileState {
            team: None,
            path: "/home/ada/.config/skymap/accounts.toml".into(),
            read_only: None,
            holds: BTreeSet::new(),
        },
        team_file("platform", None),
        team_file("audit", Some("the file belongs to root")),
    ]
}

pub fn three() -> Loaded {
    let mut prod = account("shop-prod", 1111_2222_3333, "eu-west-1, us-east-1");
    prod.teams = vec![TeamName("platform".to_owned())];
    let mut pending = account("data", 3333_4444_5555, "us-east-1");
    pending.role = None;
    let mut files = files();
    files[1].holds.insert(prod.id);
    Loaded {
        accounts: vec![
            prod,
            account("shop-stage", 2222_3333_4444, "eu-west-1"),
            pending,
        ],
        files,
        ..Loaded::default()
    }
}

pub fn none() -> Loaded {
    Loaded {
        files: files(),
        ..Loaded::default()
    }
}

pub fn refusal() -> Explanation {
    Explanation {
        kind: ErrorKind::AccessDenied {
            action: Some("sts:AssumeRole".to_owned()),
            reason: Denial::Unsaid,
        },
        summary: "assuming the role was refused".to_owned(),
        causes: vec![
            Cause {
                sentence: "the trust policy does not name account 444455556666".to_owned(),
                remedy: Some("{ \"Effect\": \"Allow\" }".to_owned()),
            },
            Cause {
                sentence: "the external ID differs".to_owned(),
                remedy: None,
            },
        ],
        request_id: None,
    }
}
