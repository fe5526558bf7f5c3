//! What questions of each kind sound like, and words that tell what a dialogue is about.

use super::lexicon::{Words, words};
use super::phrase::Phrases;
use std::sync::LazyLock;

/// A list of patterns.
pub type Table = LazyLock<Phrases>;

pub static SALARY: Table = LazyLock::new(|| {
    Phrases::new(&[
        "salary|salaries|compensation|ctc|remuneration|wage|wages|earning|earn|payslip|lpa",
        "c t c",
        "o t e",
        "pay|package|money|rate|bonus|equity|numbers|number|base expectation|expectations|expected|in|wise|are|were|would|you|range|cut|rise|bracket|band|mind|terms|for",
        "how much .. you|your want|looking|expect|expecting|making|paid|get|asking|on|charge",
        "what .. you|your making|earning|paid|expecting|asking",
        "what are you on",
        "day|hourly|current|expected|daily rate|pay|package|base|expectation|expectations",
        "looking to make|earn",
        "take for you to say|sign|accept|join",
        "your .. expectation|expectations|number",
        "pay|money|financially|moneywise",
        "least you would|could|can accept|take",
    ])
});

pub static AVAILABILITY: Table = LazyLock::new(|| {
    Phrases::new(&[
        "notice",
        "start|join|begin|available|free|starting|joining .. date|soon|immediately|earliest",
        "available|free from",
        "when|how|what .. soon|earliest|date|quickly|could|would|can|will .. start|join|begin|available|free|be|kick",
        "when would|could|can|will you be? free|available",
        "from when",
        "earliest",
        "relocate|relocating|relocation|commute|commuting|sponsorship|visa|permit|availability|weekends|weekend|overtime|saturdays|sundays|on-call",
        "right to work",
        "work from|on|in|at the? office|site|home|person|nights|weekends|shifts|remotely",
        "night|early|late|rotating|shift|split|evening shift|shifts|start|weekends|nights",
        "shifts|nights|shift",
        "being on call",
        "on call rota|week|weeks|weekends|one",
        "willing|happy|able|prepared|open|okay|fine|ready|cool|comfortable|alright to|with .. travel|travelling|traveling|driving|relocate|move|commute|nights|weekends|shifts|office|hours|remote|hybrid|on|working",
        "driving licence|license",
        "full|part time",
        "how many days",
        "when can|could|would|will you",
        "citizen",
    ])
});

pub static CLOSING: Table = LazyLock::new(|| {
    Phrases::new(&[
        "questions|question .. for|to|of|from|on me|us|our|you|your",
        "your side still?|any? questions",
        "like|care|wish|want to ask|add|raise",
        "you like|care|want to know",
        "anything else $|from|you",
    ])
});

pub static CODING: Table = LazyLock::new(|| {
    Phrases::new(&[
        "write|implement|code|refactor|rewrite .. function|program|query|method|class|script|code|test|sql|loop|algorithm|regex",
        "write me|us|a|an|some|the",
        "code this|that|it|up",
        "run time|complexity|runtime",
        "time|space complexity",
        "big o",
        "in pseudocode|place|constant|linear|one pass",
        "pseudocode|palindrome|anagram|fibonacci|fizzbuzz",
        "reverse|sort|traverse|flatten|merge|rotate|invert a|an|the|two|this",
        "linked list|lists",
        "binary tree|search",
        "test|extend|optimise|optimize|speed this|that|it $|function|up|code|query",
        "edge case|cases",
        "build|make .. box|component|page|button|form|endpoint|widget|function",
        "like|want|need you to build|write|implement|code|make|reverse|extend|change|sort|find|return",
        "without|with recursion|recursive|recursively|library|a loop|a second",
        "implement",
    ])
});

pub static DESIGN: Table = LazyLock::new(|| {
    Phrases::new(&[
        "design|redesign|architect a|an|the|this|it|that|something|your|for|our|me",
        "how would|will|might you .. build|architect|scale|structure|shard|partition|design",
        "architecture|scalable|sharding|load balancer|rate limiter",
        "system for|that|to|design",
        "if you were to redesign|build|rebuild|launch|improve",
        "improve|launch|build .. product|app|checkout|feature",
    ])
});

pub static BEHAVIORAL: Table = LazyLock::new(|| {
    Phrases::new(&[
        "a|one|another|any|last|first time|times|occasion|situation|situations|moment|instance|example|scenario .. you|where|when|that|in|of|you have",
        "a time you|when|where|that|with",
        "example|examples|instance of|where|when|from|you",
        "have|had you ever|personally had|disagreed|failed|made|missed|been|fired|lost|let|dealt|refused|said|broken|got|changed|worked|led|managed|told",
        "ever had|made|failed|fired|missed|disagreed|lost|got|been|let|refused|told|walked|written|broken|been",
        "worst|biggest|hardest|toughest|proudest|largest|dumbest|trickiest|scariest|greatest|stupidest|nastiest|angriest * .. you|your|had|did|ever|was",
        "biggest|greatest|proudest|worst|hardest|toughest|main mistake|failure|achievement|accomplishment|challenge|regret|success|win|loss|moment|bug|outage|day",
        "most .. proud|difficult|challenging|complex|stressful|rewarding|embarrassing|awkward",
        "mistake|mistakes|failure|failures|conflict|disagreement|disagreements|setback|regret you|of|at|with|that|from|between|yours|and|or|$",
        "tell|talk|hear|know me|us|to|about .. about .. a|an|the|one|something|somebody|someone .. you|that|who|where .. lost|failed|flopped|changed|fixed|had|did|went|made|was|were|led|won|tried|disagreed|dealt|solved|handled|built|upset|broke|dropped|saved|stopped|found|could|would",
        "about a|an|one|the * .. that|who|where|you .. flopped|lost|failed|tried|was|were|went|had|did|changed|broke|won|fought|wrong|badly|well|upset|not|stung|saved",
        "hear|know .. a|one|an lesson|project|deal|release|case|patient|customer|client|release|decision",
        "describe a|an|the|one .. you|where|that|when|who",
        "your|old|last|former|previous staff|team|boss|manager|colleagues|students|coworkers .. say|complain|describe|tell|think",
        "how would .. colleagues|friends|boss|manager|team describe",
        "something|anything .. from .. carries|taught|learned",
        "under pressure",
        "said|say|saying no to",
        "difficult|angry|awkward|upset|furious person|colleague|customer|client|stakeholder|conversation|patient|parent|guest|boss|people",
        "what is|was .. you .. proud|regret|ever",
        "disagreed|disagree with",
    ])
});

pub static SITUATIONAL: Table = LazyLock::new(|| {
    Phrases::new(&[
        "what|how would|do|will|are|should you .. do|handle|react|respond|deal|say|tell|go|approach|doing|manage|cope .. if|when|with|to|about|first|next|then|it|that|this|$",
        "what is|would be your|the .. move|response|reaction|step|priority|approach",
        "your move",
        "imagine|suppose|supposing|picture|pretend",
        "if a|an|your|one|someone|somebody|two|the * .. came|comes|says|said|asked|asks|refused|refuses|rang|rings|called|calls|wants|wanted|told|tells|complains|emails|is|was",
        "let us say",
        "say|you a|an|the .. colleague|customer|client|patient|guest|parent|child|boss|manager|teammate",
        "sell|pitch me|us|this|it",
        "if you were|had|found|saw|could|noticed|have",
        "who do|would you .. first",
        "see yourself teaching|doing|working",
    ])
});

pub static MOTIVATION: Table = LazyLock::new(|| {
    Phrases::new(&[
        "why us|this|here|now|our|me|law|you|do you|did you|are you|would you|have you|should we|want|leave|leaving $|want|role|job|company|firm|place|school|team|leave|leaving|change|looking|to|move|applied|apply|hire|you|organization|organisation|and|not|post|position|here|interested|moving|wish|particularly|over",
        "why .. you .. leave|leaving|left|want|wish|apply|applied|looking|move|interested|moving|quit|choose|chose|changing|change|join",
        "why should we",
        "draws|drew|attracts|attracted|appeals|appealed|interests|interested|excites|motivates|motivated|brings|brought|tempts|tempted|inspired|drives you|to|about|in|your",
        "making|made|makes|prompted|got you|your want|look|looking|leave|apply|move|think|decide|interested|into|switch|choose|change|become|enter|get",
        "what prompted|made the|you move|apply|leave|choose|switch|look|decide",
        "see yourself|your|it .. in|going|years|five",
        "five|ten|three|two|few years .. time|from|out|ahead|on|$",
        "looking for in|next|from|a|now|change|$",
        "looking for",
        "ideal|dream|perfect role|job|next|position",
        "want|hope|hoping out of|to get|to achieve .. this|it|here|us",
        "want to leave|work|join|become|be",
        "your next|long-term|long step|move|role|goal|goals|plan|plans|ambition|ambitions|term",
        "career plan|plans|goals|change|move",
        "know about us|our|the company|this company",
        "gets you out of bed",
        "what happened $",
        "make you turn us|stay|leave|happy",
    ])
});

pub static BACKGROUND: Table = LazyLock::new(|| {
    Phrases::new(&[
        "yourself",
        "your|you background|experience|resume|cv|career|role|strength|strengths|weakness|weaknesses|team|day|job|quota|degree|studies|education|qualification|qualifications|training|responsibilities|responsibility|duties|contribution|hobbies|person|dissertation|thesis|project|studies|course|track|crew|targets|portfolio|style|biggest|greatest|current|present|last|previous",
        "years of|have|you|in|experience|did|are|as",
        "how long|many .. you|your|direct|people|did|years|were|have|have you",
        "you .. been .. for|in|with|at|since|doing|working",
        "what do|did you actually? do",
        "what you .. doing|do|did|owned|building|built|up",
        "what .. you .. been .. building|doing|up|working",
        "walk|talk|take|run .. me|us|everyone through .. your|you|cv|career|background|history",
        "tell me|us|something .. about .. your|you",
        "would|do|are you call|describe|consider|see|organised|organized|a|more",
        "describe you|yourself",
        "learn|learned|learnt how|to|sql|python",
        "are you currently|presently|working|still",
        "currently|presently",
        "own words",
        "contribution|gap",
        "hear about the|us|our|this role|job|position",
        "you manage|managed|run|ran|led|lead|supervise|supervised",
        "you .. manage|line manage a|the|any|people|budget",
        "how .. came|got|get|ended|started to|into|in",
        "did you study|learn|train|qualify|grow|take",
        "qualified|trained|degree|certified|certifications|hobbies",
        "what year are|were",
        "give us|me .. flavour|flavor|sense|version|overview|summary|idea",
        "do you drive|cook|speak|read|enjoy",
    ])
});

/// Of the user, whatever the matter.
pub static PERSONAL: Table = LazyLock::new(|| {
    Phrases::new(&[
        "about|introduce|describe|of yourself",
        "your .. experience|background|cv|resume|career|role|responsibilities|strengths|weaknesses|weakness|strength|education|journey",
        "experience|background|track with|in|of|at|record",
        "years of experience",
        "how did you learn|get|come|end|start|become",
        "what .. you .. doing|building|up at|to|there|now|since",
    ])
});

pub static TECHNICAL: Table = LazyLock::new(|| {
    Phrases::new(&[
        "explain|define|difference|differences|differ|compare",
        "what is|are|does a|an|the|meant|mean|mean * .. and|by|between|for|mean|$|in|of|use",
        "how does|do|is|are|will|would",
        "what|which .. tools|tool|framework|frameworks|languages|technologies|standards|metric|metrics|method|methods|library|database|test|model|theory|stack|systems|system|software|services|t|possibilities",
        "how sure|confident|representative|do|would|can|could|did|will you .. debug|test|deploy|measure|know|design|use|introduce|deal|explain|teach|check|treat|diagnose|validate|control|find|pick|prevent|handle|detect|introduce|fix|prepare|keep|decide|tell|monitor|secure|defend",
        "have you .. used|worked|dealt|considered|catalogued|configured|tested|deployed|automated",
        "used|worked|familiar|experience|certified|comfortable with|on|in",
        "why did you choose|use|pick|not",
        "what happens|happened|would happen when|if|to",
        "what can|could|might go|cause|be",
        "what would|do|should|will you look|check|test|use|add|change|measure|do differently",
        "talk|integrate|work|run to|with|on",
        "limitation|limitations|sample|significance|theoretical|framework|methodology|hypothesis|evidence|argument|figure|page|chapter|table|data|model|rate|api|server|database|cluster|network|queue|cache|code|cookie|accessible|test|tests|automate|certificate|deployment|memory|thread|latency|security|encryption",
        "do|did you consider|automate|test|use|think",
        "if you began|begin|started|start again|over|from",
    ])
});

/// Words of many trades that name a matter and not a person.
pub static TOPICS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "accessible accessibility api server servers database integrate code security encryption network \
         cookie cache latency explain metric metrics model cluster queue buffer thread threads query \
         deployment deploy debug algorithm memory data dataset test tests framework frameworks tool tools \
         software hypothesis sample referee limitation limitations variable breach statute dose diagnosis \
         medication regulation standard standards certified licence machine voltage pressure equation \
         functions theory methodology evidence chapter page figure table stack library react terraform \
         kubernetes docker java python sql aws cloud linux git",
    )
});

/// Words of interviews and vivas.
pub static OF_INTERVIEWS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "yourself resume cv career background strengths weaknesses weakness interview applied thesis \
         dissertation candidates hire hiring applicants panel role examiner viva internship recruiter talent \
         hr salary notice experience position post job supervisor external literature chapter employer \
         vacancy application colleague colleagues manager qualification probation shortlisted",
    )
});

/// Words of other calls: with clients, insurers, doctors, about deliveries and plans.
pub static OF_OTHER_CALLS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "invoice invoices claim policy insurer premium quote delivery migration launch steering \
         stakeholders contract supplier vendor subscription licence symptoms pain doctor prescription loan \
         mortgage boiler invoicing milestone milestones deadline rollout cost price pricing discount \
         accident insurance insured registration repair garage leak roof plumber refund proposal scope \
         warranty installation tenant landlord rent booking venue sow signoff timeline website invoiced \
         policyholder excess scaffolding quotation enquiry enquired subsidy bill flat vehicle \
         damage collateral underwriter birth trial spreadsheet",
    )
});
