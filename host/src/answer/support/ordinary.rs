//! What belongs to ordinary language, and is no fact that a source must hold.

use super::figures::Figure;
use std::collections::HashSet;
use std::sync::LazyLock;

type Words = LazyLock<HashSet<&'static str>>;

fn words(line: &'static str) -> HashSet<&'static str> {
    line.split_whitespace().collect()
}

/// Terms of the trade and of working life that name no product, firm or person; words that begin a quoted sentence.
static WORDS: Words = LazyLock::new(|| {
    words(
        "i a an the we our us my me you your it its they their he she this that these those there here what why how \
         when where who which if in on at to for of and or but so then as with by from not no yes is are was do does \
         can must never always all only very ok okay ll ve re ii iii iv vi vs api sdk cli gui ui ux url uri http \
         https rest restful rpc json yaml xml html css csv pdf sql nosql crud acid cap base etl elt orm db dbs rdbms \
         cpu gpu ram ssd io os vm ip tcp udp dns tls ssl ssh vpn cdn lan wan nat jwt oauth oauth2 saml sso mfa 2fa \
         rbac xss csrf ci cd cicd pr qa tdd bdd ddd dry solid kiss yagni oop lru fifo lifo bfs dfs ttl slo sla sli \
         mttr mttd rto rpo p50 p90 p95 p99 p999 utf8 ascii uuid id ai ml llm nlp rag ocr iot erp crm cms seo http2 \
         http3 2xx 3xx 4xx 5xx ipv4 ipv6 sha256 md5 utc gmt regex wasm poc adr rfc saas paas iaas usb 2d 3d ceo cto \
         cfo coo vp hr pm po cv kpi okr roi mvp pl pnl faq asap eta tbd eod rfp nda gdpr pto wfh usp b2b b2c d2c tv \
         pc diy eu phd mba bsc msc am mr mrs ms dr star situation task action result step option note approach time \
         space complexity tradeoff trade missing summary example",
    )
});

/// Numbers that are figures of speech.
static IDIOMS: Words = LazyLock::new(|| words("24/7 50/50 80/20 9/5"));

/// What may be counted in any talk.
static COUNTED: Words = LazyLock::new(|| {
    words(
        "thing things point points reason reasons step steps part parts way ways question questions option options \
         idea ideas tradeoff tradeoffs trade-off trade-offs side sides example examples word words sentence sentences \
         approach approaches aspect aspects factor factors kind kinds type types level levels case cases pillar \
         pillars principle principles area areas stage stages lesson lessons concern concerns priority priorities \
         angle angles half halves layer layers place places choice choices strategy strategies piece pieces extremes",
    )
});

/// Words before a number that only counts.
static COUNTING: Words =
    LazyLock::new(|| words("step option part point phase example case question reason stage level number plan tier"));

/// After a number and a hyphen these measure something: "a ten-person team", not "a two-phase commit".
static MEASURES: Words = LazyLock::new(|| {
    words(
        "year years month months week weeks day days hour hours minute minutes second seconds person people man \
         member engineer fold digit figure percent dollar euro node service mile",
    )
});

/// A word that needs no source; in lower case, without marks.
pub fn is_ordinary_word(word: &str) -> bool {
    let singular = word.strip_suffix('s').unwrap_or(word);
    WORDS.contains(word) || WORDS.contains(singular)
}

/// A number that needs no source: it counts what is being said, or belongs to a term.
pub fn is_ordinary_figure(text: &str, figure: &Figure) -> bool {
    if figure.percent {
        return false;
    }
    if figure.readings.iter().any(|value| IDIOMS.contains(value.as_str())) {
        return true;
    }
    let Some(value) = figure.readings.first().and_then(|value| value.parse::<u64>().ok()) else { return false };
    let (before, after) = (&text[..figure.range.start], &text[figure.range.end..]);
    let word_before = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    if figure.spelled {
        if value <= 1 {
            return true;
        }
        if let Some(compound) = after.strip_prefix('-').map(first_word).filter(|word| !word.is_empty()) {
            return !MEASURES.contains(compound.as_str());
        }
        let pointed = matches!(
            word_before.as_str(),
            "the" | "these" | "those" | "all" | "both" | "other" | "or" | "first" | "last" | "next"
        );
        if value <= 3 && (pointed || after.starts_with(" or ")) {
            return true;
        }
    }
    let mut following = after.split_whitespace().take(2).map(first_word);
    let counted = following.any(|word| COUNTED.contains(word.as_str()));
    value <= 10 && (counted || COUNTING.contains(word_before.trim_matches(['*', '_', '('])))
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '-').collect::<String>().to_lowercase()
}
