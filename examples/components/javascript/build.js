// Makes opening.wasm of opening.js: `npm install && npm run build`.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { componentize } from "@bytecodealliance/componentize-js";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const { component } = await componentize(await readFile(here("opening.js"), "utf8"), {
    witPath: here("../../../crates/component/wit/tool.wit"),
    worldName: "tool",
    disableFeatures: ["clocks", "fetch-event", "http", "random", "stdio"],
});
await writeFile(here("opening.wasm"), component);
