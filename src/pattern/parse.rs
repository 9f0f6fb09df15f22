//! Pattern text to syntax tree, by recursive descent with bounded depth.

use super::syntax::{Anchor, Atom, Constraint, Expr, Look, Operator, Pattern, SyntaxError};
use crate::span::Span;

/// Longest pattern accepted, in bytes.
const MAX_BYTES: usize = 10_000;
/// Deepest nesting of groups accepted.
const MAX_DEPTH: usize = 40;
/// Highest count in `{m,n}` accepted.
const MAX_COUNT: u32 = 100;

/// Parses a pattern.
///
/// # Errors
/// The first mistake, with its place and what to do.
pub fn parse(text: &str) -> Result<Pattern, SyntaxError> {
    if text.len() > MAX_BYTES {
        return Err(SyntaxError {
            code: "P001",
            at: Span::new(0, 1),
            message: format!(
                "the pattern has {} bytes, at most {MAX_BYTES} are allowed",
                text.len()
            ),
            help: "put long alternatives into a word list and use [lemma in $list]".into(),
        });
    }
    let mut parser = Parser {
        text,
        at: 0,
        depth: 0,
    };
    let root = parser.alternatives()?;
    parser.space();
    if parser.at < text.len() {
        let found = parser.peek().unwrap_or(' ');
        return parser.fail(
            "P002",
            &format!("unexpected `{found}`"),
            "remove it, or open a group with ( before it",
        );
    }
    Ok(Pattern { root })
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(
            c,
            '\'' | '’' | '-' | '_' | ',' | ';' | '%' | '&' | '/' | '°'
        )
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.')
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, what: &str) -> bool {
        let found = self.rest().starts_with(what);
        if found {
            self.at += what.len();
        }
        found
    }

    fn space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn take(&mut self, keep: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c| !keep(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("")
    }

    fn span(&self, start: usize) -> Span {
        Span::new(
            u32::try_from(start).unwrap_or(0),
            u32::try_from(self.at.max(start)).unwrap_or(0),
        )
    }

    fn fail<T>(&self, code: &'static str, message: &str, help: &str) -> Result<T, SyntaxError> {
        let end = self.at + self.peek().map_or(0, char::len_utf8);
        let at = Span::new(
            u32::try_from(self.at).unwrap_or(0),
            u32::try_from(end).unwrap_or(0),
        );
        Err(SyntaxError {
            code,
            at,
            message: message.into(),
            help: help.into(),
        })
    }

    fn expect(&mut self, what: &str, of: &str) -> Result<(), SyntaxError> {
        self.space();
        if self.eat(what) {
            return Ok(());
        }
        let found = self
            .peek()
            .map_or("the end of the pattern".into(), |c| format!("`{c}`"));
        self.fail(
            "P003",
            &format!("expected `{what}`, found {found}"),
            &format!("close the {of} with `{what}`"),
        )
    }

    fn alternatives(&mut self) -> Result<Expr, SyntaxError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.fail(
                "P004",
                "groups are nested too deeply",
                "name the inner groups as macros, or flatten them",
            );
        }
        let mut all = vec![self.sequence()?];
        loop {
            self.space();
            if !self.eat("|") {
                break;
            }
            all.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(if all.len() == 1 {
            all.remove(0)
        } else {
            Expr::Alternatives(all)
        })
    }

    fn sequence(&mut self) -> Result<Expr, SyntaxError> {
        let mut items = Vec::new();
        loop {
            self.space();
            match self.peek() {
                None | Some(')' | '|') => break,
                Some(_) => items.push(self.item()?),
            }
        }
        if items.is_empty() {
            return self.fail(
                "P005",
                "an empty alternative",
                "write what should match here, or make the group optional with ?",
            );
        }
        Ok(if items.len() == 1 {
            items.remove(0)
        } else {
            Expr::Sequence(items)
        })
    }

    fn item(&mut self) -> Result<Expr, SyntaxError> {
        let start = self.at;
        // `name:` before an atom; a word atom is a name only when `:` follows at once
        let name = self.take(|c| c.is_ascii_alphanumeric() || c == '_');
        let after = self.rest();
        if !name.is_empty() && after.starts_with(':') && !after.starts_with("::") {
            let at = self.span(start);
            self.at += 1;
            let inner = self.item()?;
            return Ok(Expr::Capture {
                name: name.to_owned(),
                inner: Box::new(inner),
                at,
            });
        }
        self.at = start;
        let inner = self.atom()?;
        self.quantified(inner)
    }

    fn quantified(&mut self, inner: Expr) -> Result<Expr, SyntaxError> {
        let (min, max) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => return self.counted(inner),
            _ => return Ok(inner),
        };
        self.at += 1;
        self.repeat(inner, min, max)
    }

    fn counted(&mut self, inner: Expr) -> Result<Expr, SyntaxError> {
        let open = self.at;
        self.at += 1;
        let low = self.take(|c| c.is_ascii_digit()).parse::<u32>();
        let (low, high) = match low {
            Ok(low) if self.eat(",") => {
                let high = self.take(|c| c.is_ascii_digit());
                (
                    low,
                    if high.is_empty() {
                        None
                    } else {
                        Some(high.parse::<u32>().unwrap_or(u32::MAX))
                    },
                )
            }
            Ok(low) => (low, Some(low)),
            Err(_) => {
                return self.fail(
                    "P006",
                    "expected a number after `{`",
                    "write {2}, {2,} or {2,5}",
                );
            }
        };
        self.expect("}", "count")?;
        if high.is_some_and(|h| h < low) || low > MAX_COUNT || high.is_some_and(|h| h > MAX_COUNT) {
            self.at = open;
            return self.fail(
                "P007",
                "the count's bounds do not fit",
                &format!("write {{m,n}} with m ≤ n ≤ {MAX_COUNT}"),
            );
        }
        self.repeat(inner, low, high)
    }

    fn repeat(&mut self, inner: Expr, min: u32, max: Option<u32>) -> Result<Expr, SyntaxError> {
        let lazy = self.eat("?");
        if matches!(self.peek(), Some('?' | '*' | '+')) {
            return self.fail(
                "P008",
                "a repetition of a repetition",
                "put the inner one into a group: (a+)?",
            );
        }
        if matches!(inner, Expr::Look { .. } | Expr::Anchor(_) | Expr::Gap(_)) {
            return self.fail(
                "P009",
                "a look-around, anchor or gap cannot be repeated",
                "repeat the atom beside it",
            );
        }
        Ok(Expr::Repeat {
            inner: Box::new(inner),
            min,
            max,
            lazy,
        })
    }

    fn atom(&mut self) -> Result<Expr, SyntaxError> {
        let start = self.at;
        let Some(first) = self.peek() else {
            return self.fail(
                "P003",
                "expected an atom, found the end of the pattern",
                "write a word, [constraint], @Class or $macro",
            );
        };
        match first {
            '(' => self.group(),
            '[' => {
                self.at += 1;
                let constraints = self.constraints(']')?;
                Ok(Expr::Atom(Atom::Token(constraints, self.span(start))))
            }
            '<' => {
                self.at += 1;
                let kind = self.take(char::is_alphabetic).to_owned();
                let constraints = self.constraints('>')?;
                if kind != "NG" && kind != "VG" {
                    self.at = start + 1;
                    return self.fail(
                        "P010",
                        &format!("unknown group `{kind}`"),
                        "use <NG …> for noun groups, <VG …> for verb groups",
                    );
                }
                Ok(Expr::Atom(Atom::Group(kind, constraints, self.span(start))))
            }
            '@' => {
                self.at += 1;
                let name = self.take(|c| is_name(c) || c == ':').to_owned();
                if name.is_empty() {
                    return self.fail(
                        "P011",
                        "expected a class after `@`",
                        "write @ng:Person or @ng:Place",
                    );
                }
                let constraints = if self.eat("[") {
                    self.constraints(']')?
                } else {
                    Vec::new()
                };
                Ok(Expr::Atom(Atom::Class(name, constraints, self.span(start))))
            }
            '"' => {
                self.at += 1;
                let word = self.take(|c| c != '"').to_owned();
                self.expect("\"", "exact word")?;
                Ok(Expr::Atom(Atom::Exact(word, self.span(start))))
            }
            '~' => {
                self.at += 1;
                match self.take(|c| c.is_ascii_digit()).parse::<u32>() {
                    Ok(n) if (1..=MAX_COUNT).contains(&n) => Ok(Expr::Gap(n)),
                    _ => self.fail(
                        "P012",
                        "expected a number from 1 to 100 after `~`",
                        "write ~4 for at most four tokens",
                    ),
                }
            }
            '^' => {
                self.at += 1;
                Ok(Expr::Anchor(if self.eat("^") {
                    Anchor::ClauseStart
                } else {
                    Anchor::SentenceStart
                }))
            }
            '$' => {
                self.at += 1;
                if self.eat("$") {
                    return Ok(Expr::Anchor(Anchor::ClauseEnd));
                }
                let name = self.take(is_name).to_owned();
                if name.is_empty() {
                    return Ok(Expr::Anchor(Anchor::SentenceEnd));
                }
                Ok(Expr::Macro(name, self.span(start)))
            }
            '.' => {
                self.at += 1;
                Ok(Expr::Atom(Atom::Any(self.span(start))))
            }
            c if is_word(c) => {
                let word = self.take(is_word).to_lowercase();
                Ok(Expr::Atom(Atom::Word(word, self.span(start))))
            }
            ')' => self.fail(
                "P002",
                "unexpected `)`",
                "remove it, or open a group with ( before it",
            ),
            '?' | '*' | '+' | '{' => self.fail(
                "P013",
                "nothing to repeat",
                "write an atom before the quantifier",
            ),
            c => self.fail(
                "P014",
                &format!("`{c}` cannot start an atom"),
                "write the mark as an exact word: \"…\"",
            ),
        }
    }

    fn group(&mut self) -> Result<Expr, SyntaxError> {
        let look = [
            ("(?=", false, false),
            ("(?!", false, true),
            ("(?<=", true, false),
            ("(?<!", true, true),
        ]
        .into_iter()
        .find(|(text, ..)| self.eat(text))
        .map(|(_, behind, negative)| Look { behind, negative });
        if look.is_none() {
            self.at += 1;
        }
        let inner = self.alternatives()?;
        self.expect(")", "group")?;
        Ok(match look {
            Some(look) => Expr::Look {
                look,
                inner: Box::new(inner),
            },
            // a group keeps its own repetition apart from its last item's
            None => Expr::Sequence(vec![inner]),
        })
    }

    fn constraints(&mut self, close: char) -> Result<Vec<Constraint>, SyntaxError> {
        let mut all = Vec::new();
        loop {
            self.space();
            if self.peek() == Some(close) {
                self.at += 1;
                return Ok(all);
            }
            if !all.is_empty() && !self.eat("&") && close != '>' {
                let close = close.to_string();
                self.expect(&close, "constraints")?;
                return Ok(all);
            }
            self.space();
            all.push(self.constraint(close)?);
        }
    }

    fn constraint(&mut self, close: char) -> Result<Constraint, SyntaxError> {
        let start = self.at;
        let key = self.take(is_name).to_owned();
        if key.is_empty() {
            return self.fail(
                "P015",
                "expected a key",
                "write key=value, for example lemma=attack or tag=V",
            );
        }
        self.space();
        let operator = if self.eat("!=") {
            Operator::IsNot
        } else if self.eat("=") {
            Operator::Is
        } else if self.eat("~") {
            Operator::Matches
        } else if self.eat("not in") {
            Operator::NotIn
        } else if self.eat("in ") {
            Operator::In
        } else {
            return self.fail(
                "P016",
                "expected an operator",
                "use =, !=, in $list, not in $list or ~ /regex/",
            );
        };
        self.space();
        let mut values = Vec::new();
        match operator {
            Operator::Matches => {
                self.expect("/", "regex")?;
                values.push(self.take(|c| c != '/').to_owned());
                self.expect("/", "regex")?;
            }
            Operator::In | Operator::NotIn => {
                self.expect("$", "list name")?;
                values.push(self.take(is_name).to_owned());
            }
            _ => loop {
                let value = if self.eat("\"") {
                    let value = self.take(|c| c != '"').to_owned();
                    self.expect("\"", "quoted value")?;
                    value
                } else {
                    self.take(|c| !c.is_whitespace() && c != '|' && c != '&' && c != close)
                        .to_owned()
                };
                if value.is_empty() {
                    return self.fail("P017", "expected a value", "write key=value or key=a|b");
                }
                values.push(value);
                if !self.eat("|") {
                    break;
                }
            },
        }
        Ok(Constraint {
            key,
            operator,
            values,
            at: self.span(start),
        })
    }
}
