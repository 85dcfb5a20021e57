//! Tasks and their ends, over a provider that does what its account's name says.

use super::{ProviderFactory, StoreOrder, Tasks};
use crate::account::store::Store;
use crate::account::{Account, ProfileName, Region, Services};
use crate::app::Message;
use crate::provider::{
    Caller, Check, Control, ErrorKind, Explanation, Probe, Provider, ScanEvent, ScanTarget, Verdict,
};
use futures::future::{BoxFuture, FutureExt};
use futures::stream::{BoxStream, StreamExt, iter, pending};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use uuid::Uuid;

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Default)]
struct Scripted {
    forgotten: AtomicUsize,
    open_streams: Arc<AtomicUsize>,
}

/// Counts the streams that were not dropped yet.
struct Open(Arc<AtomicUsize>);

impl Open {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(count))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Provider for Scripted {
    fn caller(&self, _: Option<ProfileName>) -> BoxFuture<'static, Result<Caller, Explanation>> {
        async {
            Err(Explanation {
                kind: ErrorKind::NoCredentials,
                summary: String::from("nobody"),
                causes: Vec::new(),
                request_id: None,
            })
        }
        .boxed()
    }

    fn verify(&self, account: &Account, _: Probe) -> BoxStream<'static, Check> {
        let subject = account.name.clone();
        let verdict = Verdict::Running;
        let line = iter([Check { subject, verdict }]);
        match account.name.as_str() {
            "hangs" => line.chain(pending()).boxed(),
            _ => line.boxed(),
        }
    }

    fn scan(&self, target: ScanTarget) -> BoxStream<'static, ScanEvent> {
        let open = Open::new(&self.open_streams);
        let begun = iter([ScanEvent::Planned(Vec::new())]);
        match target.account.name.as_str() {
            "crashes" => begun.chain(iter([()]).map(|()| panic!("a secret"))).boxed(),
            "ends" => begun.boxed(),
            _ => begun
                .chain(target.controls.map(move |_| {
                    let _ = &open;
                    ScanEvent::Finished
                }))
                .boxed(),
        }
    }

    fn forget(&self, _: Uuid) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
    }
}

fn account(name: &str) -> Box<Account> {
    Box::new(Account {
        id: Uuid::from_u128(name.len() as u128),
        name: name.to_owned(),
        role: None,
        external_id: None,
        home_region: Region::new("eu-west-1"),
        regions: Vec::new(),
        services: Services::default(),
        profile: None,
        colour: None,
        teams: Vec::new(),
    })
}

fn tasks() -> (Tasks, Arc<Scripted>, tempfile::TempDir) {
    let home = tempfile::tempdir().unwrap();
    let store = Store {
        config_dir: home.path().to_owned(),
    };
    let provider = Arc::new(Scripted::default());
    let made = Arc::clone(&provider);
    let factory: ProviderFactory = Box::new(move || Arc::clone(&made) as Arc<dyn Provider>);
    (Tasks::new(store, factory), provider, home)
}

/// The next message, in a few words.
async fn said(tasks: &mut Tasks) -> String {
    let mut batch = Vec::new();
    while batch.is_empty() {
        tokio::time::timeout(PATIENCE, tasks.next(&mut batch))
            .await
            .expect("a message comes");
    }
    let words: Vec<String> = batch.iter().map(words).collect();
    words.join(", ")
}

/// Messages until they are as many as expected, however they were batched.
async fn check(tasks: &mut Tasks, expected: &[&str]) {
    let mut seen = Vec::new();
    while seen.len() < expected.len() {
        seen.extend(said(tasks).await.split(", ").map(str::to_owned));
    }
    assert_eq!(seen, expected);
}

fn words(message: &Message) -> String {
    match message {
        Message::ScanAdvanced {
            generation, event, ..
        } => match event {
            ScanEvent::Planned(_) => format!("planned {generation}"),
            _ => format!("finished {generation}"),
        },
        Message::ScanEnded { generation, .. } => format!("scan ended {generation}"),
        Message::Checked { generation, check } => format!("{} {generation}", check.subject),
        Message::CheckEnded { generation } => format!("check ended {generation}"),
        Message::CallerKnown { generation, .. } => format!("caller {generation}"),
        Message::AccountsLoaded(loaded) => format!("loaded {}", loaded.accounts.len()),
        Message::AccountSaved { outcome, .. } => format!("saved {}", outcome.is_ok()),
        Message::AccountRemoved { outcome, .. } => format!("removed {}", outcome.is_ok()),
        Message::Delivered(Ok(sentence)) | Message::TaskCrashed(sentence) => sentence.clone(),
        Message::Delivered(Err(sentence)) => format!("not delivered: {sentence}"),
        other => format!("{other:?}"),
    }
}

#[tokio::test]
async fn what_a_provider_says_arrives_with_its_generation() {
    let (mut tasks, _, _home) = tasks();
    tasks.watch(7, account("ends"), Vec::new());
    check(&mut tasks, &["planned 7", "scan ended 7"]).await;
    tasks.verify(8, account("shop"), Probe::Standard);
    check(&mut tasks, &["shop 8", "check ended 8"]).await;
    tasks.ask_caller(9, None);
    check(&mut tasks, &["caller 9"]).await;
}

#[tokio::test]
async fn a_watch_takes_orders_and_ends_with_its_owner() {
    let (mut tasks, provider, _home) = tasks();
    tasks.watch(1, account("shop"), Vec::new());
    check(&mut tasks, &["planned 1"]).await;
    tasks.control(&Control::RefreshNow);
    check(&mut tasks, &["finished 1"]).await;

    // A new watch of the same account ends the old one.
    tasks.watch(2, account("shop"), Vec::new());
    check(&mut tasks, &["planned 2"]).await;
    tasks.control(&Control::RefreshNow);
    check(&mut tasks, &["finished 2"]).await;

    tasks.forget(account("shop").id);
    assert_eq!(provider.forgotten.load(Ordering::SeqCst), 1);
    assert_eq!(tasks.finish(PATIENCE).await, None);
    assert_eq!(provider.open_streams.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_newer_check_ends_one_that_hangs() {
    let (mut tasks, _, _home) = tasks();
    tasks.verify(1, account("hangs"), Probe::Standard);
    check(&mut tasks, &["hangs 1"]).await;
    tasks.verify(2, account("shop"), Probe::Standard);
    check(&mut tasks, &["shop 2", "check ended 2"]).await;
    tasks.verify(3, account("hangs"), Probe::Standard);
    tasks.cancel_check();
    assert_eq!(tasks.finish(PATIENCE).await, None);
}

#[tokio::test]
async fn a_task_that_panics_is_named_and_its_words_are_not() {
    let (mut tasks, _, _home) = tasks();
    tasks.watch(1, account("crashes"), Vec::new());
    let crash = "the watch of an account ended because of a defect of skymap's own";
    check(&mut tasks, &["planned 1", crash]).await;
    tasks.watch(2, account("ends"), Vec::new());
    check(&mut tasks, &["planned 2", "scan ended 2"]).await;
}

#[tokio::test]
async fn a_provider_that_was_never_asked_is_never_made() {
    let home = tempfile::tempdir().unwrap();
    let store = Store {
        config_dir: home.path().to_owned(),
    };
    let mut tasks = Tasks::new(store, Box::new(|| panic!("made without need")));
    tasks.forget(account("shop").id);
    tasks.order(StoreOrder::Load);
    check(&mut tasks, &["loaded 0"]).await;
}

#[tokio::test]
async fn account_orders_are_carried_out_in_order_and_before_the_end() {
    let (mut tasks, _, _home) = tasks();
    tasks.order(StoreOrder::Save {
        account: account("shop"),
        as_read: None,
    });
    tasks.order(StoreOrder::Load);
    tasks.order(StoreOrder::Remove(account("shop")));
    let mut seen = Vec::new();
    while seen.len() < 3 {
        seen.extend(said(&mut tasks).await.split(", ").map(str::to_owned));
    }
    let kinds: Vec<&str> = seen
        .iter()
        .filter_map(|text| text.split(' ').next())
        .collect();
    assert_eq!(kinds, ["saved", "loaded", "removed"]);
}

#[tokio::test]
async fn a_file_is_written_once_and_for_its_owner() {
    use std::os::unix::fs::PermissionsExt;
    let (mut tasks, _, home) = tasks();
    let path = home.path().join("policy.json");
    tasks.write_file(path.clone(), String::from("{}"));
    assert_eq!(said(&mut tasks).await, format!("wrote {}", path.display()));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "{}");
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    tasks.write_file(path.clone(), String::from("other"));
    let refused = said(&mut tasks).await;
    assert!(
        refused.contains("exists and was left as it is"),
        "{refused}"
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "{}");
}
