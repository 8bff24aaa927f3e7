//! The request that a web service gets, and what the status of its answer means (spec: meaning §10). Nothing is sent from here.

use crate::model::resource::{Authentication, WebService};

use super::fold::{entries, one_line};
use super::template;
use super::value::range;

/// The status codes that HTTP knows.
const STATUSES: std::ops::RangeInclusive<u16> = 100..=599;
/// The status codes that count as success where a service names none.
const USUAL_SUCCESS: (u16, u16) = (200, 299);

/// A request as it would be sent, with the name of the secret in place of the secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebRequest {
    /// HTTP method.
    pub method: String,
    /// The address; what placeholders gave is percent-encoded.
    pub address: String,
    /// Headers, each on one line.
    pub headers: Vec<(String, String)>,
    /// The body; what placeholders gave is escaped inside the texts of a JSON body.
    pub body: String,
}

impl WebRequest {
    /// The request of a service to its live address or its test address. `read` gives the value of a placeholder.
    pub fn new<S: AsRef<str>>(service: &WebService, is_live: bool, read: impl Fn(&str) -> S) -> Self {
        let header = |(name, value): &(String, String)| (one_line(name), one_line(&template::fill(value, &read)));
        let mut headers: Vec<(String, String)> = service.headers.iter().map(header).collect();
        headers.extend(secret(service));
        Self {
            method: service.method.clone(),
            address: template::fill_url(address(service, is_live), &read),
            headers,
            body: template::fill_body(&service.body, &read),
        }
    }
}

/// The address that a version calls: the live one in production, else the one for tests where there is one.
#[must_use]
pub fn address(service: &WebService, is_live: bool) -> &str {
    if is_live || service.test_url.trim().is_empty() { &service.url } else { &service.test_url }
}

/// The header that carries the secret, with the secret's name in place of its value.
fn secret(service: &WebService) -> Option<(String, String)> {
    let secret = format!("(secret {})", service.secret_name);
    let authorization = |value: String| Some(("Authorization".to_owned(), value));
    match &service.authentication {
        Authentication::None => None,
        Authentication::Basic { user } => authorization(format!("Basic {}:{secret}", one_line(user))),
        Authentication::Bearer => authorization(format!("Bearer {secret}")),
        Authentication::Header { name } => Some((one_line(name), secret)),
    }
}

/// Whether a status counts as success for a service.
#[must_use]
pub fn is_success(service: &WebService, status: u16) -> bool {
    if service.success.is_empty() { has(&[USUAL_SUCCESS], status) } else { has(&service.success, status) }
}

/// Whether another request may succeed after an answer with this status: the service is too busy or has failed, and the request
/// itself is not wrong.
#[must_use]
pub fn is_passing_failure(status: u16) -> bool {
    matches!(status, 408 | 429 | 500..=599)
}

/// Whether a status is in one of some ranges; both ends are included.
#[must_use]
pub fn has(codes: &[(u16, u16)], status: u16) -> bool {
    codes.iter().any(|(first, last)| (*first..=*last).contains(&status))
}

/// Reads status codes: `200`, `200-299, 404`, `200..299`.
///
/// # Errors
/// What is needed instead, as a sentence.
pub fn read_codes(text: &str) -> Result<Vec<(u16, u16)>, String> {
    let code = |text: &str| text.parse::<u16>().ok().filter(|code| text.len() == 3 && STATUSES.contains(code));
    let read = |entry: &str| {
        let (first, last) = range(entry).unwrap_or_else(|| (entry.to_owned(), entry.to_owned()));
        let (first, last) = code(&first).zip(code(&last)).filter(|(first, last)| first <= last)?;
        Some((first, last))
    };
    let needed =
        |entry: &str| format!("\"{entry}\" is not a status code. Write codes from 100 to 599, such as 200-299, 404.");
    entries(text).map(|entry| read(entry).ok_or_else(|| needed(entry))).collect()
}

/// Status codes as [`read_codes`] reads them.
#[must_use]
pub fn codes_words(codes: &[(u16, u16)]) -> String {
    let words = |(first, last): &(u16, u16)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    codes.iter().map(words).collect::<Vec<_>>().join(", ")
}

/// Whether a text can be the name of a header: letters, digits and the signs of RFC 9110, section 5.6.2.
#[must_use]
pub fn is_header_name(name: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> String {
        match path {
            "name" => "Ana \"B\"\nBo",
            "tier" => "7",
            "number" => "+33612345678",
            _ => "",
        }
        .to_owned()
    }

    #[test]
    fn a_request_is_filled_in_and_names_its_secret() {
        let service = WebService {
            method: "POST".to_owned(),
            url: "https://crm.example/find?phone={{number}}&name={{name}}".to_owned(),
            test_url: "https://test.example/{{tier}}".to_owned(),
            headers: vec![
                ("X-Tier".to_owned(), "tier {{tier}}".to_owned()),
                ("X-Name".to_owned(), "{{name}}".to_owned()),
            ],
            authentication: Authentication::Basic { user: "flow".to_owned() },
            secret_name: "crm_password".to_owned(),
            body: r#"{"name": "{{name}}", "tier": {{tier}}}"#.to_owned(),
            ..WebService::default()
        };
        let live = WebRequest::new(&service, true, read);
        assert_eq!(live.address, "https://crm.example/find?phone=%2B33612345678&name=Ana%20%22B%22%0ABo");
        assert_eq!(live.body, r#"{"name": "Ana \"B\"\nBo", "tier": 7}"#);
        let headers =
            [("X-Tier", "tier 7"), ("X-Name", "Ana \"B\" Bo"), ("Authorization", "Basic flow:(secret crm_password)")];
        assert_eq!(live.headers, headers.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(WebRequest::new(&service, false, read).address, "https://test.example/7");
        let of = |authentication| {
            let service = WebService { authentication, secret_name: "key".to_owned(), ..WebService::default() };
            WebRequest::new(&service, false, read).headers
        };
        let header = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
        assert_eq!(of(Authentication::Bearer), header("Authorization", "Bearer (secret key)"));
        assert_eq!(of(Authentication::Header { name: "X-Api-Key".to_owned() }), header("X-Api-Key", "(secret key)"));
        assert_eq!(of(Authentication::None), []);
        let one = WebService { url: "https://one.example".to_owned(), ..WebService::default() };
        assert_eq!(WebRequest::new(&one, false, read).address, "https://one.example");
    }

    #[test]
    fn status_codes_are_read_and_say_what_they_mean() {
        for (text, expected) in [
            ("200", Some(vec![(200, 200)])),
            ("200-299, 404", Some(vec![(200, 299), (404, 404)])),
            ("200–204,301..302", Some(vec![(200, 204), (301, 302)])),
            ("", Some(vec![])),
            ("600", None),
            ("99", None),
            ("0200", None),
            ("299-200", None),
            ("2xx", None),
            ("200 404", None),
        ] {
            assert_eq!(read_codes(text).ok(), expected, "{text}");
            if let Some(codes) = expected {
                assert_eq!(read_codes(&codes_words(&codes)), Ok(codes), "{text}");
            }
        }
        let of = |success: &[(u16, u16)], status| {
            is_success(&WebService { success: success.to_vec(), ..WebService::default() }, status)
        };
        for (success, status, expected) in [
            (&[][..], 199, false),
            (&[], 200, true),
            (&[], 299, true),
            (&[], 300, false),
            (&[(404, 404)], 404, true),
            (&[(404, 404)], 200, false),
            (&[(200, 204), (404, 410)], 410, true),
        ] {
            assert_eq!(of(success, status), expected, "{success:?} {status}");
        }
        let passing: Vec<u16> = (100..=599).filter(|status| is_passing_failure(*status)).collect();
        assert_eq!((passing.len(), passing[0], passing[1], passing[2]), (102, 408, 429, 500));
    }

    #[test]
    fn names_of_headers() {
        for (name, expected) in [("X-Api-Key", true), ("", false), ("X Api", false), ("X:", false), ("Clé", false)] {
            assert_eq!(is_header_name(name), expected, "{name}");
        }
    }
}
