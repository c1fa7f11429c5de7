//! Where files are asked for, which redirects are followed, and who gets the token.
//!
//! Owns these three rules. All of them look at addresses only and open no connection.

use reqwest::Url;

use mynah_catalog::{Entry, PublishedFile};

use crate::error::PullError;

/// The hub that publishes the models.
const HUB: &str = "https://huggingface.co";

/// The server that is asked first, and the token for it.
#[derive(Clone)]
pub struct Source {
    base: Url,
    is_hub: bool,
    token: Option<String>,
    token_to_mirror: bool,
}

impl Source {
    /// The hub, or a mirror with the same paths; `token` goes to the hub, and to a mirror only with `token_to_mirror`. A mirror has
    /// an `https` or `http` address without a user, a question or a fragment.
    pub fn new(
        mirror: Option<&str>,
        token: Option<String>,
        token_to_mirror: bool,
    ) -> Result<Self, PullError> {
        let text = mirror.unwrap_or(HUB);
        let refused = |reason: &str| {
            PullError::Usage(format!(
                "The mirror '{text}' cannot be used ({reason}): give an address such as https://mirror.example."
            ))
        };
        let base = Url::parse(text).map_err(|error| refused(&error.to_string()))?;
        if !matches!(base.scheme(), "https" | "http") || base.host_str().is_none() {
            return Err(refused("it is no https or http address"));
        }
        if has_user(&base) || base.query().is_some() || base.fragment().is_some() {
            return Err(refused("it has more than a host and a path"));
        }
        Ok(Self {
            is_hub: mirror.is_none() || is_hub(&base),
            base,
            token: token.filter(|token| !token.is_empty()),
            token_to_mirror,
        })
    }

    /// Whether it is a program on this machine, which no proxy is asked for.
    pub fn is_local(&self) -> bool {
        is_local(&self.base)
    }

    /// Whether what it sends can be read and changed on the way.
    pub fn is_exposed(&self) -> bool {
        self.base.scheme() == "http" && !self.is_local()
    }

    /// Its host, for messages.
    pub fn host(&self) -> &str {
        self.base.host_str().unwrap_or_default()
    }

    /// What a digest that it names is called: the hub's, or the mirror's.
    pub fn whose_digest(&self) -> &'static str {
        if self.is_hub {
            "the hub's own metadata"
        } else {
            "the mirror's own metadata"
        }
    }

    /// Where a file of a model is asked for.
    pub fn address(&self, entry: &Entry, file: &PublishedFile) -> Result<Url, PullError> {
        let mut address = self.base.clone();
        let added = format!("{}/resolve/{}/{}", entry.repository, entry.revision, file.path);
        address
            .path_segments_mut()
            .map_err(|()| PullError::Usage(format!("The address of {} has no path.", file.name())))?
            .pop_if_empty()
            .extend(added.split('/'));
        Ok(address)
    }

    /// The token, if this address may have it: the hub over https; or the mirror, if it was said so, over https or on this machine.
    pub fn token_for(&self, address: &Url) -> Option<&str> {
        let token = self.token.as_deref()?;
        let to_hub = self.is_hub && is_hub(address);
        let to_mirror = self.token_to_mirror
            && address.origin() == self.base.origin()
            && (address.scheme() == "https" || is_local(address));
        (to_hub || to_mirror).then_some(token)
    }

    /// Whether this server is the one that was asked first, so that what it says of the file counts.
    pub fn is_first(&self, address: &Url) -> bool {
        address.origin() == self.base.origin()
    }

    /// Whether a redirect may be followed; else where it leads.
    pub fn may_follow(&self, from: &Url, to: &Url) -> Result<(), String> {
        let place = to.host_str().unwrap_or("nowhere");
        if has_user(to) {
            return Err(format!("to {place} with a user's name"));
        }
        match to.scheme() {
            "https" => Ok(()),
            "http" if from.scheme() == "https" => Err(format!("to {place} without encryption")),
            // The mirror itself was asked for without encryption, or everything stays on this machine.
            "http" if self.is_first(to) || (is_local(from) && is_local(to)) => Ok(()),
            "http" => Err(format!("to {place} without encryption")),
            other => Err(format!("to an address of the kind '{}'", other.escape_debug())),
        }
    }
}

fn has_user(address: &Url) -> bool {
    !address.username().is_empty() || address.password().is_some()
}

fn is_hub(address: &Url) -> bool {
    address.scheme() == "https"
        && address.host_str() == Some("huggingface.co")
        && address.port_or_known_default() == Some(443)
}

/// `localhost`, `127.0.0.1` and the like, `[::1]`.
fn is_local(address: &Url) -> bool {
    let Some(host) = address.host_str() else {
        return false;
    };
    let number = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || number
            .parse::<std::net::IpAddr>()
            .is_ok_and(|number| number.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn source(mirror: Option<&str>, token_to_mirror: bool) -> Source {
        Source::new(mirror, Some("secret".to_owned()), token_to_mirror).unwrap()
    }

    #[test]
    fn a_file_is_asked_for_at_its_revision_on_the_hub_or_on_the_mirror() {
        let entry = mynah_catalog::find("piper-de_DE-thorsten-medium").unwrap();
        let path = "rhasspy/piper-voices/resolve/main/de/de_DE/thorsten/medium/de_DE-thorsten-medium.onnx";
        for (mirror, start) in [
            (None, "https://huggingface.co/"),
            (Some("https://m.example"), "https://m.example/"),
            (Some("https://m.example/hf/"), "https://m.example/hf/"),
            (Some("http://127.0.0.1:8080"), "http://127.0.0.1:8080/"),
        ] {
            let address = source(mirror, false).address(entry, &entry.files[0]).unwrap();
            assert_eq!(address.as_str(), format!("{start}{path}"));
        }
    }

    #[test]
    fn the_token_goes_to_the_hub_only_unless_the_mirror_may_have_it() {
        let hub = source(None, false);
        assert_eq!(hub.token_for(&url("https://huggingface.co/a")), Some("secret"));
        for other in [
            "http://huggingface.co/a",
            "https://huggingface.co:8443/a",
            "https://cdn.huggingface.co/a",
            "https://huggingface.co.evil.example/a",
            "https://evil.example/huggingface.co",
        ] {
            assert_eq!(hub.token_for(&url(other)), None, "{other}");
        }
        let mirror = "https://m.example";
        assert_eq!(source(Some(mirror), false).token_for(&url(mirror)), None);
        assert_eq!(source(Some(mirror), true).token_for(&url(mirror)), Some("secret"));
        assert_eq!(
            source(Some(mirror), true).token_for(&url("https://huggingface.co/a")),
            None
        );
        assert_eq!(
            source(Some("http://m.example"), true).token_for(&url("http://m.example")),
            None
        );
    }

    #[test]
    fn redirects_stay_encrypted() {
        let hub = source(None, false);
        let from = url("https://huggingface.co/a");
        assert!(hub.may_follow(&from, &url("https://cdn.example/b")).is_ok());
        for to in [
            "http://cdn.example/b",
            "http://huggingface.co/a",
            "http://127.0.0.1/b",
            "ftp://cdn.example/b",
            "https://user:word@cdn.example/b",
        ] {
            assert!(hub.may_follow(&from, &url(to)).is_err(), "{to}");
        }
        let mirror = source(Some("http://m.example"), false);
        let from = url("http://m.example/a");
        assert!(mirror.may_follow(&from, &url("http://m.example/b")).is_ok());
        assert!(mirror.may_follow(&from, &url("http://other.example/b")).is_err());
        assert!(mirror.may_follow(&from, &url("http://127.0.0.1/b")).is_err());
    }

    #[test]
    fn a_mirror_is_an_address_with_a_host_and_a_path() {
        for wrong in [
            "",
            "m.example",
            "ftp://m.example",
            "file:///models",
            "https://u@m.example",
            "https://m.example/?a",
        ] {
            let error = Source::new(Some(wrong), None, false).map(|_| ()).unwrap_err();
            assert!(error.to_string().contains("https://mirror.example"), "{wrong}");
        }
    }
}
