//! A place for new documents: dropped, chosen or pasted. What is not read stays where it is, with the reason.

use super::additions::{Addition, Additions, State};
use crate::locale::{say, say_with};
use crate::pages::parts::{Button, FaultBox, FileDrop, Job, LongField, Look, Progress, TextField, view};
use crate::pages::{desk, files};
use convoally_shared::fault::Fault;
use convoally_shared::interview::InterviewId;
use convoally_shared::request::{AddDocument, Content};
use leptos::prelude::*;
use web_sys::File;

/// What the host reads. Other files may be dropped all the same; then it says why it does not read them.
const READ: &str = ".pdf,.docx,.md,.txt,.html,.htm";
/// A text with more bytes is sent as a file: a message may have a megabyte, and escapes make it longer.
const LONGEST_HERE: usize = 256 * 1024;

/// Where documents come in.
#[derive(Clone, Copy)]
pub struct Adding {
    additions: RwSignal<Additions>,
    interview: StoredValue<Option<InterviewId>>,
    job: Job,
    on_kept: Callback<()>,
}

impl Adding {
    /// For one interview, or for all sessions. `on_kept` is told after each document.
    pub fn new(interview: Option<InterviewId>, on_kept: Callback<()>) -> Self {
        let (additions, interview) = (RwSignal::new(Additions::default()), StoredValue::new(interview));
        Self { additions, interview, job: Job::new(), on_kept }
    }

    /// Adds files, one after another.
    pub fn files(self, files: Vec<File>) {
        let numbered: Vec<(usize, File)> = files.into_iter().map(|file| (self.begin(file.name()), file)).collect();
        self.job.begin(async move {
            for (number, file) in numbered {
                let added = match files::send(&file).await {
                    Ok(upload) => self.add(number, file.name(), Content::File(upload)).await,
                    Err(fault) => Err(fault),
                };
                self.tell(number, added);
            }
            Ok(())
        });
    }

    /// Adds a text. `taken` is called when it is kept, and not otherwise.
    pub fn text(self, title: String, text: String, taken: impl Fn() + 'static) {
        let number = self.begin(title.clone());
        self.job.begin(async move {
            let added = match content(text).await {
                Ok(content) => self.add(number, title, content).await,
                Err(fault) => Err(fault),
            };
            if added.is_ok() {
                taken();
            }
            self.tell(number, added);
            Ok(())
        });
    }

    fn begin(self, name: String) -> usize {
        self.additions.try_update(|additions| additions.begin(name)).unwrap_or_default()
    }

    async fn add(self, number: usize, name: String, content: Content) -> Result<State, Fault> {
        let interview = self.interview.get_value();
        let additions = self.additions;
        let ahead = move |ahead| additions.update(|additions| additions.set(number, State::Ahead(ahead)));
        let document = desk::follow(AddDocument { name, content, kind: None, interview }, ahead).await?;
        Ok(State::Kept(document))
    }

    fn tell(self, number: usize, added: Result<State, Fault>) {
        let kept = added.is_ok();
        let state = added.unwrap_or_else(State::Failed);
        self.additions.update(|additions| additions.set(number, state));
        if kept {
            self.on_kept.run(());
        }
    }
}

/// A text as it goes to the host.
///
/// # Errors
/// What [`files::send`] says of a long one.
pub async fn content(text: String) -> Result<Content, Fault> {
    if text.len() <= LONGEST_HERE {
        return Ok(Content::Text(text));
    }
    let parts = js_sys::Array::of1(&text.into());
    let file = File::new_with_str_sequence(&parts, "text.txt").map_err(|_| {
        let sentence = say_with("files_unreadable", &["text.txt"]);
        Fault::new("upload.unreadable", sentence, say("files_unreadable_action"))
    })?;
    files::send(&file).await.map(Content::File)
}

/// The place: a field to drop files on, one to paste into, and what is on its way.
#[component]
pub fn AddDocuments(
    /// Where they go.
    adding: Adding,
) -> impl IntoView {
    let pastes = RwSignal::new(false);
    view! {
        <FileDrop
            label=say("documents_drop")
            accept=READ
            on_files=Callback::new(move |files| adding.files(files))
        />
        <ul class="plain additions" aria-live="polite">
            {move || {
                adding.additions.with(|additions| {
                    additions.shown.iter().map(|addition| view! { <OnItsWay adding addition=addition.clone() /> }).collect_view()
                })
            }}
        </ul>
        {move || {
            if pastes.get() {
                view! { <Paste adding pastes /> }
            } else {
                view! { <Button on_press=move |()| pastes.set(true)>{say("documents_paste")}</Button> }
            }
        }}
    }
}

#[component]
fn OnItsWay(adding: Adding, addition: Addition) -> impl IntoView {
    let (number, name) = (addition.number, addition.name.clone());
    let shown = match &addition.state {
        State::Failed(fault) => {
            let dismiss = move |()| adding.additions.update(|additions| additions.dismiss(number));
            view! {
                <FaultBox fault=fault.clone()>
                    <Button on_press=dismiss>{say("documents_dismiss")}</Button>
                </FaultBox>
            }
        }
        State::Kept(_) => view! { <p class="soft">{addition.words()}</p> },
        State::Reading | State::Ahead(_) => {
            let (share, words) = (addition.share(), addition.words());
            let (share, words) = (Signal::stored(share), Signal::stored(words));
            view! { <Progress label=name.clone() share words /> }
        }
    };
    let heading = matches!(addition.state, State::Failed(_)).then(|| view! { <p class="sentence">{name}</p> });
    view! { <li data-name=addition.name>{heading} {shown}</li> }
}

#[component]
fn Paste(adding: Adding, pastes: RwSignal<bool>) -> impl IntoView {
    let (title, text) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let nothing =
        Signal::derive(move || text.with(|text| text.trim().is_empty()) || title.with(|t| t.trim().is_empty()));
    let add = move |()| {
        let taken = move || _ = pastes.try_set(false);
        adding.text(title.get_untracked().trim().to_owned(), text.get_untracked(), taken);
    };
    view! {
        <div class="paste">
            <TextField label=say("documents_paste_title") value=title example=say("documents_paste_example") />
            <LongField label=say("documents_paste_text") value=text lines=8 />
            <div class="row">
                <Button look=Look::Primary disabled=nothing busy=adding.job.busy() on_press=add>
                    {say("documents_paste_add")}
                </Button>
                <Button on_press=move |()| pastes.set(false)>{say("parts_cancel")}</Button>
            </div>
        </div>
    }
}
