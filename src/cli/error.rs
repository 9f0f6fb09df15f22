//! What ends the program, and with which code.

use std::error::Error;
use std::io;
use std::process::ExitCode;

use crate::pipeline::PipelineError;
use crate::query::QueryError;
use crate::rdf::RdfError;
use crate::writers::WriteError;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything done.
    Done,
    /// A check found something.
    Findings,
    /// Wrong usage or unreadable input.
    Usage,
    /// Some documents failed; the rest is written.
    Partial,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Partial => 3,
        })
    }
}

/// Why the program ends with code 2.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    #[error("{0}")]
    Message(String),
    #[error(transparent)]
    Pipeline(#[from] PipelineError),
    #[error(transparent)]
    Pack(#[from] crate::ontology::PackError),
    #[error(transparent)]
    Vocabulary(#[from] crate::ontology::VocabularyError),
    #[error(transparent)]
    Rdf(#[from] RdfError),
    #[error(transparent)]
    Query(#[from] QueryError),
    #[error(transparent)]
    Eval(#[from] crate::eval::EvalError),
    #[error(transparent)]
    Write(#[from] WriteError),
    #[error(transparent)]
    Shapes(#[from] crate::query::shapes::ShapesError),
    #[error("cannot write: {0}")]
    Io(#[from] io::Error),
    #[error("cannot write {path}: {source}")]
    Output { path: String, source: io::Error },
}

impl CliError {
    pub(crate) fn message(text: impl Into<String>) -> Self {
        Self::Message(text.into())
    }

    /// Whether somebody closed the pipe that we write to, as `head` does.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        if let Self::Write(WriteError::Csv(error)) = self
            && let csv::ErrorKind::Io(io) = error.kind()
        {
            return io.kind() == io::ErrorKind::BrokenPipe;
        }
        let mut cause: Option<&(dyn Error + 'static)> = Some(self);
        while let Some(error) = cause {
            if let Some(io) = error.downcast_ref::<io::Error>()
                && io.kind() == io::ErrorKind::BrokenPipe
            {
                return true;
            }
            cause = error.source();
        }
        // `transparent` skips a level: the inner error's own text is no source of ours
        match self {
            Self::Io(e)
            | Self::Output { source: e, .. }
            | Self::Rdf(RdfError::Io(e))
            | Self::Query(QueryError::Io(e) | QueryError::Rdf(RdfError::Io(e)))
            | Self::Write(WriteError::Io(e)) => e.kind() == io::ErrorKind::BrokenPipe,
            _ => false,
        }
    }
}
