//! A draft beside its sources, and what of it stands in none.

use super::Facts;
use convoally_shared::card::Span;
use proptest::prelude::*;

const RESUME: &str = "Northwind, Senior Backend Engineer, March 2019 – 2021-06-30\n\
    Cut p99 latency from 900 ms to 120 ms by moving 1,200 services to Kubernetes and PostgreSQL.\n\
    Led forty-two engineers; 35 % fewer incidents, $1.2M saved. Talked to Ada O'Brien about git hub and Node.js.";

fn marked(source: &str, draft: &str) -> Vec<String> {
    let mut facts = Facts::default();
    facts.learn(source);
    let text = |span: Span| draft[span.start as usize..span.end as usize].to_owned();
    facts.unsupported(draft).into_iter().map(text).collect()
}

#[test]
fn what_stands_in_a_source_is_not_marked() {
    let drafts = [
        // Numbers.
        "We went from 900 to 120 milliseconds.",
        "We went from nine hundred to 120ms.",
        "I moved 1200 services.",
        "I moved 1.2k services.",
        "I moved twelve hundred services.",
        "I led 42 engineers.",
        "I led forty-two engineers.",
        "We had 35% fewer incidents.",
        "We had thirty-five percent fewer incidents.",
        "We saved $1.2 million.",
        "We saved 1,200,000 dollars.",
        "We watched the 99th percentile.",
        // Dates.
        "I began in March 2019.",
        "I began there in 03/2019.",
        "I left on June 30, 2021.",
        "I left on the 30th of June.",
        "I left in 2021.",
        "I was there from 2019 to 2021.",
        // Names.
        "I was at Northwind, with Ada O'Brien.",
        "It was Northwind's move to Postgres.",
        "There we used GitHub and NodeJS.",
        "All of it ran on kubernetes (Kubernetes).",
        // Citations, lists, code.
        "We cut it [7], [8, 9] and [10–12].",
        "1. We measured.\n2. We moved.\n12) We watched.",
        "First (1) measure, then (2) move.",
        "```python\nfor i in range(77): Kafka()\n```\nThat is all.",
        "Call `retry(5)` here.",
        "It costs O(n log n) time and O(1) space, or O(2^n) at worst.",
        "Missing: the size of the Berlin team in 2018.",
        // Ordinary language.
        "I see three reasons and two main trade-offs.",
        "Here are 3 steps; step 2 is the hard one.",
        "I'd use a two-phase commit and a three-way merge.",
        "One of us was on call 24/7, for a day or two.",
        "An API over HTTP returns JSON; the SLA of the CI is ours.",
        "**Situation:** Latency hurt. **Task:** We fixed it.",
        "## Key Trade-offs Of Caching\nWe cache.",
        "He said “We should wait”, and I'm glad I've listened.",
        "First, second and third, we wrote it down.",
        "So we had zero downtime.",
        "Ich habe mit der Abteilung und den Kollegen die Umstellung gemacht.",
        "",
    ];
    for draft in drafts {
        assert_eq!(marked(RESUME, draft), [""; 0], "{draft}");
    }
    assert!(drafts.len() >= 40);
}

#[test]
fn what_stands_in_no_source_is_marked_and_nothing_beside_it() {
    let drafts: [(&str, &[&str]); 41] = [
        // Numbers.
        ("We went from 900 ms to 90 ms.", &["90"]),
        ("I led 43 engineers.", &["43"]),
        ("I led fifty engineers.", &["fifty"]),
        ("I led forty-three engineers.", &["forty-three"]),
        ("We had 40 % fewer incidents.", &["40 %"]),
        ("We had 40 percent fewer incidents.", &["40 percent"]),
        ("We had 900% more.", &["900%"]),
        ("It grew 10–15 %.", &["10", "15 %"]),
        ("We saved $2.4M.", &["$2.4M"]),
        ("We saved two million.", &["two million"]),
        ("I moved 1,300 services.", &["1,300"]),
        ("I moved 12k services.", &["12k"]),
        ("It was 3x faster.", &["3x"]),
        ("It took half a million requests.", &["half a million"]),
        ("It took two and a half years.", &["two and a half"]),
        ("I led a ten-person team for five years.", &["ten", "five"]),
        ("We met at 10:30.", &["10:30"]),
        ("We had 12 reasons.", &["12"]),
        ("We answered within 50 ms [1].", &["50"]),
        ("größer, um 17 % — so.", &["17 %"]),
        // Dates.
        ("I began in April 2019.", &["April 2019"]),
        ("I began in March 2020.", &["March 2020"]),
        ("I left on June 29, 2021.", &["June 29, 2021"]),
        ("I left on 2021-06-29.", &["2021-06-29"]),
        ("I left on 29.06.2021.", &["29.06.2021"]),
        ("I left in 2022.", &["2022"]),
        ("It was in May.", &["May"]),
        ("We met on Monday.", &["Monday"]),
        // Names.
        ("I was at Contoso before.", &["Contoso"]),
        ("I was at Acme Corp in Berlin.", &["Acme Corp", "Berlin"]),
        ("We used Kafka and AWS.", &["Kafka", "AWS"]),
        ("RabbitMQ carried it.", &["RabbitMQ"]),
        ("We ran it on S3 with GPT-4.", &["S3", "GPT-4"]),
        ("We wrote C++ there.", &["C++"]),
        ("Kafka helped. We like Kafka.", &["Kafka", "Kafka"]),
        ("I asked Contoso's staff.", &["Contoso"]),
        ("We compared, e.g. Redis.", &["Redis"]),
        ("- We used Redis\n- Then we left", &["Redis"]),
        ("We moved to Kubernetes-like Nomad.", &["Nomad"]),
        ("Bei der Firma und dem Team war ich nicht mit AWS befasst, und das ist gut.", &["AWS"]),
        ("We used Java.", &["Java"]),
    ];
    for (draft, expected) in drafts {
        assert_eq!(marked(RESUME, draft), expected, "{draft}");
    }
}

#[test]
fn each_source_counts_and_none_of_them_alone_must_hold_everything() {
    let mut facts = Facts::default();
    let draft = "At Contoso I led 7 people.";
    assert_eq!(facts.unsupported(draft).len(), 2);
    facts.learn("Tell me about Contoso.");
    assert_eq!(facts.unsupported(draft).len(), 1);
    facts.learn("We were seven.");
    assert_eq!(facts.unsupported(draft), []);
}

#[test]
fn a_citation_of_a_passage_that_is_not_there_is_marked() {
    let mut facts = Facts::default();
    let draft = "We cut it [1], [2, 3], [4] and [0].\n```\nlet a = [7];\n```\nSee `[8]`, x[9] and [12 things].";
    let marked = |facts: &Facts| -> Vec<&str> {
        facts
            .unsupported(draft)
            .iter()
            .map(|span| &draft[span.start as usize..span.end as usize])
            .filter(|it| it.starts_with('['))
            .collect()
    };
    assert_eq!(marked(&facts), [""; 0], "nobody said which passages there are");
    facts.may_cite(2);
    assert_eq!(marked(&facts), ["[2, 3]", "[4]", "[0]"]);
    facts.may_cite(0);
    assert_eq!(marked(&facts), ["[1]", "[2, 3]", "[4]", "[0]"]);
}

#[test]
fn a_name_within_a_mark_that_is_found_whole_is_not_marked_twice() {
    assert_eq!(marked("", "We used V8&Contoso and Contoso."), ["V8&Contoso", "Contoso"]);
}

proptest! {
    #[test]
    fn marks_lie_on_character_borders_apart_and_inside_the_text(
        source in "(\\PC|[0-9., –-]|march |forty ){0,40}",
        draft in "(\\PC|[0-9.,:/%–`\\[\\]\n -]|May |Ä|twenty |million |Contoso |half a |and a half ){0,60}",
    ) {
        let mut facts = Facts::default();
        facts.learn(&source);
        facts.may_cite(3);
        let mut end = 0;
        for span in facts.unsupported(&draft) {
            let (from, to) = (span.start as usize, span.end as usize);
            prop_assert!(end <= from && from < to && to <= draft.len(), "{span:?} in {draft:?}");
            prop_assert!(draft.is_char_boundary(from) && draft.is_char_boundary(to));
            end = to;
        }
    }

    #[test]
    fn a_draft_that_is_its_own_source_has_no_mark(
        draft in "(\\PC|[0-9.,:/%–`\\[\\]\n -]|May |Ä|twenty |million |Contoso |half a |and a half ){0,60}",
    ) {
        let mut facts = Facts::default();
        facts.learn(&draft);
        prop_assert_eq!(facts.unsupported(&draft), []);
    }
}
