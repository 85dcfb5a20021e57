//! The front door: it authenticates a request, strikes it with the faults that were
//! asked for, authorizes it, and hands it to its service. It must not know what the
//! services answer, nor how requests travel.

use super::clock::Clock;
use super::estate::Account;
use super::fault::{self, Fault, Rule, Target};
use super::fleet::Fleet;
use super::identity::{self, BASE_ACCOUNT, Principal};
use super::policy::{Decision, Policy};
use super::query::{Parameters, Service};
use super::refusal::Refusal;
use super::signature::{Authorization, Flaw, Incoming};
use super::view::View;
use super::{autoscaling, ec2, elb, geography, seed, sts};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A running AWS. Copies are the same one.
#[derive(Clone)]
pub struct Sim {
    inner: Arc<Inner>,
}

struct Inner {
    fleet: Fleet,
    clock: Box<dyn Clock>,
    epoch: Timestamp,
    rules: Mutex<Vec<Rule>>,
    calls: Mutex<BTreeMap<CallName, u64>>,
    serial: AtomicU64,
}

/// What calls are counted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallName {
    pub service: String,
    pub operation: String,
    pub region: String,
}

/// One authorized call on its way to its service.
pub(super) struct Call<'a> {
    pub service: Service,
    pub action: &'a str,
    pub parameters: &'a Parameters,
    pub principal: &'a Principal,
    pub fleet: &'a Fleet,
    pub now: Timestamp,
    pub view: Option<View<'a>>,
    pub account: Option<&'a Account>,
    pub faults: &'a [Fault],
    pub request_id: &'a str,
    pub serial: u64,
}

/// What goes back, and how.
#[derive(Debug)]
pub(super) struct Answer {
    pub delay: Duration,
    pub delivery: Delivery,
}

#[derive(Debug)]
pub(super) enum Delivery {
    Whole(Reply),
    /// The reply's length is announced, and then only half of it comes.
    Cut(Reply),
    Reset,
    Never,
}

#[derive(Debug)]
pub(super) struct Reply {
    pub status: u16,
    pub content_type: &'static str,
    pub request_id: String,
    pub date: String,
    pub body: String,
}

impl Sim {
    /// The fleet's time begins now.
    pub fn new(fleet: Fleet, clock: impl Clock) -> Self {
        let epoch = clock.now();
        Self {
            inner: Arc::new(Inner {
                fleet,
                clock: Box::new(clock),
                epoch,
                rules: Mutex::default(),
                calls: Mutex::default(),
                serial: AtomicU64::new(0),
            }),
        }
    }

    pub fn fleet(&self) -> &Fleet {
        &self.inner.fleet
    }

    /// From now on, calls that the rule matches fail.
    pub fn add_fault(&self, rule: Rule) {
        guard(&self.inner.rules).push(rule);
    }

    pub fn clear_faults(&self) {
        guard(&self.inner.rules).clear();
    }

    /// How often each operation was called, refusals included.
    pub fn calls(&self) -> BTreeMap<CallName, u64> {
        guard(&self.inner.calls).clone()
    }

    /// How often an operation was called in all regions.
    pub fn count(&self, operation: &str) -> u64 {
        let calls = guard(&self.inner.calls);
        let named = calls.iter().filter(|(name, _)| name.operation == operation);
        named.map(|(_, count)| count).sum()
    }

    pub(super) fn answer(&self, request: &Incoming<'_>) -> Answer {
        let inner = &*self.inner;
        let serial = inner.serial.fetch_add(1, Ordering::SeqCst);
        let request_id = seed::uuid(&format!("request/{serial}"));
        let form = if request.body.is_empty() {
            request.query.as_bytes()
        } else {
            request.body
        };
        let parameters = Parameters::parse(form);
        let action = parameters.get("Action").unwrap_or_default();
        let authorization = Authorization::parse(request.headers);
        let (service, region) = place(authorization.as_ref(), request.host);
        let Some(service) = service else {
            return inner.whole(no_such_service(&request_id), request_id);
        };
        inner.note(service, action, &region);
        let principal = inner.authenticate(service, authorization.as_ref(), request);
        let faults = inner.strike(&Target {
            service: service.name(),
            operation: action,
            region: &region,
            account: &role_account(&parameters)
                .or_else(|| principal.as_ref().ok().map(|one| one.account.clone()))
                .unwrap_or_default(),
            session: principal
                .as_ref()
                .ok()
                .and_then(|one| one.session.as_ref().map(|session| session.name.as_str())),
            serial,
        });
        let result = principal.and_then(|principal| {
            inner.serve(
                Call {
                    service,
                    action,
                    parameters: &parameters,
                    principal: &principal,
                    fleet: &inner.fleet,
                    now: inner.clock.now(),
                    view: None,
                    account: None,
                    faults: &faults,
                    request_id: &request_id,
                    serial,
                },
                &region,
            )
        });
        let (status, body) = match result {
            Ok(body) => (200, body),
            Err(refusal) => (refusal.status, refusal.document(service, &request_id)),
        };
        let answer = inner.whole((status, "text/xml", body), request_id);
        faults.iter().fold(answer, tamper)
    }
}

impl Inner {
    fn note(&self, service: Service, action: &str, region: &str) {
        let name = CallName {
            service: service.name().to_owned(),
            operation: action.to_owned(),
            region: region.to_owned(),
        };
        *guard(&self.calls).entry(name).or_default() += 1;
    }

    fn strike(&self, target: &Target<'_>) -> Vec<Fault> {
        fault::strike(&mut guard(&self.rules), target)
    }

    fn authenticate(
        &self,
        service: Service,
        authorization: Option<&Authorization>,
        request: &Incoming<'_>,
    ) -> Result<Principal, Refusal> {
        let authorization = authorization.ok_or_else(|| Refusal::missing_token(service))?;
        let token = request.headers.get("x-amz-security-token");
        let token = token.and_then(|token| token.to_str().ok());
        let principal = identity::principal(&authorization.access_key_id, token)
            .ok_or_else(|| Refusal::unknown_key(service))?;
        authorization
            .verify(request, &principal.secret, self.clock.wall())
            .map_err(|flaw| match flaw {
                Flaw::Skewed(detail) => Refusal::skewed(service, detail),
                Flaw::Mismatch => Refusal::wrong_signature(service),
            })?;
        let expires = principal.session.as_ref().map(|session| session.expires);
        if expires.is_some_and(|at| at <= self.clock.now().as_second()) {
            return Err(Refusal::expired(service));
        }
        Ok(principal)
    }

    fn serve<'a>(&'a self, mut call: Call<'a>, region: &str) -> Result<String, Refusal> {
        if let Some(refusal) = call.faults.iter().find_map(|fault| refusal(fault, &call)) {
            return Err(refusal);
        }
        let account = self.fleet.accounts.get(&call.principal.account);
        let opted_in = account.map_or(&[][..], |account| &account.opted_in);
        if geography::opt_in_status(region, opted_in) == "not-opted-in" {
            return Err(Refusal::unknown_key(call.service));
        }
        authorize(&call, account)?;
        if call.service == Service::Sts {
            return sts::answer(&call);
        }
        call.account = account;
        let estate = account.and_then(|account| account.regions.get(region));
        call.view = estate.map(|region| View {
            region,
            epoch: self.epoch,
            now: call.now.as_second() - self.epoch.as_second(),
        });
        match call.service {
            Service::Ec2 => ec2::answer(&call),
            Service::Elb => elb::answer(&call),
            Service::AutoScaling => autoscaling::answer(&call),
            Service::Sts => sts::answer(&call),
        }
    }

    fn whole(
        &self,
        (status, content_type, body): (u16, &'static str, String),
        id: String,
    ) -> Answer {
        let date = self
            .clock
            .wall()
            .strftime("%a, %d %b %Y %H:%M:%S GMT")
            .to_string();
        Answer {
            delay: Duration::ZERO,
            delivery: Delivery::Whole(Reply {
                status,
                content_type,
                request_id: id,
                date,
                body,
            }),
        }
    }
}

/// The credential scope says which service and region are meant; the host does where
/// nothing is signed.
fn place(authorization: Option<&Authorization>, host: &str) -> (Option<Service>, String) {
    if let Some(scope) = authorization {
        return (Service::named(&scope.service), scope.region.clone());
    }
    let mut labels = host.split('.');
    let service = labels.next().and_then(Service::named);
    (service, labels.next().unwrap_or_default().to_owned())
}

/// The account of the role that an `AssumeRole` names.
fn role_account(parameters: &Parameters) -> Option<String> {
    let arn = parameters.get("RoleArn")?;
    arn.split(':').nth(4).map(str::to_owned)
}

/// The role and the session policy must both allow it. Everyone may ask who they are.
fn authorize(call: &Call<'_>, account: Option<&Account>) -> Result<(), Refusal> {
    if call.action == "GetCallerIdentity" {
        return Ok(());
    }
    let own = match account {
        Some(account) => Policy {
            allow: account.role.allow.clone(),
            deny: account.role.deny.clone(),
        },
        // Both identities of the start may try to assume roles; whether they get them is
        // the role's decision.
        None => Policy {
            allow: vec!["sts:AssumeRole".to_owned()],
            deny: Vec::new(),
        },
    };
    check(call, &own, "identity-based policy")?;
    let session = call.principal.session.as_ref();
    match session.and_then(super::identity::Session::parsed_policy) {
        Some(policy) => check(call, &policy, "session policy"),
        None => Ok(()),
    }
}

fn check(call: &Call<'_>, policy: &Policy, kind: &str) -> Result<(), Refusal> {
    let action = format!("{}:{}", call.service.name(), call.action);
    let reason = match policy.decide(&action) {
        Decision::Allowed => return Ok(()),
        Decision::NotAllowed => format!("because no {kind} allows the {action} action"),
        Decision::Denied => format!("with an explicit deny in a {kind}"),
    };
    Err(denied(call, &action, &reason))
}

fn denied(call: &Call<'_>, action: &str, reason: &str) -> Refusal {
    let caller = &call.principal.arn;
    let resource = match call.parameters.get("RoleArn") {
        Some(arn) => format!(" on resource: {arn}"),
        None => String::new(),
    };
    let message =
        format!("User: {caller} is not authorized to perform: {action}{resource} {reason}");
    Refusal::denied(call.service, message)
}

/// Faults that are refusals.
fn refusal(fault: &Fault, call: &Call<'_>) -> Option<Refusal> {
    let action = format!("{}:{}", call.service.name(), call.action);
    Some(match fault {
        Fault::Throttle => Refusal::throttled(call.service),
        Fault::ExpiredToken => Refusal::expired(call.service),
        Fault::AccessDenied => {
            let reason = format!("because no identity-based policy allows the {action} action");
            denied(call, &action, &reason)
        }
        Fault::ExplicitDeny(kind) => {
            denied(call, &action, &format!("with an explicit deny in a {kind}"))
        }
        _ => return None,
    })
}

/// Faults that spoil an answer on its way.
fn tamper(mut answer: Answer, fault: &Fault) -> Answer {
    if let Fault::Delay(delay) = fault {
        answer.delay += *delay;
    }
    answer.delivery = match (fault, answer.delivery) {
        (Fault::Hang, _) => Delivery::Never,
        (Fault::Reset, _) => Delivery::Reset,
        (Fault::CutPage, Delivery::Whole(reply)) => Delivery::Cut(reply),
        (Fault::Html500, Delivery::Whole(reply)) => Delivery::Whole(Reply {
            status: 500,
            content_type: "text/html",
            body: "<html><body><h1>500 Internal Server Error</h1></body></html>".to_owned(),
            ..reply
        }),
        (Fault::MalformedXml, Delivery::Whole(mut reply)) => {
            let half = reply.body.floor_char_boundary(reply.body.len() / 2);
            reply.body.truncate(half);
            Delivery::Whole(reply)
        }
        (Fault::MissingField(name), Delivery::Whole(mut reply)) => {
            reply.body = fault::without_element(&reply.body, name);
            Delivery::Whole(reply)
        }
        (_, delivery) => delivery,
    };
    answer
}

fn no_such_service(request_id: &str) -> (u16, &'static str, String) {
    let refusal = Refusal::new(
        404,
        "UnknownOperationException",
        format!("There is no such service in the fleet of {BASE_ACCOUNT}."),
    );
    (404, "text/xml", refusal.document(Service::Sts, request_id))
}

/// A poisoned lock still holds whole values: nothing here can fail half-way.
fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
