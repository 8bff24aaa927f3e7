//! Web services that cannot work, or whose secret would be in the file.

use crate::catalog::Finding;
use crate::catalog::fold;
use crate::catalog::template::{self, Piece};
use crate::catalog::value::is_url;
use crate::catalog::web_request::{codes_words, is_header_name, read_codes};
use crate::model::resource::{Authentication, WebService};

/// Headers whose value is a secret.
const SECRET_HEADERS: [&str; 2] = ["Authorization", "Proxy-Authorization"];

pub(super) fn check_service(name: &str, service: &WebService, found: &mut Vec<Finding>) {
    if service.canned.is_empty() {
        found.push(Finding::hint(
            "no-canned-answer",
            format!("Web service \"{name}\" has no canned answer, so in a simulation it can only fail. Add an answer."),
        ));
    }
    for url in [&service.url, &service.test_url] {
        if !url.trim().is_empty() && !is_address(url) {
            let message = format!(
                "Web service \"{name}\": \"{url}\" is not a web address. Write it with https:// in front, or begin with a \
                 placeholder that holds the beginning."
            );
            found.push(Finding::warning("web-service-address", message));
        }
    }
    check_headers(name, service, found);
    check_secret(name, service, found);
    if service.retries > WebService::MAX_RETRIES {
        let message = format!(
            "Web service \"{name}\" would be asked again {} times; only the first {} count.",
            service.retries,
            WebService::MAX_RETRIES
        );
        found.push(Finding::warning("web-service-retries", message));
    }
    if read_codes(&codes_words(&service.success)).is_err() {
        let message =
            format!("Web service \"{name}\": success codes must be ranges from 100 to 599, such as 200–299, 404.");
        found.push(Finding::warning("web-service-success", message));
    }
}

/// Whether a text can be a web address once its placeholders are filled in.
fn is_address(url: &str) -> bool {
    let begins_with_placeholder = matches!(template::pieces(url.trim()).first(), Some(Piece::Path(_)));
    begins_with_placeholder || is_url(template::fill(url, |_| "x").trim())
}

fn check_headers(name: &str, service: &WebService, found: &mut Vec<Finding>) {
    for (header, value) in &service.headers {
        if !is_header_name(header) {
            let message = format!(
                "Web service \"{name}\": \"{header}\" cannot be the name of a header. Use letters, digits and dashes."
            );
            found.push(Finding::error("web-service-header", message));
        } else if SECRET_HEADERS.iter().any(|secret| fold::same(secret, header)) && !value.contains("{{") {
            let message = format!(
                "Web service \"{name}\": the header {header} holds a secret in the file, where everybody can read it. Remove the header, \
                 choose an authentication, and give the name of the secret."
            );
            found.push(Finding::warning("secret-in-file", message));
        }
    }
}

fn check_secret(name: &str, service: &WebService, found: &mut Vec<Finding>) {
    if !service.authentication.is_none() && service.secret_name.trim().is_empty() {
        let message = format!("Web service \"{name}\" authenticates with a secret that has no name. Give its name.");
        found.push(Finding::error("web-service-secret", message));
    }
    let message = match &service.authentication {
        Authentication::Basic { user } if user.trim().is_empty() => {
            format!("Web service \"{name}\" authenticates with a user name and a password. Give the user name.")
        }
        Authentication::Header { name: header } if !is_header_name(header) => {
            format!("Web service \"{name}\": \"{header}\" cannot be the name of the header that carries the secret.")
        }
        _ => return,
    };
    found.push(Finding::error("web-service-secret", message));
}
