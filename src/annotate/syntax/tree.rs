//! The product of this stage: heads and relations of all tokens, with quick ways down the tree.

use std::ops::Range;

use super::relation::{Relation, Relations};

/// Dependency trees of all sentences of a document, token by token.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The head of each token, as an index into the document's tokens; a root points to itself.
    pub heads: Vec<u32>,
    /// How each token hangs on its head.
    pub relations: Vec<Relation>,
    /// Where each token's children begin in `children`; one more than there are tokens.
    starts: Vec<u32>,
    children: Vec<u32>,
    /// By which relations tokens hang on each token.
    below: Vec<Relations>,
    /// First token of each token's subtree, and one past the last.
    spans: Vec<(u32, u32)>,
}

impl Tree {
    /// A tree over given heads and relations. Linear; heads outside the tokens count as roots.
    pub fn new(mut heads: Vec<u32>, relations: Vec<Relation>) -> Self {
        let size = heads.len();
        for (at, head) in heads.iter_mut().enumerate() {
            if *head as usize >= size {
                *head = index(at);
            }
        }
        let mut starts = vec![0_u32; size + 1];
        for (at, head) in heads.iter().enumerate() {
            if *head as usize != at
                && let Some(start) = starts.get_mut(*head as usize + 1)
            {
                *start += 1;
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut next = starts.clone();
        let mut children = vec![0; total as usize];
        for (at, head) in heads.iter().enumerate() {
            if *head as usize != at
                && let Some(place) = next.get_mut(*head as usize)
                && let Some(child) = children.get_mut(*place as usize)
            {
                *child = index(at);
                *place += 1;
            }
        }
        let mut below = vec![Relations::default(); size];
        for (at, (head, relation)) in heads.iter().zip(&relations).enumerate() {
            if *head as usize != at
                && let Some(all) = below.get_mut(*head as usize)
            {
                *all = all.and(Relations::of(&[*relation]));
            }
        }
        let mut tree = Self {
            heads,
            relations,
            starts,
            children,
            below,
            spans: Vec::new(),
        };
        tree.spans = tree.measure();
        tree
    }

    /// Head of a token; itself for a root.
    pub fn head(&self, token: usize) -> usize {
        self.heads.get(token).map_or(token, |h| *h as usize)
    }

    /// Relation of a token to its head.
    pub fn relation(&self, token: usize) -> Relation {
        self.relations.get(token).copied().unwrap_or(Relation::Root)
    }

    /// Whether a token is the root of its sentence.
    pub fn is_root(&self, token: usize) -> bool {
        self.head(token) == token
    }

    /// The tokens that hang on a token, in order.
    pub fn children(&self, token: usize) -> &[u32] {
        let (Some(start), Some(end)) = (self.starts.get(token), self.starts.get(token + 1)) else {
            return &[];
        };
        self.children
            .get(*start as usize..*end as usize)
            .unwrap_or_default()
    }

    /// Whether something hangs on a token by one of these relations: asked of every verb many times, so a bit tells.
    #[inline]
    pub fn has_child(&self, token: usize, relations: &[Relation]) -> bool {
        let below = self.below.get(token).copied().unwrap_or_default();
        below.intersects(Relations::of(relations))
    }

    /// The first child with one of the relations.
    pub fn child(&self, token: usize, relations: &[Relation]) -> Option<usize> {
        self.children(token)
            .iter()
            .map(|c| *c as usize)
            .find(|c| relations.contains(&self.relation(*c)))
    }

    /// The tokens below and with a token, from the first to one past the last; parsed trees leave no gaps.
    pub fn subtree(&self, token: usize) -> Range<usize> {
        self.spans
            .get(token)
            .map_or(token..token + 1, |s| s.0 as usize..s.1 as usize)
    }

    /// First and last tokens below each token, in one walk from the leaves.
    fn measure(&self) -> Vec<(u32, u32)> {
        let size = self.heads.len();
        let mut spans: Vec<(u32, u32)> = (0..size).map(|at| (index(at), index(at + 1))).collect();
        let mut waiting: Vec<u32> = (0..size).map(|at| index(self.children(at).len())).collect();
        let mut ready: Vec<usize> = (0..size)
            .filter(|at| waiting.get(*at) == Some(&0))
            .collect();
        while let Some(at) = ready.pop() {
            let head = self.head(at);
            if head == at {
                continue;
            }
            let own = spans.get(at).copied().unwrap_or_default();
            if let Some(span) = spans.get_mut(head) {
                span.0 = span.0.min(own.0);
                span.1 = span.1.max(own.1);
            }
            if let Some(left) = waiting.get_mut(head) {
                *left -= 1;
                if *left == 0 {
                    ready.push(head);
                }
            }
        }
        spans
    }
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_and_subtrees_are_found() {
        // "two men shot a judge"
        let tree = Tree::new(
            vec![1, 2, 2, 4, 2],
            vec![
                Relation::Nummod,
                Relation::Nsubj,
                Relation::Root,
                Relation::Det,
                Relation::Obj,
            ],
        );
        assert_eq!(tree.children(2), [1, 4]);
        assert_eq!(tree.subtree(1), 0..2);
        assert_eq!(tree.subtree(2), 0..5);
        assert_eq!(tree.child(2, &[Relation::Obj]), Some(4));
        assert!(tree.is_root(2));
    }
}
