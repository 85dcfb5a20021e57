//! The check of a connection, printed line by line as it goes on.

use super::{Desk, Outcome};
use crate::account::{Account, Service};
use crate::provider::{Cause, Check, Explanation, Probe, Verdict};
use color_eyre::eyre::Result;
use futures::StreamExt;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a check came to.
#[derive(Debug, Default)]
pub(super) struct Checked {
    passed: usize,
    failed: usize,
    skipped: usize,
}

impl Checked {
    pub(super) fn has_failed(&self) -> bool {
        self.failed > 0 || self.passed == 0
    }

    /// A failure that leaves the rest unasked leaves nothing of the account to read.
    pub(super) fn outcome(&self) -> Outcome {
        match (self.passed, self.failed, self.skipped) {
            (1.., 0, _) => Outcome::Done,
            (1.., 1.., 0) => Outcome::Partly,
            _ => Outcome::Failed,
        }
    }
}

impl Desk<'_> {
    /// The connection line by line as it goes on; then the actions by service, those with
    /// problems first. JSON is one document, so it comes at the end.
    pub(super) async fn check(&mut self, account: &Account, is_json: bool) -> Result<Checked> {
        let mut checked = Checked::default();
        let mut checks = self.provider.verify(account, Probe::Standard);
        let (mut lines, mut actions) = (Vec::new(), Actions::default());
        while let Some(check) = checks.next().await {
            match &check.verdict {
                Verdict::Running => continue,
                Verdict::Passed(_) | Verdict::Warning(_) => checked.passed += 1,
                Verdict::Failed(_) => checked.failed += 1,
                Verdict::Skipped => checked.skipped += 1,
                Verdict::Untested(_) | Verdict::Mend(_) => {}
            }
            if is_json {
                lines.push(as_json(&check));
                actions.add(check);
            } else if check.service().is_some() || matches!(check.verdict, Verdict::Mend(_)) {
                actions.add(check);
            } else {
                self.say(&as_text(&check))?;
            }
        }
        if is_json {
            let document = json!({
                "id": account.id,
                "name": account.name,
                "passed": !checked.has_failed(),
                "summary": actions.counts(),
                "checks": lines,
                "policy": actions.policy(),
            });
            self.say(&format!("{document:#}\n"))?;
        } else {
            self.say(&actions.text())?;
        }
        Ok(checked)
    }
}

/// What a check said of the actions.
#[derive(Debug, Default)]
struct Actions {
    services: BTreeMap<Service, Vec<Check>>,
    mend: Option<Cause>,
}

impl Actions {
    fn add(&mut self, check: Check) {
        if let Verdict::Mend(cause) = check.verdict {
            self.mend = Some(cause);
        } else if let Some(service) = check.service() {
            self.services.entry(service).or_default().push(check);
        }
    }

    /// How many actions came to what.
    fn counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for check in self.services.values().flatten() {
            *counts.entry(check.verdict.word()).or_default() += 1;
        }
        counts
    }

    fn policy(&self) -> Option<Value> {
        let remedy = self.mend.as_ref()?.remedy.as_ref()?;
        serde_json::from_str(remedy).ok()
    }

    fn text(&self) -> String {
        if self.services.is_empty() {
            return String::new();
        }
        let mut text = format!("\nactions: {}\n", told(&self.counts()));
        let mut services: Vec<(&Service, &Vec<Check>)> = self.services.iter().collect();
        let is_well = |checks: &[Check]| !checks.iter().any(|check| check.verdict.is_problem());
        services.sort_by_key(|(service, checks)| (is_well(checks), **service));
        for (service, checks) in services {
            let mut checks: Vec<&Check> = checks.iter().collect();
            checks.sort_by_key(|check| (!check.verdict.is_problem(), check.subject.as_str()));
            text.extend(["\n", service.title(), "\n"]);
            text.extend(checks.into_iter().map(as_text));
        }
        if let Some(mend) = &self.mend {
            let remedy = mend.remedy.as_deref().unwrap_or_default();
            text.extend(["\nmissing: ", &mend.sentence, "\n", remedy.trim_end(), "\n"]);
        }
        text
    }
}

/// `40 allowed, 2 denied`.
fn told(counts: &BTreeMap<&'static str, usize>) -> String {
    let words = counts.iter().map(|(word, count)| format!("{count} {word}"));
    words.collect::<Vec<_>>().join(", ")
}

fn as_text(check: &Check) -> String {
    let subject = &check.subject;
    match &check.verdict {
        Verdict::Running => String::new(),
        Verdict::Passed(detail) if detail.is_empty() => format!("ok    {subject}\n"),
        Verdict::Passed(detail) => format!("ok    {subject}: {detail}\n"),
        Verdict::Warning(explanation) => format!("warn  {subject}: {}", explained(explanation)),
        Verdict::Failed(explanation) if check.service().is_some() => format!(
            "FAIL  {subject}: {}: {}",
            check.verdict.word(),
            explained(explanation)
        ),
        Verdict::Failed(explanation) => format!("FAIL  {subject}: {}", explained(explanation)),
        Verdict::Skipped => format!("skip  {subject}\n"),
        Verdict::Untested(why) => format!("-     {subject}: not testable here: {why}\n"),
        Verdict::Mend(cause) => format!("      {subject}: {}\n", cause.sentence),
    }
}

fn explained(explanation: &Explanation) -> String {
    let mut lines = vec![explanation.summary.clone()];
    for cause in &explanation.causes {
        lines.push(format!("        - {}", cause.sentence));
        for line in cause.remedy.iter().flat_map(|remedy| remedy.lines()) {
            lines.push(format!("          {line}"));
        }
    }
    if let Some(request) = &explanation.request_id {
        lines.push(format!("        request {request}"));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn as_json(check: &Check) -> Value {
    let (verdict, detail, explanation) = match &check.verdict {
        Verdict::Running => ("running", None, None),
        Verdict::Passed(detail) => ("passed", Some(detail), None),
        Verdict::Warning(explanation) => ("warning", None, Some(explanation)),
        Verdict::Failed(explanation) => ("failed", None, Some(explanation)),
        Verdict::Skipped => ("skipped", None, None),
        Verdict::Untested(why) => ("untested", Some(why), None),
        Verdict::Mend(cause) => ("mend", Some(&cause.sentence), None),
    };
    let error = explanation.map(|explanation| {
        let causes: Vec<Value> = explanation
            .causes
            .iter()
            .map(|cause| json!({"cause": cause.sentence, "remedy": cause.remedy}))
            .collect();
        json!({
            "kind": explanation.kind.word(),
            "summary": explanation.summary,
            "causes": causes,
            "request_id": explanation.request_id,
        })
    });
    json!({
        "subject": check.subject,
        "service": check.service().map(Service::name),
        "verdict": verdict,
        "detail": detail,
        "error": error,
    })
}
