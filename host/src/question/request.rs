//! Requests: "tell us about…", "could you walk me through…", "I'd love to hear…", "I don't see…".

use super::aside::checks_detail;
use super::phrase::Phrases;
use std::sync::LazyLock;

/// Commands whose answer is talk.
static COMMANDS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "tell me|us about|more|what|how|why|which|when|where|who|whether|if|something|a|the|one|your|briefly|honestly",
        "tell me|us in|a?  little|bit",
        "tell about|the",
        "tell me|us .. about|how|why|what|when|where|which",
        "just? start|begin|kick by|with telling|walking|giving|introducing|describing|explaining|talking|summarising|summarizing|your|a|an|some|who|how|what|the|why|where",
        "talk|walk|take|run|bring|lead|step me|us|everyone .. through",
        "talk me|us about|around|into|down",
        "talk to me|us about|through",
        "talk about|through a|the|your|how|what|why|some|one|any",
        "talk a little|bit .. about",
        "speak to|about a|the|your|how|what",
        "give|throw|offer me|us a|an|the|some|your|one|two|three|just|any|another|more|examples|an",
        "give a|an|some|one example|examples|sense|overview|summary|account|idea|instance",
        "describe",
        "explain",
        "outline",
        "summarise|summarize",
        "define",
        "compare",
        "contrast",
        "justify",
        "defend",
        "convince|reassure|humour|refresh|correct|impress|reassure me|us",
        "persuade me|us",
        "sell|pitch me|us|it|this|yourself|that",
        "elaborate",
        "expand on|a",
        "clarify",
        "introduce yourself",
        "name a|an|one|two|three|some|any|the|me",
        "list a|the|some|two|three|all|any|me",
        "discuss",
        "critique",
        "evaluate",
        "identify a|the|one|two|three|some",
        "distinguish between",
        "differentiate between",
        "share with me|us",
        "share a|an|the|some|one|your|any|more experience|example|story|time|instance|bit|thoughts|approach|views|view|something|examples|experiences|details|little|of",
        "show me|us how|what|where|why|the|your|an|a|one",
        "help me|us .. understand|out with|see",
        "say more|something|a",
        "take|use .. minute|minutes|moment to|and tell|walk|describe|introduce|talk|explain",
        "think of|back|about a|to|one time|moment|situation|occasion|project|an",
        "remind me|us <wh>",
        "remind me|us what|how|why|of your|again",
        "educate|enlighten|teach|brief|update|fill|catch me|us",
        "paint me|us a|the picture",
        "guide me|us through|on",
        "go on|ahead and tell|describe|explain|introduce|walk|give",
        "go|dive|drill a|into|in|over|through|deeper .. into|more|about|what|how|your|detail",
        "be honest|frank|specific|more|a",
        "argue for|against|the",
        "rate yourself",
        "rank",
        "put yourself in",
        "take that|it|this a|one|further step|further|level",
        "hit|surprise me|us with",
        "have a? go|stab|crack|think|guess at|about",
    ])
});

/// Commands whose answer is a design, a calculation or code.
static TASKS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "write|code|implement|sketch|draw|build|reverse|refactor|optimise|optimize|debug|translate|model|derive|prove|calculate|compute|estimate|rewrite|sort|parse|return|print|create|simplify|solve|count|find .. a|an|the|me|us|some|this|that|it|out|up|how|every|all|two|your",
        "design a|an|the|me|us|your|something|for|and",
        "add|make|extend|change|modify|turn|convert|try a|an|the|it|this|that|your|something .. so|to|into|for|with|without|that|work|faster",
        "walk through the|your|that",
        "dry run",
    ])
});

/// After "can you", "I'd like you to" and the like, a verb that asks for nothing that one could answer.
static CHORES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "hear",
        "see me|us|my|the|it|that|this|what|everyone|our|okay|alright|everything|those|them|a",
        "see",
        "hold|hang|wait|bear|stay|stop|pause|excuse|mute|unmute|dial|repeat|click|scroll|zoom|refresh|reload|paste|ping|cc|upload|download|forgive|hop|spell|confirm",
        "pass|send|email|mail|forward|text|shoot|drop|copy|pop me|us|it|that|them|the|over|on|him|her|your|in|a",
        "call|ring|phone me|us|back|you|again|him|her|them",
        "join us|the|again|back|from",
        "speak up|louder|a|into|slower|more",
        "move closer|on|your|the|nearer|a",
        "come closer|back|again|off|a|nearer",
        "sign|log in|here|the|this|out|off",
        "switch|turn your|on|off|the|it|up|to",
        "close the|your|that",
        "type it|that|in|your",
        "step|sit out|outside|down|back|in|over|there",
        "leave the|that|it",
        "let me|him|her|them know|in",
        "open|share the|your|that|my|a screen|link|sandbox|file|document|doc|camera|chat|tab|browser|editor|window|it|one|video|shared",
        "give|grant me|us a|one|two|just|another|half|five|ten .. second|seconds|sec|secs|minute|minutes|moment|mo|tick|ring|call|shout|hand|buzz|bell|lift|thumbs",
        "say that|it|your again|name|once",
        "say again",
        "read that|it|the|me",
        "put|bring|pull .. screen|up|on|camera|chat|link",
        "make it to|on|for",
        "check your|the|my|if",
        "do me|us a favour|favor",
        "do thursday|friday|monday|tuesday|wednesday|tomorrow",
        "know|believe|imagine it|that|how",
        "tell <subject> is|are|was",
        "tell i|we",
        "just? have|take a look|seat|read|minute|second|moment|breath|glass|break|sip",
        "blame",
        "get back to",
        "help yourself",
        "keep|mind",
        "all|both hear|see",
    ])
});

/// What they would like to know, or do not see.
static WISHES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
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
        "may|can|could i|we .. take|get|have your|the|some|an|more|details",
        "might|may i .. ask|know|enquire|inquire",
        "it|that would|will|might .. help|assist .. know|understand|hear|learn|see",
        "it|that would|will .. be .. helpful|useful|good|great|interesting|nice|lovely|handy|important to .. know|hear|understand|learn|get|see|have",
        "my|the|one|another|next|last|first|other|final|second|third .. question|query .. is|was|for|about|concerns|would",
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
        "there is a|an|another .. gap|hole|jump|discrepancy|mismatch .. your|cv|resume|between|in|on",
        "is|are .. no|nothing mention|sign|section|line|reference|evidence|word|about .. in|of|on",
        "is|are missing from|in",
    ])
});

/// The user is told what to do, politely.
static POLITE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "i|we would .. like|love|want|need|have|ask|invite|get you to",
        "i|we want|need|like|asked|ask|expect you .. to",
        "can|could|would|will you .. please|kindly|just|maybe|perhaps|briefly|quickly|also|possibly|then|first|now",
        "can|could|would|will you",
        "are you able to",
        "would you be able|willing|prepared|happy|open|so to|kind",
        "would you mind|care|like|be|fancy to?",
        "why do|did not you",
        "perhaps|maybe you could|can|might|would|will|start|begin|tell",
        "you could|might|can|may .. start|begin|tell|give|talk|walk|explain|describe|say|summarise|summarize|outline|open|kick|introduce",
        "how about|if you|we .. start|begin|tell|talk|give|telling|you|with|take",
        "if you|we could|can|would|might|may .. just|maybe|please|perhaps|then|briefly|start|tell|give|talk|walk|explain|describe|begin|take|introduce|share|outline|summarise|summarize|say|elaborate",
        "feel free to",
        "you mind|want|fancy|care|able telling|walking|explaining|to",
        "mind telling|explaining|walking|giving|sharing|describing",
        "your|the task|job|exercise|challenge|problem|mission|assignment here? is|would|will to|be",
        "what i|we .. like|want|need you to do",
        "fancy|care to",
        "do|does you|anyone want|care|mind to?",
        "see if|whether you can",
        "be|am|is good|great|lovely|helpful|useful|nice|handy if you could|can|would",
    ])
});

/// What a request at the beginning of `words` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// Talk.
    Tell,
    /// Something to be done on the spot.
    Task,
    /// A wish to know, or a doubt.
    Wish,
    /// Nothing that could be answered: "give me one second".
    Chore,
}

/// Reads a command or a wish that stands at the beginning.
pub fn read(words: &[&str]) -> Option<Request> {
    if idiom(words) {
        return None;
    }
    if let Some(taken) = POLITE.begins(words) {
        // "Could you" with "hear me" or with a verb that is no command is left to the rules of direct questions.
        let rest = &words[taken..];
        let skip =
            rest.iter().take_while(|word| matches!(**word, "to" | "please" | "just" | "kindly" | "then")).count();
        let rest = &rest[skip..];
        return command(rest).or_else(|| starts(rest).then_some(Request::Tell));
    }
    match command(words) {
        None if wishes(words) => Some(Request::Wish),
        found => found,
    }
}

/// Whether a wish to know stands at the beginning.
fn wishes(words: &[&str]) -> bool {
    if sociable(words) {
        return false;
    }
    let about_you = |from: usize| words[from..].iter().any(|word| matches!(*word, "you" | "your" | "yourself"));
    WISHES.begins(words).is_some() || WISHES_ABOUT_YOU.begins(words).is_some_and(about_you)
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

/// Whether what a polite form asks for is a chore of the call.
pub fn is_chore(words: &[&str]) -> bool {
    CHORES.begins(words).is_some()
}

fn command(words: &[&str]) -> Option<Request> {
    if is_chore(words) {
        Some(Request::Chore)
    } else if TASKS.begins(words).is_some() {
        Some(Request::Task)
    } else if COMMANDS.begins(words).is_some() {
        Some(Request::Tell)
    } else {
        None
    }
}

fn starts(words: &[&str]) -> bool {
    matches!(words.first(), Some(&("start" | "begin" | "kick" | "open" | "summarise" | "summarize" | "put")))
}

/// "Tell me about it" and "tell you what" ask nothing.
fn idiom(words: &[&str]) -> bool {
    if words.get(1) == Some(&"i") && checks_detail(words) {
        return true;
    }
    match words {
        ["tell", "me", "about", "it", rest @ ..] => rest.len() < 2,
        ["tell", "you", "what", ..]
        | ["tell", "me", "what", "i", ..]
        | ["name", "of", ..]
        | ["write", "that" | "it" | "this", "down", ..] => true,
        _ => false,
    }
}
