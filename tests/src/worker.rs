//! The extension's worker as the browser's own developer tools reach it: it has no window that WebDriver could speak to.

use crate::browser::Browser;
use crate::error::{Error, Result};
use convoally_shared::wire::CHROMIUM_EXTENSION_ID;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

impl Browser {
    /// What an expression comes to in the extension's worker; a promise is waited for.
    ///
    /// # Errors
    /// [`Error::Unexpected`] when there is no worker, or when it ends before it answers.
    pub async fn in_worker(&self, expression: &str) -> Result<Value> {
        let unexpected = |what: &dyn std::fmt::Display| Error::Unexpected(format!("the worker: {what}"));
        let options = self.driver().handle().capabilities().get("goog:chromeOptions").cloned().unwrap_or_default();
        let address = options["debuggerAddress"].as_str().ok_or_else(|| unexpected(&"no way to it"))?.to_owned();
        let target = self.worker().await?;
        let (mut line, _) = connect_async(format!("ws://{address}/devtools/page/{target}"))
            .await
            .map_err(|error| unexpected(&error))?;
        let params = json!({"expression": expression, "awaitPromise": true, "returnByValue": true});
        let call = json!({"id": 1, "method": "Runtime.evaluate", "params": params}).to_string();
        line.send(Message::text(call)).await.map_err(|error| unexpected(&error))?;
        while let Some(message) = line.next().await {
            let message = message.map_err(|error| unexpected(&error))?;
            let said: Value = serde_json::from_slice(&message.into_data()).unwrap_or_default();
            if said["id"] == 1 {
                return Ok(said["result"]["result"]["value"].clone());
            }
        }
        Err(unexpected(&"it ended"))
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
        let targets = self.driver().cdp().send_raw("Target.getTargets", json!({})).await?;
        let address = format!("chrome-extension://{CHROMIUM_EXTENSION_ID}/");
        let is_ours = |info: &&Value| {
            info["type"] == "service_worker" && info["url"].as_str().is_some_and(|url| url.starts_with(&address))
        };
        let worker = targets["targetInfos"].as_array().into_iter().flatten().find(is_ours);
        let target = worker.and_then(|info| info["targetId"].as_str());
        target.map(str::to_owned).ok_or_else(|| Error::Unexpected("the extension has no worker".to_owned()))
    }
}
