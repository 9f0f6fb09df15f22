//! Syntax tree to [`Program`].

use super::program::{AtomId, Inst, Program};
use super::syntax::{Atom, Expr, Look, Pattern};
use crate::span::Span;

/// Longest program accepted, in instructions.
const MAX_CODE: usize = 4_000;
/// Furthest look-behind accepted, in tokens.
const MAX_BACK: u32 = 8;
/// Deepest nesting of macros accepted.
const MAX_MACROS: usize = 16;

/// Gives atoms and macros their meaning.
pub trait Resolver {
    /// The number of an atom.
    ///
    /// # Errors
    /// If a key, class, tag or list in it does not exist.
    fn atom(&mut self, atom: &Atom) -> Result<AtomId, CompileError>;
    /// The pattern behind `$name`.
    fn macro_body(&self, name: &str) -> Option<&Pattern>;
}

/// A mistake in what a pattern means.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}; {help}")]
pub struct CompileError {
    /// Stable code: `C003`.
    pub code: &'static str,
    /// Where, in bytes of the pattern's text; `None` when inside a macro.
    pub at: Option<Span>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl CompileError {
    /// A mistake at a place.
    pub fn new(
        code: &'static str,
        at: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            code,
            at: Some(at),
            message: message.into(),
            help: help.into(),
        }
    }
}

/// Compiles a pattern.
///
/// # Errors
/// The first atom or macro that has no meaning, or a limit that is passed.
pub fn compile(pattern: &Pattern, resolver: &mut dyn Resolver) -> Result<Program, CompileError> {
    let mut compiler = Compiler {
        program: Program::default(),
        resolver,
        macros: Vec::new(),
        open: Vec::new(),
    };
    compiler.expr(&pattern.root)?;
    compiler.push(Inst::Match)?;
    let mut program = compiler.program;
    let width = compiler_width(&pattern.root, compiler.resolver, 0);
    if width.0 == 0 {
        return Err(CompileError::new(
            "C001",
            Span::new(0, 1),
            "the pattern matches the empty text",
            "make at least one atom required",
        ));
    }
    program.first = first_atoms(&program);
    program.needs = needed_atoms(&program);
    program.one_of = program.choice_at(0).unwrap_or_default();
    Ok(program)
}

struct Compiler<'r> {
    program: Program,
    resolver: &'r mut dyn Resolver,
    macros: Vec<String>,
    /// Captures being compiled.
    open: Vec<String>,
}

impl Compiler<'_> {
    fn here(&self) -> u32 {
        u32::try_from(self.program.code.len()).unwrap_or(u32::MAX)
    }

    fn push(&mut self, inst: Inst) -> Result<u32, CompileError> {
        if self.program.code.len() >= MAX_CODE {
            return Err(CompileError::new(
                "C002",
                Span::new(0, 1),
                format!("the pattern needs more than {MAX_CODE} steps"),
                "lower the counts in {m,n}, or use a word list",
            ));
        }
        let at = self.here();
        self.program.code.push(inst);
        Ok(at)
    }

    fn patch(&mut self, at: u32, inst: Inst) {
        if let Some(slot) = self.program.code.get_mut(at as usize) {
            *slot = inst;
        }
    }

    fn expr(&mut self, expr: &Expr) -> Result<(), CompileError> {
        match expr {
            Expr::Sequence(items) => items.iter().try_for_each(|e| self.expr(e)),
            Expr::Alternatives(items) => self.alternatives(items),
            Expr::Repeat {
                inner,
                min,
                max,
                lazy,
            } => self.repeat(inner, *min, *max, *lazy),
            Expr::Capture { name, inner, at } => {
                // alternatives may capture under one name
                let known = self.program.captures.iter().position(|c| c == name);
                let index = known.unwrap_or(self.program.captures.len());
                if known.is_none() {
                    self.program.captures.push(name.clone());
                } else if self.open.contains(name) {
                    let help = "give the inner capture a name of its own";
                    return Err(CompileError::new(
                        "C003",
                        *at,
                        format!("capture `{name}` lies inside itself"),
                        help,
                    ));
                }
                let slot = u32::try_from(index).unwrap_or(0) * 2;
                self.open.push(name.clone());
                self.push(Inst::Save(slot))?;
                self.expr(inner)?;
                self.open.pop();
                self.push(Inst::Save(slot + 1)).map(|_| ())
            }
            Expr::Look { look, inner } => self.look(*look, inner),
            Expr::Gap(n) => self.gap(*n),
            Expr::Anchor(anchor) => self.push(Inst::Assert(*anchor)).map(|_| ()),
            Expr::Macro(name, at) => self.expand(name, *at),
            Expr::Atom(atom) => {
                self.program.constraints += match atom {
                    Atom::Any(_) => 0,
                    Atom::Token(c, _) => u32::try_from(c.len()).unwrap_or(0),
                    Atom::Class(_, c, _) | Atom::Group(_, c, _) => {
                        u32::try_from(c.len()).unwrap_or(0) + 1
                    }
                    Atom::Word(..) | Atom::Exact(..) => 1,
                };
                let id = self.resolver.atom(atom)?;
                self.push(Inst::Atom(id)).map(|_| ())
            }
        }
    }

    fn expand(&mut self, name: &str, at: Span) -> Result<(), CompileError> {
        if self.macros.iter().any(|m| m == name) || self.macros.len() >= MAX_MACROS {
            let chain = format!("{} → {name}", self.macros.join(" → "));
            return Err(CompileError::new(
                "C004",
                at,
                format!("macros form a cycle: {chain}"),
                "break the cycle",
            ));
        }
        let Some(body) = self.resolver.macro_body(name).cloned() else {
            let help = "define it under [macros] in any rule file, or correct the name";
            return Err(CompileError::new(
                "C005",
                at,
                format!("there is no macro `${name}`"),
                help,
            ));
        };
        self.macros.push(name.to_owned());
        let done = self.expr(&body.root);
        self.macros.pop();
        done.map_err(|e| {
            if self.macros.is_empty() {
                CompileError { at: Some(at), ..e }
            } else {
                e
            }
        })
    }

    fn alternatives(&mut self, items: &[Expr]) -> Result<(), CompileError> {
        let mut ends = Vec::new();
        for (i, item) in items.iter().enumerate() {
            if i + 1 == items.len() {
                self.expr(item)?;
                break;
            }
            let split = self.push(Inst::Jump(0))?;
            self.expr(item)?;
            ends.push(self.push(Inst::Jump(0))?);
            let next = self.here();
            self.patch(split, Inst::Split(split + 1, next));
        }
        let end = self.here();
        for at in ends {
            self.patch(at, Inst::Jump(end));
        }
        Ok(())
    }

    fn repeat(
        &mut self,
        inner: &Expr,
        min: u32,
        max: Option<u32>,
        lazy: bool,
    ) -> Result<(), CompileError> {
        let split = |a, b| {
            if lazy {
                Inst::Split(b, a)
            } else {
                Inst::Split(a, b)
            }
        };
        for _ in 0..min {
            self.expr(inner)?;
        }
        match max {
            None => {
                let head = self.push(Inst::Jump(0))?;
                self.expr(inner)?;
                self.push(Inst::Jump(head))?;
                let end = self.here();
                self.patch(head, split(head + 1, end));
            }
            Some(max) => {
                let mut heads = Vec::new();
                for _ in min..max {
                    heads.push(self.push(Inst::Jump(0))?);
                    self.expr(inner)?;
                }
                let end = self.here();
                for head in heads {
                    self.patch(head, split(head + 1, end));
                }
            }
        }
        Ok(())
    }

    fn gap(&mut self, n: u32) -> Result<(), CompileError> {
        let mut heads = Vec::new();
        for _ in 0..n {
            heads.push(self.push(Inst::Jump(0))?);
            self.push(Inst::GapStep)?;
        }
        let end = self.here();
        for head in heads {
            // as few tokens as possible first
            self.patch(head, Inst::Split(end, head + 1));
        }
        Ok(())
    }

    fn look(&mut self, look: Look, inner: &Expr) -> Result<(), CompileError> {
        let back = if look.behind {
            let (low, high) = compiler_width(inner, self.resolver, 0);
            match high {
                Some(high) if high <= MAX_BACK => Some((low, high)),
                _ => {
                    return Err(CompileError::new(
                        "C006",
                        Span::new(0, 1),
                        format!("a look-behind may cover at most {MAX_BACK} tokens"),
                        "shorten it, or match it as part of the pattern",
                    ));
                }
            }
        } else {
            None
        };
        let at = self.push(Inst::Jump(0))?;
        let body = self.here();
        self.expr(inner)?;
        self.push(Inst::Match)?;
        let next = self.here();
        let one_of = self.program.choice_at(body).unwrap_or_default();
        self.patch(
            at,
            Inst::Look {
                body,
                next,
                negative: look.negative,
                back,
                one_of,
            },
        );
        Ok(())
    }
}

/// Least and most tokens an expression consumes (`None`: no limit); annotations count as one or more.
fn compiler_width(expr: &Expr, resolver: &dyn Resolver, depth: usize) -> (u32, Option<u32>) {
    match expr {
        Expr::Sequence(items) => items.iter().fold((0, Some(0)), |(low, high), e| {
            let (l, h) = compiler_width(e, resolver, depth);
            (low + l, high.zip(h).map(|(a, b)| a + b))
        }),
        Expr::Alternatives(items) => items.iter().fold((u32::MAX, Some(0)), |(low, high), e| {
            let (l, h) = compiler_width(e, resolver, depth);
            (low.min(l), high.zip(h).map(|(a, b)| a.max(b)))
        }),
        Expr::Repeat {
            inner, min, max, ..
        } => {
            let (l, h) = compiler_width(inner, resolver, depth);
            (
                l.saturating_mul(*min),
                h.zip(*max).map(|(a, b)| a.saturating_mul(b)),
            )
        }
        Expr::Capture { inner, .. } => compiler_width(inner, resolver, depth),
        Expr::Look { .. } | Expr::Anchor(_) => (0, Some(0)),
        Expr::Gap(n) => (0, Some(*n)),
        Expr::Macro(name, _) if depth < MAX_MACROS => resolver
            .macro_body(name)
            .map_or((1, None), |p| compiler_width(&p.root, resolver, depth + 1)),
        Expr::Macro(..) | Expr::Atom(Atom::Class(..) | Atom::Group(..)) => (1, None),
        Expr::Atom(_) => (1, Some(1)),
    }
}

/// The atoms that can be consumed first; empty when that cannot be told (a gap may come first).
fn first_atoms(program: &Program) -> Vec<AtomId> {
    let (mut found, mut seen, mut stack) =
        (Vec::new(), vec![false; program.code.len()], vec![0u32]);
    while let Some(pc) = stack.pop() {
        match seen.get_mut(pc as usize) {
            Some(s) if !*s => *s = true,
            _ => continue,
        }
        match program.code.get(pc as usize) {
            Some(Inst::Atom(id)) => found.push(*id),
            Some(Inst::Split(a, b)) => stack.extend([*b, *a]),
            Some(Inst::Jump(to)) => stack.push(*to),
            Some(Inst::Save(_) | Inst::Assert(_)) => stack.push(pc + 1),
            Some(Inst::Look { next, .. }) => stack.push(*next),
            Some(Inst::GapStep | Inst::Match) | None => return Vec::new(),
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The atoms that no way from the start to a match goes around.
fn needed_atoms(program: &Program) -> Vec<AtomId> {
    let mut atoms = program.atoms();
    atoms.retain(|atom| !program.can_match_without(&[*atom], false));
    atoms
}
