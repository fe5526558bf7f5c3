//! Direct questions: a question word or an auxiliary before its subject.

use super::lexicon::{
    begins_subject, is_auxiliary, is_be, is_determiner, is_finite_verb, is_modal, is_own, is_preposition,
    is_question_word, is_subject_pronoun, subordinates,
};

/// How sure the grammar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Could be a statement in another place than a clause's beginning.
    Weak,
    /// Holds at the beginning of a clause.
    Fair,
    /// Holds wherever it stands.
    Strong,
}

/// A question word's clause that begins at the first of `words`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clause {
    /// It asks.
    Asks(Strength),
    /// It is the subject or the object of a statement: "what we do is…".
    Tells,
    /// A clause of its own without the order of a question, as many speakers ask: "how hash map works".
    Bare,
    /// It needs another clause: "when I joined".
    Depends,
    /// The verb is still to come: "why'd they".
    Unfinished,
    /// No rule knows it.
    Unknown,
}

/// Reads a clause that begins with a question word, with or without a preposition before it.
pub fn question_word(words: &[&str], marked: bool) -> Clause {
    let prepositions = usize::from(words.len() > 1 && is_preposition(words[0]) && is_question_word(words[1]));
    let clause = &words[prepositions..];
    let Some(word) = clause.first().filter(|word| is_question_word(word)) else { return Clause::Unknown };
    let phrase = phrase_length(clause);
    let rest = &clause[phrase..];
    match rest {
        [] => Clause::Unknown,
        [auxiliary, ..] if is_auxiliary(auxiliary) => inverted(word, phrase, rest, marked),
        [subject, ..] if is_subject_pronoun(subject) => straight(word, rest, clause, marked),
        _ if phrase == 1 && matches!(*word, "what" | "who" | "which") => as_subject(word, rest, clause, marked),
        _ if phrase > 1 && matches!(*word, "what" | "which" | "how") => of_kind(rest, marked),
        ["not", ..] if *word == "why" => Clause::Asks(Strength::Fair),
        ["come", subject, ..] if *word == "how" && begins_subject(subject) => Clause::Asks(Strength::Strong),
        _ if *word == "why" && reason_for_a_noun(rest, marked) => Clause::Asks(Strength::Fair),
        _ if subordinates(word) => Clause::Depends,
        _ if bare(clause) => Clause::Bare,
        _ => Clause::Tells,
    }
}

/// "why us and not them", "why this school": no verb, or none that belongs to it.
fn reason_for_a_noun(rest: &[&str], marked: bool) -> bool {
    let ends = |word: &&str| -> bool {
        matches!(
            *word,
            "and" | "or" | "not" | "though" | "over" | "instead" | "rather" | "specifically" | "in" | "as" | "for"
        )
    };
    let noun = rest.iter().position(ends).unwrap_or(rest.len());
    let verb =
        rest.iter().take(noun).any(|word| is_auxiliary(word) || is_finite_verb(word) || is_subject_pronoun(word));
    !verb
        && (1..=4).contains(&noun)
        && (marked || rest.len() <= 4 || noun < rest.len())
        && !matches!(rest[0], "people" | "everyone")
}

/// "which metric", "how many of those people", "what kind of team": words up to the auxiliary or the subject.
fn phrase_length(clause: &[&str]) -> usize {
    const LONGEST: usize = 8;
    if !matches!(clause[0], "what" | "which" | "how" | "whose") {
        let extra =
            clause.get(1).is_some_and(|word| matches!(*word, "else" | "exactly" | "specifically" | "then" | "all"));
        return 1 + usize::from(extra);
    }
    if clause[0] == "how" && clause.get(1).is_some_and(|word| begins_subject(word) || is_plural(word)) {
        return 1;
    }
    if clause[0] == "what" && clause.get(1).is_some_and(|word| is_determiner(word) && *word != "other") {
        return 1;
    }
    let ends = |at: usize| {
        let word = clause[at];
        let object = matches!(word, "me" | "us" | "them" | "him" | "the" | "a" | "your" | "this");
        is_auxiliary(word)
            || is_subject_pronoun(word) && !(word == "people" || word == "folks")
            || matches!(word, "not" | "to" | "come" | "about" | "if")
            || at == 1 && (is_finite_verb(word) || is_preposition(word) && word != "of")
            || at > 1 && object && !matches!(clause[at - 1], "of" | "in" | "with" | "on" | "at" | "for" | "big")
    };
    let longest = clause.len().min(LONGEST);
    (1..longest).find(|&at| ends(at)).unwrap_or(longest)
}

/// A noun in the plural, by its look.
fn is_plural(word: &str) -> bool {
    word.len() > 4 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us")
}

/// "what do you…", "how sure are you", "what is the difference".
fn inverted(word: &str, phrase: usize, rest: &[&str], marked: bool) -> Clause {
    let auxiliary = rest[0];
    let rest = if rest.get(1) == Some(&"not") { &rest[1..] } else { rest };
    let Some(subject) = rest.get(1) else {
        return if is_be(auxiliary) || phrase > 1 { Clause::Unknown } else { Clause::Unfinished };
    };
    if subject == &"your" && !cleft(&rest[1..]) {
        return Clause::Asks(Strength::Strong);
    }
    if subject == &"you" {
        return if rest.len() == 2 && !is_be(auxiliary) { Clause::Unfinished } else { Clause::Asks(Strength::Strong) };
    }
    if cleft(&rest[1..]) {
        return if marked && !is_be(auxiliary) { Clause::Asks(Strength::Weak) } else { Clause::Tells };
    }
    // "what most people pick is…", "what a good manager does is…": nobody asks like that.
    let loose = word == "what"
        && auxiliary != "do"
        && !matches!(rest[1], "it" | "that" | "this" | "your")
        && rest.len() > 2
        && phrase > 2
        && !matches!(subject, &"there")
        && !is_subject_pronoun(subject)
        && is_be(auxiliary);
    let told = phrase > 1 && is_be(auxiliary) && is_subject_pronoun(subject) && rest.len() > 4 && !marked;
    if loose || told {
        return Clause::Tells;
    }
    if phrase > 1 && !marked {
        // Between them stands a noun: "what people do the first week" tells, "which teams do they run" asks.
        let named = begins_subject(subject) || subject == &"there";
        let of_the_phrase = matches!(word, "which" | "whose") || rest.len() < 7;
        return match auxiliary {
            _ if is_subject_pronoun(subject) || subject == &"there" => Clause::Asks(Strength::Strong),
            _ if is_modal(auxiliary) && (named || concerns_user(rest)) => Clause::Asks(Strength::Fair),
            _ if is_be(auxiliary) && of_the_phrase => Clause::Asks(Strength::Fair),
            "did" | "does" | "has" if named => Clause::Asks(Strength::Fair),
            _ if word == "which" => Clause::Asks(Strength::Weak),
            _ => Clause::Tells,
        };
    }
    let of_themselves = !marked && word != "where" && (matches!(word, "how" | "why" | "who") || *subject == "i");
    if is_own(subject)
        && of_themselves
        && matches!(auxiliary, "did" | "have" | "was" | "were" | "am" | "would")
        && !concerns_user(rest)
    {
        return Clause::Tells;
    }
    if !is_be(auxiliary) && rest.len() == 2 && is_subject_pronoun(subject) {
        return Clause::Unfinished;
    }
    if word == "which" && phrase == 1 && !marked {
        return Clause::Tells;
    }
    match (word, auxiliary) {
        // "a customer who was upset", "in March, when it was cold", "which is narrower than I'd like".
        ("who" | "which", _) if !begins_subject(subject) || word == "who" && *subject == "all" => {
            Clause::Asks(Strength::Weak)
        }
        ("when" | "where" | "who" | "which", _) if is_be(auxiliary) => Clause::Asks(Strength::Fair),
        (_, "do" | "does" | "did") if begins_subject(subject) => Clause::Asks(Strength::Strong),
        _ if is_modal(auxiliary) && is_subject_pronoun(subject) => Clause::Asks(Strength::Strong),
        _ => Clause::Asks(Strength::Fair),
    }
}

/// "what they told me", "how you would handle it": no inversion.
fn straight(word: &str, rest: &[&str], clause: &[&str], marked: bool) -> Clause {
    if matches!(word, "when" | "while") || word == "where" && !marked && rest[0] != "you" {
        return Clause::Depends;
    }
    let later_verb = rest.iter().skip(2).any(|word| is_be(word)) && !rest.contains(&"if");
    let finished = rest.len() >= 2;
    match rest[0] {
        "you" if later_verb && !marked => Clause::Tells,
        "you" if finished && (marked || clause.len() <= 14) => Clause::Asks(Strength::Weak),
        "i" | "we" => Clause::Tells,
        _ if marked && !later_verb => Clause::Asks(Strength::Weak),
        _ if bare(clause) => Clause::Bare,
        _ => Clause::Tells,
    }
}

/// "how hash map works", "how the configuration is happening": short, of others, and with no verb left over.
fn bare(clause: &[&str]) -> bool {
    let left_over = (3..clause.len()).any(|at| {
        is_be(clause[at]) && !clause.get(at + 1).is_some_and(|word| word.ends_with("ing") || word.ends_with("ed"))
            || matches!(clause[at], "has" | "have" | "i" | "we")
    });
    let verb = clause.iter().skip(2).any(|word| is_auxiliary(word) || word.len() > 3 && word.ends_with('s'));
    let own = clause.iter().any(|word| is_own(word));
    matches!(clause[0], "how" | "what" | "why") && (3..=9).contains(&clause.len()) && verb && !left_over && !own
}

/// "what draws you to it", "who owns it".
fn as_subject(word: &str, rest: &[&str], clause: &[&str], marked: bool) -> Clause {
    if cleft(rest) {
        return Clause::Tells;
    }
    let after = rest.get(1).copied().unwrap_or_default();
    let verb = is_finite_verb(rest[0]);
    let taken = is_determiner(after) || is_preposition(after) || is_own(after) || subordinates(after);
    match rest[0] {
        "about" | "if" => Clause::Asks(Strength::Fair),
        _ if verb && matches!(after, "you" | "your") => Clause::Asks(Strength::Strong),
        _ if verb && word == "which" => Clause::Tells,
        _ if verb && (taken || clause.len() <= 4 || marked) => Clause::Asks(Strength::Weak),
        _ if marked => Clause::Asks(Strength::Weak),
        _ => Clause::Tells,
    }
}

/// "which team owns it": a noun and then its verb.
fn of_kind(rest: &[&str], marked: bool) -> Clause {
    let to_user = rest.iter().any(|word| matches!(*word, "you" | "your"));
    if marked || to_user && !cleft(rest) { Clause::Asks(Strength::Weak) } else { Clause::Unknown }
}

/// "what is nice about it is…": a second verb of being makes the first clause its subject.
fn cleft(rest: &[&str]) -> bool {
    let noun = rest.first().is_some_and(|word| begins_subject(word));
    let limit = (0..rest.len()).find(|&at| {
        let object = at > 0 && is_preposition(rest[at - 1]);
        subordinates(rest[at])
            || is_question_word(rest[at])
            || matches!(rest[at], "and" | "or" | "but" | "that") && !object
    });
    let from = usize::from(!rest.is_empty());
    let reach = limit.unwrap_or(rest.len()).max(from);
    !noun && rest[from..reach].iter().any(|word| matches!(*word, "is" | "was" | "are" | "were"))
}

fn concerns_user(rest: &[&str]) -> bool {
    rest.iter().any(|word| matches!(*word, "you" | "your"))
}

/// Reads a clause that begins with an auxiliary before its subject: "do you…", "is there…".
pub fn yes_or_no(words: &[&str], marked: bool) -> Clause {
    let Some((auxiliary, mut rest)) = words.split_first() else { return Clause::Unknown };
    if !is_auxiliary(auxiliary) || *auxiliary == "must" || *auxiliary == "shall" {
        return Clause::Unknown;
    }
    if rest.first() == Some(&"not") {
        rest = &rest[1..];
    }
    let Some(subject) = rest.first() else { return Clause::Unknown };
    let after = rest.get(1).copied().unwrap_or_default();
    match *subject {
        "you" => to_user(auxiliary, rest),
        "your" => Clause::Asks(Strength::Fair),
        // "Do it properly" is no question; that would be "does it".
        "it" | "that" | "this" | "he" | "she" if *auxiliary == "do" => Clause::Unknown,
        "i" | "we" if concerns_user(rest) || marked => Clause::Asks(Strength::Fair),
        "i" if matches!(*auxiliary, "can" | "do" | "will" | "would" | "could") => Clause::Asks(Strength::Weak),
        "i" => Clause::Tells,
        "we" => Clause::Asks(Strength::Weak),
        // "have a seat", "do the same", "will the", "is that".
        "a" | "an" if !(marked || concerns_user(rest) || rest.contains(&"ever")) => Clause::Unknown,
        _ if matches!(*auxiliary, "have" | "had" | "do") && is_determiner(subject) && !marked => Clause::Unknown,
        _ if is_subject_pronoun(subject)
            || *subject == "there"
            || matches!(*subject, "that" | "this" | "these" | "those") =>
        {
            let bare = rest.len() == 1;
            if bare && is_be(auxiliary) { Clause::Unknown } else { Clause::Asks(Strength::Fair) }
        }
        _ if is_determiner(subject) && *subject != "a" && *subject != "an" => Clause::Asks(Strength::Fair),
        _ if matches!(*auxiliary, "does" | "did") => Clause::Asks(Strength::Fair),
        _ if marked || concerns_user(rest) && !after.is_empty() => Clause::Asks(Strength::Weak),
        _ if subject.starts_with("any") => Clause::Asks(Strength::Fair),
        _ => Clause::Unknown,
    }
}

fn to_user(auxiliary: &str, rest: &[&str]) -> Clause {
    const NEED_AN_OBJECT: [&str; 6] = ["mean", "find", "have", "want", "need", "get"];
    match rest {
        _ if matches!(auxiliary, "is" | "am" | "has" | "does") => Clause::Unknown,
        [_] if !is_be(auxiliary) => Clause::Unfinished,
        [_] => Clause::Unknown,
        [_, verb] if auxiliary == "do" && NEED_AN_OBJECT.contains(verb) => Clause::Unfinished,
        _ => Clause::Asks(Strength::Strong),
    }
}
