//! `convoally doctor`: every link of the chain, and repairing what can be repaired from here.

use super::models::meter::Meter;
use crate::browser::{doctor, register};
use crate::door::VaultDoor;
use crate::model;
use clap::Args;
use convoally_shared::check::{Check, CheckState, Repair};
use convoally_shared::fault::Fault;

/// Arguments of `doctor`.
#[derive(Args)]
#[command(after_help = "Examples:\n  convoally doctor\n  convoally doctor --repair\n  convoally doctor --json\n\n\
    Exit code 0 when sessions work, also where something only helps less than it could; 1 when they do not.")]
pub struct Doctor {
    /// Do what can be done from here: register with the browsers, fetch missing models; then look again
    #[arg(long)]
    repair: bool,
    /// The checks as JSON, on standard output
    #[arg(long)]
    json: bool,
}

impl Doctor {
    /// Looks at every link, repairs what it may, and says how each is.
    ///
    /// # Errors
    /// `doctor.found` when a link is broken, or why the repair failed.
    pub async fn run(self, vault: &VaultDoor) -> Result<(), Fault> {
        let mut checks = examine(vault).await?;
        let mut failed = None;
        if self.repair {
            failed = repair(&checks).await.err();
            checks = examine(vault).await?;
        }
        if self.json {
            println!("{}", serde_json::to_string_pretty(&checks).map_err(|error| unwritten(&error))?);
        } else {
            print!("{}", checks.iter().map(line).collect::<String>());
        }
        failed.map_or_else(|| verdict(&checks), Err)
    }
}

async fn examine(vault: &VaultDoor) -> Result<Vec<Check>, Fault> {
    let keys = vault.keys();
    let vault = vault.clone();
    Ok(doctor::examine(&super::setup()?, move || vault.open().map(|_| ()), &keys).await)
}

/// Does each repair once. The first that fails does not keep the others from being done.
async fn repair(checks: &[Check]) -> Result<(), Fault> {
    let mut repairs: Vec<&Repair> = Vec::new();
    for repair in checks.iter().filter_map(|check| check.repair.as_ref()) {
        if !repairs.contains(&repair) {
            repairs.push(repair);
        }
    }
    let mut result = Ok(());
    for repair in repairs {
        result = result.and(carry_out(repair).await);
    }
    result
}

/// Tells on standard error what it does, so that JSON stays alone on standard output.
async fn carry_out(repair: &Repair) -> Result<(), Fault> {
    match repair {
        Repair::Register => {
            for browser in register::install()? {
                eprintln!("registered with {}", browser.name);
            }
        }
        Repair::FetchModel { name } => {
            eprintln!("fetching {name}");
            let mut meter = Meter::on_stderr();
            model::pull(name, &mut |step| meter.show(step)).await?;
        }
    }
    Ok(())
}

/// One link for people: a sign that is no colour alone, its name, and what to do.
fn line(check: &Check) -> String {
    let sign = match check.state {
        CheckState::Right => '✓',
        CheckState::Limited => '–',
        CheckState::Broken => '✗',
    };
    let mut line = format!("{sign} {:<10} {}\n", check.name, check.sentence);
    if let Some(action) = &check.action {
        let by_itself = if check.repair.is_some() { " `convoally doctor --repair` does it." } else { "" };
        let code = check.code.as_deref().unwrap_or_default();
        line.push_str(&format!("  {:<10} {action}{by_itself} [{code}]\n", ""));
    }
    line
}

fn verdict(checks: &[Check]) -> Result<(), Fault> {
    match checks.iter().filter(|check| check.state == CheckState::Broken).count() {
        0 => Ok(()),
        count => Err(Fault::new(
            "doctor.found",
            format!("{count} of {} links are broken.", checks.len()),
            "Follow the advice beside each, then run `convoally doctor` again.",
        )),
    }
}

fn unwritten(error: &serde_json::Error) -> Fault {
    Fault::new("doctor.unwritten", format!("The checks could not be written: {error}."), "Report this as a bug.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::check::Link;

    #[test]
    fn only_a_broken_link_fails_and_each_says_what_to_do() {
        let fault = || Fault::new("model.not_fetched", "The model is not here.", "Run `convoally models pull m`.");
        let limited = Check::limited(Link::Recall, fault(), Some(Repair::FetchModel { name: "m".into() }));
        let right = Check::right(Link::Launch, "It starts.");
        assert!(verdict(&[right.clone(), limited.clone()]).is_ok());
        assert_eq!(line(&right), "✓ launch     It starts.\n");
        assert_eq!(
            line(&limited),
            "– recall     The model is not here.\n             Run `convoally models pull m`. `convoally doctor --repair` \
             does it. [model.not_fetched]\n"
        );
        let broken = Check::broken(Link::Sound, fault(), None);
        assert_eq!(verdict(&[right, broken]).unwrap_err().sentence, "1 of 2 links are broken.");
    }
}
