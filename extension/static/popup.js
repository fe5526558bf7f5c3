// Starts the toolbar button's popup (WASM).
import init, { open_popup } from "./pages_wasm.js";

init({ module_or_path: "pages_wasm_bg.wasm" }).then(open_popup);
