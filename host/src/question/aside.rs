//! What sounds like a question and is none for the user: the call itself, small talk, figures of speech, nods.

use super::lexicon::{is_auxiliary, is_question_word};
use super::phrase::Phrases;
use std::sync::LazyLock;

/// Sound, screen and the course of the call.
static CALL: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "can|could|do|did|are|you|if .. hear|hearing me|us|okay|alright|it|that|properly|clearly|well|her|him|everyone|anything",
        "you hear me|us",
        "can|could|do|are .. see|seeing my|our|the screen|slides|slide|cursor|document|board|editor|deck|desktop|window|tab|chat|share|page|it",
        "can|could|do you|everyone|everybody|people see me|us|this|that|okay|alright|everyone|it|him|her",
        "am|is|are i|my|we|your|the .. audible|muted|mute|frozen|freezing|breaking|echoing|lagging|sound|audio|mic|microphone|camera|video|picture|connection|recording",
        "are|is you|he|she|everyone|everybody|they|we .. there|back|here|ready|set|connected|all|on .. now|yet|mute|still",
        "are|is you|he|she|everyone|everybody|we all? set|there|back|muted|recording|live",
        "are|is you|everyone|everybody|we all? ready to? $|start|begin|go|for|when",
        "are|is you|he|she on mute",
        "are you still there|with|here",
        "have i caught|got|reached|rung",
        "are you getting all|this|me|it",
        "is|was|will|would that|this|it .. okay|alright|clear|better|fine|right|loud|audible with|for|by|so|now|you|i|if|we|all|enough $|you|us|me|everyone|i|we|everybody",
        "does|will|would that|this|it work|suit|sound for|okay|alright|good|fine you|us|with|to|$",
        "is|was that|this|it .. okay|alright|clear|better|fine|right|louder|audible $|now|enough|so",
        "is now|this .. a? good|bad|okay|convenient|fine time|moment|place",
        "is|was now still? .. good|okay|convenient|alright",
        "am i|we catching|disturbing|interrupting|speaking|calling|talking|pronouncing|saying|late|early|audible|coming|sharing|loud",
        "do|would you mind|object if",
        "mind if i|we",
        "okay|alright|happy|cool|fine if|that|with|for i|we|us|me|recording|record",
        "shall|should i|we",
        "can|could|may i|we start|begin|kick|proceed|move|go|continue|record|share|just? get|come|jump|leave|pause|stop|offer|have|take|finish|reschedule|call|interrupt|stop|skip|put|bring|show|send|wait|borrow .. started|on|back|ahead|off|you|your|with|over|my|the|this|in|it|that|a|there|up|now|here",
        "can|could|may i|we start|begin|proceed|continue|kick",
        "can i|we just? get|offer you a|some|anything|something",
        "can i|we just? check|confirm",
        "can|could|may i .. take|get|have|check your|the .. name|address|postcode|number|reference|email|date",
        "can|could everyone|everybody|anyone|someone|somebody",
        "is|has everyone|everybody|anybody .. here|ready|seen|got|okay|muted|there|back|able",
        "got|have|has you? a? minute|second|sec|moment",
        "have|do|got you .. minute|moment|second|time|water|pen|paper|link|invite|document|file|headset now|handy|there|open|$",
        "have|got you .. minute|moment|second|time to chat|talk|speak",
        "do|does|did|would|could|can|will|is|are|how|what|which .. monday|tuesday|wednesday|thursday|friday|tomorrow .. work|suit|okay|good|free|available|or|for|be",
        "do|does|did|would|could|can|will .. work|suit better? for|you you|better|me",
        "when|what|which .. time|day|slot|times|days .. suits|suit|works|best|convenient|better",
        "when are|would|is you|be .. free|available|good .. to talk|for next|this|a",
        "same time next|tomorrow|monday|tuesday|wednesday|thursday|friday",
        "talk|speak|see you|then|to .. soon|then|tomorrow|next|later|monday|tuesday|wednesday|thursday|friday",
        "did|have|do you .. get|got|find|found|receive|received|see|seen|open|opened|find|read my|our|the|it|us|this|a|here|your .. invite|link|email|mail|message|parking|place|building|office|room|space|way|here|directions|entrance|alright|okay|pack|attachment|text|calendar|calendar|number",
        "did|do you find us|parking|it|the",
        "did you manage|get|come to|in|here|there|home|far|by .. find|here|parking|in|okay|alright|train|car|bus|join|connect|park",
        "would|do|will|can|could you like|want|care|fancy|take|need some|a|to|any|anything|another|have .. water|coffee|tea|drink|break|seat|sit|minute|moment|glass|cup|pause|breath|start|go|begin|share|take|first|before|chair",
        "did you have a? .. trip|journey|flight|drive|far|good|trouble|nice|breakfast|lunch",
        "have you come far",
        "what time is it",
        "how do i|you|we .. pronounce|spell|say your|that|it|the",
        "where are you joining|calling|dialing|dialling|sitting|talking|speaking",
        "where am i calling|catching|reaching",
        "what is your|the .. name|surname|number|postcode|zip|address|email|reference|birthday|mother",
        "who am i|do|have|is .. speaking|talking|calling|on|with|to|got|there|here",
        "is this * $",
        "is that you",
        "is there anybody|anyone|somebody there",
        "have you signed|filled|registered in|out|up",
        "have|did you .. got|get|bring|have the|your|a .. badge|form|forms|agenda|pass|copy|pack",
        "did reception|somebody|someone|they give|send|show|offer|get you",
        "did the receptionist give|show you",
        "will|can i put|open|close|turn|shut|fetch",
        "you are|were calling|ringing|phoning|here",
        "you will have had|seen|got|received",
        "and|so that|it|this is|was",
        "is this|that|it mr|mrs|ms|miss|mister|missus|dr|doctor|madam|sir",
        "is your date|name|address|number|email|postcode|surname",
        "how about we|if|thursday|friday|monday|tuesday|wednesday|tomorrow|that",
        "would|could you like|prefer me|us|him|her to",
        "do you want|need me|us|him|her to",
        "do you want .. go first",
        "do you want to? start $",
        "do you want to? take the|this|that",
        "who is next|first|taking",
        "who would like to",
        "where was i|were",
        "where were i|we",
        "what was i saying",
        "what was the question|name again|$",
        "what else did|was i",
        "which of us",
        "sound|sounds good|okay|fair|alright|reasonable",
        "does|do|did that|this|it .. make .. sense",
        "does|do that|this|it sound|seem|answer|help .. okay|fair|good|alright|right|reasonable|your|it|at",
        "you with me",
        "you there|following|ready $|now|yet",
        "you all? ready|okay|set|alright|there|good|right|well $|there|then|for",
        "you wanted|called|rang|wished|asked|were to|about|for|going .. talk|speak|see|about|me|us",
        "what can i|we do for|to you|help",
        "how can|may i|we help|be",
        "how are|is we .. doing|for|going .. time|on|with",
        "how|where long|much time .. have|do|got we|left",
        "are we all? recording|okay|good|done|live|ready|waiting|here|there",
        "any objection|objections|preference|preferences $|to",
        "have|has|did you|anyone|they .. offered|offer",
        "sorry|pardon $|what|come|say $|again|that",
        "excuse me",
        "say|come that? again",
    ])
});

/// Courtesies, weather, weekends.
static SMALL_TALK: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "how are|is|was|has|goes it|things|everything|life|you .. going|doing|keeping|treating|today|getting $|today|so|over|there|this|then|yourself|now|on|ours",
        "how are|is|was|were|has|did the|your|that .. weekend|week|day|morning|afternoon|evening|trip|journey|flight|drive|holiday|holidays|vacation|break|traffic|weather|commute|summer|christmas|easter|lunch|family|kids|diwali|eid",
        "how are you both|all|today? $",
        "how are|is things|everyone|everybody|everything|life|yourself",
        "how have you been keeping|$",
        "how you doing|going|keeping|been",
        "how do you do",
        "how is it going|your|the week|day|weather|weekend|morning|afternoon",
        "is it just me",
        "is that the time",
        "are you warm|cold|hot|comfy",
        "what is up|happening|new|good $",
        "what a|an",
        "did|had|have you|your|the .. have|enjoy|get|do|see|had .. weekend|holiday|holidays|vacation|christmas|evening|lunch|breakfast|rain|snow|sun|weather|easter|game|match",
        "do|have you .. plans|doing|up .. weekend|tonight|holiday|holidays|summer|christmas",
        "is it|that|the|still .. raining|snowing|hot|cold|sunny|warm|freezing|weather|wet|pouring",
        "what is|was the weather|traffic",
        "are you keeping|well|settled|warm|busy $|there|today|alright",
        "you well|keeping|okay|alright|good $|today|there",
        "all good|well|set",
        "busy day|week|morning",
        "good weekend|week|journey|trip|flight|drive|holiday|morning|day|lunch|break",
        "nice|long|good|bad|rough .. weekend|trip|journey|flight|drive|holiday|commute|break",
    ])
});

/// Figures of speech.
static FIGURES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "who knows|cares|knew",
        "who has|have|does|did|do|would|is|was|could|can|will not",
        "who else would|could read|do|want|put|believe|buy|think",
        "who else but",
        "who would|could have thought|guessed|believed|known",
        "who would|could ever|possibly|say|want|blame|not|believe",
        "who wants to|that|it|another|more|one",
        "who needs that|it|enemies|sleep|them",
        "who would be a|an",
        "who am|are i|we to|kidding",
        "would you look at that",
        "would that it",
        "may the",
        "any time|day|more|longer|way|how|minute",
        "or whatever|something|so|other|not $|along|like",
        "suppose|imagine|guess|think so|not",
        "do|did you know i|we|that",
        "what can|should i tell",
        "do not we|they|you all",
        "who has the|got .. time|money|patience|energy",
        "guess what",
        "you know what",
        "do|did you know what",
        "how about that",
        "how cool|great|nice|lovely|funny|sad|wonderful|odd|strange|amazing|terrible|awful|weird|brilliant|kind|sweet|exciting is that|this|it|very|of|$",
        "how time|dare|very|lovely|nice|funny|kind|sweet|exciting|wonderful|interesting|delightful",
        "what do|did|can|could|would you|i|we expect|know|say|do|mean then|anyway",
        "what can|could i|you|we say",
        "what are the odds|chances",
        "what is not to",
        "what is the harm|world",
        "what more|else could you|one ask|want $|for",
        "what would|will i|one do|say",
        "what do|did i know|say|mean|care",
        "why|how|what|who|where on earth",
        "why not|bother eh|indeed|then|though",
        "why thank|yes|of|no|hello",
        "why do|did i|we|anyone|anybody",
        "why would|should i|anyone|anybody",
        "how hard|difficult can|could",
        "how could|did i|one|anyone",
        "is|was|are|were not it|that|this|they|life|he|she .. lovely|funny|great|awful|strange|nice|mad|always|typical|gorgeous|terrible|marvellous|wonderful",
        "are|is you|he|that|this kidding|joking|serious|crazy",
        "would you believe",
        "can|could|would you believe|imagine",
        "believe it",
        "where does|did .. time|years",
        "when will they|we|people|it ever|learn",
        "do|does anyone|anybody ever|really",
        "do i look|sound|care|know",
        "did i say|mention|tell|not|just|ever|already",
        "have i|we|they not",
        "have i|we .. told|said|mentioned|lost",
        "am i making",
        "is there ever a|an",
        "what was|were i|we|he|she|they thinking",
    ])
});

/// A main clause that makes a statement of the question word before it: "how they manage is beyond me".
static SHRUGS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "is|was|remains|stays beyond|anyone|anybody|anyone's|anybody's|another|unclear|nobody's",
        "is|was|remains|stays a different|mystery|secret|puzzle|good|long|whole|separate",
        "i|we|you|nobody|lord|god|heaven|goodness|who .. never|not|hardly .. know|knows|tell|say|understand|imagine|remember|fathom|understood|told|worked|figured|get",
        "i|we have no|not idea|clue|a",
        "no idea",
        "god|lord|heaven|goodness|nobody|only knows|god",
        "beats|escapes|baffles|amazes|puzzles me|us",
        "i do not know|care|get|understand|mind",
        "is|was no|not .. secret|mystery|mine|ours",
        "could not tell|say",
        "depends|depend on|whether|who|how",
        "you would|will not believe",
        "is|are .. up to",
        "varies|vary|matters",
        "never know|understand|get",
    ])
});

/// Tags at the end of what is a statement.
static TAGS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "right",
        "okay",
        "yeah",
        "yes",
        "no",
        "correct",
        "eh",
        "huh",
        "innit",
        "alright",
        "true",
        "really",
        "see",
        "hey",
        "ya",
        "ja",
        "nah",
        "or what",
        "you know",
        "you see",
        "know what i mean",
        "is it",
        "is it not",
        "is not it",
        "get it",
        "is that right|correct|so|okay|it|fair",
        "am i right",
        "if that makes sense",
        "you with me",
        "<aux> not? i|you|we|they|he|she|it|that|there|this",
        "<aux> i|you|we|they|he|she|it|that|there not",
        "lah",
        "lor",
        "not so",
        "is it okay",
        "do you know what i mean",
        "you get me",
        "sound good",
        "fair enough",
        "makes sense",
        "does that make sense",
        "if you like",
        "if i may",
        "sure",
    ])
});

/// Facts that are put for a check: "your date of birth is…".
static CHECKS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "your .. name|surname|birth|number|postcode|address|email|birthday|mobile",
        "name|surname|birth|birthday|postcode|zip|spelled|spelt|spelling|pronounced",
        "you|that|this|it|and .. is|are|was|were|said|spell|mean with|a two|three|double|one|spelled|spelt .. e|l|t|s|double",
        "with an|a|one|two|double e|s|l|k|c|h|z|y",
        "this is|was for|about|the|mr|mrs|ms|dr|doctor",
        "you are mr|mrs|ms|dr|miss|doctor",
    ])
});

/// Days and times, as they are named to find a date.
fn names_a_time(word: &str) -> bool {
    matches!(
        word,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "tomorrow"
            | "week"
            | "fortnight"
            | "morning"
            | "afternoon"
            | "o'clock"
            | "am"
            | "pm"
            | "half"
            | "noon"
            | "tonight"
            | "day"
    )
}

/// "Would the back end of next week suit": a date for the next call.
fn finds_a_date(words: &[&str]) -> bool {
    let asks = words.first().is_some_and(|word| is_auxiliary(word) || is_question_word(word));
    let suits = words.iter().any(|word| matches!(*word, "suit" | "suits" | "convenient"))
        || words.windows(3).any(|three| matches!(three, ["work" | "works", "for", "you" | "us" | "everyone"]));
    let meets =
        words.iter().any(|word| matches!(*word, "meet" | "chat" | "catch" | "speak" | "call" | "talk" | "free"));
    let time = words.iter().any(|word| names_a_time(word));
    asks && time && (suits || meets && words.iter().any(|word| matches!(*word, "free" | "next" | "again" | "tomorrow")))
}

/// Why words at the beginning of a clause ask the user nothing.
pub fn refusal(words: &[&str]) -> Option<Refusal> {
    if FIGURES.begins(words).is_some() {
        Some(Refusal::Figure)
    } else if SMALL_TALK.begins(words).is_some() {
        Some(Refusal::SmallTalk)
    } else if CALL.begins(words).is_some() || finds_a_date(words) {
        Some(Refusal::Call)
    } else {
        None
    }
}

/// What looks like a question and is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Sound, screen, dates, water.
    Call,
    /// Courtesies.
    SmallTalk,
    /// "Who knows."
    Figure,
    /// "What we do is…"
    Tells,
    /// "They asked me why…"
    Reported,
    /// "…, right?"
    Nod,
    /// A name, a number, a birth date.
    Check,
    /// The speaker asks for themselves or speaks of themselves.
    Own,
    /// It speaks to somebody on their side.
    Theirs,
    /// It answers what the user has asked.
    Answer,
    /// It says again what the user has said.
    Echo,
}

impl Refusal {
    /// In words that a user understands.
    pub fn reason(self) -> &'static str {
        match self {
            Refusal::Call => "it is about the call, not about you",
            Refusal::SmallTalk => "it is small talk",
            Refusal::Figure => "it is a figure of speech, not a question",
            Refusal::Tells => "it begins like a question but tells something",
            Refusal::Reported => "it reports what somebody asked",
            Refusal::Nod => "it only asks for a nod",
            Refusal::Check => "it only checks a detail",
            Refusal::Own => "they speak of themselves",
            Refusal::Theirs => "it is meant for somebody on their side",
            Refusal::Answer => "it answers your question",
            Refusal::Echo => "it repeats what you said",
        }
    }
}

/// Whether a clause that began like a question ends as a statement.
pub fn shrugs(words: &[&str]) -> bool {
    SHRUGS.within(words)
}

/// How many words at the end are a tag.
pub fn tag(words: &[&str]) -> usize {
    let longest = words.len().min(6);
    (1..=longest).rev().find(|&count| TAGS.begins(&words[words.len() - count..]) == Some(count)).unwrap_or(0)
}

/// Whether only a name, a number or an address is put for confirmation.
pub fn checks_detail(words: &[&str]) -> bool {
    words.len() <= 14 && CHECKS.within(words)
}
