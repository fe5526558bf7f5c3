//! The meeting sites that the overlay is for. A new one is one line here.

/// Origins whose pages get the overlay, and the only ones besides the extension that may frame its pages. A star is any
/// subdomain; of a match pattern it is the domain itself, too, of a policy it is not.
pub const ORIGINS: [&str; 6] = [
    "https://meet.google.com",
    "https://zoom.us",
    "https://*.zoom.us",
    "https://teams.microsoft.com",
    "https://teams.cloud.microsoft",
    "https://teams.live.com",
];

/// The sites as match patterns.
pub fn patterns() -> Vec<String> {
    ORIGINS.iter().map(|origin| format!("{origin}/*")).collect()
}
