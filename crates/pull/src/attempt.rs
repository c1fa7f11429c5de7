//! One attempt to fetch the rest of a file: a request, the redirects that it is led through, and its body.
//!
//! Owns the request and what is a passing failure, after which it is tried again, and what is a final one. `transfer` counts the
//! attempts, `answer` reads headers, `part` keeps the bytes.

use std::error::Error;
use std::time::Duration;

use reqwest::header::{self, HeaderMap, HeaderValue};
use reqwest::{Client, Response, StatusCode, Url};
use tokio::time::{Instant, timeout, timeout_at};

use crate::address::Source;
use crate::answer::{self, Body, Linked, Place};
use crate::error::PullError;
use crate::folder::Folder;
use crate::job::Job;
use crate::limits::Limits;
use crate::part::{HEAD, Origin, Part};
use crate::recognise::{Seen, recognise};
use crate::report::Report;

/// Why an attempt failed.
pub enum Failure {
    /// It may work the next time, after the wait that the server asks for, if it does.
    Passing {
        /// Why, as a part of a sentence.
        reason: String,
        /// How long the server asks to wait.
        wait: Option<Duration>,
    },
    /// It will not.
    Final(PullError),
}

impl From<PullError> for Failure {
    fn from(error: PullError) -> Self {
        Self::Final(error)
    }
}

fn passing(reason: impl Into<String>) -> Failure {
    Failure::Passing {
        reason: reason.into(),
        wait: None,
    }
}

/// What an attempt needs.
pub struct Attempt<'a> {
    pub client: &'a Client,
    pub source: &'a Source,
    pub folder: &'a Folder,
    pub limits: &'a Limits,
    pub report: &'a dyn Report,
    pub job: &'a Job,
}

impl Attempt<'_> {
    /// Fetches what is missing of `part`. Afterwards the part has all bytes, but was not compared with its digest.
    pub async fn run(&self, part: &mut Part) -> Result<(), Failure> {
        let mut linked = Linked::default();
        let (response, address) = self.ask(part, &mut linked).await?;
        let host = address.host_str().unwrap_or_default().to_owned();
        let partial = match response.status() {
            StatusCode::OK => false,
            StatusCode::PARTIAL_CONTENT => true,
            StatusCode::RANGE_NOT_SATISFIABLE => {
                part.start_anew(self.job.address.as_str())?;
                return Err(passing("the file was changed meanwhile"));
            }
            status => return Err(self.refusal(status, response.headers(), &address)),
        };
        if answer::is_page(response.headers()) {
            return Err(self.web_page(&host));
        }
        let body = Body::of(partial, response.headers(), part.length(), part.origin());
        self.accept(part, body, linked, &host)?;
        self.receive(part, response, &host).await
    }

    /// Asks, and follows redirects by the rules of [`Source::may_follow`].
    async fn ask(&self, part: &Part, linked: &mut Linked) -> Result<(Response, Url), Failure> {
        let mut address = self.job.address.clone();
        for _ in 0..=self.limits.redirects {
            let request = self
                .client
                .get(address.clone())
                .headers(self.headers(part, &address));
            let response = timeout(self.limits.stall, request.send())
                .await
                .map_err(|_| passing("the server does not answer"))?
                .map_err(|error| self.broken(error, &address))?;
            if self.source.is_first(&address) {
                linked.take(response.headers());
            }
            if !response.status().is_redirection() || response.status() == StatusCode::NOT_MODIFIED {
                return Ok((response, address));
            }
            let next = response
                .headers()
                .get(header::LOCATION)
                .and_then(|place| place.to_str().ok())
                .and_then(|place| address.join(place).ok());
            let led = |reason| {
                Failure::Final(PullError::Redirect {
                    file: self.job.name(),
                    host: address.host_str().unwrap_or_default().to_owned(),
                    reason,
                })
            };
            let next = next.ok_or_else(|| led("nowhere".to_owned()))?;
            self.source.may_follow(&address, &next).map_err(led)?;
            address = next;
        }
        Err(Failure::Final(PullError::Redirect {
            file: self.job.name(),
            host: self.source.host().to_owned(),
            reason: format!("through more than {} redirects", self.limits.redirects),
        }))
    }

    /// What a request that got no answer means: a wrong certificate does not become right by trying again.
    fn broken(&self, error: reqwest::Error, address: &Url) -> Failure {
        match certificate(&error) {
            Some(reason) => Failure::Final(PullError::Certificate {
                file: self.job.name(),
                host: address.host_str().unwrap_or_default().to_owned(),
                reason,
            }),
            None => passing(without_address(error)),
        }
    }

    fn headers(&self, part: &Part, address: &Url) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        if let Some(mut token) = self
            .source
            .token_for(address)
            .and_then(|token| HeaderValue::from_str(&format!("Bearer {token}")).ok())
        {
            token.set_sensitive(true);
            headers.insert(header::AUTHORIZATION, token);
        }
        let validator = part.origin().validator.as_deref();
        if let Some(validator) = validator.filter(|_| part.length() > 0) {
            let range = HeaderValue::from_str(&format!("bytes={}-", part.length()));
            if let (Ok(range), Ok(validator)) = (range, HeaderValue::from_str(validator)) {
                headers.insert(header::RANGE, range);
                headers.insert(header::IF_RANGE, validator);
            }
        }
        headers
    }

    /// What a status other than success means.
    fn refusal(&self, status: StatusCode, headers: &HeaderMap, address: &Url) -> Failure {
        let file = self.job.name();
        let host = address.host_str().unwrap_or_default().to_owned();
        let number = status.as_u16();
        match number {
            // A link that the first server signed has expired: it signs another one.
            403 if !self.source.is_first(address) => passing("the link has expired"),
            401 | 403 => Failure::Final(PullError::Token {
                file,
                host,
                status: number,
                page: self.job.page.clone(),
                token_sent: self.source.token_for(&self.job.address).is_some(),
            }),
            408 | 425 | 429 | 500 | 502 | 503 | 504 => {
                let wait = answer::retry_after(headers);
                match wait.filter(|wait| *wait > self.limits.longest_wait) {
                    Some(wait) => Failure::Final(PullError::Later {
                        file,
                        host,
                        seconds: wait.as_secs(),
                    }),
                    None => Failure::Passing {
                        reason: format!("HTTP status {number}"),
                        wait,
                    },
                }
            }
            _ => Failure::Final(PullError::Missing {
                file,
                host,
                status: number,
                page: self.job.page.clone(),
            }),
        }
    }

    /// Compares what the server announces with what is expected, and makes the part ready for the body.
    fn accept(&self, part: &mut Part, body: Body, linked: Linked, host: &str) -> Result<(), Failure> {
        let longest = Limits::longest_file(self.job.size);
        if let Some(found) = body.whole.or(linked.size).filter(|&whole| whole > longest) {
            return Err(self.length(host, format!("at most {}", bytes(longest)), found));
        }
        if let (Some(found), Some(size)) = (body.whole, linked.size)
            && found != size
        {
            return Err(self.length(host, bytes(size), found));
        }
        if let (Some(expected), Some(found)) = (&self.job.sha256, &linked.digest)
            && expected != found
        {
            return Err(Failure::Final(PullError::Digest {
                file: self.job.name(),
                whose: "the catalogue",
                expected: expected.clone(),
                found: format!("{found} by {}", self.source.whose_digest()),
                page: self.job.page.clone(),
            }));
        }
        match body.place {
            Place::Continued => {}
            Place::Beginning if part.length() == 0 => {}
            Place::Beginning => {
                self.report
                    .note(self.job, "the file was changed meanwhile; it starts anew");
                part.start_anew(self.job.address.as_str())?;
            }
            Place::Elsewhere => {
                part.start_anew(self.job.address.as_str())?;
                return Err(passing("the server continues another file"));
            }
        }
        let missing = body.whole.unwrap_or(self.job.size).saturating_sub(part.length());
        self.folder.has_room_for(missing)?;
        part.belongs_to(Origin {
            address: self.job.address.as_str().to_owned(),
            validator: body.validator,
            whole: body.whole.or(linked.size),
            digest: linked.digest.or_else(|| part.origin().digest.clone()),
        })?;
        Ok(())
    }

    /// Takes the body, as long as it comes quickly enough and is not longer than announced.
    async fn receive(&self, part: &mut Part, mut response: Response, host: &str) -> Result<(), Failure> {
        let whole = part.origin().whole;
        let longest = whole.unwrap_or_else(|| Limits::longest_file(self.job.size));
        let mut window = Window::open(self.limits);
        let mut is_recognised = part.head().len() >= HEAD;
        self.report.progress(self.job, part.length(), whole);
        loop {
            let Ok(next) = timeout_at(window.end, response.chunk()).await else {
                window.close(self.limits)?;
                continue;
            };
            let Some(chunk) = next.map_err(|error| passing(without_address(error)))? else {
                break;
            };
            let after = part.length().saturating_add(chunk.len() as u64);
            if after > longest {
                return Err(self.length(host, format!("at most {}", bytes(longest)), after));
            }
            part.write(&chunk)?;
            if !is_recognised && part.head().len() >= HEAD {
                is_recognised = true;
                self.recognise(part, host)?;
            }
            self.report.progress(self.job, part.length(), whole);
            window.count(chunk.len());
            if Instant::now() >= window.end {
                window.close(self.limits)?;
            }
        }
        if whole.is_some_and(|whole| part.length() < whole) {
            return Err(passing("the connection ended early"));
        }
        if !is_recognised {
            self.recognise(part, host)?;
        }
        Ok(())
    }

    fn recognise(&self, part: &mut Part, host: &str) -> Result<(), Failure> {
        let seen = recognise(&self.job.name(), self.job.task, part.head());
        if seen == Seen::Fitting {
            return Ok(());
        }
        part.start_anew(self.job.address.as_str())?;
        Err(match seen {
            Seen::Foreign(expected) => Failure::Final(PullError::Foreign {
                file: self.job.name(),
                host: host.to_owned(),
                expected,
                page: self.job.page.clone(),
            }),
            Seen::WebPage | Seen::Fitting => self.web_page(host),
        })
    }

    fn web_page(&self, host: &str) -> Failure {
        Failure::Final(PullError::WebPage {
            file: self.job.name(),
            host: host.to_owned(),
        })
    }

    fn length(&self, host: &str, expected: String, found: u64) -> Failure {
        Failure::Final(PullError::Length {
            file: self.job.name(),
            host: host.to_owned(),
            expected,
            found,
            page: self.job.page.clone(),
        })
    }
}

/// A stretch of time in which enough bytes must arrive: a server that sends one byte a second would otherwise hold a run forever.
struct Window {
    end: Instant,
    bytes: u64,
}

impl Window {
    fn open(limits: &Limits) -> Self {
        Self {
            end: Instant::now() + limits.stall,
            bytes: 0,
        }
    }

    fn count(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_add(bytes as u64);
    }

    fn close(&mut self, limits: &Limits) -> Result<(), Failure> {
        if self.bytes < limits.stall_bytes {
            return Err(passing(format!(
                "less than {} bytes came in {:.0} s",
                limits.stall_bytes,
                limits.stall.as_secs_f64().ceil()
            )));
        }
        *self = Self::open(limits);
        Ok(())
    }
}

fn bytes(count: u64) -> String {
    crate::error::megabytes(count)
}

/// The innermost reason of a failed request; an address may hold the signature of a link that nobody else should see.
fn without_address(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut reason: &dyn Error = &error;
    while let Some(source) = reason.source() {
        reason = source;
    }
    reason.to_string()
}

/// What is wrong with the server's certificate, if that is why a request failed.
fn certificate(error: &(dyn Error + 'static)) -> Option<String> {
    let mut reason = Some(error);
    while let Some(error) = reason {
        if let Some(rustls::Error::InvalidCertificate(wrong)) = error.downcast_ref() {
            return Some(wrong.to_string());
        }
        // An error of the system passes over the one that it wraps.
        reason = match error.downcast_ref::<std::io::Error>() {
            Some(system) => system.get_ref().map(|wrapped| wrapped as &(dyn Error + 'static)),
            None => error.source(),
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn a_wrong_certificate_is_found_however_often_it_is_wrapped() {
        let wrong = rustls::Error::InvalidCertificate(rustls::CertificateError::Expired);
        let wrapped = io::Error::other(io::Error::other(wrong));
        assert!(certificate(&wrapped).is_some());
        assert_eq!(certificate(&io::Error::other("cut")), None);
    }
}
