//! Marks of punctuation, told apart once a token.
//!
//! *Takes* a token's text. *Gives* which mark it is. Clauses, lists and gaps ask at every step whether a comma or a
//! semicolon stands there: a byte answers, and no text is compared.

/// What mark a token is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mark {
    /// A word, or a mark that nothing asks for.
    #[default]
    Other,
    Comma,
    Semicolon,
    Colon,
    /// "."
    Stop,
    /// "("
    Open,
    /// ")"
    Close,
    /// "["
    Bracket,
    /// "--" or the long dash.
    Dash,
    /// `"`, alike at both ends or not.
    Quote,
}

impl Mark {
    /// The mark that a token is.
    pub(super) fn of(text: &str) -> Self {
        match text {
            "," => Self::Comma,
            ";" => Self::Semicolon,
            ":" => Self::Colon,
            "." => Self::Stop,
            "(" => Self::Open,
            ")" => Self::Close,
            "[" => Self::Bracket,
            "--" | "—" => Self::Dash,
            "\"" | "“" | "”" => Self::Quote,
            _ => Self::Other,
        }
    }
}
