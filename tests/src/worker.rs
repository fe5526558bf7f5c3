//! The extension's worker and the frame of its panel, as the browser's own developer tools reach them: the one has no window
//! that WebDriver could speak to, and of the other WebDriver does not say what it holds in memory.

use crate::browser::Browser;
use crate::error::{Error, Result};
use crate::wait;
use convoally_shared::wire::CHROMIUM_EXTENSION_ID;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

const PATIENCE: Duration = Duration::from_secs(20);

impl Browser {
    /// What an expression comes to in the extension's worker; a promise is waited for.
    ///
    /// # Errors
    /// [`Error::Unexpected`] when there is no worker, or when it ends before it answers.
    pub async fn in_worker(&self, expression: &str) -> Result<Value> {
        self.line(&self.worker().await?).await?.evaluate(expression).await
    }

    /// What the frame of the panel holds in memory after everything was let go that nobody needs, bytes: what its script
    /// made, and the memory of its WASM module.
    ///
    /// # Errors
    /// [`Error::Unexpected`] when there is no panel.
    pub async fn panel_memory(&self) -> Result<f64> {
        let mut panel = self.panel().await?;
        panel.ask("HeapProfiler.collectGarbage", json!({})).await?;
        let heap = panel.ask("Runtime.getHeapUsage", json!({})).await?;
        // The module was begun already, and gives what it exports.
        let module = "import('./overlay_wasm.js').then(it => it.default()).then(it => it.memory.buffer.byteLength)";
        let parts = [&heap["usedSize"], &heap["backingStorageSize"], &panel.evaluate(module).await?];
        let bytes = parts.iter().map(|part| part.as_f64()).sum::<Option<f64>>();
        bytes.ok_or_else(|| Error::Unexpected(format!("the memory of the panel: {parts:?}")))
    }

    /// Lets the panel's frame believe in a preference of the user, `("forced-colors", "active")`, as long as the line is
    /// kept: what the page is made to believe does not reach it.
    ///
    /// # Errors
    /// [`Error::Unexpected`] when there is no panel.
    pub async fn panel_prefers(&self, (name, value): (&str, &str)) -> Result<Line> {
        let mut line = self.panel().await?;
        let features = json!({"features": [{"name": name, "value": value}]});
        line.ask("Emulation.setEmulatedMedia", features).await?;
        Ok(line)
    }

    /// Opens the popup of the toolbar button over the tab in front, as a click on the button does. It lives as long as
    /// nothing else is clicked.
    ///
    /// # Errors
    /// [`Error::Waited`] when it does not open.
    pub async fn open_popup(&self) -> Result<Line> {
        self.in_worker("chrome.action.openPopup()").await?;
        self.until_line("the popup", "page", "popup.html").await
    }

    /// The document of the side panel, once it is open.
    ///
    /// # Errors
    /// [`Error::Waited`] when it does not open.
    pub async fn side_panel(&self) -> Result<Line> {
        self.until_line("the side panel", "page", "overlay.html#panel").await
    }

    async fn until_line(&self, what: &str, kind: &str, file: &str) -> Result<Line> {
        let target = wait::until(what, PATIENCE, async || self.target(kind, file).await.ok()).await?;
        self.line(&target).await
    }

    async fn panel(&self) -> Result<Line> {
        self.line(&self.target("iframe", "overlay.html").await?).await
    }

    async fn line(&self, target: &str) -> Result<Line> {
        let unexpected = |what: &dyn std::fmt::Display| Error::Unexpected(format!("the developer tools: {what}"));
        let options = self.driver().handle().capabilities().get("goog:chromeOptions").cloned().unwrap_or_default();
        let address = options["debuggerAddress"].as_str().ok_or_else(|| unexpected(&"no way to them"))?.to_owned();
        let line = connect_async(format!("ws://{address}/devtools/page/{target}")).await;
        Ok(Line(line.map_err(|error| unexpected(&error))?.0))
    }

    /// Kills the extension's worker, as the browser does when it needs the memory.
    ///
    /// # Errors
    /// [`Error::Unexpected`] when there is none.
    pub async fn kill_worker(&self) -> Result<()> {
        let target = self.worker().await?;
        self.driver().cdp().send_raw("Target.closeTarget", json!({"targetId": target})).await?;
        Ok(())
    }

    /// The browser's name for the worker.
    async fn worker(&self) -> Result<String> {
        self.target("service_worker", "").await
    }

    /// The browser's name for the first target of a kind at an address of the extension.
    async fn target(&self, kind: &str, file: &str) -> Result<String> {
        let targets = self.driver().cdp().send_raw("Target.getTargets", json!({})).await?;
        let address = format!("chrome-extension://{CHROMIUM_EXTENSION_ID}/{file}");
        let is_wanted =
            |info: &&Value| info["type"] == kind && info["url"].as_str().is_some_and(|url| url.starts_with(&address));
        let wanted = targets["targetInfos"].as_array().into_iter().flatten().find(is_wanted);
        let target = wanted.and_then(|info| info["targetId"].as_str());
        target.map(str::to_owned).ok_or_else(|| Error::Unexpected(format!("the extension has no {kind}")))
    }
}

/// A line to one of the browser's targets. What the target was made to believe ends with it.
#[derive(Debug)]
pub struct Line(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Line {
    /// What an expression comes to; a promise is waited for.
    ///
    /// # Errors
    /// [`Error::Unexpected`] when the target ends before it answers.
    pub async fn evaluate(&mut self, expression: &str) -> Result<Value> {
        let params = json!({"expression": expression, "awaitPromise": true, "returnByValue": true});
        Ok(self.ask("Runtime.evaluate", params).await?["result"]["value"].clone())
    }

    async fn ask(&mut self, method: &str, params: Value) -> Result<Value> {
        let unexpected = |what: &dyn std::fmt::Display| Error::Unexpected(format!("{method}: {what}"));
        let call = json!({"id": 1, "method": method, "params": params}).to_string();
        self.0.send(Message::text(call)).await.map_err(|error| unexpected(&error))?;
        while let Some(message) = self.0.next().await {
            let message = message.map_err(|error| unexpected(&error))?;
            let said: Value = serde_json::from_slice(&message.into_data()).unwrap_or_default();
            match (said["id"] == 1, said["error"].is_null()) {
                (true, true) => return Ok(said["result"].clone()),
                (true, false) => return Err(unexpected(&said["error"])),
                _ => {}
            }
        }
        Err(unexpected(&"it ended"))
    }
}
