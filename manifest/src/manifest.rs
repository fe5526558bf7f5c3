//! The extension's manifest as types (Manifest V3), and what all browsers share of it.

use crate::sites;
use serde::Serialize;
use std::collections::BTreeMap;

/// The file `manifest.json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Manifest {
    /// 3.
    pub manifest_version: u32,
    /// In the list of extensions. A text that begins with `__MSG_` is one of `_locales`, here and below.
    pub name: &'static str,
    /// Dotted numbers.
    pub version: String,
    /// One sentence.
    pub description: &'static str,
    /// The language of the texts where the browser's is not among them.
    pub default_locale: &'static str,
    /// Fixes the id; never in a package for a store, which refuses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The oldest Chromium that works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_chrome_version: Option<String>,
    /// What Firefox wants to know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub browser_specific_settings: Option<Specific>,
    /// What the user must grant.
    pub permissions: Vec<&'static str>,
    /// Sites whose open tabs it may put its scripts into; the user grants them with the content scripts already.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub host_permissions: Vec<String>,
    /// The worker that owns the native port.
    pub background: Background,
    /// The scripts that meeting pages get.
    pub content_scripts: Vec<ContentScript>,
    /// Files that meeting pages may frame.
    pub web_accessible_resources: Vec<Accessible>,
    /// The panel beside the page; only Chromium knows it by this name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side_panel: Option<SidePanel>,
    /// The toolbar button.
    pub action: Action,
    /// The extension's own pages.
    pub options_ui: Options,
    /// Keyboard shortcuts by name.
    pub commands: BTreeMap<&'static str, Command>,
    /// For the extension's own pages.
    pub content_security_policy: Policy,
    /// Files by size in pixels.
    pub icons: BTreeMap<u32, String>,
}

/// The settings of one family of browsers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Specific {
    /// Firefox and its relatives.
    pub gecko: Gecko,
}

/// What Firefox wants to know.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gecko {
    /// Fixes the id.
    pub id: &'static str,
    /// The oldest Firefox that works.
    pub strict_min_version: &'static str,
    /// What the extension itself sends to others.
    pub data_collection_permissions: Collected,
}

/// Kinds of data that an extension sends to others; `none` is one of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Collected {
    /// What it cannot do without.
    pub required: [&'static str; 1],
}

/// The background script that owns the native port: a worker in Chromium, a page without a window in Firefox.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Background {
    /// The script of a worker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_worker: Option<&'static str>,
    /// The script of a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scripts: Option<[&'static str; 1]>,
    /// `module`.
    #[serde(rename = "type")]
    pub kind: &'static str,
}

/// A script for pages that match.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ContentScript {
    /// Match patterns.
    pub matches: Vec<String>,
    /// Files.
    pub js: Vec<&'static str>,
    /// When.
    pub run_at: &'static str,
    /// In subframes too?
    pub all_frames: bool,
}

/// Files that pages which match may load. Without `use_dynamic_url`: it breaks frames in pages that ask for
/// cross-origin isolation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Accessible {
    /// Files.
    pub resources: Vec<&'static str>,
    /// Match patterns.
    pub matches: Vec<String>,
}

/// The panel beside the page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SidePanel {
    /// Its document.
    pub default_path: &'static str,
}

/// The toolbar button.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Action {
    /// Its name.
    pub default_title: &'static str,
    /// Files by size in pixels.
    pub default_icon: BTreeMap<u32, String>,
    /// What a click opens.
    pub default_popup: &'static str,
}

/// The extension's own pages, as the browser's list of extensions opens them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Options {
    /// The file.
    pub page: &'static str,
    /// In a tab of its own.
    pub open_in_tab: bool,
}

/// A keyboard shortcut.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Command {
    /// The keys, unless the user chose others; none for what has keys only when the user gives it some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggested_key: Option<SuggestedKey>,
    /// In the browser's list of shortcuts.
    pub description: &'static str,
}

/// The keys of a shortcut.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SuggestedKey {
    /// On every platform.
    pub default: &'static str,
}

/// The content security policy.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Policy {
    /// Of the extension's own pages.
    pub extension_pages: String,
}

impl Background {
    /// The script that both families run.
    const SCRIPT: &'static str = "background.js";

    /// As a worker.
    pub fn worker() -> Self {
        Self { service_worker: Some(Self::SCRIPT), scripts: None, kind: "module" }
    }

    /// As a page.
    pub fn page() -> Self {
        Self { service_worker: None, scripts: Some([Self::SCRIPT]), kind: "module" }
    }
}

/// The icon sizes, pixels.
const ICON_SIZES: [u32; 4] = [16, 32, 48, 128];

/// The scripts of a meeting page, in this order: what each site says of its call, who looks at it and tells the hub; and the
/// panel, behind its guard.
const SCRIPTS: [&str; 7] =
    ["calls/meet.js", "calls/zoom.js", "calls/teams.js", "calls/watch.js", "calls/follow.js", "guard.js", "content.js"];

impl Manifest {
    /// What all browsers share.
    pub fn common(background: Background, dev: bool) -> Self {
        Self {
            manifest_version: 3,
            name: if dev { "__MSG_manifest_name_dev__" } else { "__MSG_manifest_name__" },
            version: env!("CARGO_PKG_VERSION").to_owned(),
            description: "__MSG_manifest_description__",
            default_locale: "en",
            key: None,
            minimum_chrome_version: None,
            browser_specific_settings: None,
            permissions: vec!["nativeMessaging", "storage"],
            host_permissions: Vec::new(),
            background,
            content_scripts: vec![ContentScript {
                matches: sites::patterns(),
                js: SCRIPTS.to_vec(),
                run_at: "document_end",
                all_frames: false,
            }],
            web_accessible_resources: vec![Accessible { resources: vec!["overlay.html"], matches: sites::patterns() }],
            side_panel: None,
            action: Action { default_title: "ConvoAlly", default_icon: icons(), default_popup: "popup.html" },
            options_ui: Options { page: "pages.html", open_in_tab: true },
            commands: commands(),
            content_security_policy: policy(),
            icons: icons(),
        }
    }
}

fn icons() -> BTreeMap<u32, String> {
    ICON_SIZES.iter().map(|size| (*size, format!("icons/{size}.png"))).collect()
}

/// Browsers take suggested keys for four commands at most. The others can be given keys in the browser's own list, and
/// there each of these can be changed.
fn commands() -> BTreeMap<&'static str, Command> {
    let command = |keys: Option<&'static str>, description| {
        let suggested_key = keys.map(|default| SuggestedKey { default });
        Command { suggested_key, description }
    };
    BTreeMap::from([
        ("answer-now", command(Some("Alt+Shift+A"), "__MSG_keys_answer_now__")),
        ("toggle-overlay", command(Some("Alt+Shift+H"), "__MSG_manifest_toggle__")),
        ("focus-question", command(Some("Alt+Shift+Q"), "__MSG_keys_question__")),
        ("focus-panel", command(None, "__MSG_manifest_panel__")),
        ("list-keys", command(None, "__MSG_manifest_keys__")),
        ("pause", command(None, "__MSG_keys_pause__")),
        ("next-card", command(None, "__MSG_keys_next_card__")),
        ("previous-card", command(None, "__MSG_keys_card_before__")),
        ("pin-card", command(None, "__MSG_keys_pin__")),
        ("shorter", command(None, "__MSG_manifest_shorter__")),
        ("longer", command(None, "__MSG_manifest_longer__")),
        ("other-example", command(None, "__MSG_manifest_other_example__")),
        ("plainer", command(None, "__MSG_manifest_plainer__")),
    ])
}

/// Own scripts and own WASM only, and no frame but in the meeting sites and the extension itself.
fn policy() -> Policy {
    let ancestors = sites::ORIGINS.join(" ");
    let extension_pages = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self' {ancestors}"
    );
    Policy { extension_pages }
}

#[cfg(test)]
mod tests {
    use crate::browser::Browser;
    use serde_json::{Value, json};

    fn manifest() -> Value {
        serde_json::to_value(Browser::Chromium.manifest(false)).unwrap()
    }

    #[test]
    fn it_asks_for_the_native_port_for_where_the_panel_stands_for_a_clicked_tab_for_open_meeting_tabs_and_nothing_else()
    {
        let manifest = manifest();
        assert_eq!(
            manifest["permissions"],
            json!(["nativeMessaging", "storage", "tabCapture", "offscreen", "scripting", "sidePanel"])
        );
        // Nothing that the content scripts do not ask for already.
        assert_eq!(manifest["host_permissions"], manifest["content_scripts"][0]["matches"]);
        assert_eq!(manifest.get("externally_connectable"), None);
    }

    #[test]
    fn only_the_meeting_sites_may_load_or_frame_the_overlay() {
        let manifest = manifest();
        let sites = json!([
            "https://meet.google.com/*",
            "https://zoom.us/*",
            "https://*.zoom.us/*",
            "https://teams.microsoft.com/*",
            "https://teams.cloud.microsoft/*",
            "https://teams.live.com/*"
        ]);
        assert_eq!(manifest["web_accessible_resources"], json!([{"resources": ["overlay.html"], "matches": sites}]));
        assert_eq!(manifest["content_scripts"][0]["matches"], sites);
        assert_eq!(manifest["content_scripts"][0]["all_frames"], json!(false));
        let policy = manifest["content_security_policy"]["extension_pages"].as_str().unwrap();
        let ancestors = policy.split("; ").find(|part| part.starts_with("frame-ancestors")).unwrap();
        assert_eq!(
            ancestors,
            "frame-ancestors 'self' https://meet.google.com https://zoom.us https://*.zoom.us \
             https://teams.microsoft.com https://teams.cloud.microsoft https://teams.live.com"
        );
        assert!(!policy.contains("'unsafe-eval'"));
    }

    #[test]
    fn every_file_that_it_names_is_there() {
        let manifest = manifest();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../extension/static/");
        let icons = manifest["icons"].as_object().unwrap().values();
        let scripts = manifest["content_scripts"][0]["js"].as_array().unwrap().iter();
        let named = icons.chain(scripts).chain([
            &manifest["background"]["service_worker"],
            &manifest["web_accessible_resources"][0]["resources"][0],
            &manifest["side_panel"]["default_path"],
            &manifest["action"]["default_popup"],
            &manifest["options_ui"]["page"],
        ]);
        for file in named {
            let file = file.as_str().unwrap().split('#').next().unwrap();
            let path = format!("{folder}{file}");
            assert!(std::path::Path::new(&path).is_file(), "{path}");
        }
    }

    #[test]
    fn the_shortcuts_are_the_documented_ones() {
        let commands = &manifest()["commands"];
        assert_eq!(commands["answer-now"]["suggested_key"]["default"], json!("Alt+Shift+A"));
        assert_eq!(commands["toggle-overlay"]["suggested_key"]["default"], json!("Alt+Shift+H"));
        assert_eq!(commands["listen-to-tab"]["suggested_key"]["default"], json!("Alt+Shift+L"));
        assert_eq!(commands["focus-question"]["suggested_key"]["default"], json!("Alt+Shift+Q"));
    }

    /// With a fifth, Chromium loads none of the extension.
    #[test]
    fn no_more_than_four_commands_suggest_keys() {
        let manifest = manifest();
        let commands = manifest["commands"].as_object().unwrap();
        let suggesting = commands.values().filter(|command| command.get("suggested_key").is_some());
        assert_eq!((suggesting.count(), commands.len()), (4, 14));
    }
}
