//! Wishes to know, put as statements: "I'd love to hear…", "I don't see…"; and doubts.

use super::lexicon::is_question_word;
use super::phrase::Phrases;
use std::sync::LazyLock;

/// What they would like to know, or do not see.
static WISHES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "the|my|our * is|are|keeps|keep asking|wondering|pushing|worried|chasing <wh>|about|for|if|whether",
        "i|we still .. no|not .. for|on|about|from|<wh>",
        "i|we need|want|expect .. from you|your",
        "i|we would .. like|love|want|value|appreciate|welcome your|an|a|one|some .. view|take|thoughts|thought|opinion|example|sense|idea|estimate|instance|reading|reaction|answer|story|word|feeling|perspective",
        "i|we want|need|welcome your|an|one .. view|take|thoughts|opinion|example|estimate|instance|reading|reaction|perspective|word",
        "i|we have no idea whether|if",
        "i|we .. would|am fool|mad|silly|remiss|odd .. not to",
        "you must|will|surely|probably have|be .. had|having|seen|dealt|met|come|one|some",
        "what i|we would .. find|be .. useful|helpful|interesting|handy|good|great",
        "i am .. miss|missed|missing .. the|your|any",
        "i|we .. can not|see|find|spot no|not|any .. find|see|spot|mention|sign|trace",
        "i would know|hear|understand|see <wh>",
        "i .. noticed|notice|see|spotted|saw .. gap|hole|jump|break|year|change",
        "there is a|an|some|one gap|hole|jump .. between|your|cv",
        "i am sure|certain you have|got .. question|questions",
        "i|we would .. like|love|want|prefer|care|need|wish to .. hear|know|understand|learn|discuss|explore",
        "i|we would .. like|love|want to .. ask you|about|this|something|one|a|how|what|why|whether|if",
        "i|we would .. be .. interested|keen|curious|happy|glad|grateful|delighted|fascinated|eager to .. hear|know|understand|learn|see",
        "i|we would .. be .. interested|keen|curious <wh>|in|about",
        "i|we would .. appreciate|welcome an|some|your|hearing|knowing|any",
        "i|we am|are .. curious|wondering|intrigued in|about|<wh>|as",
        "i|we am|are .. dying|eager|itching|keen|interested to .. hear|know|understand|learn|see",
        "i am .. curious $|<wh>|about|as|though|how",
        "i wonder <wh> .. you|your",
        "i wondered <wh>|about",
        "i|we was|were|have .. wondering|curious|intrigued|interested|keen <wh>|about|in|to|as",
        "i also|still|just|only|do|really? also|still|just|only|do|really? want|wanted|need|have|got to .. know|understand|hear",
        "i .. would? .. need|have|want|wanted to .. ask you|about|this|something|one|a|how|what|why|whether|if",
        "i .. would .. need|have|want to .. know|understand",
        "i|we have|got a|another|one|two|some|just .. question|questions|query|queries for|about|on|around|regarding",
        "i|we am|are .. trying|struggling to .. understand|figure|work|get|see|picture|square|reconcile|follow|find|grasp",
        "i am .. not .. sure|clear|certain|convinced|persuaded .. <wh>|i|about|by|your|the|that",
        "i am .. not .. convinced|persuaded|following|buying",
        "i am .. unclear|confused|puzzled|unconvinced|sceptical|skeptical .. about|by|on|<wh>|that|as",
        "i do not .. understand|follow|see|buy|get|find .. <wh>|the|your|any|anything|much|where|page|chapter|figure|section|table|mention",
        "i can not .. see|find|follow|figure|tell|reconcile|square .. <wh>|the|your|any|anything",
        "i still .. do|can not .. understand|follow|see|get|know",
        "i fail to see|understand",
        "i would .. challenge|push|question|dispute|quibble .. you|that|it|the|your|back|with|whether",
        "i|we put it to you",
        "i got|have|must|ought|should|need|want|wanted to just? ask",
        "i miss|missed|missing .. your|the|any",
        "let me|us just? ask|press|push|challenge|probe",
        "let me hear",
        "let us .. hear",
        "let us talk about|through money|salary|numbers|compensation|pay|you|your|how|what|why|some|a",
        "may|might|can|could|shall i|we .. ask|know|enquire|inquire|press|push|probe|trouble|request .. you|your|about|<wh>|something|one|a|of|some|an",
        "may|can|could|might we|i just? start|begin|kick with|by|off",
        "may|can|could i|we just? take|get|have your|the|some|an|more|details",
        "might|may i .. ask|know|enquire|inquire",
        "it|that would|will|might .. help|assist .. know|understand|hear|learn|see",
        "it|that would|will .. be .. helpful|useful|good|great|interesting|nice|lovely|handy|important to .. know|hear|understand|learn|get|see",
        "my|the|one|another|next|last|first|other|final|second|third .. question|query .. is|was|would|for|$ .. <wh>|about|concerns|on|your",
        "my .. concern|worry|doubt|issue .. is",
        "what i|we .. like|love|want|wanted|need|trying|after|interested|curious|wondering|asking .. know|hear|understand|learn|is|out|at .. <wh>|your",
        "what interests|puzzles|worries|bothers|intrigues|concerns me|us .. is",
        "they|he|she|somebody|someone|legal|finance|management .. want|wanted|wants|asked|needs|told|would me|us|like to .. ask|know|find|hear|check",
        "they|he|she|people|legal|finance are|is|will .. want to know|ask|hear",
        "they|he|she|people|legal|finance .. going to|want .. know|ask|hear .. <wh>|about|for|your",
        "interested|curious|keen to hear|know|learn|understand|<wh>|about",
        "wondering <wh>|about",
        "love to hear|know <wh>|about|your|more",
        "there is .. something|thing|question .. i|we .. ask|understand|see|follow",
        "you call this|that|it|them",
        "you claim|argue|assert|assume|conclude|maintain",
        "i|we was|am|were|are .. struck|surprised|puzzled|intrigued|disappointed by|that|at|to",
        "you have not|never .. said|mentioned|told|explained|answered|addressed|touched|covered|quite",
        "you did not .. say|mention|tell|explain|answer|address|touch|cover",
        "you do not .. say|mention|explain|discuss|address|justify|define",
    ])
});

/// The same of whatever they speak about; a question where it is about the user.
static WISHES_ABOUT_YOU: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "i|we .. would .. like|love|want|need to .. see|find|touch|unpack|talk|dig|dive|zoom|focus|press|push|drill|probe",
        "i|we .. would .. like|love|want to .. get|take|have your|a|some|you",
        "i|we .. want|wanted|need|hope|like|love to .. hear|know|understand|learn|explore|probe|find|discuss|dig|talk|see",
        "let us .. talk|discuss|turn|move|go|dig|explore|start|begin|focus|look .. about|through|to|into|with|on|from|at",
        "let us .. explore|discuss|unpack",
        "it|that would|will .. be .. helpful|useful|good|great|interesting|nice|lovely if|what|how",
        "i|we am|are .. interested|keen in|on|to|<wh>",
        "i|we .. surprised|worried|concerned|confused about|by|that|at|to",
    ])
});

/// Doubts, wherever they stand in a sentence.
static DOUBTS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "does|do|did|is|are|was not .. convince|persuade|convincing|persuasive me|us|$",
        "does|do|did not .. match|tally|reconcile|agree .. with|the|what|your|my|our|to",
        "does|do|did not .. explain|account|justify|answer|tell|follow|add|square|hold .. why|how|for|up|me|what|with|from|my",
        "is|was|are not .. clear|obvious|evident|convincing|justified|supported .. to|from|how|why|what|whether|in|by|that",
        "is|was unclear|puzzling|hard .. to|from|how|why|what|whether",
        "find|found .. hard|difficult to .. believe|follow|accept|see|understand|square",
        "seems|looks|strikes .. odd|strange|high|low|thin|small|weak|optimistic|ambitious|contradictory|circular|arbitrary|bold|steep|expensive|late|risky",
        "struck me as",
        "gap|gaps in|on|between",
        "will|to want|need to know <wh>|about *",
        "keeps|keep asking .. <wh>|about|for|me *",
        "i|we .. have not .. seen|heard|received|had|got .. a|an|the|any|from|your|about",
        "i|we thought|understood|expected|assumed .. we|it|the|that|this .. agreed|said|had|was|were|going",
        "i|we was|were .. told|promised|expecting|led|under",
        "i|we .. need|want|wanted|require an|some|the|more .. update|clarity|explanation|figures|numbers|detail|details|reason|date|answer|estimate|quote",
        "there is a|an|another .. gap|hole|jump|discrepancy|mismatch .. your|cv|resume|between",
        "is|are .. no|nothing mention|sign|section|line|reference|evidence|word|about .. in|of|on",
        "is|are missing from|in",
    ])
});

/// Whether a wish to know stands at the beginning.
pub fn wishes(words: &[&str]) -> bool {
    if sociable(words) {
        return false;
    }
    let about_you = |from: usize| words[from..].iter().any(|word| matches!(*word, "you" | "your" | "yourself"));
    if asks_themselves(words) {
        return false;
    }
    lacks_word(words) || WISHES.begins(words).is_some() || WISHES_ABOUT_YOU.begins(words).is_some_and(about_you)
}

/// "I was wondering where I'd put my pen."
fn asks_themselves(words: &[&str]) -> bool {
    let own = words.windows(2).any(|pair| is_question_word(pair[0]) && pair[1] == "i");
    own && !words.iter().any(|word| matches!(*word, "you" | "your" | "yours"))
}

/// "I haven't heard a word on how…", "I'd rather hear if…", "I do not see where…": somebody who wants to know or lacks to be
/// told, and of what.
fn lacks_word(words: &[&str]) -> bool {
    if !matches!(words[0], "i" | "we") {
        return false;
    }
    let told = words.iter().take(11).position(|word| {
        matches!(
            *word,
            "hear"
                | "heard"
                | "see"
                | "seen"
                | "know"
                | "understand"
                | "wonder"
                | "learn"
                | "find"
                | "grasp"
                | "follow"
                | "word"
                | "nothing"
                | "answer"
                | "explanation"
                | "reason"
        )
    });
    let Some(told) = told else { return false };
    let before = &words[1..told.max(1)];
    let negated =
        before.iter().any(|word| matches!(*word, "not" | "never" | "no" | "nothing")) || words[told] == "nothing";
    let wants =
        before.iter().any(|word| matches!(*word, "would" | "rather" | "must" | "need" | "want" | "like" | "love"));
    let of_what = words[told + 1..]
        .iter()
        .take(6)
        .position(|word| is_question_word(word) || matches!(*word, "whether" | "if" | "about" | "on"));
    let Some(of_what) = of_what else { return false };
    let matter = &words[told + 1 + of_what..];
    let shrugs = negated && matches!(words[told], "know" | "understand" | "see" | "find") && !words.contains(&"still");
    let to_user = words.iter().any(|word| matches!(*word, "you" | "your" | "yours"));
    matter.len() >= 2 && (wants || negated) && (!shrugs || words[told] == "see" || to_user && !matter.contains(&"you"))
}

/// "Glad to hear that", "I'd love to hear back", "we'd like to hear from you by Friday".
fn sociable(words: &[&str]) -> bool {
    let heard = words.iter().take(9).position(|word| matches!(*word, "hear" | "see" | "know"));
    heard.is_some_and(|at| match &words[at + 1..] {
        [] => true,
        ["that" | "it" | "this"] | ["back" | "you" | "from", ..] => true,
        ["that", rest @ ..] => words[at] == "hear" && !rest.is_empty(),
        _ => false,
    })
}

/// Whether the words put something in doubt.
pub fn doubts(words: &[&str]) -> bool {
    DOUBTS.within(words)
}
