//! Dates as precise as the text tells them: a year, a month of a year, or a day.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A date as precise as the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DateValue {
    /// Year, as written in the common era.
    pub year: i16,
    /// Month 1–12, where the text tells it.
    pub month: Option<u8>,
    /// Day 1–31, where the text tells it (never without a month).
    pub day: Option<u8>,
}

impl fmt::Display for DateValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

impl DateValue {
    /// `xsd:date`, `xsd:gYearMonth` or `xsd:gYear`.
    pub fn datatype(&self) -> &'static str {
        match (self.month, self.day) {
            (Some(_), Some(_)) => "xsd:date",
            (Some(_), None) => "xsd:gYearMonth",
            _ => "xsd:gYear",
        }
    }

    /// Whether the two can be the same day: each part agrees where both have it.
    pub fn compatible(&self, other: &Self) -> bool {
        fn agree(a: Option<u8>, b: Option<u8>) -> bool {
            a.is_none() || b.is_none() || a == b
        }
        self.year == other.year && agree(self.month, other.month) && agree(self.day, other.day)
    }
}
