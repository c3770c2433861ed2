import { enableCompileCache } from "node:module";
import path from "node:path";
import { home } from "./user.ts";

const given = process.env["XDG_CACHE_HOME"] ?? "";

/** Directory that is kept between runs: built CLIs and compiled modules. */
export const cache = path.join(path.isAbsolute(given) ? given : path.join(home, ".cache"), "platform-rehearsal");

/** Where Node keeps compiled modules: 0.3 s less for each process of a rehearsal. Import this first. */
export const compileCache = path.join(cache, "node-compile-cache");

enableCompileCache(compileCache);
