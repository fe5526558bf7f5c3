//! One interview: its brief, its documents, and the way to be rid of both.

use super::documents::Documents;
use crate::locale::say;
use crate::pages::desk;
use crate::pages::parts::{Button, Fetched, Head, Job, JobFault, Look, Section, TextField, TypedConfirm, view};
use crate::pages::route::Route;
use convoally_shared::interview::{Interview as Kept, InterviewId};
use convoally_shared::request::{EraseInterview, ListInterviews, PutInterview, ReadInterview};
use convoally_shared::session::Brief;
use leptos::prelude::*;

/// What is typed of a brief.
#[derive(Clone, Copy)]
struct Form {
    company: RwSignal<String>,
    role: RwSignal<String>,
    kind: RwSignal<String>,
    language: RwSignal<String>,
    tone: RwSignal<String>,
}

impl Form {
    fn of(brief: Brief) -> Self {
        let Brief { company, role, kind, language, tone } = brief;
        let [company, role, kind, language, tone] = [company, role, kind, language, tone].map(RwSignal::new);
        Self { company, role, kind, language, tone }
    }

    /// Reads all fields: whoever calls it follows each.
    fn brief(self) -> Brief {
        let [company, role, kind, language, tone] =
            [self.company, self.role, self.kind, self.language, self.tone].map(|field| field.get().trim().to_owned());
        Brief { company, role, kind, language, tone }
    }
}

/// The page of one interview.
#[component]
pub fn Interview(
    /// Which.
    id: InterviewId,
) -> impl IntoView {
    let asked = id.clone();
    let kept = Fetched::new(move || ReadInterview { id: asked.clone() });
    let listed = Fetched::new(|| ListInterviews {});
    let interviews = Signal::derive(move || listed.get().map(|listed| listed.interviews).unwrap_or_default());
    // What is typed stays when the host is asked anew.
    let there = Memo::new(move |_| kept.get().is_some());
    let own = id.clone();
    view! {
        <Head title=id.0.clone() lead=say("interview_lead") />
        <JobFault job=kept.job() />
        {move || {
            let interview = there.get().then(|| kept.get_untracked()).flatten()?;
            let (id, place) = (own.clone(), Some(own.clone()));
            Some(view! {
                <Section title=say("interview_brief")>
                    <BriefForm interview />
                </Section>
                <Section title=say("interview_own_documents")>
                    <p>
                        {say("interview_own_text")} " "
                        <a href=Route::Interviews.address()>{say("interviews_general")}</a>
                    </p>
                    <Documents interview=place interviews />
                </Section>
                <Erase id />
            })
        }}
    }
}

#[component]
fn BriefForm(interview: Kept) -> impl IntoView {
    let (form, job) = (Form::of(interview.brief.clone()), Job::new());
    let kept = RwSignal::new(interview.brief);
    let id = interview.id;
    let same = Memo::new(move |_| form.brief() == kept.get());
    let saved = RwSignal::new(false);
    let save = move |()| {
        let (id, brief) = (id.clone(), untrack(|| form.brief()));
        job.begin(async move {
            desk::call(PutInterview { interview: Kept { id, brief: brief.clone() } }).await?;
            kept.set(brief);
            saved.set(true);
            Ok(())
        });
    };
    view! {
        <div class="two">
            <TextField label=say("interview_company") value=form.company />
            <TextField label=say("interview_role") value=form.role />
            <TextField label=say("interview_kind") value=form.kind example=say("interview_kind_example") />
            <TextField label=say("interview_language") value=form.language hint=say("interview_language_hint") />
            <TextField label=say("interview_tone") value=form.tone example=say("interview_tone_example") />
        </div>
        <JobFault job />
        <div class="row">
            <Button look=Look::Primary disabled=same busy=job.busy() on_press=save>{say("interview_save")}</Button>
            <span class="soft small" role="status">
                {move || (saved.get() && same.get()).then(|| say("interview_saved"))}
            </span>
        </div>
    }
}

#[component]
fn Erase(id: InterviewId) -> impl IntoView {
    let (asks, job) = (RwSignal::new(false), Job::new());
    let word = id.0.clone();
    let erase = move |()| {
        let id = id.clone();
        job.begin(async move {
            desk::call(EraseInterview { id }).await?;
            _ = window().location().set_hash(&Route::Interviews.address());
            Ok(())
        });
    };
    view! {
        <Section title=say("interview_erase")>
            <p>{say("interview_erase_text")}</p>
            <JobFault job />
            <Button busy=job.busy() on_press=move |()| asks.set(true)>{say("interview_erase")}</Button>
            <TypedConfirm
                open=asks
                title=say("interview_erase")
                text=say("interview_erase_text")
                word
                button=say("interview_erase")
                on_confirm=erase
            />
        </Section>
    }
}
