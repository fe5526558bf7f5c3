use super::*;
use crate::export::sample;
use html5gum::{Token, Tokenizer};

/// Every tag with its attributes, in order.
fn tags(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let token = |Ok(token): Result<Token, _>| match token {
        Token::StartTag(tag) => {
            let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value)));
            Some((text(&tag.name), attributes.collect()))
        }
        Token::Error(error) => panic!("{error:?}"),
        _ => None,
    };
    Tokenizer::new(page).filter_map(token).collect()
}

fn shown(hostile: &str) -> String {
    let (events, amendments) = sample::hostile(hostile);
    html(&SessionView::of_amended(&events, &amendments))
}

#[test]
fn a_call_adds_no_tag_and_no_attribute() {
    let plain = tags(&shown("plain words"));
    for hostile in [
        "<script>alert(1)</script>",
        "\" onload=\"alert(1)",
        "' onmouseover='alert(1)",
        "</title></style></main><img src=x onerror=alert(1)>",
        "<!-- ",
        "]]>&lt;script&gt;",
        "javascript:alert(1)",
        "\u{0}<\u{0}script>",
    ] {
        assert_eq!(tags(&shown(hostile)), plain, "{hostile}");
    }
}

#[test]
fn it_has_no_script_and_no_address_outside() {
    let page = html(&SessionView::of_amended(&sample::events(), &sample::amendments()));
    for (tag, attributes) in tags(&page) {
        assert!(!matches!(tag.as_str(), "script" | "link" | "img" | "iframe" | "object" | "base"), "{tag}");
        for (name, value) in attributes {
            assert!(!name.starts_with("on") && name != "src", "{name}");
            assert!(name != "href" || value.starts_with("#q"), "{value}");
        }
    }
    assert!(!page.contains("://") && !page.contains("url(") && !page.contains("@import"));
}

#[test]
fn the_page_says_what_the_document_says() {
    let page = html(&SessionView::of_amended(&sample::events(), &sample::amendments()));
    for part in [
        "<h1 dir=\"auto\">Backend engineer at Northwind</h1>",
        "<dt>Outcome</dt><dd dir=\"auto\">waiting</dd>",
        "Ask for the *team&#39;s* size.\nSalary: not said.",
        "<q>We&#39;ll get back to you by Friday.</q>",
        "<time>01:01</time> Why do you want to work here?",
        "Because of the billing team.</blockquote>",
        "I led the *billing* team.\nFour people.",
        "In no source: “twelve”",
        "api.example.com",
        "The microphone went away. Plug it in again.",
        "<b dir=\"auto\">Ms Lindqvist</b>",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn an_empty_session_says_so_in_every_part() {
    let page = html(&SessionView::default());
    for sentence in ["No question was found.", NONE_FOUND, "Nothing left this computer.", "Nothing was said."] {
        assert!(page.contains(sentence), "{sentence}");
    }
}
