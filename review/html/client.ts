import path from "node:path";
import { buildSync } from "esbuild";

/** The script of the page, compiled from client/ into one text. */
export function script(): string {
  const { outputFiles } = buildSync({
    entryPoints: [path.join(import.meta.dirname, "client", "main.ts")],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    write: false,
  });
  return outputFiles.map(({ text }) => text).join("");
}
