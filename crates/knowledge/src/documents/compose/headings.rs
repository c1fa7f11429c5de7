//! The headings that a block stands under.
//!
//! Owns the path of a block: the title of the document, and the open headings below it.

/// Headings above each other.
const MAX_DEPTH: usize = 6;

/// The open headings of a document.
#[derive(Debug)]
pub(super) struct Headings {
    /// The title above everything, unless the document's only heading of the first level is above it.
    title: String,
    has_one_title: bool,
    open: Vec<(u8, String)>,
    path: Vec<String>,
}

impl Headings {
    pub(super) fn new(title: String, has_one_title: bool) -> Self {
        let mut headings = Self {
            title,
            has_one_title,
            open: Vec::new(),
            path: Vec::new(),
        };
        headings.find_path();
        headings
    }

    /// The title and the headings, outermost first.
    pub(super) fn path(&self) -> &[String] {
        &self.path
    }

    pub(super) fn push(&mut self, level: u8, text: String) {
        self.open.push((level, text));
        self.find_path();
    }

    /// Ends the headings of this level and below.
    pub(super) fn close(&mut self, level: u8) {
        self.open.retain(|&(above, _)| above < level);
        self.find_path();
    }

    fn find_path(&mut self) {
        let is_titled = self.has_one_title && self.open.first().is_some_and(|&(level, _)| level == 1);
        let title = (!is_titled && !self.title.is_empty()).then_some(&self.title);
        let mut path: Vec<String> = Vec::new();
        for text in title.into_iter().chain(self.open.iter().map(|(_, text)| text)) {
            let lowered = text.to_lowercase();
            let above = path.last().map(|above| above.to_lowercase()).unwrap_or_default();
            if path.len() >= MAX_DEPTH || above == lowered {
                continue;
            }
            // "NOTICES (updated 20 Nov)" says all that "Notices" says.
            let rest = lowered.strip_prefix(&above).filter(|_| !above.is_empty());
            if rest.is_some_and(|rest| rest.starts_with([' ', ':', ','])) {
                path.pop();
            }
            path.push(text.clone());
        }
        self.path = path;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_everything_once() {
        for (title, has_one_title, open, expected) in [
            (
                "Notices",
                false,
                vec![(2, "NOTICES (updated 20 Nov)")],
                vec!["NOTICES (updated 20 Nov)"],
            ),
            (
                "Lost property",
                false,
                vec![(2, "LOST PROPERTY")],
                vec!["Lost property"],
            ),
            (
                "Camp",
                true,
                vec![(1, "Otter Bend"), (2, "Dogs")],
                vec!["Otter Bend", "Dogs"],
            ),
            (
                "Camp",
                false,
                vec![(1, "Tents"), (1, "Dogs")],
                vec!["Camp", "Dogs"],
            ),
            ("", false, vec![(2, "A"), (4, "B"), (3, "C")], vec!["A", "C"]),
        ] {
            let mut headings = Headings::new(title.to_owned(), has_one_title);
            for (level, text) in open {
                headings.close(level);
                headings.push(level, text.to_owned());
            }
            assert_eq!(headings.path(), expected, "{title}");
        }
    }
}
