// Starts the pages (WASM) in their tab.
import init, { open_pages } from "./pages_wasm.js";

init({ module_or_path: "pages_wasm_bg.wasm" }).then(open_pages);
