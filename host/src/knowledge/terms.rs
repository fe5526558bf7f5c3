//! The words of a question that are worth searching for.

/// Words that hold a sentence together, and words of which every interview question is made. What is left says
/// what the question is about.
const STOP_WORDS: &str = "a about above after again all also am an and any anything are aren't as at be because been \
    before being below between both but by can can't could couldn't did didn't do does doesn't doing don't done down \
    during each else ever every few for from further get give given go going got had has have having he her here hers \
    him his how how's i i'd i'll i'm i've if in into is isn't it it's its itself just know let let's like make me more \
    most much my myself no nor not now of off okay on once one only or other our ours out over own please really right \
    same say see she should so some something such take tell than that that's the their theirs them then there these \
    they thing things think this those through to too um under until up us use used very want was way we well went were \
    what what's when where where's which while who whom why will with without won't would yeah yes you you'd you'll \
    you're you've your yours yourself \
    ask couple day describe detail example examples experience explain faced general good great handle handled happen \
    happened hear imagine instance interview job kind look lot mean moment new outcome person question questions result \
    role share situation sort specific specifically story suppose talk time times today tried try understand walk \
    walked work worked working year years";

/// Lower-case words of the question without stop words, each once, in order.
pub fn terms(question: &str) -> Vec<String> {
    let stop: Vec<&str> = STOP_WORDS.split_whitespace().collect();
    let mut found: Vec<String> = Vec::new();
    let words = question.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')));
    for word in words.map(|word| word.replace('’', "'").to_lowercase()) {
        let word = word.trim_matches('\'').trim_end_matches("'s").to_owned();
        if word.chars().count() > 1 && !stop.contains(&word.as_str()) && !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_question_is_about_is_left() {
        let left =
            terms("Tell me about a time you had to deal with a difficult stakeholder, and what was the outcome?");
        assert_eq!(left, ["deal", "difficult", "stakeholder"]);
        assert_eq!(terms("Why do you want to leave Acme’s team?"), ["leave", "acme", "team"]);
        assert!(terms("What did you do?").is_empty());
    }
}
