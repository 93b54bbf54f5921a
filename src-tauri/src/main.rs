//! Starts the desk's window.

fn main() -> std::process::ExitCode {
    daybook_desktop::run()
}
