//! The small words of English that carry its grammar.

use std::collections::HashSet;
use std::sync::LazyLock;

/// A set of words.
pub type Words = HashSet<&'static str>;

/// Reads a set of words from a line of them.
pub fn words(line: &'static str) -> Words {
    line.split_whitespace().collect()
}

static SUBJECT_PRONOUNS: LazyLock<Words> = LazyLock::new(|| {
    words("i you we they he she it someone somebody everyone everybody anyone anybody nobody people folks")
});

static DETERMINERS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "the a an this that these those your my our their his her its any some every each no all both one \
         another other",
    )
});

static PREPOSITIONS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "of in on at to for from with without by over under about between into through during within since \
         until till against around across per than towards upon besides beyond among like",
    )
});

static SUBORDINATORS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "if when while because although though unless since after before as once where until whenever whereas \
         given assuming",
    )
});

static CLAUSE_JOINERS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "and but so or because then now well anyway anyways okay alright right also plus yeah yes please \
         kindly thanks sorry cheers question",
    )
});

static LEAD_INS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "no cool nice great good sure fine perfect lovely brilliant super ha haha oh hey hi hello man dude aw \
         ooh whoa wow oof just like today first next again interesting actually basically honestly look \
         listen see say maybe finally lastly firstly secondly grand excellent wonderful fantastic obviously \
         naturally mate yep yup ja indeed exactly understood gotcha certainly otherwise moving morning aha \
         still only sir madam ma'am thank curiously quickly briefly",
    )
});

static BACK_CHANNELS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "yeah yes yep yup yah ya ja okay oh right sure great good nice cool gotcha got it i see exactly \
         indeed fascinating huh wow true lovely brilliant grand perfect wonderful interesting hmm mm mhm \
         alright fair enough absolutely totally of course very that is ha haha no worries quite super sweet \
         so well and understood ready am go on ahead hmmm aha ooh excellent makes sense thanks thank you \
         please fine definitely lah ah",
    )
});

static FILLERS: LazyLock<Words> =
    LazyLock::new(|| words("um umm uh uhm er erm ehm eh ah hm hmm mm em lah lor leh abeg"));

static PARTICIPLES: LazyLock<Words> = LazyLock::new(|| {
    words(
        "done been had got gotten used run built led made taken written seen worked held met dealt given gone \
         come taught sold set driven found lost won known thought felt brought kept grown read put heard left \
         caught said told flown cut cooked chosen",
    )
});

static PASTS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "made went brought led got took came drove kept gave felt stood drew left won lost broke told taught let put \
         held ran sat wrote was were did had fell thought fought chose flew threw blew grew spoke began stung hit cut",
    )
});

static NO_SUPERLATIVES: LazyLock<Words> = LazyLock::new(|| {
    words(
        "interest request honest modest protest invest suggest forest digest harvest contest earnest manifest arrest conquest",
    )
});

/// Words that carry no matter of their own beside the closed classes.
static LIGHT: LazyLock<Words> = LazyLock::new(|| {
    words(
        "me us him them yourself myself themselves not get got go going goes went come came do doing done make made \
         making take took put thing things bit lot really ever even much many more most less very too also only own \
         different same way kind sort still yet always never there then else exactly specifically particularly feel \
         think know mean say said tell want like need see look happen happened happens end back out up down off away \
         long far often ones something anything everything nothing someone somewhere able little few lots quite rather \
         pretty actually sometimes usually done be been being have having again please instead later afterwards",
    )
});

static FINITE_VERBS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "made went brought led got took came drove kept gave felt stood drew left won lost broke told taught \
         let put held sets gets makes goes comes happens draws drives brings keeps gives takes excites \
         motivates interests attracts appeals stops worries frustrates owns runs pays decides counts breaks \
         fails changes stands matters inspires helps tells feels looks sounds needs signs belongs ran sits \
         puts tempts tempted scares bothers annoys says saw wrote separates distinguishes causes leads \
         sparked holds prevents limits",
    )
});

/// Written out: "what's" is "what is", "whaddya" is "what do you". `previous` is the word before.
pub fn expand(word: &str, previous: Option<&str>) -> Vec<String> {
    let whole = match word {
        "wanna" => "want to",
        "gonna" => "going to",
        "gotta" => "got to",
        "hafta" => "have to",
        "whaddya" | "whaddaya" | "watcha" | "whatcha" => "what do you",
        "lemme" => "let me",
        "gimme" => "give me",
        "d'you" | "d'ya" | "dya" | "d'ye" => "do you",
        "didja" => "did you",
        "y'all" | "yall" | "ya" | "ye" | "youse" | "yous" => "you",
        "'cause" | "cause" if previous.is_none() => "because",
        "cos" | "cuz" | "coz" => "because",
        "dunno" => "do not know",
        "can't" | "cant" | "cannot" => "can not",
        "won't" | "wont" => "will not",
        "ain't" | "aint" => "is not",
        "dont" => "do not",
        "doesnt" => "does not",
        "didnt" => "did not",
        "isnt" => "is not",
        "arent" => "are not",
        "wasnt" => "was not",
        "havent" => "have not",
        "hasnt" => "has not",
        "couldnt" => "could not",
        "wouldnt" => "would not",
        "im" => "i am",
        "ive" => "i have",
        "youre" => "you are",
        "youve" => "you have",
        "youd" => "you would",
        "whats" => "what is",
        "hows" => "how is",
        "wheres" => "where is",
        "thats" => "that is",
        "lets" => "let us",
        "'s" => "is",
        "'re" => "are",
        "ok" => "okay",
        "mmhm" | "mmhmm" => "mm hmm",
        _ => "",
    };
    if !whole.is_empty() {
        return whole.split(' ').map(str::to_owned).collect();
    }
    let Some((stem, ending)) = word.rsplit_once('\'') else { return vec![word.to_owned()] };
    let second = match ending {
        "t" if stem.len() > 2 && stem.ends_with('n') => {
            return vec![stem[..stem.len() - 1].to_owned(), "not".to_owned()];
        }
        "re" => "are",
        "ve" => "have",
        "ll" => "will",
        "m" => "am",
        "d" if is_question_word(stem) && stem != "who" => "did",
        "d" => "would",
        "s" if stem == "let" => "us",
        "s" if is_question_word(stem) || takes_is(stem) => "is",
        _ => return vec![word.to_owned()],
    };
    vec![stem.to_owned(), second.to_owned()]
}

/// After these, 's is "is"; after any other word it may as well mark the owner.
fn takes_is(stem: &str) -> bool {
    is_subject_pronoun(stem)
        || matches!(stem, "that" | "there" | "here" | "this" | "one" | "everything" | "name" | "long" | "much" | "far")
}

/// Sounds that mean nothing.
pub fn is_filler(word: &str) -> bool {
    FILLERS.contains(word)
}

/// What, why, how and the like.
pub fn is_question_word(word: &str) -> bool {
    matches!(word, "what" | "why" | "how" | "where" | "when" | "which" | "who" | "whom" | "whose")
}

/// Forms of "be".
pub fn is_be(word: &str) -> bool {
    matches!(word, "is" | "are" | "was" | "were" | "am")
}

/// Auxiliaries that are followed by a verb: "would", "can".
pub fn is_modal(word: &str) -> bool {
    matches!(word, "can" | "could" | "would" | "will" | "should" | "may" | "might" | "must" | "shall")
}

/// Words that stand before their subject in a question.
pub fn is_auxiliary(word: &str) -> bool {
    is_be(word) || is_modal(word) || matches!(word, "do" | "does" | "did" | "have" | "has" | "had")
}

/// I, you, they and the like.
pub fn is_subject_pronoun(word: &str) -> bool {
    SUBJECT_PRONOUNS.contains(word)
}

/// The speaker's own side.
pub fn is_own(word: &str) -> bool {
    matches!(word, "i" | "we" | "my" | "our" | "us" | "me")
}

/// Words that begin a noun phrase.
pub fn is_determiner(word: &str) -> bool {
    DETERMINERS.contains(word)
}

/// Words that begin a subject.
pub fn begins_subject(word: &str) -> bool {
    is_subject_pronoun(word) || is_determiner(word) || matches!(word, "there" | "anything" | "something" | "everything")
}

/// Words that stand before a noun phrase.
pub fn is_preposition(word: &str) -> bool {
    PREPOSITIONS.contains(word)
}

/// Words that begin a subordinate clause.
pub fn subordinates(word: &str) -> bool {
    SUBORDINATORS.contains(word)
}

/// Words after which a new clause may begin.
pub fn joins_clauses(word: &str) -> bool {
    CLAUSE_JOINERS.contains(word)
}

/// Words that come before what a sentence is about.
pub fn leads_in(word: &str) -> bool {
    joins_clauses(word) || LEAD_INS.contains(word)
}

/// Words that say that one listens.
pub fn is_back_channel(word: &str) -> bool {
    is_filler(word) || BACK_CHANNELS.contains(word)
}

/// Past participles, as in "you done brokerage", "ever had to".
pub fn is_participle(word: &str) -> bool {
    word.len() > 3 && word.ends_with("ed") || PARTICIPLES.contains(word)
}

/// A verb in the past, finite or a participle.
pub fn is_past(word: &str) -> bool {
    is_participle(word) || PASTS.contains(word)
}

/// "Hardest", "worst", "most".
pub fn is_superlative(word: &str) -> bool {
    matches!(word, "most" | "least" | "worst" | "best")
        || word.len() > 5 && word.ends_with("est") && !NO_SUPERLATIVES.contains(word)
}

/// Whether a word carries matter: none of the words that hold any sentence together.
pub fn is_content(word: &str) -> bool {
    !(is_auxiliary(word)
        || is_question_word(word)
        || begins_subject(word)
        || is_preposition(word)
        || subordinates(word)
        || leads_in(word)
        || is_back_channel(word)
        || LIGHT.contains(word))
}

static TAKE_QUESTIONS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "know knows knew known knowing see sees saw seen seeing ask asks asked asking say says said saying tell tells told \
         telling matter matters idea sure clear unclear wonder wonders wondered wondering understand understands \
         understood show shows showed shown explain explains explained explaining remember remembers figure figured \
         learn learned learnt hear heard decide decides decided forget forgot guess imagine care cares check find found \
         about with by than for from into discuss describe get gets got love loved hate like liked that of no not \
         me us him her them to in at is was are were be been am just exactly depends depend depending on whatever \
         mind believe read write tells do does did or if really pick choose notice noticed realise realised \
         realize realized work working asking ourselves yourself yourselves myself",
    )
});

/// Words after which a question word only begins their object: "I know why", "it depends what".
pub fn takes_question(word: &str) -> bool {
    TAKE_QUESTIONS.contains(word)
}

/// Verbs in the past that end in no "-ed", and verbs of the present that often follow "what" or "who".
pub fn is_finite_verb(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ed") || FINITE_VERBS.contains(word)
}
