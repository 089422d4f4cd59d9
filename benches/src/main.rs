//! `bench <what>`: one measurement, or one of the processes that take part in it.

use std::process::ExitCode;

use benches::{Failed, drive, instructions, server};

const USAGE: &str = "\
usage: bench instructions       what one call costs, counted by callgrind
       bench functions NAME [OTHER]
                                where the instructions of one contestant go, or
                                where they differ from those of another
       bench serve PORT         the server, alone (0: any port)
       bench drive NAME N BASE  one contestant, N calls";

fn main() -> ExitCode {
    let arguments = std::env::args().skip(1).collect::<Vec<_>>();
    let arguments = arguments.iter().map(String::as_str).collect::<Vec<_>>();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<(), Failed> {
    match *arguments {
        ["instructions"] => instructions::measure(),
        ["functions", name] => instructions::functions(name, None),
        ["functions", name, other] => instructions::functions(name, Some(other)),
        ["serve", port] => server::serve(port.parse()?),
        ["drive", name, calls, base] => drive::calls(name, calls.parse()?, base),
        _ => Err(USAGE.into()),
    }
}
