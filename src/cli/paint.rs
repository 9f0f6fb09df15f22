//! Colours. Everything goes through `anstream`, which drops them where they are not wanted.

use std::io::Write;

use anstyle::{AnsiColor, Color, Style};

const fn colored(color: AnsiColor) -> Style {
    Style::new().fg_color(Some(Color::Ansi(color)))
}

pub(crate) const TITLE: Style = Style::new().bold();
pub(crate) const BAR: Style = colored(AnsiColor::Red).bold();
pub(crate) const NAME: Style = colored(AnsiColor::Cyan);
pub(crate) const FAINT: Style = Style::new().dimmed();
pub(crate) const STRONG: Style = Style::new().bold();
pub(crate) const DOUBT: Style = colored(AnsiColor::Yellow);
pub(crate) const MARK: Style = colored(AnsiColor::Yellow).bold().underline();
pub(crate) const GOOD: Style = colored(AnsiColor::Green).bold();
pub(crate) const BAD: Style = colored(AnsiColor::Red).bold();

/// `text` in a style.
pub(crate) fn paint(style: Style, text: &str) -> String {
    format!("{}{text}{}", style.render(), style.render_reset())
}

/// An error on standard error. Nobody is left to tell when that fails.
pub(crate) fn error(message: &str) {
    let mut err = anstream::stderr().lock();
    let _ = writeln!(err, "{} {message}", paint(BAD, "error:"));
}

/// A note on standard error.
pub(crate) fn note(message: &str) {
    let mut err = anstream::stderr().lock();
    let _ = writeln!(err, "{message}");
}

/// The terminal's width, or 100 where there is none.
pub(crate) fn width() -> usize {
    terminal_width().unwrap_or(100).clamp(40, 120)
}

/// The terminal's width, where standard output is one.
pub(crate) fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
}
