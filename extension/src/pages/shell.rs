//! The frame of all pages: navigation at the left, or above in a narrow window, and the page that the address means.

use super::parts::{Empty, Head, view, whenever};
use super::route::{LISTED, Route};
use super::status::{HostLine, HostTrouble};
use super::{about, engines, history, interviews, privacy, session, shortcuts, welcome};
use crate::locale::say;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// The whole document.
#[component]
pub fn Shell() -> impl IntoView {
    let route = here();
    let main = NodeRef::<html::Main>::new();
    name_and_focus(route, main);
    let skip = move |_| {
        if let Some(main) = main.get_untracked() {
            let _ = main.focus();
        }
    };
    view! {
        <button type="button" class="skip button" on:click=skip>
            {say("shell_skip")}
        </button>
        <div class="shell">
            <Navigation route />
            <main node_ref=main tabindex="-1">
                <HostTrouble />
                {move || page(route.get())}
            </main>
        </div>
    }
}

/// The page that the address means, as it changes; none for an address that means none.
fn here() -> Memo<Option<Route>> {
    let read = || Route::read(&window().location().hash().unwrap_or_default());
    let address = RwSignal::new(read());
    let handle = window_event_listener(ev::hashchange, move |_| address.set(read()));
    on_cleanup(move || handle.remove());
    Memo::new(move |_| address.get())
}

fn page(route: Option<Route>) -> AnyView {
    match route {
        Some(Route::Welcome) => view! { <welcome::Welcome /> },
        Some(Route::Interviews) => view! { <interviews::Interviews /> },
        Some(Route::Interview(id)) => view! { <interviews::Interview id /> },
        Some(Route::History) => view! { <history::History /> },
        Some(Route::Session(id)) => view! { <session::Session id /> },
        Some(Route::Engines) => view! { <engines::Engines /> },
        Some(Route::Privacy) => view! { <privacy::Privacy /> },
        Some(Route::Shortcuts) => view! { <shortcuts::Shortcuts /> },
        Some(Route::About) => view! { <about::About /> },
        None => view! { <Nowhere /> },
    }
}

/// Names the window after the page, and gives the page the keyboard when it is not the first one.
fn name_and_focus(route: Memo<Option<Route>>, main: NodeRef<html::Main>) {
    Effect::new(move |first: Option<()>| {
        let name = route.get().map_or_else(|| say("shell_nowhere"), |route| say(route.name()));
        document().set_title(&[&name, " · ConvoAlly"].concat());
        if let (Some(()), Some(main)) = (first, main.get_untracked()) {
            window().scroll_to_with_x_and_y(0.0, 0.0);
            let _ = main.focus();
        }
    });
}

#[component]
fn Navigation(route: Memo<Option<Route>>) -> impl IntoView {
    // Only in a narrow window is there anything to unfold.
    let unfolded = RwSignal::new(false);
    whenever(move || {
        route.track();
        unfolded.set(false);
    });
    let link = move |to: Route| {
        let (address, name) = (to.address(), say(to.name()));
        let current = move || (route.get().map(|route| route.listed()) == Some(to.clone())).then_some("page");
        view! {
            <li>
                <a href=address aria-current=current>
                    {name}
                </a>
            </li>
        }
    };
    view! {
        <header class="side" class:unfolded=move || unfolded.get()>
            <div class="brand">
                <img src="icons/48.png" alt="" width=28 height=28 />
                <b>{"ConvoAlly"}</b>
                <button
                    type="button"
                    class="button fold"
                    aria-expanded=move || unfolded.get().to_string()
                    aria-controls="navigation"
                    on:click=move |_| unfolded.update(|unfolded| *unfolded = !*unfolded)
                >
                    {say("shell_menu")}
                </button>
            </div>
            <nav id="navigation" aria-label=say("shell_pages")>
                <ul>{LISTED.map(link).collect_view()}</ul>
            </nav>
            <HostLine />
        </header>
    }
}

/// An address that means no page: an old bookmark, a slip.
#[component]
fn Nowhere() -> impl IntoView {
    view! {
        <Head title=say("shell_nowhere") />
        <Empty title=say("shell_nowhere_text") text=say("shell_nowhere_action")>
            <a href=Route::Welcome.address()>{say("shell_welcome")}</a>
        </Empty>
    }
}
