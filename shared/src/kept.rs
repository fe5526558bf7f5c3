//! What the vault keeps, for how long, what left this computer, and what an erasing took away.

use crate::departure::Departure;
use crate::session::SessionId;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// From its end on. One that is tagged `keep`, or runs, is spared.
    Sessions,
    /// From when it was added on.
    Documents,
    /// What erased sessions had spent, from their beginning on: a session that is kept has its own.
    Spending,
    /// What left this computer outside of the sessions that are kept.
    Departures,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Sessions, Self::Documents, Self::Spending, Self::Departures];

    /// As it is named on the command line and in the vault.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sessions => "sessions",
            Self::Documents => "documents",
            Self::Spending => "spending",
            Self::Departures => "departures",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let names = Self::ALL.map(Self::name).join(", ");
        Self::ALL.into_iter().find(|kind| kind.name() == name).ok_or(format!("expected one of: {names}"))
    }
}

/// For how long one kind is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// What.
    pub kind: Kind,
    /// How many days; none means for ever.
    pub days: Option<u32>,
}

/// Something that left, and the session that it left for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// None outside a session, and of one that was erased or never kept.
    pub session: Option<SessionId>,
    /// What left.
    #[serde(flatten)]
    pub departure: Departure,
}

/// How many of each kind, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inventory {
    /// Sessions.
    pub sessions: OfKind,
    /// What was said in them.
    pub utterances: u64,
    /// What was changed about them afterwards.
    pub amendments: OfKind,
    /// Documents.
    pub documents: OfKind,
    /// Passages whose meaning was computed.
    pub vectors: u64,
    /// Interviews.
    pub interviews: OfKind,
    /// Sites on which the user confirmed that listening is allowed.
    pub consents: OfKind,
    /// Entries of the record of what left, outside of the sessions that are kept.
    pub departures: OfKind,
    /// Erased sessions whose spending is remembered.
    pub spending: OfKind,
    /// What was erased and must not come back.
    pub erased: OfKind,
    /// Names of the secrets in the vault; never the secrets.
    pub secrets: Vec<String>,
}

/// How many of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfKind {
    /// How many.
    pub count: u64,
    /// The oldest, milliseconds since the Unix epoch.
    pub since_unix_ms: Option<u64>,
}

/// What went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// Sessions with everything that was said, asked, drafted and noted in them.
    pub sessions: u64,
    /// Documents with the vectors of their passages.
    pub documents: u64,
    /// Interviews.
    pub interviews: u64,
    /// Entries of the record of what left, outside of sessions that are kept.
    pub departures: u64,
    /// What erased sessions had spent.
    pub spending: u64,
    /// Sessions that had quoted an erased document, and do not any more. What was drafted from it is still in them.
    pub quoted_in: u64,
}

impl Erased {
    /// Nothing went.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}
