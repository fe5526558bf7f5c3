// Starts the overlay (WASM) in its frame. The address holds the one-time token and the time of the injection.
import init, { open_overlay } from "./convoally.js";

init({ module_or_path: "convoally_bg.wasm" }).then(() => open_overlay(location.hash.slice(1)));
