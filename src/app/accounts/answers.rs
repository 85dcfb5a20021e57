//! The modal's one entry: what comes from outside, taken to the page it concerns.

use super::modal::{Around, Outcome};
use super::{AccountsModal, Asked, CheckRun, Form, Page, Question, Reader, Session, Standing, Step};
use crate::account::onboard::deletion;
use crate::account::store::Loaded;
use crate::app::{Effect, Message, Model, Notice, Overlay};
use crate::provider::{Check, Verdict};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How long a sentence stays at the foot of the screen.
const NOTICE: Duration = Duration::from_secs(5);

/// Keys, paste and mouse while the modal is the topmost overlay, and every answer
/// that concerns accounts, whether the modal is open or not.
pub fn update(model: &mut Model, message: Message, now: Instant) -> Vec<Effect> {
    match message {
        Message::Key(_) | Message::Pasted(_) | Message::Mouse(_) => input(model, message, now),
        Message::AccountsLoaded(loaded) => {
            loaded_again(model, loaded);
            Vec::new()
        }
        Message::AccountSaved { id, outcome } => saved(model, id, outcome, now),
        Message::AccountRemoved { id, outcome } => removed(model, id, outcome, now),
        Message::CallerKnown {
            generation,
            outcome,
        } => {
            model.accounts.caller_known(generation, outcome);
            Vec::new()
        }
        Message::Checked { generation, check } => {
            checked(model, generation, check);
            Vec::new()
        }
        Message::CheckEnded { generation } => {
            check_ended(model, generation);
            Vec::new()
        }
        Message::Delivered(outcome) => {
            let is_error = outcome.is_err();
            notify(model, outcome.unwrap_or_else(|error| error), is_error, now);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn input(model: &mut Model, message: Message, now: Instant) -> Vec<Effect> {
    let mut effects = Vec::new();
    let Some(Overlay::Accounts(modal)) = model.overlays.last_mut() else {
        return effects;
    };
    let mut around = Around {
        accounts: &mut model.accounts,
        screen: &model.screen,
        generations: &mut model.generations,
        effects: &mut effects,
    };
    let outcome = match message {
        Message::Key(key) => modal.key(key, &mut around),
        Message::Mouse(mouse) => modal.mouse(mouse, &mut around),
        Message::Pasted(text) => {
            modal.paste(&text, &mut around);
            Outcome::Stays
        }
        _ => Outcome::Stays,
    };
    match outcome {
        Outcome::Stays => {}
        Outcome::Close => {
            model.overlays.pop();
        }
        Outcome::Open(id) => {
            if let Some(account) = model.accounts.get(id).cloned() {
                model.overlays.pop();
                effects.extend(crate::app::open_account(model, &account, now));
            }
        }
    }
    effects
}

/// The modal, also where something lies over it.
fn modal(model: &mut Model) -> Option<&mut AccountsModal> {
    modal_of(&mut model.overlays)
}

fn modal_of(overlays: &mut [Overlay]) -> Option<&mut AccountsModal> {
    overlays.iter_mut().rev().find_map(|overlay| match overlay {
        Overlay::Accounts(modal) => Some(modal.as_mut()),
    })
}

fn loaded_again(model: &mut Model, loaded: Loaded) {
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
    id: Uuid,
    outcome: Result<(), String>,
    now: Instant,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    match outcome {
        Ok(()) => {
            let name = close_form(model, id, &mut effects);
            let name = name.unwrap_or_else(|| "The account".to_owned());
            notify(model, format!("{name} is saved"), false, now);
            effects.push(Effect::LoadAccounts);
        }
        Err(sentence) => {
            if let Some(form) = form(model, id) {
                form.is_saving = false;
                form.refusal = Some(sentence.clone());
                form.step = Step::Save;
            }
            settle(model);
            notify(model, sentence, true, now);
        }
    }
    effects
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
    let pages = modal(model)?.pages.iter_mut();
    pages
        .filter_map(|page| match page {
            Page::Form(form) if form.id == id => Some(form.as_mut()),
            _ => None,
        })
        .next()
}

fn removed(
    model: &mut Model,
    id: Uuid,
    outcome: Result<Vec<PathBuf>, String>,
    now: Instant,
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
        (Ok(files), Some(page)) => {
            if let Page::Question(Question {
                asked: Asked::Remove { name, role, .. },
                ..
            }) = page
            {
                let deletion = role.as_ref().map(deletion);
                *page = Page::Reader(Reader::of_removal(name, &files, deletion.as_ref()));
            }
            vec![Effect::LoadAccounts]
        }
        (Ok(_), None) => {
            notify(model, "The account is removed".to_owned(), false, now);
            vec![Effect::LoadAccounts]
        }
        (Err(sentence), Some(Page::Question(question))) => {
            question.standing = Standing::Refused(sentence);
            vec![Effect::LoadAccounts]
        }
        (Err(sentence), _) => {
            notify(model, sentence, true, now);
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
    let passed = run.lines.iter().any(|line| matches!(line.verdict, Verdict::Passed(_)));
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

fn notify(model: &mut Model, sentence: String, is_error: bool, now: Instant) {
    model.notice = Some(Notice {
        sentence,
        is_error,
        until: now + NOTICE,
    });
}
