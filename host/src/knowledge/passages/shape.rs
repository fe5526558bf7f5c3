//! What a line looks like: a section of a resume, a stretch of time, a bullet.

/// What lists begin with, in plain text and in PDFs. The last ones are the bullets of Symbol and Wingdings.
const BULLETS: &[char] = &[
    '•', '◦', '▪', '▫', '■', '□', '●', '○', '‣', '⁃', '∙', '·', '►', '▸', '➢', '➤', '✓', '✔', '*', '-', '–', '—', '+',
    '\u{f0b7}', '\u{f0a7}', '\u{f0d8}', '\u{f076}', '\u{f02d}',
];

/// One of these in a short line names a section …
const SECTIONS: &str = "experience employment education skills expertise competencies qualifications projects summary \
    profile objective certifications certificates training courses languages interests hobbies publications patents \
    awards honors honours achievements accomplishments volunteering references activities affiliations memberships \
    responsibilities requirements duties benefits perks stories highlights contact history \
    berufserfahrung ausbildung kenntnisse fähigkeiten sprachen projekte studium aufgaben anforderungen";

/// … when no other words than these stand beside it.
const BESIDE_SECTIONS: &str = "work working professional relevant technical key core selected personal side other \
    additional academic career my the and of & / open source job role preferred minimum basic required soft hard \
    languages tools technologies community leadership research teaching volunteer military industry early previous";

/// Sections that are named by a phrase.
const PHRASES: &str = "about me|about us|about you|about the role|about the job|about the team|about the company|\
    who we are|who you are|what you will do|what you'll do|what you bring|what you'll bring|what you will bring|\
    what we offer|what we're looking for|what we are looking for|what you need|why join us|how we work|\
    how we interview|nice to have|nice to haves|must have|bonus points|the role|the team|the job|your tasks|\
    your profile|your role|your responsibilities|job description|equal opportunity|compensation|tech stack|our stack";

/// A heading is not longer than this, in characters.
pub const LONGEST_HEADING: usize = 70;
/// An employer with a title, a place and dates is not longer than this, in characters.
pub const LONGEST_ENTRY: usize = 120;

/// Whether the line is the name of a section: `Work Experience`, `WHAT YOU'LL DO:`.
pub fn is_section(line: &str) -> bool {
    let line = line.trim().trim_end_matches(':').to_lowercase().replace('’', "'");
    if PHRASES.split('|').any(|phrase| phrase == line) {
        return true;
    }
    let words: Vec<&str> = line.split_whitespace().map(|word| word.trim_end_matches(',')).collect();
    let named = |list: &str, word: &str| list.split_whitespace().any(|other| other == word);
    words.len() <= 4
        && words.iter().any(|word| named(SECTIONS, word))
        && words.iter().all(|word| named(SECTIONS, word) || named(BESIDE_SECTIONS, word))
}

/// Whether a line is short, has words and is written in capitals.
pub fn is_capitals(line: &str) -> bool {
    let letters = line.chars().filter(|letter| letter.is_alphabetic()).count();
    letters >= 3 && fits(line, LONGEST_HEADING) && !line.contains(char::is_lowercase)
}

/// Whether a line can be the head of something: short, and no sentence.
pub fn fits(line: &str, longest: usize) -> bool {
    let line = line.trim_end();
    let company = [" Co.", " Inc.", " Ltd.", " Corp.", " Bros."].iter().any(|form| line.ends_with(form));
    (company || !line.ends_with(['.', ',', ';', '!', '?'])) && line.chars().nth(longest).is_none()
}

/// What follows the bullet that the line begins with. A number with a full stop or bracket is one too, and so is the
/// letter o that Word sets as the bullet of its second level.
pub fn after_bullet(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let hollow = line.strip_prefix("o ").or(line.strip_prefix("o\t")).map(str::trim_start);
    if let Some(text) = hollow.filter(|text| text.starts_with(char::is_uppercase)) {
        return Some(text);
    }
    let numbered = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let rest = match line.len() - numbered.len() {
        1 | 2 => numbered.strip_prefix(['.', ')'])?,
        _ => line.strip_prefix(BULLETS)?,
    };
    let text = rest.trim_start();
    (rest.len() > text.len() && !text.is_empty()).then_some(text)
}

/// Whether the text is a bullet and nothing else.
pub fn is_bullet(text: &str) -> bool {
    let mut letters = text.trim().chars();
    letters.next().is_some_and(|letter| BULLETS.contains(&letter)) && letters.next().is_none()
}

/// Whether the text names a stretch of time: `2019 – 2024`, `Mar 2019 to today`, `since 2021`, `03/2019-05/2020`.
pub fn has_dates(text: &str) -> bool {
    let spaced = text.replace(['–', '—', '-', '‑', '−'], " - ").to_lowercase();
    let words: Vec<&str> = spaced
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '-'))
        .filter(|word| !word.is_empty())
        .collect();
    words.iter().enumerate().filter(|(_, word)| is_year(word)).any(|(at, _)| {
        let since = at > 0 && matches!(words[at - 1], "since" | "seit" | "from");
        // A month or a day may stand before the second year.
        let until = words[at + 1..].iter().take(4).position(|word| is_until(word)).map(|found| at + 1 + found);
        let end =
            until.is_some_and(|until| words[until + 1..].iter().take(3).any(|word| is_year(word) || is_now(word)));
        since || end
    })
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_until(word: &str) -> bool {
    matches!(word, "-" | "to" | "until" | "till" | "through" | "bis")
}

fn is_now(word: &str) -> bool {
    matches!(word, "present" | "today" | "now" | "current" | "currently" | "ongoing" | "date" | "heute")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_known_by_their_names() {
        for name in [
            "Experience",
            "WORK EXPERIENCE:",
            "Technical Skills",
            "Skills & Tools",
            "What you’ll do",
            "Education and Training",
        ] {
            assert!(is_section(name), "{name}");
        }
        for other in ["Experience with PostgreSQL", "Acme Logistics", "Ada Lovelace", "", "Led the work on skills"] {
            assert!(!is_section(other), "{other}");
        }
    }

    #[test]
    fn stretches_of_time_are_known_in_many_forms() {
        for dated in [
            "Acme, 2019 – 2024",
            "(2021 to today)",
            "Mar 2019 - Present",
            "03/2019–05/2020",
            "since 2021",
            "January 2020 — 3 March 2021",
            "Sept. 2018 through Aug. 2019",
            "2015-2017",
        ] {
            assert!(has_dates(dated), "{dated}");
        }
        for other in ["MSc, 2017", "9,000 requests to 2400 hosts", "a team of 2019", "30 to 40", "2017, then 20 people"]
        {
            assert!(!has_dates(other), "{other}");
        }
    }

    #[test]
    fn a_bullet_needs_a_space_and_words() {
        assert_eq!(after_bullet("  • Cut costs"), Some("Cut costs"));
        assert_eq!(after_bullet("2) Second"), Some("Second"));
        assert_eq!(after_bullet("o\tThird"), Some("Third"));
        for plain in ["-4 degrees", "2019 was good", "3.5 million", "-", "word", "o meu"] {
            assert_eq!(after_bullet(plain), None, "{plain}");
        }
    }
}
