//! A running or finished check of a connection, a line at a time.

use super::{AccountsAction, Around, Page, Question, Reader, Turn, action_of};
use super::{Row, Tone, explained};
use crate::account::{Account, Service};
use crate::app::Context;
use crate::app::Effect;
use crate::provider::{Check, Explanation, Probe, Verdict};
use crossterm::event::KeyEvent;
use std::collections::BTreeMap;

/// The lines of one check.
#[derive(Debug)]
pub struct CheckRun {
    /// Lines of another generation are another check's.
    pub generation: u64,
    pub lines: Vec<Check>,
    pub is_running: bool,
    /// What was checked: an edit afterwards makes it a check of something else.
    pub account: Account,
}

impl CheckRun {
    pub fn start(account: Account, probe: Probe, around: &mut Around<'_>) -> Self {
        around.accounts.generations.check += 1;
        let generation = around.accounts.generations.check;
        around.effects.push(Effect::Verify {
            generation,
            account: Box::new(account.clone()),
            probe,
        });
        Self {
            generation,
            lines: Vec::new(),
            is_running: true,
            account,
        }
    }

    /// A line takes the place of the running one with its subject.
    pub fn take(&mut self, check: Check) {
        let running = self
            .lines
            .iter_mut()
            .find(|line| line.verdict == Verdict::Running && line.subject == check.subject);
        match running {
            Some(line) => *line = check,
            None => self.lines.push(check),
        }
    }

    pub fn end(&mut self) {
        self.is_running = false;
        // What was still running when the check ended never got an answer.
        for line in &mut self.lines {
            if line.verdict == Verdict::Running {
                line.verdict = Verdict::Skipped;
            }
        }
    }

    pub fn cancel(&mut self, around: &mut Around<'_>) {
        if self.is_running {
            self.end();
            around.effects.push(Effect::CancelVerify);
        }
    }

    /// The first failure.
    pub fn failure(&self) -> Option<&Explanation> {
        self.lines.iter().find_map(|line| match &line.verdict {
            Verdict::Failed(explanation) => Some(explanation),
            _ => None,
        })
    }

    pub fn explanation(&self, line: usize) -> Option<&Explanation> {
        match &self.lines.get(line)?.verdict {
            Verdict::Failed(explanation) | Verdict::Warning(explanation) => Some(explanation),
            _ => None,
        }
    }

    /// The text that is copied of a line.
    pub fn text(&self, line: usize) -> Option<String> {
        let check = self.lines.get(line)?;
        Some(match (&check.verdict, self.explanation(line)) {
            (_, Some(explanation)) => format!("{}\n\n{}", check.subject, explained(explanation)),
            (Verdict::Passed(said) | Verdict::Untested(said), _) => {
                format!("{}: {said}", check.subject)
            }
            // A policy is pasted as it is.
            (Verdict::Mend(mend), _) => mend.remedy.clone()?,
            _ => check.subject.clone(),
        })
    }

    /// What a check comes to, in a sentence.
    pub fn outcome(&self) -> (Tone, String) {
        let count = |is: fn(&Verdict) -> bool| {
            let lines = self.lines.iter();
            lines.filter(|line| is(&line.verdict)).count()
        };
        let failed = count(|verdict| matches!(verdict, Verdict::Failed(_)));
        let warnings = count(|verdict| matches!(verdict, Verdict::Warning(_)));
        let passed = count(|verdict| matches!(verdict, Verdict::Passed(_)));
        if self.is_running {
            (Tone::Dim, "The check is running.".to_owned())
        } else if failed > 0 {
            (
                Tone::Bad,
                format!("The check failed: {failed} of its lines."),
            )
        } else if warnings > 0 {
            (
                Tone::Warning,
                format!("The check passed, with {warnings} to read."),
            )
        } else if passed > 0 {
            (Tone::Good, "The check passed.".to_owned())
        } else {
            (Tone::Dim, "The check said nothing.".to_owned())
        }
    }

    /// The connection, what it comes to, and the explanation of the selected line or else
    /// of the first failure: on a small screen, what was never asked must not push it out.
    /// Then the actions by service, with the explanation right below the selected one.
    pub fn rows(&self, selected: usize, width: usize) -> Vec<Row> {
        let connection = self.connection();
        let unasked = self.lines.len() - self.order().len();
        let mut rows: Vec<Row> = connection.iter().copied().map(Row::Line).collect();
        if unasked > 0 {
            let sentence = format!("Not asked: {unasked} more.");
            rows.push(Row::Text(Tone::Dim, sentence));
        }
        rows.push(Row::Blank);
        let (tone, sentence) = self.outcome();
        rows.push(Row::Text(tone, sentence));
        let counts = self.counts();
        if !counts.is_empty() {
            let words = counts.iter().map(|(word, count)| format!("{count} {word}"));
            let words = words.collect::<Vec<_>>().join(", ");
            let sentence = format!("Actions: {words}.");
            rows.extend(Row::wrapped(Tone::Plain, &sentence, width));
        }
        let of_selected = connection.contains(&selected).then_some(selected);
        let first = connection
            .iter()
            .find(|line| self.explanation(**line).is_some());
        let told = of_selected.and_then(|line| self.explanation(line));
        if let Some(explanation) = told.or_else(|| first.and_then(|line| self.explanation(*line))) {
            rows.push(Row::Blank);
            let text = explained(explanation);
            rows.extend(Row::wrapped(Tone::Plain, &text, width));
        }
        for (service, lines) in self.services() {
            rows.extend([Row::Blank, Row::Heading(service.title())]);
            for line in lines {
                rows.push(Row::Line(line));
                let told = self.explanation(line).filter(|_| line == selected);
                let text = told.map(explained).unwrap_or_default();
                let width = width.saturating_sub(4);
                rows.extend(Row::wrapped(Tone::Plain, &text, width));
            }
        }
        rows
    }

    /// How many actions came to what.
    fn counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for line in self.lines.iter().filter(|line| line.service().is_some()) {
            if line.verdict != Verdict::Skipped {
                *counts.entry(line.verdict.word()).or_default() += 1;
            }
        }
        counts
    }

    /// What is not of a service, as it came.
    fn connection(&self) -> Vec<usize> {
        let asked = self.asked();
        asked
            .filter(|line| self.lines[*line].service().is_none())
            .collect()
    }

    /// The actions by service: a service with problems before the others, and a problem
    /// before what is well.
    fn services(&self) -> Vec<(Service, Vec<usize>)> {
        let is_problem = |line: &usize| self.lines[*line].verdict.is_problem();
        let mut services: BTreeMap<Service, Vec<usize>> = BTreeMap::new();
        for line in self.asked() {
            if let Some(service) = self.lines[line].service() {
                services.entry(service).or_default().push(line);
            }
        }
        for lines in services.values_mut() {
            lines.sort_by_key(|line| (!is_problem(line), self.lines[*line].subject.as_str()));
        }
        let mut services: Vec<_> = services.into_iter().collect();
        services.sort_by_key(|(service, lines)| (!lines.iter().any(is_problem), *service));
        services
    }

    /// The lines as they stand one below the other.
    fn order(&self) -> Vec<usize> {
        let actions = self.services().into_iter().flat_map(|(_, lines)| lines);
        self.connection().into_iter().chain(actions).collect()
    }

    /// The line so many further down than another.
    fn further(&self, from: usize, by: isize) -> usize {
        let order = self.order();
        let place = order.iter().position(|line| *line == from).unwrap_or(0);
        let place = place
            .saturating_add_signed(by)
            .min(order.len().saturating_sub(1));
        order.get(place).copied().unwrap_or_default()
    }

    fn asked(&self) -> impl Iterator<Item = usize> {
        let lines = self.lines.iter().enumerate();
        lines
            .filter(|(_, line)| line.verdict != Verdict::Skipped)
            .map(|(index, _)| index)
    }

    pub fn reader(&self, line: usize) -> Option<Page> {
        let Check { subject, verdict } = self.lines.get(line)?;
        Some(Page::Reader(match verdict {
            Verdict::Failed(explanation) | Verdict::Warning(explanation) => {
                Reader::of_explanation(subject, explanation)
            }
            // A long answer is cut in its line.
            Verdict::Passed(said) | Verdict::Untested(said) => Reader::new(subject, said.clone()),
            Verdict::Mend(mend) => {
                let policy = mend.remedy.as_deref().unwrap_or_default();
                Reader::new(subject, format!("{}:\n\n{policy}", mend.sentence))
            }
            Verdict::Running | Verdict::Skipped => return None,
        }))
    }

    pub fn copy(&self, line: usize, around: &mut Around<'_>) {
        if let Some(text) = self.text(line) {
            around.effects.push(Effect::Copy {
                what: match self.lines.get(line).map(|line| &line.verdict) {
                    Some(Verdict::Mend(_)) => "the missing policy".to_owned(),
                    _ => "the check's line".to_owned(),
                },
                text,
            });
        }
    }
}

/// The check of an account of the list.
#[derive(Debug)]
pub struct CheckPage {
    pub run: CheckRun,
    pub selected: usize,
}

impl CheckPage {
    pub fn start(account: Account, around: &mut Around<'_>) -> Self {
        Self {
            run: CheckRun::start(account, Probe::Standard, around),
            selected: 0,
        }
    }

    pub fn restart(&mut self, probe: Probe, around: &mut Around<'_>) {
        self.run = CheckRun::start(self.run.account.clone(), probe, around);
        self.selected = 0;
    }

    pub fn offers(&self, action: AccountsAction) -> bool {
        match action {
            AccountsAction::ProbeWithoutExternalId => self.run.account.external_id.is_some(),
            AccountsAction::Confirm => self.run.reader(self.selected).is_some(),
            _ => true,
        }
    }

    pub fn rows(&self, width: usize) -> Vec<Row> {
        self.run.rows(self.selected, width)
    }

    pub fn key(&mut self, key: KeyEvent, around: &mut Around<'_>) -> Turn {
        match action_of(key, Context::AccountCheck, around.keymap) {
            Some(action) => self.act(action, around),
            None => Turn::Stay,
        }
    }

    pub fn act(&mut self, action: AccountsAction, around: &mut Around<'_>) -> Turn {
        let page = isize::try_from(around.page().height).unwrap_or(1).max(1);
        let further = |by: isize| self.run.further(self.selected, by);
        match action {
            AccountsAction::Next => self.selected = further(1),
            AccountsAction::Previous => self.selected = further(-1),
            AccountsAction::NextPage => self.selected = further(page),
            AccountsAction::PreviousPage => self.selected = further(-page),
            AccountsAction::First => self.selected = further(isize::MIN),
            AccountsAction::Last => self.selected = further(isize::MAX),
            AccountsAction::Copy => self.run.copy(self.selected, around),
            AccountsAction::CheckAgain => self.restart(Probe::Standard, around),
            AccountsAction::ProbeWithoutExternalId if self.run.account.external_id.is_some() => {
                return Turn::from(Page::Question(Question::probe()));
            }
            AccountsAction::Confirm => {
                return self
                    .run
                    .reader(self.selected)
                    .map_or(Turn::Stay, Turn::from);
            }
            AccountsAction::Close => {
                self.run.cancel(around);
                return Turn::Back;
            }
            _ => {}
        }
        Turn::Stay
    }
}
