//! The check of a connection, printed line by line as it goes on.

use super::{Desk, Outcome};
use crate::account::Account;
use crate::provider::{Check, Explanation, Probe, Verdict};
use color_eyre::eyre::Result;
use futures::StreamExt;
use serde_json::{Value, json};

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
    /// JSON is one document, so it comes at the end.
    pub(super) async fn check(&mut self, account: &Account, is_json: bool) -> Result<Checked> {
        let mut checked = Checked::default();
        let mut lines = Vec::new();
        let mut checks = self.provider.verify(account, Probe::Standard);
        while let Some(check) = checks.next().await {
            match &check.verdict {
                Verdict::Running => continue,
                Verdict::Passed(_) | Verdict::Warning(_) => checked.passed += 1,
                Verdict::Failed(_) => checked.failed += 1,
                Verdict::Skipped => checked.skipped += 1,
            }
            if is_json {
                lines.push(as_json(&check));
            } else {
                self.say(&as_text(&check))?;
            }
        }
        if is_json {
            let document = json!({
                "id": account.id,
                "name": account.name,
                "passed": !checked.has_failed(),
                "checks": lines,
            });
            self.say(&format!("{document:#}\n"))?;
        }
        Ok(checked)
    }
}

fn as_text(check: &Check) -> String {
    let subject = &check.subject;
    match &check.verdict {
        Verdict::Running => String::new(),
        Verdict::Passed(detail) if detail.is_empty() => format!("ok    {subject}\n"),
        Verdict::Passed(detail) => format!("ok    {subject}: {detail}\n"),
        Verdict::Warning(explanation) => format!("warn  {subject}: {}", explained(explanation)),
        Verdict::Failed(explanation) => format!("FAIL  {subject}: {}", explained(explanation)),
        Verdict::Skipped => format!("skip  {subject}\n"),
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
    json!({"subject": check.subject, "verdict": verdict, "detail": detail, "error": error})
}
