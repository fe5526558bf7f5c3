//! What a document is for, and how that is guessed where nobody said it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a document is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// What the user has done: a resume, a CV, a profile.
    Resume,
    /// What the other side looks for.
    JobDescription,
    /// The user's letter to the other side.
    CoverLetter,
    /// Situations that the user tells of.
    Stories,
    /// Anything else.
    Notes,
}

/// A word in a title says more than any words inside.
const TITLE_WORDS: &[(DocumentKind, &[&str])] = &[
    (DocumentKind::CoverLetter, &["cover", "letter", "motivation", "anschreiben"]),
    (DocumentKind::JobDescription, &["job", "jd", "posting", "vacancy", "position", "opening", "stelle", "jobs"]),
    (DocumentKind::Resume, &["resume", "résumé", "cv", "curriculum", "lebenslauf"]),
    (DocumentKind::Stories, &["stories", "story", "star", "anecdotes"]),
    (DocumentKind::Notes, &["notes", "note", "questions", "research", "prep"]),
];

/// Phrases of which a document of the kind has several and others have hardly one.
const PHRASES: &[(DocumentKind, &[&str])] = &[
    (DocumentKind::CoverLetter, &["dear ", "i am writing", "sincerely", "kind regards", "best regards", "apply for"]),
    (
        DocumentKind::JobDescription,
        &[
            "responsibilities",
            "requirements",
            "qualifications",
            "we are looking for",
            "we're looking for",
            "about the role",
            "about us",
            "what you will do",
            "what you'll do",
            "what you bring",
            "what we offer",
            "nice to have",
            "you will",
            "equal opportunity",
            "benefits",
        ],
    ),
    (
        DocumentKind::Resume,
        &["experience", "education", "skills", "employment", "certifications", "references", "languages", "university"],
    ),
    (DocumentKind::Stories, &["situation:", "task:", "action:", "result:", "outcome:", "situation\n", "result\n"]),
];

/// As many of its phrases make a kind.
const ENOUGH: usize = 2;

impl DocumentKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Resume, Self::JobDescription, Self::CoverLetter, Self::Stories, Self::Notes];

    /// The name that is stored and typed. Never changed, only added to.
    pub fn name(self) -> &'static str {
        match self {
            Self::Resume => "resume",
            Self::JobDescription => "job_description",
            Self::CoverLetter => "cover_letter",
            Self::Stories => "stories",
            Self::Notes => "notes",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What a document probably is, by its title and its words; [`DocumentKind::Notes`] when neither tells.
    pub fn guess(title: &str, text: &str) -> Self {
        let title = title.to_lowercase();
        let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).collect();
        let by_title = TITLE_WORDS.iter().find(|(_, telling)| telling.iter().any(|word| words.contains(word)));
        if let Some((kind, _)) = by_title {
            return *kind;
        }
        let text = text.to_lowercase();
        let found = PHRASES
            .iter()
            .map(|(kind, phrases)| (*kind, phrases.iter().filter(|phrase| text.contains(*phrase)).count()));
        // Of equals the first: a letter also speaks of experience and skills.
        let best = found.rev().max_by_key(|(_, count)| *count);
        best.filter(|(_, count)| *count >= ENOUGH).map_or(Self::Notes, |(kind, _)| kind)
    }
}

impl fmt::Display for DocumentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name().replace('_', " "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_names_are_pinned_and_read_back() {
        let names = DocumentKind::ALL.map(DocumentKind::name);
        assert_eq!(names, ["resume", "job_description", "cover_letter", "stories", "notes"]);
        for kind in DocumentKind::ALL {
            assert_eq!(DocumentKind::named(kind.name()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
        assert_eq!(DocumentKind::named("poem"), None);
    }

    #[test]
    fn a_title_tells_the_kind_before_the_words_do() {
        for (title, kind) in [
            ("Alex-Lindqvist_CV", DocumentKind::Resume),
            ("job", DocumentKind::JobDescription),
            ("Cover letter for the job", DocumentKind::CoverLetter),
            ("STAR stories", DocumentKind::Stories),
            ("Notes on my resume", DocumentKind::Resume),
            ("starfish", DocumentKind::JobDescription),
        ] {
            assert_eq!(DocumentKind::guess(title, "About the role. Requirements: none."), kind, "{title}");
        }
    }

    #[test]
    fn words_tell_the_kind_where_the_title_does_not() {
        let guess = |text: &str| DocumentKind::guess("document", text);
        assert_eq!(guess("EXPERIENCE\nAcme\nEDUCATION\nUppsala"), DocumentKind::Resume);
        assert_eq!(guess("About the role\nYou will build.\nRequirements: experience"), DocumentKind::JobDescription);
        assert_eq!(guess("Situation: late.\nAction: rose.\nResult: early."), DocumentKind::Stories);
        assert_eq!(guess("Ask about the team."), DocumentKind::Notes);
    }
}
