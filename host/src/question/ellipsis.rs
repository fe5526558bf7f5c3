//! Short follow-ups that lean on what was said before: "Such as?", "and with ties", "why the switch".

use super::aside;
use super::families::{PAY, THE_CALL};
use super::lexicon::{
    is_auxiliary, is_back_channel, is_determiner, is_finite_verb, is_own, is_preposition, is_question_word,
    is_subject_pronoun, subordinates,
};
use super::phrase::Phrases;
use super::reading::{Before, Evidence};
use std::sync::LazyLock;

/// Longer ones stand on their own.
const LONGEST: usize = 10;

static OPENINGS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "for instance|example $",
        "such as",
        "like what|who|where|how|which",
        "meaning $|what|that",
        "even if|when|with|for|so",
        "what|how about|if|else|then|next|so",
        "if|say|suppose|assuming|supposing",
        "compared|as opposed|in to|with",
        "as in",
        "in what|which",
        "to what|which",
        "up|down from|to $",
        "your|the .. part|role|share|reasoning|reason|outcome|result|impact|thoughts|view|budget|timeline $|in|there|for|then",
        "why",
        "because $",
        "only|just|all|both|always|every|still * $",
        "then $|what",
        "since when",
        "difference|differences between",
        "reason|reasons for|why",
        "current|expected|present|last * $",
        "notice period",
        "any|anything other|others|else|regrets|exceptions|examples|example|numbers|idea|reason $|you|there|for",
        "which one|ones|of|way|part|version|side",
    ])
});

static REMARKS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "no|not rush|hurry|pressure|worries|right|need|wrong|trick|problem|matter|judgement|judgment|bother",
        "take your|a|as",
        "if you|it|that|this do|does|would|is|are .. not? .. mind|okay|fine|alright|ask|asking|comfortable|possible|like|prefer|makes",
        "or|whether not $",
        "or whatever|something",
        "bye|congratulations|cheers|thanks|goodbye",
        "do not worry|mind|be|feel|answer",
        "feel free",
        "you do not|can|could|may|might|need .. have|need|answer|say|skip|pass|think|take|use|write|assume|ask|know|tell",
        "it is|does fine|okay|just|not|only|a|no|up|alright|good",
        "that is|was|would fine|okay|a|the|my|it|all|what|be|just|not|always|one",
        "there is|are no|not|never",
        "just so|to|curious|wondering|asking|thinking|checking|out",
        "out of curiosity|interest",
        "sorry",
        "thank|thanks",
        "one|a second|sec|moment|minute",
        "because",
        "any language|answer|order is|will|would|works",
        "everyone|everybody|people|most|some|many|nobody",
        "he|she|they",
    ])
});

/// Fragments that say nothing.
static ASIDES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "of course|that",
        "for sure|fun|now|me|the",
        "in fact|a|that|any|the",
        "by the|all",
        "at all|least|last|the",
        "on it|we|the|my",
        "to be|the",
        "like that|i|a|the|this|me",
        "about time|right",
        "just|not|all|only bad|a|sure|really|yet|the|at|kidding|saying|yet|right|sorted|exactly|quite|good|like|checking",
        "with pleasure",
    ])
});

/// Reads words that would be no question alone.
pub fn read(words: &[&str], marked: bool, stopped: bool, before: Before) -> Option<Evidence> {
    let from = lead_in(words);
    let rest = &words[from..];
    if rest.is_empty() || rest.len() > LONGEST + 2 || rest.iter().all(|word| is_back_channel(word)) {
        return None;
    }
    if from > 0 && rest[0] == "or" {
        return None;
    }
    if before.asked {
        return adds(rest, marked || !stopped).then_some(Evidence::Adds);
    }
    if rest.len() > LONGEST {
        return None;
    }
    let open = marked || !stopped || rest.len() <= 4 || rest.last() == Some(&"please");
    let asks = before.answered && before.ever_asked && open && follows(rest, marked);
    let about_user = rest.len() >= 4 && rest.iter().take(3).any(|word| *word == "you");
    asks.then_some(if about_user { Evidence::About } else { Evidence::FollowsAnswer })
}

/// "Your quota last year and where you landed against it", "a lesson of yours that fell apart": what they want to hear
/// of, and no verb.
pub fn names_a_matter(words: &[&str]) -> bool {
    // "From your own life now, a moment that…"
    let begin = if is_preposition(words[0]) {
        words.iter().take(8).position(|word| matches!(*word, "a" | "an" | "one" | "something")).unwrap_or(0)
    } else {
        0
    };
    let words = &words[begin..];
    let please = words.last() == Some(&"please") && !words.iter().any(|word| THE_CALL.contains(word));
    let relative =
        |word: &&str| matches!(*word, "that" | "who" | "where" | "when" | "which" | "and" | "with" | "in" | "you");
    let praises =
        words.iter().take(3).any(|word| matches!(*word, "good" | "great" | "nice" | "lovely" | "fine" | "fair"));
    let noun = words.iter().position(relative).unwrap_or(words.len());
    let terms = words.iter().any(|word| PAY.contains(word) || *word == "notice");
    let begins =
        terms || please && words[0] == "the" || matches!(words[0], "your" | "a" | "an" | "one" | "any" | "some");
    let to_user = terms || please || words.iter().any(|word| matches!(*word, "you" | "your" | "yours"));
    let verb =
        words[..noun].iter().skip(1).any(|word| is_auxiliary(word) || is_finite_verb(word) || is_subject_pronoun(word));
    let third_person = words[..noun].windows(2).skip(1).any(|pair| {
        let with_object =
            is_determiner(pair[1]) || matches!(pair[1], "you" | "well" | "like" | "very" | "to" | "me" | "us");
        pair[0].ends_with('s') && with_object || pair[0].ends_with("'s") && pair[1].ends_with("ing")
    });
    let long_enough = words.len() >= 5 || terms && words.len() >= 2;
    !praises && begins && to_user && noun >= 2 && long_enough && words.len() <= 24 && !verb && !third_person
}

/// Words before it that only listen. "And" stays: it is part of how such a question sounds.
pub fn lead_in(words: &[&str]) -> usize {
    let listens = |word: &&&str| {
        is_back_channel(word) && !matches!(**word, "and" | "so" | "it" | "that" | "i" | "you" | "is" | "of")
    };
    words.iter().take_while(listens).count()
}

fn follows(words: &[&str], marked: bool) -> bool {
    let linked = matches!(words[0], "and" | "but" | "or" | "so");
    let rest = if linked { &words[1..] } else { words };
    let Some(first) = rest.first() else { return false };
    let own = rest.iter().any(|word| is_own(word));
    if matches!(rest, ["that" | "this", "is" | "was", ..]) {
        return false;
    }
    if marked {
        let supposes = matches!(*first, "if" | "when" | "suppose" | "say" | "unless");
        let of_themselves = !supposes && rest.iter().take(2).any(|word| matches!(*word, "i" | "we"));
        return !of_themselves && !aside::checks_detail(rest);
    }
    let no_verb = !rest.iter().any(|word| is_auxiliary(word) || is_subject_pronoun(word));
    // "The budget", said right after an answer.
    let named = matches!(*first, "the" | "any") && (2..=4).contains(&rest.len()) && !thanks(rest);
    if no_verb && named && !own && !rest.iter().any(|word| is_finite_verb(word)) {
        return true;
    }
    if no_verb && !own && rest.len() >= 2 && (*first == "your" || rest.last() == Some(&"please")) {
        return true;
    }
    if matches!(rest, ["which", "is" | "was" | "are" | "i" | "we", ..]) {
        return false;
    }
    let asked = OPENINGS.begins(rest).is_some()
        || is_preposition(first) && rest.get(1).is_some_and(|word| is_question_word(word));
    let short_word = is_question_word(first) && rest.len() <= 4 && !is_subject_pronoun(rest.get(1).unwrap_or(&""));
    let in_place = asks_in_place(rest);
    if (asked || short_word || in_place) && !own {
        return asked
            && !matches!(*first, "if" | "say" | "your" | "the" | "only" | "just" | "all" | "both" | "still" | "every")
            || linked
            || short_word
            || in_place;
    }
    let hangs = is_preposition(first) || matches!(*first, "only" | "just" | "even" | "all" | "every" | "both" | "not");
    if hangs && no_verb && !own && rest.len() <= 5 && rest.len() >= 2 && ASIDES.begins(rest).is_none() && !thanks(rest)
    {
        return true;
    }
    let back = rest.len() == 2 && is_auxiliary(first) && is_subject_pronoun(rest[1]) && !is_own(rest[1]);
    let you = *first == "you"
        && rest.len() >= 2
        && !matches!(rest[1], "know" | "see" | "will" | "can" | "could" | "would" | "get" | "might" | "should" | "may");
    let fragment = !own
        && !rest.iter().skip(1).any(|word| is_question_word(word) || subordinates(word))
        && !rest.iter().any(|word| is_auxiliary(word) || is_subject_pronoun(word))
        && !thanks(rest);
    linked && (back || you && rest.len() <= 8 || words[0] != "so" && fragment)
}

/// "doing what", "sold like how much".
fn asks_in_place(words: &[&str]) -> bool {
    let ends = words.iter().skip(1).rev().take(2).any(|word| matches!(*word, "what" | "where" | "who" | "which"));
    let ends = ends || matches!(words, [.., before, "when"] if is_preposition(before));
    let ends = ends
        || matches!(words, [.., "why", "not"] | [.., "how", "so" | "come"] | [_, .., "why"] | [.., "what", "then"]);
    let amount = words.windows(2).any(|pair| matches!(pair, ["how", "much" | "many" | "long" | "big" | "often"]));
    words.len() <= 6 && (ends || amount)
}

fn thanks(words: &[&str]) -> bool {
    words.iter().any(|word| {
        matches!(*word, "thanks" | "thank" | "bye" | "good" | "great" | "nice" | "yeah" | "okay" | "that" | "then")
    })
}

/// What is said right after one's own question, before it is answered, belongs to it when it hangs on it: "or none at
/// all", "in person, I mean", "like at your last place". A remark on the asking itself does not: "if you don't mind".
fn adds(words: &[&str], open: bool) -> bool {
    let meant = words.windows(2).any(|pair| matches!(pair, ["i", "mean" | "guess" | "suppose" | "should"]));
    let own = words.iter().filter(|word| is_own(word)).count() > usize::from(meant);
    let first = words[0];
    let hangs = is_preposition(first)
        || subordinates(first)
        || matches!(
            first,
            "or" | "and"
                | "say"
                | "especially"
                | "particularly"
                | "specifically"
                | "roughly"
                | "ideally"
                | "maybe"
                | "either"
        );
    let fragment = open && !words.iter().any(|word| is_auxiliary(word) || is_subject_pronoun(word));
    (hangs || meant || fragment) && !own && (0..words.len().min(2)).all(|at| REMARKS.begins(&words[at..]).is_none())
}
