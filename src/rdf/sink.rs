//! [`Sink`]: where quads go, subject by subject.

use std::io;

use oxigraph::model::{NamedNode, NamedNodeRef, QuadRef, TermRef};

/// Takes quads. Many follow one another about one subject of one graph, so that each is told only once.
pub trait Sink {
    /// The quads that follow are about `subject`, in `graph`.
    fn about(&mut self, graph: NamedNodeRef<'_>, subject: NamedNodeRef<'_>);

    /// One quad about that subject.
    ///
    /// # Errors
    /// Those of the output.
    fn quad(&mut self, predicate: NamedNodeRef<'_>, object: TermRef<'_>) -> io::Result<()>;
}

/// Hands whole quads to a function.
pub struct Quads<F> {
    graph: NamedNode,
    subject: NamedNode,
    each: F,
}

impl<F: FnMut(QuadRef<'_>)> Quads<F> {
    /// Hands each quad to `each`.
    pub fn new(each: F) -> Self {
        let none = NamedNode::new_unchecked(String::new());
        Self {
            graph: none.clone(),
            subject: none,
            each,
        }
    }
}

impl<F: FnMut(QuadRef<'_>)> Sink for Quads<F> {
    fn about(&mut self, graph: NamedNodeRef<'_>, subject: NamedNodeRef<'_>) {
        if self.graph != graph {
            self.graph = graph.into_owned();
        }
        self.subject = subject.into_owned();
    }

    fn quad(&mut self, predicate: NamedNodeRef<'_>, object: TermRef<'_>) -> io::Result<()> {
        (self.each)(QuadRef {
            subject: self.subject.as_ref().into(),
            predicate,
            object,
            graph_name: self.graph.as_ref().into(),
        });
        Ok(())
    }
}
