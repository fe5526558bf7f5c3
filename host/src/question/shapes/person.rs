//! Shapes of questions about the person: terms, reasons, a life; and of those that lean on the answer before.

use super::{Shape, shape};
use crate::question::phrase::Phrases;
use convoally_shared::question::QuestionKind::{Availability, Background, Closing, FollowUp, Motivation, Salary};

/// All shapes of this file.
pub fn shapes() -> Vec<Shape> {
    [terms(), reasons(), lives(), leaning()].into_iter().flatten().collect()
}

/// Money, time and place.
fn terms() -> Vec<Shape> {
    vec![
        shape(
            Salary,
            9,
            Phrases::new(&[
                "salary|salaries|compensation|ctc|remuneration|wage|wages|lpa .. expectation|expectations|expected|range|you|in|wise|are|were|would|mind|requirements|$|for|bracket|band|or|okay",
                "your|current|expected|desired|the .. salary|compensation|ctc|remuneration|wage|wages|package|pay|earnings|bonus|rate",
                "c t c",
                "o t e",
                "pay|package|money|rate|number|numbers|figure|sum expectation|expectations|wise|are|were|would|you|range|cut|rise|bracket|band|terms|in|for",
                "how much .. you|your want|looking|expect|expecting|making|make|paid|get|asking|on|charge|earn|earning|after|hoping|need",
                "what .. you|your making|earning|paid|expecting|asking|charge|earn",
                "what are you on",
                "looking to make|earn|get",
                "earn|earning|earned|charge .. now|currently|moment|hour|day|present|month|year|$",
                "take for you to say|sign|accept|join",
                "least|lowest you would|could|can accept|take",
                "money|financially|moneywise|numbers|payroll|comp .. you|your|wise",
                "pay|pays|paying you",
                "base|wage|rate|pay is|would .. you|your",
                "an|per hour|annum|month|day .. $|if",
                "wage|wages",
                "financial|salary|pay|monetary expectation|expectations",
                "day|hourly|daily rate",
                "what|which number|figure|rate|package|money|pay .. you|have",
                "work|live|cope on|with * thousand|k|$|hundred",
                "per|an|a hour|annum .. you",
            ]),
        ),
        shape(
            Availability,
            8,
            Phrases::new(&[
                "notice period|$|do|is|with|to|would",
                "your notice",
                "when|how|what .. soon|earliest|date|quickly|could|would|can|will you .. start|join|begin|available|free|commence",
                "when|from .. when|what|which .. you .. start|join|begin|available|free|commence",
                "you .. start|join|begin .. right|straight|immediately|soon|monday|date|tomorrow|away|next|when|in|on",
                "earliest .. you|start|date|could",
                "start|starting|joining date",
                "relocate|relocating|relocation|commute|commuting|sponsorship|visa|permit|availability|on-call|overtime|rota|rotas",
                "right to work",
                "work|working|do|working|cover|doing .. nights|weekends|weekend|saturdays|sundays|shifts|shift|evenings|overtime|bank|christmas",
                "work|working|based|come|coming|be .. from|in|on|at .. office|site|home|person|remotely|remote|premises|london",
                "night|early|late|rotating|shift|split|evening|weekend shift|shifts|start|starts|work|pattern",
                "nights|weekends|saturdays|sundays|shifts|earlies|lates .. you|your|okay|problem|alright|issue|fine|work|suit",
                "on call .. rota|week|weeks|weekends|one|you|$|out|every",
                "being on call",
                "willing|happy|able|prepared|open|okay|fine|ready|cool|comfortable|alright|mind|feel|flexible|about .. to|with|about|on? .. travel|travelling|traveling|driving|relocate|relocating|move|moving|commute|nights|weekends|shifts|office|hours|remote|hybrid|mornings|evenings|overnight|away",
                "how often|many|much|far .. you .. travel|office|commute|site|live|away|come",
                "how far .. you|are|is",
                "how many days",
                "full|part time",
                "are you .. available|free",
                "tied to",
                "get here|there|in .. mornings|morning|time|work|day",
                "drive a|the|on|to",
                "do you drive|have .. car|transport",
                "citizen|citizenship|clearance",
                "how|would|will|is|does|if .. that|it|this|one .. fit|suit|work|go|sit|problem|possible|manageable .. you|with|at|for .. home|family|you|commitments|bus|car",
                "is march|april|may|june|july|august|september|october|november|december|january|february|monday",
                "you .. sleep|travel|fly|drive|away .. nights|week|month|days",
                "part time|full",
                "days|nights|times a|per|out week|month|fortnight|of",
                "you .. allowed|authorised|authorized|eligible|entitled to",
                "any .. holidays|leave|commitments|travel|restrictions .. booked|planned|coming|we|$",
                "holidays|holiday|leave|vacation booked|planned|coming",
                "is|would .. remote|hybrid|nights|weekends|travel|commute|distance|hours",
            ]),
        ),
        shape(
            Closing,
            12,
            Phrases::new(&[
                "question|questions .. for|to|of|from|on me|us|our|you|your",
                "your side still?|any? questions",
                "like|care|wish|want|wanted|love to ask|add|raise",
                "would|do|did|is you|there .. like|want|wanted|care .. to know|say|mention|tell",
                "anything .. missed|covered|asked|add|ask|mention",
                "anything else $|from|you",
                "what|any|have|got|further|other questions|question .. you|$",
                "your turn",
                "over to you",
                "the floor is",
                "ask me|us",
            ]),
        ),
    ]
}

/// Why this, why not that, where to.
fn reasons() -> Vec<Shape> {
    vec![shape(
        Motivation,
        6,
        Phrases::new(&[
            "why us|this|here|now|our|me|law|you",
            "why did|do|are|would|have|should you|we .. leave|leaving|left|want|wish|apply|applied|looking|move|moving|interested|quit|choose|chose|changing|change|join|joined|switch|become|hire|pick|study|go|give|enter|fit|suited|suitable|right|appoint",
            "why .. you .. want|leave|leaving|left|apply|applied|chose|choose|picked|wish|looking|interested|join|moving|become|should|became",
            "why should|would we",
            "reason|reasons .. you|your|for|behind .. leaving|leave|left|change|moving|applying|looking|move|want|job|switch|application|interest",
            "draws|drew|attracts|attracted|appeals|appealed|interests|interested|excites|excited|motivates|motivated|brings|brought|tempts|tempted|inspired|inspires|drives|led|leads|draw|attract|appeal|pulls|pulled|keeps .. you|to|your|about|in",
            "caught|catches|took your eye|attention|fancy|interest",
            "making|made|makes|prompted|got|get .. you .. want|look|looking|leave|apply|move|think|decide|interested|into|switch|choose|change|become|enter|stay|pick|come|tick|up|sign",
            "what prompted|made|triggered|sparked|motivates|inspires",
            "see yourself|your|it .. in|going|years|five|three|ten",
            "in|within few|two|three|five|ten years .. time|$",
            "five|ten|three|two|few years .. time|from|out|ahead|on|now",
            "you .. looking for|to|at .. in|next|from|a|now|change|$|move|leave|out|around",
            "looking|hoping for .. next|role|job|move|from|here|company|employer",
            "ideal|dream|perfect role|job|next|position|day|employer|team|boss|workplace|environment",
            "hope|hoping|want|like|expect .. out of|gain|achieve .. this|it|here|us|the|a|role|placement|course",
            "hoping|hope|want|like to get|gain|achieve|learn|be|do .. out|here|from|years|next",
            "want|wish|wanted to leave|work|join|become|be|come|study|teach",
            "your next|long-term|long|career step|move|role|goal|goals|plan|plans|ambition|ambitions|term|aspirations",
            "your plans|ambitions|ambition|aspirations|goals|motivation|dream",
            "you know|heard|learned|read|understand about|of us|our|the|this|what company|firm|school|hospital|trust|charity|team|role|we|organisation|organization|business|here|$|practice",
            "know about|of us|our|what|the|this",
            "matters|important|values .. to you",
            "you .. enjoy|love|like|hate|dislike|miss .. most|least|about|best",
            "out of bed",
            "why .. leave|leaves|left|leaving .. for",
            "why * when|over|instead|rather|though|and not",
            "what is it .. that|about .. draws|pulls|brings|attracts|keeps|drives|makes|appeals|interests|you",
            "pulls|pull|drives|driving|drawing you|one|us",
            "you .. turn|come|came|moving|move .. to|from .. here|us|this",
            "why .. here|us|now $",
            "stay|remain|leave|turn .. us|here|somewhere|where",
        ]),
    )]
}

/// Who the user is and what they have done.
fn lives() -> Vec<Shape> {
    vec![
        shape(
            Background,
            6,
            Phrases::new(&[
                "about|introduce|introducing|describe|describing|of yourself",
                "about you $|and|as|first",
                "your|you|the .. background|resume|cv|career|strengths|weaknesses|qualifications|education|dissertation|thesis|journey|hobbies|responsibilities|duties|remit|specialism",
                "strength|strengths|weakness|weaknesses",
                "your current|present|last|previous|day|typical role|job|position|employer|work|to|week|team|day|responsibilities|post|project",
                "years of|have|you|in|experience|did|are|as",
                "how long|many .. you|your been|worked|have|work|manage|managed|supervise|run|lead|led|did|spent|reports|report|line",
                "how many people|years|staff|reports|hours|beds|clients|pupils|covers",
                "you .. been .. for|in|with|at|since|doing|working",
                "what do|did|does you .. do $|all|at|there|day|for|before|day-to-day",
                "what .. you .. doing|been|owned|building|built|up|responsible|remit|working",
                "how would|do you .. describe|sum|characterise",
                "bring to the|this|our|us",
                "good|best|strongest|better at|suit",
                "describe you|yourself|your",
                "own words|contribution|gap|nutshell",
                "hear|heard about|of the|us|our|this role|job|position|vacancy|us",
                "how .. you|your .. came|come|got|get|end|ended|start|started|find|found .. to|into|in|up|out|here",
                "you .. manage|managed|supervise|supervised|led|lead|report|run .. a|the|any|people|budget|to|team",
                "who .. report|reports|reporting",
                "do|did you .. study|train|qualify|grow|take|live|speak|graduate|school|university",
                "where|what|when|how did you .. study|train|qualify|grow|graduate|start|learn",
                "languages .. you|speak",
                "you .. speak|drive|hold|qualified",
                "any|have|had|much experience",
                "any .. experience|qualifications|training|background of|in|with|at",
                "what year are|were",
                "flavour|flavor|version|overview|summary|tour|rundown|outline of|what|your",
                "what people|colleagues .. about you|say",
                "what|which|how .. you .. learn|study|hold|publish|published|covered|held|owned|responsible|remit",
                "how did you learn",
                "which|what * .. did|have you .. hold|held|published|worked|run|covered",
                "words to|about|on your|yourself",
                "the story .. you|of",
                "till|until now",
                "typical|average|normal|usual day|week|month",
                "size of team|teams",
                "come to you",
            ]),
        ),
        shape(
            Background,
            3,
            Phrases::new(&[
                "your|you <career>",
                "your * <career>",
                "do|have|are|were|did you .. have|hold|own|live|manage|speak|drive|done|run|led|worked|been",
                "would|do you call|describe|consider|say|see yourself|you|a|more",
            ]),
        ),
    ]
}

/// Words that lean on the answer before.
fn leaning() -> Vec<Shape> {
    vec![shape(
        FollowUp,
        3,
        Phrases::new(&[
            "what|how did|was|were it|that|they|he|she|this|those|them",
            "did|was|were|is|are|does|do|has|had it|that|they|he|she|this|those",
            "what happened|changed|next|then|else|saved|came",
            "how|why|when|where|who|what did he|she|they|it|that",
            "do|did|does|could|can you .. mean|elaborate|expand|clarify",
            "say|tell|hear|know|bit|little more",
            "and|so|but what|how|did|was|were|who|why|when|where|which",
            "in the end|afterwards|after that",
            "your part|role|share|input in|there|of",
            "the same again|thing",
            "looking back|hindsight",
            "which|what ones|one|way",
            "differently next|now|today|since|$",
        ]),
    )]
}
