// Starts the overlay (WASM) in its frame. The address holds the one-time token and the time of the injection.
import init, { open_overlay } from "./overlay_wasm.js";

const [, token, injected] = location.hash.match(/^#([^.]*)\.(.*)$/) ?? [, "", ""];
init({ module_or_path: "overlay_wasm_bg.wasm" }).then(() => open_overlay(token, Number(injected)));
