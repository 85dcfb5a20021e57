//! The front door: it authenticates a request, strikes it with the faults that were
//! asked for, authorizes it, and hands it to its service. It must not know what the
//! services answer, nor how requests travel.

use super::authority::{authorize, refusal};
use super::clock::Clock;
use super::delivery::{Answer, Delivery, Reply, tamper};
use super::documents::{self, Asked, Content, Operation};
use super::estate::Account;
use super::fault::{self, Fault, Rule, Target};
use super::fleet::Fleet;
use super::identity::{self, BASE_ACCOUNT, Principal};
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
    /// Of a service whose answers are documents.
    pub operation: Option<&'static Operation>,
    /// The action in IAM.
    pub permission: String,
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
        let authorization = Authorization::parse(request.headers);
        let (service, region) = place(authorization.as_ref(), request);
        let Some(service) = service else {
            let refusal = no_such_service();
            return inner.refuse(Service::Sts, &refusal, request_id);
        };
        let asked = Asked::of(service, request);
        let (service, action) = (asked.service, asked.name.as_str());
        let parameters = &asked.parameters;
        inner.note(service, action, &region);
        let principal = inner.authenticate(service, authorization.as_ref(), request);
        let faults = inner.strike(&Target {
            service: service.name(),
            operation: action,
            region: &region,
            account: &role_account(parameters)
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
                    operation: asked.operation,
                    permission: asked.permission(),
                    parameters,
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
        let answer = match result {
            Ok(content) => inner.whole(200, content, request_id),
            Err(refusal) => inner.refuse(service, &refusal, request_id),
        };
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

    fn serve<'a>(&'a self, mut call: Call<'a>, region: &str) -> Result<Content, Refusal> {
        if let Some(refusal) = call.faults.iter().find_map(|fault| refusal(fault, &call)) {
            return Err(refusal);
        }
        let account = self.fleet.accounts.get(&call.principal.account);
        let opted_in = account.map_or(&[][..], |account| &account.opted_in);
        if geography::opt_in_status(region, opted_in) == "not-opted-in" {
            return Err(Refusal::unknown_key(call.service));
        }
        if let (Service::Documents(..), None) = (call.service, call.operation) {
            return Err(Refusal::invalid_action(call.service, call.action));
        }
        authorize(&call, account)?;
        if call.service == Service::Sts {
            return sts::answer(&call).map(Content::xml);
        }
        call.account = account;
        let estate = account.and_then(|account| account.regions.get(region));
        call.view = estate.map(|region| View {
            region,
            epoch: self.epoch,
            now: call.now.as_second() - self.epoch.as_second(),
        });
        let text = match call.service {
            Service::Documents(api, _) => return documents::answer(&call, api),
            Service::Ec2 => ec2::answer(&call),
            Service::Elb => elb::answer(&call),
            Service::AutoScaling => autoscaling::answer(&call),
            Service::Sts => sts::answer(&call),
        };
        text.map(Content::xml)
    }

    fn refuse(&self, service: Service, refusal: &Refusal, id: String) -> Answer {
        let content = documents::refusal(service, refusal, &id);
        self.whole(refusal.status, content, id)
    }

    fn whole(&self, status: u16, content: Content, id: String) -> Answer {
        let date = self
            .clock
            .wall()
            .strftime("%a, %d %b %Y %H:%M:%S GMT")
            .to_string();
        Answer {
            delay: Duration::ZERO,
            delivery: Delivery::Whole(Reply {
                status,
                content_type: content.media_type,
                headers: content.headers,
                request_id: Some(id),
                date,
                body: content.bytes,
            }),
        }
    }
}

/// The credential scope says which service and region are meant; the host does where
/// nothing is signed.
fn place(
    authorization: Option<&Authorization>,
    request: &Incoming<'_>,
) -> (Option<Service>, String) {
    let version = Parameters::parse(request.body);
    let version = version.get("Version").unwrap_or_default();
    if let Some(scope) = authorization {
        let service = Service::named(&scope.service, version);
        return (service, scope.region.clone());
    }
    let mut labels = request.host.split('.');
    let service = labels.next().and_then(|name| Service::named(name, version));
    (service, labels.next().unwrap_or_default().to_owned())
}

/// The account of the role that an `AssumeRole` names.
fn role_account(parameters: &Parameters) -> Option<String> {
    let arn = parameters.get("RoleArn")?;
    arn.split(':').nth(4).map(str::to_owned)
}

fn no_such_service() -> Refusal {
    Refusal::new(
        404,
        "UnknownOperationException",
        format!("There is no such service in the fleet of {BASE_ACCOUNT}."),
    )
}

/// A poisoned lock still holds whole values: nothing here can fail half-way.
fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
