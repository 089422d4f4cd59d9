//! `bench <what>`: one measurement, or one of the processes that take part in it.

use std::process::ExitCode;

use benches::{
    Failed, build, compile, delays, drive, held, instructions, report, server, throughput,
};

const USAGE: &str = "\
usage: bench instructions [NAME...]
                                what one call costs, counted by callgrind
       bench functions NAME [OTHER]
                                where the instructions of one contestant go, or
                                where they differ from those of another
       bench held [NAME...]     bytes held per call that is asleep
       bench delays             what computing a delay costs
       bench throughput [N]     calls a second, in N rounds
       bench build [N [NAME...]]
                                crates and clean builds, in N rounds
       bench compile [METHODS [N]]
                                `cargo check` of a client of many methods, N times
       bench report             writes RESULTS.md and the charts from what was measured
       bench serve PORT         the server, alone (0: any port)
       bench drive NAME N BASE  one contestant, N calls";

/// Enough for a median that the neighbours on the machine do not move.
const ROUNDS: usize = 201;

/// Clean builds of each; odd, so that one of them is the median.
const BUILDS: usize = 3;

/// The client whose check is timed, and how often.
const METHODS: usize = 100;
const CHECKS: usize = 7;

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
        ["instructions", ref names @ ..] => instructions::measure(names),
        ["functions", name] => instructions::functions(name, None),
        ["functions", name, other] => instructions::functions(name, Some(other)),
        ["held", ref names @ ..] => held::measure(names),
        ["delays"] => delays::measure(),
        ["throughput"] => throughput::measure(ROUNDS),
        ["throughput", rounds] => throughput::measure(rounds.parse()?),
        ["build"] => build::measure(BUILDS, &[]),
        ["build", rounds, ref names @ ..] => build::measure(rounds.parse()?, names),
        ["compile"] => compile::measure(METHODS, CHECKS),
        ["compile", methods] => compile::measure(methods.parse()?, CHECKS),
        ["compile", methods, rounds] => compile::measure(methods.parse()?, rounds.parse()?),
        ["report"] => report::write(),
        ["delay", name, calls] => delays::compute(name, calls.parse()?),
        ["serve", port] => server::serve(port.parse()?),
        ["drive", name, calls, base] => drive::calls(name, calls.parse()?, base),
        _ => Err(USAGE.into()),
    }
}
