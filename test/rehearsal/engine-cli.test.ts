import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { engineCli } from "../../rehearsal/engine-cli.ts";

describe("the search for the Pulumi CLI", () => {
  let root: string;
  let said: string[];
  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "engine-cli-"));
    said = [];
    fs.mkdirSync(path.join(root, "tools", "pulumi"), { recursive: true });
    const module = "require (\n\tgithub.com/pulumi/pulumi/pkg/v3 v3.255.0 // indirect\n)\n";
    fs.writeFileSync(path.join(root, "tools", "pulumi", "go.mod"), module);
  });
  afterEach(() => fs.rmSync(root, { recursive: true }));

  /** An executable script below the root. */
  function script(file: string, body: string): string {
    const target = path.join(root, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    return target;
  }
  const search = () =>
    engineCli({
      path: [path.join(root, "bin"), "/bin", "/usr/bin"].join(path.delimiter),
      cache: path.join(root, "cache"),
      project: root,
      report: (line) => said.push(line),
    });

  it("uses the CLI on PATH if its version is new enough", async () => {
    const file = script("bin/pulumi", "echo v3.260.1");
    script("cache/pulumi-v3.255.0/pulumi", "echo v3.255.0");
    assert.deepEqual(await search(), { file, version: "3.260.1", from: "PATH" });
  });

  it("prefers an earlier build to an older CLI on PATH", async () => {
    script("bin/pulumi", "echo v3.99.0");
    const file = script("cache/pulumi-v3.255.0/pulumi", "echo v3.255.0");
    assert.deepEqual(await search(), { file, version: "3.255.0", from: "built earlier" });
  });

  it("uses the npm launcher if it can download the CLI", async () => {
    const file = script("node_modules/.bin/pulumi", "echo v3.265.0");
    assert.deepEqual(await search(), { file, version: "3.265.0", from: "the npm launcher" });
  });

  it("builds the pinned version if there is none, and reports progress", async () => {
    // Replaces go: the last argument but one of `go build … -o FILE package` is the file.
    script("bin/go", '[ "$1" = build ] && printf "#!/bin/sh\\necho v3.255.0\\n" > "$6"\nexit 0');
    script("node_modules/.bin/pulumi", "echo no network >&2; exit 1");
    const file = path.join(root, "cache", "pulumi-v3.255.0", "pulumi");
    assert.deepEqual(await search(), { file, version: "3.255.0", from: "built now" });
    assert.deepEqual(fs.readdirSync(path.dirname(file)), ["pulumi"]);
    assert.match(
      said.join("\n"),
      /about 6 minutes[\s\S]*downloading modules[\s\S]*compiling packages[\s\S]*Built Pulumi/,
    );
  });

  it("continues after a build whose process has ended", async () => {
    script("bin/go", '[ "$1" = build ] && printf "#!/bin/sh\\necho v3.255.0\\n" > "$6"\nexit 0');
    fs.mkdirSync(path.join(root, "cache", "pulumi-v3.255.0"), { recursive: true });
    fs.writeFileSync(path.join(root, "cache", "pulumi-v3.255.0", "building"), "999999999");
    assert.equal((await search()).from, "built now");
  });

  it("lists every attempt if none succeeds", async () => {
    script("bin/pulumi", "echo v3.99.0");
    script("node_modules/.bin/pulumi", "echo no network >&2; exit 1");
    script("bin/go", "echo proxy unreachable >&2; exit 1");
    await assert.rejects(search, (error: Error) => {
      assert.match(error.message, /Found no Pulumi CLI 3\.255\.0 or newer/);
      assert.match(error.message, /bin\/pulumi \(PATH\): version 3\.99\.0, older than 3\.255\.0/);
      assert.match(error.message, /the npm launcher\): does not run: no network/);
      assert.match(error.message, /go mod download failed: proxy unreachable/);
      assert.match(error.message, /Install the CLI .* or install Go/);
      return true;
    });
    assert.deepEqual(fs.readdirSync(path.join(root, "cache", "pulumi-v3.255.0")), []);
  });
});
