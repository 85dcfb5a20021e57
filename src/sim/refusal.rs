//! How each service says no: status, code and text. It must not know why.

use super::documents::Protocol;
use super::query::Service;
use super::xml::Xml;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub status: u16,
    pub code: String,
    pub message: String,
}

/// Services that say no in the same words.
enum Dialect {
    Ec2,
    Query,
    /// With the status of what is the caller's fault.
    Json(u16),
    Rest,
    S3,
}

impl Dialect {
    fn of(service: Service) -> Self {
        match service.protocol() {
            Protocol::Ec2 => Self::Ec2,
            Protocol::Query => Self::Query,
            Protocol::Json(_) => Self::Json(400),
            Protocol::Cbor => Self::Json(403),
            Protocol::RestXml if service.name() == "s3" => Self::S3,
            Protocol::RestJson | Protocol::RestXml => Self::Rest,
        }
    }
}

impl Refusal {
    pub(super) fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: message.into(),
        }
    }

    pub(super) fn validation(message: impl Into<String>) -> Self {
        Self::new(400, "ValidationError", message)
    }

    pub(super) fn invalid_action(service: Service, action: &str) -> Self {
        let version = service.version();
        match Dialect::of(service) {
            Dialect::Ec2 => Self::new(
                400,
                "InvalidAction",
                format!("The action {action} is not valid for this web service."),
            ),
            Dialect::Query => Self::new(
                400,
                "InvalidAction",
                format!("Could not find operation {action} for version {version}"),
            ),
            Dialect::Json(_) => Self::new(
                400,
                "UnknownOperationException",
                format!("There is no operation {action}"),
            ),
            Dialect::Rest => Self::new(404, "UnknownOperationException", "Not found"),
            Dialect::S3 => Self::new(
                405,
                "MethodNotAllowed",
                "The specified method is not allowed against this resource.",
            ),
        }
    }

    pub(super) fn throttled(service: Service) -> Self {
        match Dialect::of(service) {
            Dialect::Ec2 => Self::new(503, "RequestLimitExceeded", "Request limit exceeded."),
            Dialect::Json(_) => Self::new(400, "ThrottlingException", "Rate exceeded"),
            Dialect::Rest => Self::new(429, "TooManyRequestsException", "Too Many Requests"),
            Dialect::S3 => Self::new(503, "SlowDown", "Please reduce your request rate."),
            Dialect::Query => Self::new(400, "Throttling", "Rate exceeded"),
        }
    }

    pub(super) fn unknown_key(service: Service) -> Self {
        let text = "The security token included in the request is invalid.";
        match Dialect::of(service) {
            Dialect::Ec2 => Self::auth_failure(),
            Dialect::Query => Self::new(403, "InvalidClientTokenId", text),
            Dialect::Json(status) => Self::new(status, "UnrecognizedClientException", text),
            Dialect::Rest => Self::new(403, "UnrecognizedClientException", text),
            Dialect::S3 => Self::new(
                403,
                "InvalidAccessKeyId",
                "The AWS Access Key Id you provided does not exist in our records.",
            ),
        }
    }

    pub(super) fn expired(service: Service) -> Self {
        let text = "The security token included in the request is expired";
        match Dialect::of(service) {
            Dialect::Ec2 => Self::new(400, "RequestExpired", "Request has expired."),
            Dialect::Query => Self::new(403, "ExpiredToken", text),
            Dialect::Json(status) => Self::new(status, "ExpiredTokenException", text),
            Dialect::Rest => Self::new(403, "ExpiredTokenException", text),
            Dialect::S3 => Self::new(400, "ExpiredToken", "The provided token has expired."),
        }
    }

    pub(super) fn missing_token(service: Service) -> Self {
        let text = "Request is missing Authentication Token";
        match Dialect::of(service) {
            Dialect::Ec2 => Self::new(
                400,
                "MissingParameter",
                "The request must contain the parameter AWSAccessKeyId",
            ),
            Dialect::Query => Self::new(403, "MissingAuthenticationToken", text),
            Dialect::Json(status) => Self::new(status, "MissingAuthenticationTokenException", text),
            Dialect::Rest => Self::new(403, "MissingAuthenticationTokenException", text),
            Dialect::S3 => Self::new(403, "AccessDenied", "Access Denied"),
        }
    }

    pub(super) fn wrong_signature(service: Service) -> Self {
        let text = "The request signature we calculated does not match the signature you \
                    provided. Check your AWS Secret Access Key and signing method. Consult the \
                    service documentation for details.";
        match Dialect::of(service) {
            Dialect::Ec2 => Self::auth_failure(),
            Dialect::Query | Dialect::S3 => Self::new(403, "SignatureDoesNotMatch", text),
            Dialect::Json(status) => Self::new(status, "InvalidSignatureException", text),
            Dialect::Rest => Self::new(403, "InvalidSignatureException", text),
        }
    }

    /// EC2 says the same of a wrong clock as of a wrong key (aws-sdk-java issue 519).
    pub(super) fn skewed(service: Service, detail: String) -> Self {
        match Dialect::of(service) {
            Dialect::Ec2 => Self::auth_failure(),
            Dialect::Query => Self::new(403, "SignatureDoesNotMatch", detail),
            Dialect::Json(status) => Self::new(status, "InvalidSignatureException", detail),
            Dialect::Rest => Self::new(403, "InvalidSignatureException", detail),
            Dialect::S3 => Self::new(
                403,
                "RequestTimeTooSkewed",
                "The difference between the request time and the current time is too large.",
            ),
        }
    }

    pub(super) fn denied(service: Service, message: String) -> Self {
        match Dialect::of(service) {
            Dialect::Ec2 => Self::new(
                403,
                "UnauthorizedOperation",
                format!("You are not authorized to perform this operation. {message}"),
            ),
            Dialect::Query if service.name() == "sns" => {
                Self::new(403, "AuthorizationError", message)
            }
            Dialect::Query | Dialect::S3 => Self::new(403, "AccessDenied", message),
            Dialect::Json(status) => Self::new(status, "AccessDeniedException", message),
            Dialect::Rest if service.protocol() == Protocol::RestXml => {
                Self::new(403, "AccessDenied", message)
            }
            Dialect::Rest => Self::new(403, "AccessDeniedException", message),
        }
    }

    fn auth_failure() -> Self {
        Self::new(
            401,
            "AuthFailure",
            "AWS was not able to validate the provided access credentials",
        )
    }

    /// The error document of a service.
    pub(super) fn document(&self, service: Service, request_id: &str) -> String {
        if service == Service::Ec2 {
            let mut xml = Xml::with_declaration();
            xml.element("Response", |xml| {
                xml.element("Errors", |xml| {
                    xml.element("Error", |xml| {
                        xml.text("Code", &self.code);
                        xml.text("Message", &self.message);
                    });
                });
                xml.text("RequestID", request_id);
            });
            return xml.finish();
        }
        let mut xml = Xml::default();
        xml.root("ErrorResponse", &service.namespace(), |xml| {
            xml.element("Error", |xml| {
                xml.text(
                    "Type",
                    if self.status < 500 {
                        "Sender"
                    } else {
                        "Receiver"
                    },
                );
                xml.text("Code", &self.code);
                xml.text("Message", &self.message);
            });
            xml.text("RequestId", request_id);
        });
        xml.finish()
    }
}
