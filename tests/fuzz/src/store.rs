//! Accounts files and `config.toml` may hold anything. They are read, or it is said in
//! which file and line they cannot be; a change of one account leaves every other byte
//! and every other account as it was.

mod accounts;
mod texts;

pub use accounts::check_form;

use super::dice::{Dice, written};
use super::screen::{check_sentence, check_text};
use accounts::{RENAMED, edited, typed};
use skymap::account::Account;
use skymap::account::store::{Loaded, Store};
use std::cell::RefCell;
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use texts::{assert_inserted, assert_renamed};

const PIECES: &[&str] = &[
    "[[account]]\n",
    "[[account]] # with a remark\n",
    "id = \"11111111-1111-4111-8111-111111111111\"\n",
    "id = \"22222222-1111-4111-8111-111111111111\"\n",
    "name = \"shop\" # its name\n",
    "  name = 'data'\n",
    "role_arn = \"arn:aws:iam::111122223333:role/skymap\"\n",
    "external_id = \"0123456789\"\n",
    "home_region = \"us-east-1\"\n",
    "regions = [\n  \"eu-west-1\", # first\n  \"us-east-1\",\n]\n",
    "regions = [\"eu-west-1\"]\n",
    "services_off = [\"ec2\", \"novel\"]\n",
    "profile = \"ops\"\n",
    "colour = \"#ff8800\"\n",
    "# a remark\n",
    "\n",
    "key = [1,\n 2] # a list\n",
    "[account.extra]\n",
    "[[account.extra]]\n",
    "account.extra = 1\n",
    "[other]\n",
    "account = [{ id = \"33333333-1111-4111-8111-111111111111\", name = \"inline\" }]\n",
    "text = \"\"\"\n# no remark\r\n[[account]]\n\"\"\"\n",
    "[teams.platform]\n",
    "file = \"team.toml\"\n",
    "[teams]\nplatform = { file = \"team.toml\" }\n",
    "\"",
    " = ",
];

const PERSONAL: &str = "accounts.toml";
const TEAM: &str = "team.toml";

thread_local! {
    static DIRECTORY: RefCell<Option<TempDir>> = const { RefCell::new(None) };
}

pub fn check(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let order: [u8; 16] = std::array::from_fn(|_| dice.byte());
    let is_raw = dice.one_in(4);
    let has_config = dice.one_in(4);
    let texts = dice.rest();
    let (config, texts) = texts.split_at(if has_config { texts.len() / 3 } else { 0 });
    let (team, personal) = texts.split_at(if has_config { texts.len() / 2 } else { 0 });
    let text_of = |bytes: &[u8]| {
        if is_raw {
            bytes.to_vec()
        } else {
            written(bytes, PIECES).into_bytes()
        }
    };
    DIRECTORY.with_borrow_mut(|directory| {
        let directory = directory.get_or_insert_with(temporary).path();
        for (name, text) in [
            ("config.toml", text_of(config)),
            (TEAM, text_of(team)),
            (PERSONAL, text_of(personal)),
        ] {
            let path = directory.join(name);
            if text.is_empty() {
                drop(fs::remove_file(path));
            } else {
                fs::write(path, text).expect("a file in a temporary directory");
            }
        }
        check_directory(directory, &mut Dice::new(&order));
    });
}

/// In memory where there is such a place: every save waits until its disk has it.
fn temporary() -> TempDir {
    let in_memory = Path::new("/dev/shm");
    let builder = || {
        let mut builder = tempfile::Builder::new();
        builder.prefix("skymap-fuzz-");
        builder
    };
    let directory = builder()
        .tempdir_in(in_memory)
        .or_else(|_| builder().tempdir());
    directory.expect("a temporary directory")
}

fn check_directory(directory: &Path, dice: &mut Dice<'_>) {
    let files = Files {
        store: Store {
            config_dir: directory.to_owned(),
        },
    };
    let before = files.load();
    let chosen = dice.below(before.accounts.len() + 1);
    match before.accounts.get(chosen) {
        None => files.check_added(&before, &typed(dice)),
        Some(account) if dice.one_in(3) => files.check_removed(&before, account),
        Some(account) => files.check_edited(&before, account, dice.byte()),
    }
}

/// The texts of the personal file and the team's; `None` where there is no such file.
type Texts = [Option<Vec<u8>>; 2];

struct Files {
    store: Store,
}

impl Files {
    fn texts(&self) -> Texts {
        [PERSONAL, TEAM].map(|name| fs::read(self.store.config_dir.join(name)).ok())
    }

    fn load(&self) -> Loaded {
        let loaded = self.store.load();
        for issue in &loaded.issues {
            check_sentence(issue);
            assert!(issue.contains(".toml"), "in which file? {issue}");
        }
        assert!(loaded.left_out <= loaded.issues.len(), "not all is told");
        for account in &loaded.accounts {
            check_text(&account.name);
            check_form(account);
        }
        loaded
    }

    fn check_added(&self, before: &Loaded, new: &Account) {
        let texts = self.texts();
        let saved = self.store.save(new, None);
        // A file that cannot be read is not written to either.
        if before.files[0].read_only.is_some() {
            check_sentence(&saved.expect_err("a broken file takes an account").0);
            assert_eq!(self.texts(), texts);
            return;
        }
        saved.expect("a good file takes an account");
        let added = self.texts();
        assert_eq!(added[1], texts[1], "a file that it does not belong to");
        assert_inserted(&said(texts[0].as_ref()), &said(added[0].as_ref()));
        let after = self.load();
        assert_eq!(others(&after, new), before.accounts);
        assert!(after.accounts.contains(new));
        assert_eq!(after.left_out, before.left_out);

        let removed = self.store.remove(new);
        removed.expect("what was added goes again");
        // A file that was made keeps the remark that says what it is for.
        let (removed, old) = (said(self.texts()[0].as_ref()), said(texts[0].as_ref()));
        assert!(
            old.is_empty() || removed.trim_end() == old.trim_end(),
            "{old:?}\n{removed:?}"
        );
        assert_eq!(self.load().accounts, before.accounts);
    }

    fn check_removed(&self, before: &Loaded, account: &Account) {
        let texts = self.texts();
        if let Err(refusal) = self.store.remove(account) {
            check_sentence(&refusal.0);
            assert_eq!(self.texts(), texts, "{refusal}");
            return;
        }
        for (old, new) in texts.iter().zip(self.texts()) {
            let (old, new) = (said(old.as_ref()), said(new.as_ref()));
            let mut old_lines = old.lines();
            for line in new.lines().filter(|line| !line.is_empty()) {
                assert!(old_lines.any(|old| old == line), "{old:?}\n{new:?}");
            }
        }
        assert_eq!(self.load().accounts, others(before, account));
    }

    fn check_edited(&self, before: &Loaded, account: &Account, how: u8) {
        let texts = self.texts();
        let edited = edited(account, how);
        match self.store.save(&edited, Some(account)) {
            Ok(saved) => assert_eq!(saved.account, edited),
            Err(refusal) => {
                check_sentence(&refusal.0);
                assert_eq!(self.texts(), texts, "{refusal}");
                return;
            }
        }
        let after = self.load();
        assert_eq!(others(&after, account), others(before, account));
        assert!(after.accounts.contains(&edited), "{edited:?}\n{after:?}");
        for (old, new) in texts.iter().zip(self.texts()) {
            let (old, new) = (said(old.as_ref()), said(new.as_ref()));
            let remarks = |text: &str| text.matches('#').count();
            assert!(remarks(&new) >= remarks(&old), "{old:?}\n{new:?}");
            if how % 5 == RENAMED && before.files.len() == 1 {
                assert_renamed(&old, &new);
            }
        }
    }
}

fn said(text: Option<&Vec<u8>>) -> String {
    String::from_utf8_lossy(text.map_or(&[], Vec::as_slice)).into_owned()
}

fn others(loaded: &Loaded, account: &Account) -> Vec<Account> {
    let accounts = loaded.accounts.iter();
    accounts
        .filter(|known| known.id != account.id)
        .cloned()
        .collect()
}
