//! The encrypted history, the key that opens it and the keychain that holds keys.
