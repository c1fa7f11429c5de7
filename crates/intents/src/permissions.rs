//! What an operator allows.
//!
//! Owns the list of tools that may be used at a place. To be heard, silenced and helped is always allowed.

/// The tools that are allowed: all of them, or those of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Permissions {
    allowed: Option<Vec<String>>,
}

/// Nobody may be locked out of these.
const ALWAYS: [&str; 7] = ["stop", "repeat", "help", "volume", "speed", "patience", "talk"];

/// The kinds of tools, then the single ones that have a name of their own.
const KNOWN: [&str; 51] = [
    "time",
    "date",
    "timer",
    "alarm",
    "reminder",
    "list",
    "calculate",
    "convert",
    "random",
    "language",
    "stop",
    "repeat",
    "help",
    "volume",
    "speed",
    "patience",
    "talk",
    "timer_set",
    "timer_cancel",
    "timer_pause",
    "timer_resume",
    "timer_change",
    "timer_restart",
    "timer_left",
    "timer_list",
    "timer_count",
    "timer_snooze",
    "alarm_set",
    "alarm_change",
    "alarm_cancel",
    "alarm_list",
    "reminder_set",
    "reminder_change",
    "reminder_list",
    "reminder_cancel",
    "list_add",
    "list_remove",
    "list_read",
    "list_clear",
    "random_coin",
    "random_dice",
    "random_number",
    "random_pick",
    "repeat_slower",
    "speed_faster",
    "speed_slower",
    "patience_more",
    "patience_less",
    "volume_louder",
    "volume_quieter",
    "volume_set",
];

impl Permissions {
    /// The names that [`Self::only`] knows: kinds and single tools.
    pub fn known() -> &'static [&'static str] {
        &KNOWN
    }

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
    fn every_tool_of_the_skills_is_known_by_its_name_and_its_kind() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/skills");
        let mut named = std::collections::BTreeSet::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            for function in text.split("fn tool(").skip(1) {
                let body = function.split("\n    }\n").next().unwrap();
                named.extend(body.split('"').skip(1).step_by(2).map(str::to_owned));
            }
        }
        named.remove("");
        assert!(
            named.contains("timer_set") && named.contains("calculate"),
            "{named:?}"
        );
        for tool in &named {
            let kind = tool.split('_').next().unwrap();
            assert!(KNOWN.contains(&tool.as_str()) && KNOWN.contains(&kind), "{tool}");
        }
        for name in KNOWN.iter().filter(|name| name.contains('_')) {
            assert!(named.contains(*name), "no skill has the tool {name}");
        }
    }

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
