//! The `newsgraph` program: see [`newsgraph::cli`].

fn main() -> std::process::ExitCode {
    newsgraph::cli::main()
}
