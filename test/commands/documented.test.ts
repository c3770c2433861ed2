import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { engineCli } from "../../rehearsal/engine-cli.ts";

/** The commands of the documents: lines of their shell blocks, and code spans, without comments. */
const commands = globSync(["*.md", "docs/**/*.md", "policy-pack/*.md"]).flatMap((file) => {
  const text = readFileSync(file, "utf8");
  const blocks = [...text.matchAll(/^ *```sh\n(.*?)^ *```/gms)].flatMap(([, block = ""]) => block.split("\n"));
  const spans = [...text.replaceAll(/^ *```.*?^ *```$/gms, "").matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
  return [...blocks, ...spans].map((line) => ({ file, line: line.replace(/(^|\s)#.*$/, "") }));
});

describe("the documented commands", () => {
  it("RC-L2: run scripts of package.json", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
    const named = commands.flatMap(({ file, line }) =>
      [...line.matchAll(/\bnpm run (?:-s |--silent )?([\w-]+)/g)].map(([, script = ""]) => ({ file, script })),
    );
    assert.ok(named.length > 20, `${named.length} scripts`);
    assert.deepEqual(
      named.filter(({ script }) => scripts[script] === undefined),
      [],
    );
  });

  it("RC-L2: give the Pulumi CLI only commands and options that it has", async () => {
    const { file: cli } = await engineCli();
    const help = new Map<string, string>();
    const helpOf = (words: string): string => {
      const known = help.get(words) ?? execFileSync(cli, [...words.split(" "), "--help"], { encoding: "utf8" });
      help.set(words, known);
      return known;
    };
    const used = commands.flatMap(({ file, line }) =>
      [...line.matchAll(/\bpulumi ((?:config|stack|state|policy|[a-z]+)(?: (?:[a-z-]+))?)([^|&;`)"]*)/g)].map(
        ([, words = "", rest = ""]) => ({ file, words, options: [...rest.matchAll(/--[a-z-]+/g)].map(String) }),
      ),
    );
    assert.ok(used.length > 30, `${used.length} commands`);
    const groups = /^(?:config|stack|state|policy|plugin|org) /;
    const unknown = used.flatMap(({ file, words, options }) => {
      const command = groups.test(words) ? words : (words.split(" ")[0] ?? "");
      const known = helpOf(command);
      return options
        .filter((option) => !known.includes(option))
        .map((option) => `${file}: pulumi ${command} ${option}`);
    });
    assert.deepEqual(unknown, []);
  });
});
