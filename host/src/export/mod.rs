//! A session as a file that a person keeps: one file a format, all made from the one `SessionView`.
