//! Invitations to ask, and scenes that a question is asked about.

use super::phrase::Phrases;
use std::sync::LazyLock;

/// "Any questions for me", "anything you'd like to add".
pub static INVITATIONS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "over to yourself",
        "anything else <past>|you|on|about|at|we|i|that|to|before|falling|worrying|bothering|for|from",
        "have|got you .. still? .. something|anything|questions .. for|to|from|us|me|round|add|ask",
        "is there .. you .. like|want|wanting|wanted|wish|saving|care|hoping .. to|for add|ask|know|say|mention|raise|us|me|the",
        "shoot|fire if|when|away there|you|$",
        "any|anything last|final|further|other thing|word|words|thought|thoughts|point|comments .. you|from|before|$",
        "anything you feel|think|wish|would|want|wanted|had|need|expected",
        "turn|flip|switch the tables|chairs",
        "what .. not .. touched|covered|asked|discussed|talked|raised .. you|that|yet|$",
        "do you lack|need|want something|anything from me|us",
        "your chance|go|turn|time|move to|now .. ask|grill|question|interview|turn",
        "questions|question you have|may|might|would|want|like",
        "sure|certain you have|got .. question|questions .. for|$|too",
        "question|questions .. for|to|of me|us|our|the team",
        "question|questions|anything .. from|on your|you side|end|part|there",
        "anything|something|what|whatever else? that? else? you would|want|wanted|like|have|care|wish|need|feel|might|may|think .. ask|know|add|raise|mention|cover|bring|discuss|tell",
        "any|other|more|further|your|still|have other|more|further|last|burning|final? questions|question $|so|before|at|about|now|you|that|or",
        "want|like|care|wish|love|free|wanna to ask me|us|anything",
        "want|like|care|wish to add|mention|raise|ask anything|something",
        "you|your .. turn to ask",
        "the floor is yours",
        "over to you",
        "turn|flip the tables",
        "your turn $|to",
        "anything .. we|i .. not|missed|should|forgot .. cover|covered|ask|asked|touch|discussed|talked|know|mention",
        "anything else $|from|you|that|about|on|for",
        "happy|glad .. take|answer .. questions|question|whatever|anything",
        "what questions|question .. you",
        "have you .. questions $|for|to|about",
        "got|have any? other? questions|question",
        "ask me|us anything|whatever",
    ])
});

/// "Imagine that…", "you have two tables", "a customer calls".
pub static SCENES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "imagine",
        "suppose",
        "supposing",
        "picture this|that|yourself|a|the|you",
        "pretend",
        "assume|assuming",
        "consider a|the|this|that|an|you",
        "let us .. say|imagine|assume|suppose|pretend|take|think|consider",
        "say you|that|it|i|we|a|an|the|there|your|somebody|someone",
        "think of a|the",
        "here is|comes .. situation|scenario|case|one|example|problem|exercise|question|setup|thing",
        "there|it is .. situation|scenario|case where|for|in",
        "take a|the|this .. case|example|situation|scenario|company|system|client|customer|patient|user",
        "you have|see|find|are|get|come|walk|notice|discover|work|join|inherit|receive|run|arrive|open|take|need|realise|realize .. a|an|the|two|three|four|five|some|no|in|on|at|to|with|called|that|and|as|asked|one|only|data|on",
        "given a|an|the|this|that",
        "a|an|your|one|the customer|client|patient|user|colleague|manager|boss|guest|caller|parent|student|child|teammate|resident|member|vendor|supplier|stakeholder|driver|junior .. comes|calls|says|tells|asks|walks|refuses|rings|complains|wants|emails|sends|gets|is|has|starts|falls|needs",
        "scenario",
        "next scenario|situation|case",
    ])
});
