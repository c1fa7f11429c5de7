//! What an operator allows.
//!
//! Owns the list of tools that may be used at a place. To be heard, silenced and helped is always allowed.

/// The tools that are allowed: all of them, or those of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Permissions {
    allowed: Option<Vec<String>>,
}

/// Nobody may be locked out of these.
const ALWAYS: [&str; 6] = ["stop", "repeat", "help", "volume", "speed", "talk"];

impl Permissions {
    /// Everything.
    pub fn all() -> Self {
        Self::default()
    }

    /// Only tools of these names, such as `timer_set`, or of these kinds, such as `timer`.
    pub fn only<I, S>(names: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: Into<String>,
    {
        Self {
            allowed: Some(names.into_iter().map(Into::into).collect()),
        }
    }

    /// Whether a tool may be used.
    pub fn allow(&self, tool: &str) -> bool {
        let Some(allowed) = &self.allowed else {
            return true;
        };
        let kind = tool.split('_').next().unwrap_or(tool);
        ALWAYS.contains(&kind) || allowed.iter().any(|name| name == tool || name == kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_or_a_single_tool_is_allowed() {
        let permissions = Permissions::only(["time", "timer_left"]);
        for (tool, expected) in [
            ("time", true),
            ("timer_left", true),
            ("timer_set", false),
            ("list_add", false),
            ("volume_louder", true),
            ("stop", true),
        ] {
            assert_eq!(permissions.allow(tool), expected, "{tool}");
            assert!(Permissions::all().allow(tool));
        }
    }
}
