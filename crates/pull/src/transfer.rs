//! Fetching files: several at once, each as often as it takes.
//!
//! Owns the order of things: what is there already, the attempts and the waits between them, the comparison with the digest, the
//! name at the end. `attempt` does one request, `part` keeps what came.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, redirect};
use tokio::task::{JoinSet, spawn_blocking};

use crate::address::Source;
use crate::attempt::{Attempt, Failure};
use crate::error::PullError;
use crate::folder::Folder;
use crate::job::Job;
use crate::limits::{Limits, PROGRESS};
use crate::part::{self, Part};
use crate::report::Report;

/// Who vouches for the digest that a file was compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// The catalogue, which came with the program.
    Catalogue,
    /// The server that sent the file: this finds damage, but does not protect against the server.
    Server,
    /// Nobody: there is no digest.
    Not,
}

/// A file that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// Its bytes.
    pub size: u64,
    /// Bytes of it that an earlier run had fetched; `None` if the file was there already.
    pub continued: Option<u64>,
    /// Who vouches for it.
    pub checked: Checked,
    /// Its SHA-256, if it was computed.
    pub sha256: Option<String>,
}

/// What became of a job.
pub type Ended = (Job, Result<Fetched, PullError>);

/// What all transfers of a run share.
pub struct Transfers {
    client: Client,
    source: Source,
    folder: Folder,
    limits: Limits,
    report: Arc<dyn Report>,
    force: bool,
}

impl Transfers {
    /// Transfers from `source` into `folder`; `force` replaces files that are there and differ.
    pub fn new(
        source: Source,
        folder: Folder,
        limits: Limits,
        report: Arc<dyn Report>,
        force: bool,
    ) -> Result<Self, PullError> {
        let failed =
            |error: &dyn std::fmt::Display| PullError::Usage(format!("The network cannot be used: {error}."));
        // It fails only if a provider is there already, and then there is one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .user_agent(concat!("mynah-pull/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .connect_timeout(limits.connect);
        if source.is_local() {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|error| failed(&error))?;
        Ok(Self {
            client,
            source,
            folder,
            limits,
            report,
            force,
        })
    }

    /// Fetches these files, `at_once` of them at the same time, in this order. A file that fails does not keep the others from coming.
    pub async fn run(self, jobs: Vec<Job>, at_once: usize) -> Vec<Ended> {
        let shared = Arc::new(self);
        let mut waiting: VecDeque<(usize, Job)> = jobs.into_iter().enumerate().collect();
        let mut running = JoinSet::new();
        let mut ended: Vec<(usize, Ended)> = Vec::new();
        loop {
            while running.len() < at_once.max(1)
                && let Some((number, job)) = waiting.pop_front()
            {
                let shared = Arc::clone(&shared);
                running.spawn(async move {
                    let result = shared.fetch(&job).await;
                    shared.report.end(&job, &result);
                    (number, (job, result))
                });
            }
            match running.join_next().await {
                Some(Ok(end)) => ended.push(end),
                // A task that panicked is told by the panic; the others go on.
                Some(Err(_)) => {}
                None => break,
            }
        }
        ended.sort_by_key(|(number, _)| *number);
        ended.into_iter().map(|(_, end)| end).collect()
    }

    async fn fetch(&self, job: &Job) -> Result<Fetched, PullError> {
        if let Some(there) = self.there(job).await? {
            return Ok(there);
        }
        if let Some(folder) = job.target.parent() {
            std::fs::create_dir_all(folder).map_err(|error| PullError::Folder {
                path: folder.to_owned(),
                reason: error.to_string(),
            })?;
        }
        let (target, address) = (job.target.clone(), job.address.as_str().to_owned());
        let is_known = job.sha256.is_some();
        let mut part = in_background(job, move || Part::open(&target, &address, is_known)).await?;
        if part.continued() > 0 {
            self.report.note(job, "an earlier part is continued");
        }
        match self.complete(job, &mut part).await {
            Ok(checked) => place(job, part, checked).await,
            Err(error) => {
                leave(part, &error);
                Err(error)
            }
        }
    }

    /// Tries until all of a part is there and fits its digest, or until trying again is of no use.
    async fn complete(&self, job: &Job, part: &mut Part) -> Result<Checked, PullError> {
        let attempt = Attempt {
            client: &self.client,
            source: &self.source,
            folder: &self.folder,
            limits: &self.limits,
            report: self.report.as_ref(),
            job,
        };
        let mut failures = 0;
        loop {
            let before = part.length();
            let result = if part.is_whole() {
                Ok(())
            } else {
                attempt.run(part).await
            };
            let result = result.and_then(|()| self.compare(job, part));
            let (reason, wait) = match result {
                Ok(checked) => return Ok(checked),
                Err(Failure::Final(error)) => return Err(error),
                Err(Failure::Passing { reason, wait }) => (reason, wait),
            };
            if part.length() >= before.saturating_add(PROGRESS) {
                failures = 0;
            }
            failures += 1;
            if failures > self.limits.retries {
                return Err(PullError::GaveUp {
                    file: job.name(),
                    host: self.source.host().to_owned(),
                    attempts: failures,
                    reason,
                });
            }
            let wait = wait.unwrap_or_else(|| self.limits.delay_after(failures, fastrand::f64()));
            self.report.retry(job, &reason, wait);
            tokio::time::sleep(wait).await;
        }
    }

    /// The file, if it is there already and nothing says that it is another one.
    async fn there(&self, job: &Job) -> Result<Option<Fetched>, PullError> {
        let Ok(status) = std::fs::metadata(&job.target) else {
            return Ok(None);
        };
        if !status.is_file() {
            return Err(PullError::Differs(job.target.clone()));
        }
        let found = |checked, sha256| Fetched {
            size: status.len(),
            continued: None,
            checked,
            sha256,
        };
        let Some(expected) = job.sha256.clone() else {
            return Ok((!self.force).then(|| found(Checked::Not, None)));
        };
        let target = job.target.clone();
        let digest = in_background(job, move || {
            part::digest_of(&target).map_err(|error| PullError::Write {
                path: target,
                reason: error.to_string(),
            })
        })
        .await?;
        if digest == expected {
            Ok(Some(found(Checked::Catalogue, Some(digest))))
        } else if self.force {
            Ok(None)
        } else {
            Err(PullError::Differs(job.target.clone()))
        }
    }

    /// Compares a whole file with its digest: the catalogue's, else the server's. A part that was continued may have been damaged on
    /// the disk: once, everything is fetched again.
    fn compare(&self, job: &Job, part: &mut Part) -> Result<Checked, Failure> {
        let (expected, whose, checked) = match (&job.sha256, &part.origin().digest) {
            (Some(digest), _) => (digest, "the catalogue", Checked::Catalogue),
            (None, Some(digest)) => (digest, self.source.whose_digest(), Checked::Server),
            (None, None) => return Ok(Checked::Not),
        };
        let found = part.digest();
        if found == *expected {
            return Ok(checked);
        }
        if part.continued() > 0 {
            part.start_anew(job.address.as_str())?;
            return Err(Failure::Passing {
                reason: "the earlier part does not fit".to_owned(),
                wait: Some(Duration::ZERO),
            });
        }
        Err(Failure::Final(PullError::Digest {
            file: job.name(),
            whose,
            expected: expected.clone(),
            found,
            page: job.page.clone(),
        }))
    }
}

async fn place(job: &Job, part: Part, checked: Checked) -> Result<Fetched, PullError> {
    let fetched = Fetched {
        size: part.length(),
        continued: Some(part.continued()),
        checked,
        sha256: Some(part.digest()),
    };
    in_background(job, move || part.place()).await?;
    Ok(fetched)
}

/// Leaves a part for the next run, unless there is nothing in it or it can only fail again.
fn leave(part: Part, error: &PullError) {
    let is_useless = matches!(error, PullError::Length { .. } | PullError::Digest { .. });
    if part.length() == 0 || is_useless {
        part.discard();
    }
}

/// Runs what waits for the disk beside the transfers.
async fn in_background<T: Send + 'static>(
    job: &Job,
    work: impl FnOnce() -> Result<T, PullError> + Send + 'static,
) -> Result<T, PullError> {
    spawn_blocking(work).await.unwrap_or_else(|error| {
        Err(PullError::Write {
            path: job.target.clone(),
            reason: error.to_string(),
        })
    })
}
