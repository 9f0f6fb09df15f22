//! Names for nodes: readable, safe in an IRI, made from content alone.

/// A readable name that may stand in an IRI: letters and digits of any script in lower case, joined by `-`.
///
/// `slug("Crocus City Hall")` is `crocus-city-hall`; a text with no letter or digit gives `unnamed`.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() && !matches!(c, '\'' | '’' | '.') {
            out.push('-');
        }
        if out.len() >= 80 {
            break;
        }
    }
    while out.ends_with('-') {
        out.pop();
    }
    if out.is_empty() {
        "unnamed".to_owned()
    } else {
        out
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs_are_readable_and_never_empty() {
        assert_eq!(slug("The U.S. Embassy, Lima"), "the-us-embassy-lima");
        assert_eq!(slug("Świnoujście"), "świnoujście");
        assert_eq!(slug("—"), "unnamed");
    }
}
