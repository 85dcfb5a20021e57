//! The modal's one entry: what comes from outside, taken to the page it concerns.

use super::modal::{Around, Outcome};
use super::{
    AccountsAction, AccountsModal, Asked, CheckRun, Form, List, Page, Question, Reader, Session,
    Standing, Step,
};
use crate::account::Account;
use crate::account::onboard::delete_role;
use crate::account::store::{Loaded, Removed};
use crate::app::keymap::{Action, Context, Keymap};
use crate::app::{Effect, Message, Model, Overlay, Pane, dispatch, opening};
use crate::provider::{Check, Verdict};
use crossterm::event::{KeyEvent, MouseEvent};
use std::time::Instant;
use uuid::Uuid;

/// Opens the modal on its list.
pub fn open(model: &mut Model) -> Vec<Effect> {
    if modal(model).is_none() {
        let list = List::over(opening::watched_ids(model));
        let modal = AccountsModal {
            list,
            ..AccountsModal::default()
        };
        model.overlays.push(Overlay::Accounts(Box::new(modal)));
    }
    Vec::new()
}

/// Opens the modal on what is asked for, of an account where one is named.
pub fn ordered(
    model: &mut Model,
    (action, id): (AccountsAction, Option<Uuid>),
    now: Instant,
) -> Vec<Effect> {
    open(model);
    input(model, now, |modal, around| {
        modal.order((action, id), around)
    })
}

/// A key, while the modal is the topmost overlay.
pub fn pressed(model: &mut Model, key: KeyEvent, now: Instant) -> Vec<Effect> {
    match program_action(model, key) {
        Some(action) => dispatch::perform(model, action, now),
        None => input(model, now, |modal, around| modal.key(key, around)),
    }
}

/// Pasted text, while the modal is the topmost overlay.
pub fn pasted(model: &mut Model, text: &str, now: Instant) -> Vec<Effect> {
    input(model, now, |modal, around| {
        modal.paste(text, around);
        Outcome::Stays
    })
}

/// The mouse, while the modal is the topmost overlay.
pub fn clicked(model: &mut Model, mouse: MouseEvent, now: Instant) -> Vec<Effect> {
    input(model, now, |modal, around| modal.mouse(mouse, around))
}

/// The few keys of the program that mean the same in the modal.
fn program_action(model: &Model, key: KeyEvent) -> Option<Action> {
    let Some(Overlay::Accounts(modal)) = model.overlays.last() else {
        return None;
    };
    let keymap = model.keymap();
    if keymap.action(key, modal.contexts()).is_some() {
        return None;
    }
    let action = keymap.action(key, &[Context::Anywhere])?;
    match action {
        Action::Suspend => Some(action),
        Action::Open(Pane::Help) | Action::ToggleMouse if !modal.is_typing() => Some(action),
        _ => None,
    }
}

fn input(
    model: &mut Model,
    now: Instant,
    take: impl FnOnce(&mut AccountsModal, &mut Around<'_>) -> Outcome,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    let Some(Overlay::Accounts(modal)) = model.overlays.last_mut() else {
        return effects;
    };
    let mut around = Around {
        accounts: &mut model.accounts,
        screen: &model.screen,
        keymap: Keymap::of(&model.settings.keys),
        effects: &mut effects,
    };
    let outcome = take(modal, &mut around);
    if let Some(id) = effects.iter().find_map(removed_account) {
        effects.splice(0..0, opening::close_account(model, id));
    }
    match outcome {
        Outcome::Stays => {}
        Outcome::Close => {
            model.overlays.pop();
        }
        Outcome::Open(ids) => {
            let chosen = ids.iter().filter_map(|id| model.accounts.get(*id).cloned());
            let chosen: Vec<Account> = chosen.collect();
            effects.extend(opening::open_accounts(model, &chosen, now));
        }
    }
    effects
}

fn removed_account(effect: &Effect) -> Option<Uuid> {
    match effect {
        Effect::RemoveAccount(account) => Some(account.id),
        _ => None,
    }
}

/// An answer to one of the modal's effects, whether it is still open or not.
pub fn answered(model: &mut Model, message: Message, now: Instant) -> Vec<Effect> {
    match message {
        Message::AccountSaved { id, outcome } => return saved(model, (id, now), outcome),
        Message::AccountRemoved { id, outcome } => return removed(model, (id, now), outcome),
        Message::CallerKnown {
            generation,
            outcome,
        } => model.accounts.caller_known(generation, outcome),
        Message::Checked { generation, check } => checked(model, generation, check),
        Message::CheckEnded { generation } => check_ended(model, generation),
        _ => {}
    }
    Vec::new()
}

/// The modal, also where something lies over it.
fn modal(model: &mut Model) -> Option<&mut AccountsModal> {
    modal_of(&mut model.overlays)
}

fn modal_of(overlays: &mut [Overlay]) -> Option<&mut AccountsModal> {
    overlays.iter_mut().rev().find_map(|overlay| match overlay {
        Overlay::Accounts(modal) => Some(modal.as_mut()),
        _ => None,
    })
}

/// The files were read: the list finds its selected account again.
pub fn loaded(model: &mut Model, loaded: Loaded) {
    let mut modal = modal_of(&mut model.overlays);
    let selected = modal.as_ref().and_then(|modal| {
        let account = modal.list.selected_account(&model.accounts)?;
        Some(account.id)
    });
    model.accounts.take_loaded(loaded);
    if let Some(modal) = &mut modal {
        let wanted = modal.wanted.take().or(selected);
        modal.list.refill(&model.accounts, wanted);
    }
}

fn saved(
    model: &mut Model,
    (id, now): (Uuid, Instant),
    outcome: Result<Vec<String>, String>,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    match outcome {
        Ok(notes) => {
            list_at_once(model, id);
            let name = close_form(model, id, &mut effects);
            let name = name.unwrap_or_else(|| "the account".to_owned());
            model.notify(format!("{name} is saved"), now);
            if let (false, Some(modal)) = (notes.is_empty(), modal(model)) {
                // What others have changed meanwhile must not vanish with the next key.
                let text = notes.join("\n\n");
                modal.pages.push(Page::Reader(Reader::new(
                    "Saved, with something to know",
                    text,
                )));
            }
            effects.push(Effect::LoadAccounts);
        }
        Err(sentence) => {
            if let Some(form) = form(model, id) {
                form.is_saving = false;
                form.refusal = Some(sentence.clone());
                form.step = Step::Save;
            }
            settle(model);
            model.notify_error(sentence, now);
        }
    }
    effects
}

/// What was saved is in the list before the files are read again.
fn list_at_once(model: &mut Model, id: Uuid) {
    let form = modal_of(&mut model.overlays).and_then(|modal| modal.form(id));
    let saved = form.and_then(|form| form.account(&model.accounts).ok());
    let Some(account) = saved else { return };
    let Some(mut loaded) = model.accounts.loaded.take() else {
        return;
    };
    match loaded.accounts.iter_mut().find(|known| known.id == id) {
        Some(known) => *known = account,
        None => loaded.accounts.push(account),
    }
    model.accounts.take_loaded(loaded);
}

/// Closes the form that was saved; answers the account's name.
fn close_form(model: &mut Model, id: Uuid, effects: &mut Vec<Effect>) -> Option<String> {
    let form = form(model, id)?;
    let name = form.draft().name.trim().to_owned();
    if form.is_edit() && form.changes_session() {
        effects.push(Effect::Forget(id));
    }
    if form.check.as_ref().is_some_and(|check| check.is_running) {
        effects.push(Effect::CancelVerify);
    }
    let modal = modal(model)?;
    modal.wanted = Some(id);
    // What lies over the form concerns it.
    modal.pages.clear();
    Some(name)
}

fn form(model: &mut Model, id: Uuid) -> Option<&mut Form> {
    modal(model)?.form(id)
}

fn removed(
    model: &mut Model,
    (id, now): (Uuid, Instant),
    outcome: Result<Removed, String>,
) -> Vec<Effect> {
    let place = modal(model).and_then(|modal| {
        let is_removal = |page: &Page| match page {
            Page::Question(question) => question.removes(id),
            _ => false,
        };
        let position = modal.pages.iter().position(is_removal)?;
        Some(&mut modal.pages[position])
    });
    match (outcome, place) {
        (Ok(removed), Some(page)) => {
            if let Page::Question(Question {
                asked: Asked::Remove(account),
                ..
            }) = page
            {
                let deletion = account.role.as_ref().map(delete_role);
                let reader = Reader::of_removal(&account.name, &removed, deletion.as_ref());
                *page = Page::Reader(reader);
            }
            vec![Effect::LoadAccounts]
        }
        (Ok(removed), None) => {
            let said = ["the account is removed".to_owned()];
            model.notify([&said[..], &removed.notes].concat().join("; "), now);
            vec![Effect::LoadAccounts]
        }
        (Err(sentence), Some(Page::Question(question))) => {
            question.standing = Standing::Refused(sentence);
            vec![Effect::LoadAccounts]
        }
        (Err(sentence), _) => {
            model.notify_error(sentence, now);
            vec![Effect::LoadAccounts]
        }
    }
}

/// The running check of a generation.
fn run(model: &mut Model, generation: u64) -> Option<&mut CheckRun> {
    let pages = modal(model)?.pages.iter_mut();
    pages
        .filter_map(|page| match page {
            Page::Form(form) => form.check.as_mut(),
            Page::Check(page) => Some(&mut page.run),
            _ => None,
        })
        .find(|run| run.generation == generation)
}

fn checked(model: &mut Model, generation: u64, check: Check) {
    if let Some(run) = run(model, generation) {
        run.take(check);
        settle(model);
    }
}

/// A finished check tells the list how the account's session stands.
fn check_ended(model: &mut Model, generation: u64) {
    let Some(run) = run(model, generation) else {
        return;
    };
    run.end();
    let id = run.account.id;
    let failure = run.failure().cloned();
    let passed = run
        .lines
        .iter()
        .any(|line| matches!(line.verdict, Verdict::Passed(_)));
    let sessions = &mut model.accounts.sessions;
    let is_open = matches!(sessions.get(&id), Some(Session::Open { .. }));
    match failure {
        Some(explanation) if !is_open => {
            sessions.insert(id, Session::Failed(explanation));
        }
        None if passed && !is_open => {
            sessions.remove(&id);
        }
        _ => {}
    }
    settle(model);
}

/// Puts the focus of the form on something that is there.
fn settle(model: &mut Model) {
    let Some(modal) = modal_of(&mut model.overlays) else {
        return;
    };
    for page in &mut modal.pages {
        if let Page::Form(form) = page {
            form.settle_focus(&model.accounts);
        }
    }
}
