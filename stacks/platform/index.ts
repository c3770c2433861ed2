export { dev } from "./dev.ts";
export { local } from "./local.ts";
export { prod } from "./prod.ts";
export { staging } from "./staging.ts";
