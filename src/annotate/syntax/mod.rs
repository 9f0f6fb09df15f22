//! stub
use crate::text::{Document, WordTable};
use crate::ontology::PackFiles;
use super::lex::Lex;
/// r
#[derive(Clone, Copy, Debug)]
pub struct Relation;
impl Relation { /// s
 pub fn as_str(self) -> &'static str { "dep" } }
/// t
#[derive(Clone, Debug)]
pub struct Tree { n: usize }
impl Tree { /// h
 pub fn head(&self, t: usize) -> usize { t }
 /// r
 pub fn relation(&self, _t: usize) -> Relation { Relation }
 /// c
 pub fn children(&self, _t: usize) -> impl Iterator<Item = usize> + '_ { 0..0 } }
/// p
#[derive(Debug)]
pub struct Parser;
impl Parser { /// l
 pub fn load(_: &PackFiles, _: &mut WordTable) -> Result<Self, super::lex::LexError> { Ok(Self) }
 /// p
 pub fn parse(&self, d: &Document, _: &Lex) -> Tree { Tree { n: d.tokens.len() } } }
