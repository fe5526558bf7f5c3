//! Shapes of questions about the work: what happened, what would be done, how it is done, what is to be made.

use super::{Shape, shape};
use crate::question::phrase::Phrases;
use convoally_shared::question::QuestionKind::{Behavioral, Coding, Design, Situational, Technical};

/// All shapes of this file.
pub fn shapes() -> Vec<Shape> {
    [past(), scenes(), matters(), making()].into_iter().flatten().collect()
}

/// A story from the past.
fn past() -> Vec<Shape> {
    vec![
        shape(
            Behavioral,
            7,
            Phrases::new(&[
                "time|times|occasion|occasions|instance|moment|incident|incidents|example|examples|situation|situations|case when|where",
                "a|an|another|one|any|some|last|first|recent time|occasion|instance|moment|incident|situation|case|period .. you|your",
                "example|examples|instance .. of|from|you|saying|how",
                "have|had you ever",
                "you ever had|been|made|failed|missed|got|felt|faced|refused|disagreed|lost|fired|done",
                "did you ever",
                "was|were|is there ever|a|any|once .. you",
                "has|have .. ever .. you|your",
                "a|an|one * of yours",
                "ever <past>",
                "ever had|been|made|failed|missed|disagreed|lost|got|let|refused|told|walked|written|broken|faced|felt",
                "when|how have you <past>",
                "when did you last",
            ]),
        ),
        shape(
            Behavioral,
            5,
            Phrases::new(&[
                "<superlative> * .. you|your|had|did|ever|was|of",
                "<superlative> * * .. you have|had|did|ever|made|took|faced|lost|won|led|dealt|worked",
                "<superlative> mistake|failure|achievement|accomplishment|challenge|regret|success|win|loss|moment|bug|outage|day|decision|setback",
                "mistake|mistakes|failure|failures|conflict|disagreement|disagreements|setback|setbacks|regret|regrets",
                "proud|proudest",
                "you have|had lost|won|failed|messed|broken .. one|something|somebody",
                "moment|day|night|week that|when|where|you",
                "tell|talk|hear|know|describe|describing|share|think|through|to|into .. about|of? .. a|an|one|some|something|somebody|someone|the .. you|that|who|where|when .. <past>",
                "tell|talk|hear|know|describe|share|through .. a|an|one|something|somebody|someone|the .. you .. <past>",
                "describe|share|recall|remember a|an|one|the|some|any .. you|that|when|where|who",
                "through a|an|one|the .. you <past>",
                "something .. from|you .. learned|learnt|carries|taught|regret|changed",
                "what did you learn",
                "disagreed|disagree with",
            ]),
        ),
        shape(
            Behavioral,
            3,
            Phrases::new(&[
                "difficult|angry|awkward|upset|furious|tough|hard|tricky|challenging <person>|conversation|decision|people",
                "how do|did|have you .. handle|handled|deal|dealt|cope|coped|manage|react|respond .. pressure|stress|criticism|conflict|feedback|change|<person>",
                "under pressure",
                "said|say|saying no to",
                "old|last|former|previous|current <person> .. say|complain|describe|tell|think",
                "would .. <person> .. say|complain|describe|tell|think",
            ]),
        ),
    ]
}

/// A case that has not happened.
fn scenes() -> Vec<Shape> {
    vec![
        shape(
            Situational,
            5,
            Phrases::new(&[
                "what would|will|do|are|should you .. do|doing|say|tell|reply|answer $|if|when|with|to|about|first|next|then|in|him|her|them|it|that",
                "how would|will|should you .. handle|react|respond|deal|cope|manage|approach|go|proceed|convince|persuade|calm|motivate|support|win|break|tackle|address|resolve|turn|reply|answer|tell|start|stop|balance|prioritise|prioritize",
                "imagine|suppose|supposing|picture|pretend",
                "let us say",
                "say|you a|an|the|your <person>",
                "if a|an|your|one|two|the|some|my <person>",
                "if you were|had|found|saw|noticed|could|inherited",
                "what is|would be your move|response|reaction|next|first",
                "your move|reaction|response|reply",
                "your first|next .. day|days|week|weeks|fortnight|month|minutes|hour|step|reaction|response|instruction|reply|look",
                "first|next thirty|sixty|ninety|ten|five|few minutes|hours|days",
                "what|who|which goes|comes|gets|is first",
                "first thing you",
                "whose side",
                "how do|would you go|deal|handle|manage .. if|when",
                "what would|do|will you tell|say|do .. to|him|her|them|it|$",
                "sell|pitch me|us|this|it",
                "first|next thirty|sixty|ninety|hundred|few|three|six days|weeks|months|day|week|month",
                "what if",
                "could|would you .. see yourself .. teaching|doing|working|running",
                "how do you respond|react",
                "who do|would|does you|he|it .. first",
            ]),
        ),
        shape(
            Situational,
            2,
            Phrases::new(&[
                "how|what|who|which|where would you",
                "would you .. ever|rather|still",
                "if .. would|will|do you",
                "if i|we|he|she|they|it",
                "a|an|the|your|one <person> .. comes|calls|says|tells|asks|walks|refuses|rings|complains|wants|emails|sends|gets|has|starts|falls|needs|discloses|turns|is|shouts|collapses|asked|refused|rang|called|came|wanted|insists|insisted|arrives|arrived",
            ]),
        ),
    ]
}

/// How things work and how a trade is practised.
fn matters() -> Vec<Shape> {
    vec![
        shape(
            Technical,
            5,
            Phrases::new(&[
                "explain|define|compare|contrast|distinguish",
                "difference|differences|differ|distinction between|in|is|are|from|of|$",
                "what happens|happened|would when|if|to|happen",
                "what can|could|might go",
                "have you .. used|configured|tested|deployed|automated|installed|programmed|catalogued|operated",
                "you .. used|familiar|comfortable|certified|confident|trained .. with|on|in|using",
                "experience|worked|work|working with|in *",
                "understand|understanding by|of",
                "what does|do .. mean|stand|measure",
                "how sure|confident|representative|robust|reliable|accurate",
                "how do you .. know|tell|check|test|make|keep|stop|avoid|prevent|ensure|decide|choose|pick|measure|calculate|size|set|clean|price|cook|prepare|plan|teach|introduce|assess|monitor|diagnose|treat|debug|find|use|control|store|secure|validate|read|write|build|fit|cut|mark|grade|record|track|forecast|model|do",
                "which * .. do|did|have|would you .. know|use|used|prefer|work|worked|follow|apply",
                "what|which .. tools|tool|framework|frameworks|technologies|standards|metric|metrics|method|methods|software|systems|regulations|technique|techniques|signs|steps|stages|indicators|causes",
            ]),
        ),
        shape(
            Technical,
            3,
            Phrases::new(&[
                "what is|are|was a|an",
                "what is|are *",
                "how|why does|do|is|are|did|was|were <det>|it|that|they|*",
                "how would|will|should|might you .. know|check|test|measure|find|explain|teach|introduce|price|debug|diagnose|calculate|detect|validate|control|make|prepare|plan|run|use|fit|set|use|organise|treat|cook|assess|improve",
                "what would|do|should|will you .. look|check|test|use|add|change|measure|differently|need|choose|try|want|inspect|rule",
                "when|where|why|which .. would|do|should you .. use|choose|apply|put|prefer|recommend",
                "how do|did|would you",
                "how you would|do|will",
                "did|do you .. consider|considered|automate|test|use|think|control|account|measure|check|rule",
                "have|had you considered|looked|tried|read|checked|thought|accounted",
                "you have|had considered|looked|tried|read|checked|accounted",
                "you claim|argue|assert|assume|conclude|write|maintain|cite|say|state|call|switch",
                "your|the approach|process|method|procedure|strategy|workflow|philosophy|view|opinion|stack to|for|on|of|with|$",
                "how to *",
                "what would|could|might|has cause|caused|falsify|go|break|happen",
                "why did you choose|use|pick|not|include|exclude|take|drop|select",
            ]),
        ),
    ]
}

/// Something to be made: a system or a program.
fn making() -> Vec<Shape> {
    vec![
        shape(
            Coding,
            8,
            Phrases::new(&[
                "write|implement|code|refactor|rewrite|program .. function|program|query|method|class|script|code|test|tests|sql|loop|algorithm|regex|stack|queue|parser|cache",
                "write me|us .. a|an|some|the",
                "implement a|an|the|it|this|that|your",
                "code .. up",
                "code a|an|this|that|it|the",
                "run time|complexity|runtime",
                "time|space|computational complexity",
                "big o",
                "in pseudocode|place|constant|linear|one|single|place pass|time|space|$",
                "in constant|linear time|space",
                "in|with|using one|a|single pass",
                "pseudocode|palindrome|anagram|fibonacci|fizzbuzz",
                "reverse|sort|traverse|flatten|merge|rotate|invert a|an|the|two|this|linked",
                "linked list|lists",
                "binary tree|search",
                "edge case|cases",
                "without|with recursion|recursive|recursively|library|loops",
                "return the|a|all|every|true|how",
                "given a|an|two .. array|arrays|string|strings|list|lists|tree|integer|integers|number|numbers",
                "build|make .. box|component|button|form|endpoint|widget|function",
            ]),
        ),
        shape(
            Design,
            8,
            Phrases::new(&[
                "design|redesign|architect|rearchitect a|an|the|this|something|your|our|me|us|for|out",
                "how would|will|might|do you .. architect|scale|structure|shard|partition|design",
                "architecture|scalable|sharding",
                "lay|laid out a|the|an",
                "data model|models for",
                "build|rebuild|launch|improve .. <system> .. from|that|for|of|to|if|as|where|how|$",
                "build|rebuild .. from scratch|zero|nothing",
                "sketch|draw .. architecture|design|model|schema|diagram|system|layout|how",
                "a|the concept|proposal|blueprint|architecture for|how|of|on",
                "if you were|had to redesign|rebuild|build|design|launch",
                "how do|would we|you .. get|scale|roll|migrate|split|replicate|move .. without|across|into",
            ]),
        ),
    ]
}
