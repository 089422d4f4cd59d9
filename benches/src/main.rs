//! `bench <what>`: one measurement, or one of the processes that take part in it.

use std::process::ExitCode;

use benches::{Failed, delays, drive, held, instructions, server, throughput};

const USAGE: &str = "\
usage: bench instructions       what one call costs, counted by callgrind
       bench functions NAME [OTHER]
                                where the instructions of one contestant go, or
                                where they differ from those of another
       bench held               bytes held per call that is asleep
       bench delays             what computing a delay costs
       bench throughput [N]     calls a second, in N rounds
       bench serve PORT         the server, alone (0: any port)
       bench drive NAME N BASE  one contestant, N calls";

/// Enough for a median that the neighbours on the machine do not move.
const ROUNDS: usize = 21;

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
        ["held"] => held::measure(),
        ["delays"] => delays::measure(),
        ["throughput"] => throughput::measure(ROUNDS),
        ["throughput", rounds] => throughput::measure(rounds.parse()?),
        ["delay", name, calls] => delays::compute(name, calls.parse()?),
        ["serve", port] => server::serve(port.parse()?),
        ["drive", name, calls, base] => drive::calls(name, calls.parse()?, base),
        _ => Err(USAGE.into()),
    }
}
