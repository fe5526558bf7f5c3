//! Speech models on this computer: which there are, fetching, verifying, importing.
