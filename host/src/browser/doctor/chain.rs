//! The links from every browser to the program, followed until one does not hold.

use super::greeting;
use super::registration;
use crate::browser::confined::Confined;
use crate::browser::register::{self, Browser};
use convoally_shared::check::{Check, Link, Repair};
use convoally_shared::fault::Fault;
use std::path::PathBuf;

/// How far one browser's chain holds.
struct Followed {
    browser: &'static str,
    /// The program, as far as it is known.
    program: Option<PathBuf>,
    /// The first link that does not hold; none when all do.
    stopped: Option<(Link, Fault)>,
}

impl Followed {
    fn holds(&self, link: Link) -> bool {
        self.stopped.as_ref().is_none_or(|(stopped, _)| link < *stopped)
    }
}

/// Follows the chain of every browser of this user.
pub async fn examine() -> Vec<Check> {
    let mut checks: Vec<Check> = register::out_of_reach().iter().map(out_of_reach).collect();
    let browsers = register::browsers();
    if browsers.is_empty() {
        checks.push(Check::broken(Link::Manifest, register::no_browser(), None));
        return checks;
    }
    let mut followed = Vec::new();
    for browser in &browsers {
        followed.push(follow(browser).await);
    }
    checks.extend(report(followed));
    checks
}

async fn follow(browser: &Browser) -> Followed {
    let (program, stopped) = match registration::read(browser) {
        Ok(registration) => (Some(registration.program.clone()), greeting::greet(&registration).await.err()),
        Err(stopped) => (None, Some(stopped)),
    };
    Followed { browser: browser.name, program, stopped }
}

/// One check of each link that holds for any browser, and one for each browser that it does not hold for.
fn report(followed: Vec<Followed>) -> Vec<Check> {
    let mut checks = Vec::new();
    for link in [Link::Manifest, Link::Path, Link::Origin, Link::Launch, Link::Handshake] {
        let holding: Vec<&Followed> = followed.iter().filter(|browser| browser.holds(link)).collect();
        if !holding.is_empty() {
            checks.push(Check::right(link, holds(link, &holding)));
        }
        let stopped = followed.iter().filter_map(|browser| browser.stopped.as_ref());
        let here = stopped.filter(|(stopped, _)| *stopped == link);
        checks.extend(here.map(|(_, fault)| Check::broken(link, fault.clone(), Some(Repair::Register))));
    }
    checks
}

fn holds(link: Link, browsers: &[&Followed]) -> String {
    match link {
        Link::Manifest => {
            let names: Vec<&str> = browsers.iter().map(|browser| browser.browser).collect();
            format!("Registered with {}.", names.join(", "))
        }
        Link::Path => {
            let mut programs: Vec<_> = browsers.iter().filter_map(|browser| browser.program.as_ref()).collect();
            programs.dedup();
            let programs: Vec<_> = programs.iter().map(|program| program.display().to_string()).collect();
            if programs.is_empty() { "The program is there.".to_owned() } else { programs.join(", ") + " is there." }
        }
        Link::Origin => "The ConvoAlly extension may start it.".to_owned(),
        Link::Launch => "It starts the way the browser starts it.".to_owned(),
        _ => format!("It answers, and is this release: {}.", env!("CARGO_PKG_VERSION")),
    }
}

fn out_of_reach(browser: &Confined) -> Check {
    let sentence = format!("{} may start no program.", browser.name);
    Check::limited(Link::Manifest, Fault::new("install.confined", sentence, browser.way), None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::check::CheckState;

    #[test]
    fn each_browser_is_reported_at_the_link_that_does_not_hold_for_it() {
        let followed = |browser, stopped: Option<Link>| Followed {
            browser,
            program: Some("/usr/bin/convoally".into()),
            stopped: stopped.map(|link| (link, Fault::new("install.gone", browser, "Mend it."))),
        };
        let whole = followed("Chromium", None);
        let checks = report(vec![whole, followed("Firefox", Some(Link::Path)), followed("Edge", Some(Link::Manifest))]);
        let said: Vec<_> = checks.iter().map(|check| (check.name, check.state, check.sentence.as_str())).collect();
        assert_eq!(said[0], (Link::Manifest, CheckState::Right, "Registered with Chromium, Firefox."));
        assert_eq!(said[1], (Link::Manifest, CheckState::Broken, "Edge"));
        assert_eq!(said[2], (Link::Path, CheckState::Right, "/usr/bin/convoally is there."));
        assert_eq!(said[3], (Link::Path, CheckState::Broken, "Firefox"));
        let rest: Vec<_> = said[4..].iter().map(|(link, state, _)| (*link, *state)).collect();
        let right = [Link::Origin, Link::Launch, Link::Handshake].map(|link| (link, CheckState::Right));
        assert_eq!(rest, right);
        assert!(checks.iter().all(|check| (check.state == CheckState::Right) == check.repair.is_none()));
    }
}
