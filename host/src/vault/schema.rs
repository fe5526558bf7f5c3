//! What the tables look like, release by release, and how a file of an earlier release becomes one of this.
//!
//! A step is a constant that is never changed again once it was released: files that it made are out there. What
//! must become different becomes a further step. A new file goes through all of them.

use super::error::VaultError;
use rusqlite::{Connection, TransactionBehavior};

/// The steps in order. The first makes version 1 of an empty file, the second version 2 of version 1, and so on.
const STEPS: [&str; 5] = [
    SESSIONS_AND_DOCUMENTS,
    KINDS_INTERVIEWS_VECTORS,
    AMENDMENTS_AND_SEARCH,
    DEPARTURES_AND_WHAT_WAS_SPENT,
    WHAT_CHANGED_WHEN,
];

/// The version of this release's files. A later one is refused, because its rules are not known here.
pub(super) const VERSION: i64 = STEPS.len() as i64;

/// `event.body` is the JSON of an `EventKind`. The index answers how many utterances and questions a session
/// has without decrypting its text.
const SESSIONS_AND_DOCUMENTS: &str = "
    create table session (id text primary key, started_unix_ms integer not null, brief text not null) strict;
    create table event (
        session text not null references session (id),
        seq integer not null,
        at_ms integer not null,
        body text not null,
        primary key (session, seq)
    ) strict, without rowid;
    create index event_type on event (session, body ->> 'type');
    create table document (
        id text primary key, title text not null, format text not null, text text not null, added integer not null
    ) strict;
    create table consent (site text primary key, given_unix_ms integer not null) strict;
";

/// A `kind` of null is one that nobody said: version 1 did not ask. An `interview` of null is a general document.
/// `sha256` is that of the passage's text, `vector` what the model made of it.
const KINDS_INTERVIEWS_VECTORS: &str = "
    create table interview (
        id text primary key collate nocase, brief text not null, added integer not null
    ) strict;
    alter table document add column kind text;
    alter table document add column interview text collate nocase references interview (id);
    create table passage_vector (
        model text not null,
        sha256 blob not null check (length(sha256) = 32),
        vector blob not null,
        primary key (model, sha256)
    ) strict;
";

/// What lists need of a session lies beside it, kept by a trigger in the transaction of the event, so that a process of
/// an earlier release keeps it too. `title`, `tags` (a JSON array) and `outcome` are what the amendments come to.
///
/// `search` holds the words of sessions and not their text; `search.rs` says what its rows are. `number` is a session's
/// place in it, `indexed` the number of the last event whose words are there; null and 0 before the first. What is taken
/// out of it is overwritten at once and not only marked (`secure-delete`).
///
/// `amendment.body` is the JSON of a `Change`. `erased.what` is `session:ID`, `document:ID` or `interview:ID`: it never
/// comes back from a backup. `secret` is for providers' keys where there is no keychain, `property` for what the vault
/// knows of itself.
const AMENDMENTS_AND_SEARCH: &str = "
    alter table session add column duration_ms integer not null default 0;
    alter table session add column ended integer not null default 0;
    alter table session add column utterances integer not null default 0;
    alter table session add column questions integer not null default 0;
    alter table session add column last_seq integer not null default 0;
    alter table session add column title text;
    alter table session add column tags text not null default '[]';
    alter table session add column outcome text;
    alter table session add column number integer;
    alter table session add column indexed integer not null default 0;
    update session set
        duration_ms = coalesce((select max(at_ms) from event where session = id), 0),
        last_seq = coalesce((select max(seq) from event where session = id), 0),
        ended = exists (select 1 from event where session = id and body ->> 'type' = 'session_ended'),
        utterances = (select count(*) from event where session = id and body ->> 'type' = 'utterance_final'),
        questions = (select count(*) from event where session = id and body ->> 'type' = 'question_found');
    create unique index session_number on session (number);
    create index session_unindexed on session (started_unix_ms) where indexed < last_seq;
    create trigger event_counted after insert on event begin
        update session set
            duration_ms = max(duration_ms, new.at_ms),
            last_seq = max(last_seq, new.seq),
            ended = ended or new.body ->> 'type' = 'session_ended',
            utterances = utterances + (new.body ->> 'type' = 'utterance_final'),
            questions = questions + (new.body ->> 'type' = 'question_found')
        where id = new.session;
    end;
    create table amendment (
        id text primary key,
        session text not null references session (id),
        at_unix_ms integer not null,
        body text not null
    ) strict, without rowid;
    create index amendment_session on amendment (session);
    create table erased (what text primary key, at_unix_ms integer not null) strict, without rowid;
    create trigger session_erased before insert on session
    when exists (select 1 from erased where what = 'session:' || new.id) begin
        select raise(abort, 'erased');
    end;
    create table retention (kind text primary key, days integer not null) strict;
    create table secret (name text primary key, value text not null) strict;
    create table property (name text primary key, value text not null) strict;
    create virtual table search using fts5 (
        text, content = '', columnsize = 0, tokenize = 'porter unicode61 remove_diacritics 2'
    );
    insert into search (search, rank) values ('secure-delete', 1);
";

/// `departure` is what left outside of the kept sessions, `spent` what the erased ones took: the JSON of a `Departure`
/// and of a `Used`, without a word of the user's.
const DEPARTURES_AND_WHAT_WAS_SPENT: &str = "
    create table departure (
        id text primary key, at_unix_ms integer not null, body text not null
    ) strict, without rowid;
    create index departure_at on departure (at_unix_ms);
    create table spent (began_unix_ms integer not null, body text not null) strict;
    create index spent_began on spent (began_unix_ms);
";

/// When a document or an interview was last changed, milliseconds since the Unix epoch, and what was removed. Kept by
/// triggers, so that whoever writes need not think of it. Of two computers the later change counts. A change comes after
/// the one that it was made upon, whatever the clock says. A removal leaves its mark in `erased`, and what is added again
/// afterwards takes the mark away.
///
/// Whoever takes in a row of another computer writes `changed` himself, and the triggers leave it as it is.
///
/// `session.revision` counts how often events of a session were written anew: only when something that was erased stood
/// in them.
const WHAT_CHANGED_WHEN: &str = "
    alter table document add column changed integer not null default 0;
    alter table interview add column changed integer not null default 0;
    alter table session add column revision integer not null default 0;
    update document set changed = added;
    update interview set changed = added;
    create trigger event_rewritten after update of body on event begin
        update session set revision = revision + 1 where id = new.session;
    end;
    create trigger document_added after insert on document when new.changed = 0 begin
        update document set changed = max(cast(unixepoch('subsec') * 1000 as integer),
            coalesce((select at_unix_ms + 1 from erased where what = 'document:' || new.id), 0)) where id = new.id;
        delete from erased where what = 'document:' || new.id;
    end;
    create trigger document_changed after update of title, kind, interview, format, text on document
    when new.changed = old.changed begin
        update document set changed = max(cast(unixepoch('subsec') * 1000 as integer), old.changed + 1)
            where id = new.id;
    end;
    create trigger document_removed after delete on document begin
        insert into erased (what, at_unix_ms)
            values ('document:' || old.id, max(cast(unixepoch('subsec') * 1000 as integer), old.changed))
            on conflict (what) do update set at_unix_ms = max(at_unix_ms, excluded.at_unix_ms);
    end;
    create trigger interview_added after insert on interview when new.changed = 0 begin
        update interview set changed = max(cast(unixepoch('subsec') * 1000 as integer),
            coalesce((select at_unix_ms + 1 from erased where what = 'interview:' || lower(new.id)), 0))
            where id = new.id;
        delete from erased where what = 'interview:' || lower(new.id);
    end;
    create trigger interview_changed after update of brief on interview when new.changed = old.changed begin
        update interview set changed = max(cast(unixepoch('subsec') * 1000 as integer), old.changed + 1)
            where id = new.id;
    end;
    create trigger interview_removed after delete on interview begin
        insert into erased (what, at_unix_ms)
            values ('interview:' || lower(old.id), max(cast(unixepoch('subsec') * 1000 as integer), old.changed))
            on conflict (what) do update set at_unix_ms = max(at_unix_ms, excluded.at_unix_ms);
    end;
";

/// Brings a file to this release's version, one transaction a step. One that fails, or is cut off, leaves the
/// version before it whole. A process of an earlier release that has the file open meanwhile can go on: steps add.
pub(super) fn bring_up_to_date(connection: &mut Connection) -> Result<(), VaultError> {
    while stored_version(connection)? < VERSION {
        let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Read again under the lock: another process may have taken the step meanwhile.
        let version = stored_version(&change)?;
        let Some(step) = usize::try_from(version).ok().and_then(|step| STEPS.get(step)) else { break };
        change.execute_batch(step)?;
        change.pragma_update(None, "user_version", version + 1)?;
        change.commit()?;
    }
    Ok(())
}

/// What the file says of itself; 0 in an empty one.
pub(super) fn stored_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("pragma user_version", [], |row| row.get(0))
}
