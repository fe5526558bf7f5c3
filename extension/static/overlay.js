// Starts the overlay (WASM) in its frame. The address holds the one-time token and the time of the injection; in the
// side panel, neither: nobody but the browser can open that.
// The port is opened first, so that the hub wakes up while the WASM is compiled.
import init, { open_overlay } from "./overlay_wasm.js";

const [, token, injected] = location.hash.match(/^#([^.]*)\.(.*)$/) ?? [, "", performance.timeOrigin];
const port = chrome.runtime.connect({ name: "overlay" });
init({ module_or_path: "overlay_wasm_bg.wasm" }).then(() => open_overlay(port, token, Number(injected)));
