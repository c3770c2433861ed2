import assert from "node:assert/strict";
import path from "node:path";
import ts from "typescript";
import { type Source, sources } from "./syntax.ts";

/** Examples may end with a constant that nothing reads. */
const relaxed = { noUnusedLocals: false, noEmit: true };

/** The `@example` blocks of the doc comments, each as a module beside its file; its lines have the numbers that they have there. */
function examples({ path: file, text, tree }: Source): [string, string][] {
  const found: [string, string][] = [];
  const visit = (node: ts.Node) => {
    const tags = ts.getJSDocTags(node).filter((tag) => tag.tagName.text === "example" && tag.parent.parent === node);
    for (const tag of tags) {
      const first = tree.getLineAndCharacterOfPosition(tag.pos).line + 1;
      const last = tree.getLineAndCharacterOfPosition(tag.end).line;
      const code = text
        .split("\n")
        .slice(first, last + 1)
        .map((line) => line.replace(/^\s*\*\/?/, ""));
      const name = `${path.basename(file, ".ts")}.example-${first}.ts`;
      found.push([path.resolve(path.dirname(file), name), `${"\n".repeat(first)}${code.join("\n")}\nexport {};\n`]);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** What the compiler says of modules that are held in memory, with their imports read from the disk. */
function faults(modules: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile("tsconfig.json", ts.sys.readFile);
  const options = { ...ts.parseJsonConfigFileContent(config, ts.sys, ".").options, ...relaxed };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (file) => modules.has(file) || fileExists(file);
  host.readFile = (file) => modules.get(file) ?? readFile(file);
  host.getSourceFile = (file, target, ...rest) => {
    const text = modules.get(file);
    return text === undefined ? getSourceFile(file, target, ...rest) : ts.createSourceFile(file, text, target, true);
  };
  const program = ts.createProgram([...modules.keys()], options, host);
  return [...modules.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((each) => {
      const line = each.file?.getLineAndCharacterOfPosition(each.start ?? 0).line ?? 0;
      const shown = path.relative(".", file).replace(/\.example-\d+/, "");
      return `${shown}:${line + 1} ${ts.flattenDiagnosticMessageText(each.messageText, " ")}`;
    });
  });
}

describe("examples of doc comments", () => {
  const all = sources("components/**/*.ts", "policy-pack/**/*.ts");
  const modules = new Map(all.flatMap(examples));
  const wrong = 'import { Bucket } from "./bucket.ts";\nnew Bucket("logs", { encryption: { kind: "none" } });\n';
  let found: string[] = [];
  before(() => {
    // In the same program, since reading the SDK's types is what takes the time.
    found = faults(new Map([...modules, [path.resolve("components/data/wrong.example-1.ts"), `\n\n${wrong}`]]));
  });

  it("compile", () => {
    assert.deepEqual(
      found.filter((fault) => !fault.startsWith("components/data/wrong.ts")),
      [],
    );
  });

  it("fail with the file and the line of what does not compile", () => {
    const [fault = "", ...more] = found.filter((each) => each.startsWith("components/data/wrong.ts"));
    assert.match(fault, /^components\/data\/wrong\.ts:4 Type '"none"' is not assignable/);
    assert.deepEqual(more, []);
  });

  it("exist for the main components", () => {
    const main = ["Vpc", "Cluster", "Database", "Cache", "Gateway", "Observability", "Bucket", "Table", "Queue"];
    const code = [...modules.values()].join("\n");
    const missing = [...main, "FargateService", "Deployment"].filter((each) => !code.includes(`new ${each}(`));
    assert.deepEqual(missing, []);
  });
});
