//! `convoally`: started by a browser it serves the port, started by a person it is the command line, and started by
//! itself it reads a document.

use convoally::browser::desk::Desk;
use convoally::browser::origin::{Caller, caller};
use convoally::browser::{port, stdio};
use convoally::cli;
use convoally::door::VaultDoor;
use convoally::speech::whisper::bound_spinning;
use convoally::{crash, knowledge, runtime};
use convoally_shared::fault::Fault;
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    crash::leave_nothing();
    let mut arguments = std::env::args().skip(1);
    let first_argument = arguments.next();
    if first_argument.as_deref() == Some(knowledge::READER_ARGUMENT) {
        return knowledge::serve_reader(arguments.next().as_deref());
    }
    let second_argument = arguments.next();
    bound_spinning();
    let served = match caller(first_argument.as_deref(), second_argument.as_deref()) {
        Ok(Caller::Terminal) => return cli::run(),
        Ok(Caller::Extension) => serve(),
        Err(fault) => Err(fault),
    };
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            cli::print_fault(&fault);
            ExitCode::FAILURE
        }
    }
}

/// Serves the browser until it closes the port.
fn serve() -> Result<(), Fault> {
    let (reader, writer) = stdio::take()?;
    let runtime = runtime::start()?;
    let door = VaultDoor::unattended();
    cli::finish_erasing(&door);
    let desk = Desk::new(Arc::new(door), Arc::new(cli::setup), Arc::new(cli::keep_mode));
    runtime.block_on(port::serve(reader, writer, desk));
    // A read of standard input may still be open on a thread; it must not hold the process back.
    runtime.shutdown_background();
    Ok(())
}
