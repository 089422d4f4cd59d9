//! `bench <what>`: one measurement, or one of the processes that take part in it.

use std::process::ExitCode;

use benches::contestants::OVER_TLS;
use benches::server::Server;
use benches::{
    Failed, build, compile, delays, drive, held, instructions, lines, report, server, throughput,
};

const USAGE: &str = "\
usage: bench instructions [NAME...]
                                what one call costs, counted by callgrind
       bench functions NAME [OTHER]
                                where the instructions of one contestant go, or
                                where they differ from those of another
       bench held [NAME...]     bytes held per call that is asleep
       bench delays             what computing a delay costs
       bench lines              what reading a line of JSON costs
       bench throughput [N]     calls a second, in N rounds
       bench tls [N]            both over TLS
       bench build [N [NAME...]]
                                crates and clean builds, in N rounds
       bench compile [METHODS [N]]
                                `cargo check` of a client of many methods, N times
       bench report             writes RESULTS.md and the charts from what was measured
       bench serve PORT         the server, alone (0: any port)
       bench serve-tls FILE     the same over TLS; writes its certificate there
       bench drive NAME N BASE [CERTIFICATE]
                                one contestant, N calls";

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
        ["lines"] => lines::measure(),
        ["throughput"] => throughput::measure(ROUNDS),
        ["throughput", rounds] => throughput::measure(rounds.parse()?),
        ["tls"] => over_tls(ROUNDS),
        ["tls", rounds] => over_tls(rounds.parse()?),
        ["build"] => build::measure(BUILDS, &[]),
        ["build", rounds, ref names @ ..] => build::measure(rounds.parse()?, names),
        ["compile"] => compile::measure(METHODS, CHECKS),
        ["compile", methods] => compile::measure(methods.parse()?, CHECKS),
        ["compile", methods, rounds] => compile::measure(methods.parse()?, rounds.parse()?),
        ["report"] => report::write(),
        ["delay", name, calls] => delays::compute(name, calls.parse()?),
        ["drive-lines", name, calls, base] => lines::read(name, calls.parse()?, base),
        ["serve", port] => server::serve(port.parse()?),
        ["serve-tls", certificate] => server::serve_tls(certificate),
        ["drive", name, calls, base] => drive::calls(name, calls.parse()?, base, None),
        ["drive", name, calls, base, certificate] => {
            drive::calls(name, calls.parse()?, base, Some(certificate))
        }
        _ => Err(USAGE.into()),
    }
}

/// Instructions and throughput, with those that trust the server.
fn over_tls(rounds: usize) -> Result<(), Failed> {
    let server = Server::over_tls()?;
    instructions::measure_at(&server, instructions::OVER_TLS, &OVER_TLS)?;
    throughput::measure_at(&server, throughput::OVER_TLS, &OVER_TLS, rounds)
}
