//! Where a text of the index is, in one number.

use convoally_shared::utterance::Speaker;

/// Rows of one session: 2^24 events, each with one of four kinds.
const SESSION_BITS: u32 = 26;
const KIND_BITS: u32 = 2;
/// Sessions are numbered by the sixteenth of a second in which they began; a few later when that is taken.
const NUMBERS_PER_SECOND: i64 = 16;
/// The last millisecond that has a number, in the year 2223: what claims to be later is put there.
const LAST_UNIX_MS: i64 = 8_000_000_000_000;

/// What lies at a place. Sides have places of their own, so that a search for one of them leaves the other's alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// What the session is called: titles, tags, names. Of no event.
    Heading,
    /// The user's notes. Of no event.
    Notes,
    /// An utterance of one side.
    Said(Speaker),
    /// A question, or a draft.
    Card,
}

/// A row of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The number of the session.
    pub session: i64,
    /// The number of the event; 0 for what is of no event.
    pub seq: u64,
    pub kind: Kind,
}

impl Place {
    pub fn rowid(self) -> i64 {
        let kind = match self.kind {
            Kind::Heading => 0,
            Kind::Notes | Kind::Said(Speaker::Me) => 1,
            Kind::Said(Speaker::Them) => 2,
            Kind::Card => 3,
        };
        // `has_room` was asked before.
        self.session << SESSION_BITS | (self.seq as i64) << KIND_BITS | kind
    }

    pub fn of(rowid: i64) -> Self {
        let within = rowid & ((1 << SESSION_BITS) - 1);
        let seq = (within >> KIND_BITS) as u64;
        let kind = match (seq, within & ((1 << KIND_BITS) - 1)) {
            (0, 0) => Kind::Heading,
            (0, _) => Kind::Notes,
            (_, 1) => Kind::Said(Speaker::Me),
            (_, 2) => Kind::Said(Speaker::Them),
            _ => Kind::Card,
        };
        Self { session: rowid >> SESSION_BITS, seq, kind }
    }

    /// An event with a greater number is not found: 4 days of a session at 50 events a second.
    pub fn has_room(seq: u64) -> bool {
        seq < 1 << (SESSION_BITS - KIND_BITS)
    }
}

/// The number that a session would have if it were the only one.
pub(super) fn number(started_unix_ms: i64) -> i64 {
    started_unix_ms.clamp(0, LAST_UNIX_MS) * NUMBERS_PER_SECOND / 1000
}

/// The rowids of sessions with these numbers, first and last.
pub(super) fn rows(first: i64, last: i64) -> (i64, i64) {
    (first << SESSION_BITS, (last << SESSION_BITS) + (1 << SESSION_BITS) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back_from_its_row() {
        let session = number(i64::MAX);
        for (seq, kind) in [
            (0, Kind::Heading),
            (0, Kind::Notes),
            (1, Kind::Said(Speaker::Me)),
            (2, Kind::Said(Speaker::Them)),
            ((1 << 24) - 1, Kind::Card),
        ] {
            let place = Place { session, seq, kind };
            assert!(Place::has_room(seq) && place.rowid() > 0);
            assert_eq!(Place::of(place.rowid()), place);
            let (first, last) = rows(session, session);
            assert!((first..=last).contains(&place.rowid()));
        }
        assert!(!Place::has_room(1 << 24));
    }

    #[test]
    fn newer_sessions_have_greater_rows() {
        let heading = |started| Place { session: number(started), seq: 0, kind: Kind::Heading }.rowid();
        let last = |started| Place { session: number(started), seq: 1 << 23, kind: Kind::Card }.rowid();
        assert!(last(1_795_446_937_000) < heading(1_795_446_937_100));
        assert_eq!((number(-5), number(0)), (0, 0));
    }
}
