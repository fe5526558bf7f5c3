//! The call itself: sound, screen, water, dates, who speaks next.

use super::families::{OF_ITS_COURSE, THE_CALL};
use super::lexicon::{is_auxiliary, is_content, is_question_word};
use super::phrase::Phrases;
use std::sync::LazyLock;

/// Whether words at the beginning of a clause ask about the call.
pub fn is_about_the_call(words: &[&str]) -> bool {
    CALL.begins(words).is_some() || finds_a_date(words) || speaks_of_the_call(words)
}

/// Sound, screen and the course of the call.
static CALL: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "will|shall|can|could|should|may i|we tell|show|give|get|send|bring|read|introduce|explain|run|offer|put you",
        "whose * is that|this|it",
        "have|has|do we|i got? .. time|minutes",
        "what was|were i|we .. saying|going|about|asking|on",
        "why do not we|i",
        "is|are everybody|everyone|we all? happy|okay|good|ready|fine|comfortable to|with|$",
        "or shall|should|will|would i|we $",
        "you want to? start|go|kick|lead|take .. or|first|this|it|that|the",
        "do|did you want to? take|come|jump|go|start|add|say|kick in|that|it|first|here|on|$|anything .. on|in|here|$",
        "who is|have this|that|it|i|we .. speaking|calling|got|there|on|there|with",
        "who have i|we got|here|on",
        "when|what would|is be? .. good|best|better time|day|number .. call|ring|reach|to",
        "is this the first|your time|first .. zoom|teams|here|call|platform",
        "could|can|would you .. repeat|rephrase|say .. that|again|question|it|please|$",
        "can|could|may i|we .. check|confirm|verify .. i|the|your|you|we|that|who|am",
        "you froze|cut|broke|dropped|went|are frozen|out|up|off|muted|on",
        "does that answer your|the|it",
        "you can|could still? hear|see me|us|my|it",
        "how long was|is that|it|this $|ten|a",
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
        "would|do|will|can|could you like|want|care|fancy|take|need some|a|to|any|anything|another|have .. water|coffee|tea|drink|break|seat|sit|minute|moment|glass|cup|pause|breath|go|first|before|chair|start|begin $|before|by|while",
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
        "do|did|would you want|like to .. go|take|start|begin|jump|come|ask .. next|first|this|that|it|over|in|here|one",
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

/// "Is that any better", "could we push this to half three": whatever the order of the words, all that carry matter
/// belong to the call itself.
fn speaks_of_the_call(words: &[&str]) -> bool {
    let asks = words.first().is_some_and(|word| is_auxiliary(word)) && words.len() <= 9;
    let own = words.iter().take(3).any(|word| matches!(*word, "we" | "i"));
    let begins = |word: &&&str| {
        matches!(**word, "start" | "begin" | "move" | "push" | "go" | "finish" | "stop" | "send" | "take")
    };
    let mut content = words.iter().filter(|word| is_content(word) || begins(word)).peekable();
    asks && content.peek().is_some()
        && content.all(|word| THE_CALL.contains(word) || own && OF_ITS_COURSE.contains(word))
}
