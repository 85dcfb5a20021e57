//! How each service says no: status, code and text. It must not know why.

use super::query::Service;
use super::xml::Xml;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub status: u16,
    pub code: String,
    pub message: String,
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
        match service {
            Service::Ec2 => Self::new(
                400,
                "InvalidAction",
                format!("The action {action} is not valid for this web service."),
            ),
            _ => Self::new(
                400,
                "InvalidAction",
                format!("Could not find operation {action} for version {version}"),
            ),
        }
    }

    pub(super) fn throttled(service: Service) -> Self {
        match service {
            Service::Ec2 => Self::new(503, "RequestLimitExceeded", "Request limit exceeded."),
            _ => Self::new(400, "Throttling", "Rate exceeded"),
        }
    }

    pub(super) fn unknown_key(service: Service) -> Self {
        match service {
            Service::Ec2 => Self::auth_failure(),
            _ => Self::new(
                403,
                "InvalidClientTokenId",
                "The security token included in the request is invalid.",
            ),
        }
    }

    pub(super) fn expired(service: Service) -> Self {
        match service {
            Service::Ec2 => Self::new(400, "RequestExpired", "Request has expired."),
            _ => Self::new(
                403,
                "ExpiredToken",
                "The security token included in the request is expired",
            ),
        }
    }

    pub(super) fn missing_token(service: Service) -> Self {
        match service {
            Service::Ec2 => Self::new(
                400,
                "MissingParameter",
                "The request must contain the parameter AWSAccessKeyId",
            ),
            _ => Self::new(
                403,
                "MissingAuthenticationToken",
                "Request is missing Authentication Token",
            ),
        }
    }

    pub(super) fn wrong_signature(service: Service) -> Self {
        match service {
            Service::Ec2 => Self::auth_failure(),
            _ => Self::new(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. \
                 Check your AWS Secret Access Key and signing method. \
                 Consult the service documentation for details.",
            ),
        }
    }

    /// EC2 says the same of a wrong clock as of a wrong key (aws-sdk-java issue 519).
    pub(super) fn skewed(service: Service, detail: String) -> Self {
        match service {
            Service::Ec2 => Self::auth_failure(),
            _ => Self::new(403, "SignatureDoesNotMatch", detail),
        }
    }

    pub(super) fn denied(service: Service, message: String) -> Self {
        match service {
            Service::Ec2 => Self::new(
                403,
                "UnauthorizedOperation",
                format!("You are not authorized to perform this operation. {message}"),
            ),
            _ => Self::new(403, "AccessDenied", message),
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
