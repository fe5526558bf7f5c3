//! Sessions from files: exports of this program, and transcripts of others.

use super::words;
use crate::locale::{say, say_count, say_with};
use crate::pages::parts::{Button, Check, FaultBox, FileDrop, Job, JobFault, Section, TextField, view};
use crate::pages::route::Route;
use crate::pages::{desk, files};
use convoally_shared::fault::Fault;
use convoally_shared::request::{ImportSessions, Imported, Imports};
use leptos::prelude::*;
use web_sys::File;

/// What one file brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The file.
    pub name: String,
    /// Its sessions, or why none came in.
    pub result: Result<Imports, Fault>,
}

impl Outcome {
    /// The file cannot come in before the user says who they are in it.
    pub fn asks_who(&self) -> bool {
        self.faults().any(|fault| fault.code == "import.who_is_me")
    }

    /// Something in it was erased here before.
    pub fn was_erased(&self) -> bool {
        self.faults().any(|fault| fault.code == "import.erased")
    }

    /// What came in.
    pub fn imported(&self) -> Vec<Imported> {
        self.result.iter().flat_map(|imports| &imports.sessions).filter_map(|one| one.clone().ok()).collect()
    }

    /// What did not come in, in the words of this page where it has a way to go on.
    pub fn told(&self) -> Vec<Fault> {
        let own = |fault: &Fault| match fault.code.as_str() {
            "import.who_is_me" => Fault { action: say("history_import_who"), ..fault.clone() },
            "import.erased" => Fault { action: say("history_import_erased"), ..fault.clone() },
            _ => fault.clone(),
        };
        self.faults().map(own).collect()
    }

    fn faults(&self) -> impl Iterator<Item = &Fault> {
        let each = self.result.iter().flat_map(|imports| &imports.sessions).filter_map(|one| one.as_ref().err());
        self.result.as_ref().err().into_iter().chain(each)
    }
}

/// Takes files in.
#[component]
pub fn Import(
    /// Told when sessions came in.
    on_imported: Callback<()>,
) -> impl IntoView {
    let (job, outcomes) = (Job::new(), RwSignal::new(Vec::<Outcome>::new()));
    let files = StoredValue::new_local(Vec::<File>::new());
    let (me, without_me) = (RwSignal::new(String::new()), RwSignal::new(false));
    let take = Callback::new(move |even_if_erased: bool| {
        let files = files.get_value();
        let (me, without_me) = (me.get_untracked().trim().to_owned(), without_me.get_untracked());
        outcomes.set(Vec::new());
        job.begin(async move {
            for file in files {
                let upload = files::send(&file).await?;
                let request = ImportSessions {
                    upload,
                    name: file.name(),
                    me: Some(me.clone()).filter(|me| !me.is_empty() && !without_me),
                    without_me,
                    started_unix_ms: None,
                    even_if_erased,
                };
                let outcome = Outcome { name: file.name(), result: desk::call(request).await };
                outcomes.update(|outcomes| outcomes.push(outcome));
            }
            on_imported.run(());
            Ok(())
        });
    });
    let chosen = Callback::new(move |chosen: Vec<File>| {
        files.set_value(chosen);
        take.run(false);
    });
    let asks_who = move || outcomes.with(|outcomes| outcomes.iter().any(Outcome::asks_who));
    let was_erased = move || outcomes.with(|outcomes| outcomes.iter().any(Outcome::was_erased));
    let accept = ".json,.zip,.vtt,.srt,.txt,.csv,.md,.docx";
    view! {
        <Section title=say("history_import")>
            <FileDrop label=say("history_import_drop") accept=accept on_files=chosen />
            <p role="status">{move || job.busy().get().then(|| say("history_import_reading"))}</p>
            <JobFault job />
            <div class="outcomes" aria-live="polite">
                {move || outcomes.get().into_iter().map(|outcome| view! { <Came outcome /> }).collect_view()}
            </div>
            {move || {
                asks_who()
                    .then(|| {
                        view! {
                            <div class="who">
                                <TextField label=say("history_import_me") value=me disabled=without_me />
                                <Check label=say("history_import_without_me") value=without_me />
                                <Button busy=job.busy() on_press=move |()| take.run(false)>
                                    {say("history_import_again")}
                                </Button>
                            </div>
                        }
                    })
            }}
            {move || {
                was_erased()
                    .then(|| {
                        view! {
                            <Button busy=job.busy() on_press=move |()| take.run(true)>
                                {say("history_import_even")}
                            </Button>
                        }
                    })
            }}
        </Section>
    }
}

#[component]
fn Came(outcome: Outcome) -> impl IntoView {
    let imported = outcome.imported();
    let told = match (imported.iter().filter(|one| one.new).count(), imported.len()) {
        (_, 0) => None,
        (0, _) => Some(say_with("history_import_known", &[&outcome.name])),
        (new, _) => Some([outcome.name.clone(), say_count("history_import_new", new as u64)].join(": ")),
    };
    let links = imported.into_iter().filter(|one| one.new).take(8).map(|one| {
        let address = Route::Session(one.session.clone()).address();
        view! { <a href=address>{words::when(&one.session)}</a> }
    });
    let faults = outcome.told().into_iter().map(|fault| view! { <FaultBox fault /> }).collect_view();
    view! {
        {told.map(|told| view! { <p>{told}</p> })}
        <p class="row">{links.collect_view()}</p>
        {faults}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::session::SessionId;

    fn came(sessions: Vec<Result<Imported, Fault>>) -> Outcome {
        Outcome { name: "call.vtt".into(), result: Ok(Imports { sessions, speakers: Vec::new() }) }
    }

    fn fault(code: &str) -> Fault {
        Fault::new(code, "S.", "Say --me NAME.")
    }

    #[test]
    fn a_transcript_whose_user_is_not_known_asks_in_the_words_of_the_page() {
        for outcome in [
            came(vec![Err(fault("import.who_is_me"))]),
            Outcome { name: "a".into(), result: Err(fault("import.who_is_me")) },
        ] {
            assert!(outcome.asks_who() && !outcome.was_erased());
            assert_eq!(outcome.told()[0].action, say("history_import_who"));
        }
    }

    #[test]
    fn of_a_zip_what_came_in_and_what_did_not_are_both_told() {
        let session = SessionId("20261123-151537-3fa9".into());
        let imported = Imported { session, new: true, events: 3 };
        let outcome = came(vec![Ok(imported.clone()), Err(fault("import.erased")), Err(fault("import.unreadable"))]);
        assert_eq!(outcome.imported(), [imported]);
        assert!(outcome.was_erased());
        let actions: Vec<_> = outcome.told().into_iter().map(|fault| fault.action).collect();
        assert_eq!(actions, [say("history_import_erased"), "Say --me NAME.".to_owned()]);
    }
}
