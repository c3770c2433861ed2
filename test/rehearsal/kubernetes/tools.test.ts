import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { kubernetesTools } from "../../../rehearsal/kubernetes/tools.ts";
import { temporaryDirectory } from "../../../rehearsal/temporary.ts";

const pins = {
  etcd: "go.etcd.io/etcd/server/v3 v3.6.16",
  kubernetes: "k8s.io/kubernetes v1.35.4",
  "kubernetes-provider": "github.com/pulumi/pulumi-kubernetes/provider/v4 v4.0.0-20260115033456-f47bc2d6f199",
};

describe("the tools of --kubernetes", function () {
  this.timeout(120_000);
  this.slow(20_000);

  let directory: string;
  beforeEach(() => {
    directory = temporaryDirectory("kubernetes-tools");
  });
  afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

  /** A project whose tools do nothing, except etcd. */
  function project(etcd = ""): string {
    for (const [tool, pin] of Object.entries(pins)) {
      const module = path.join(directory, "tools", tool);
      fs.mkdirSync(module, { recursive: true });
      fs.writeFileSync(path.join(module, "go.mod"), `module ${tool}\n\ngo 1.24\n\n// ${pin}\n`);
      const main = tool === "etcd" ? etcd : "";
      fs.writeFileSync(path.join(module, "main.go"), `package main\n\nfunc main() { ${main} }\n`);
    }
    return directory;
  }

  const cache = () => path.join(directory, "cache");

  it("say in one line that Go is missing", async () => {
    const args = { project: project(), path: directory, cache: cache(), report: () => {} };
    await assert.rejects(kubernetesTools(args), ({ message }: Error) => {
      assert.match(
        message,
        /^etcd 3\.6\.16, which --kubernetes needs, cannot be built: .*Go is not installed\. It takes Go/,
      );
      assert.ok(!message.includes("\n"));
      return true;
    });
    assert.deepEqual(files(), []);
  });

  it("say in one line why one of them does not compile, and leave nothing behind", async () => {
    await assert.rejects(
      kubernetesTools({ project: project("missing()"), cache: cache(), report: () => {} }),
      ({ message }: Error) => {
        assert.match(message, /^etcd 3\.6\.16, .*undefined: missing/);
        assert.ok(!message.includes("\n"));
        return true;
      },
    );
    assert.deepEqual(files(), []);
  });

  it("are built once, and once more when a source changes although the version stays", async () => {
    const built: string[] = [];
    const report = (line: string) => {
      const [, what] = /^Building (.+) with Go/.exec(line) ?? [];
      if (what !== undefined) built.push(what);
    };
    const all = ["etcd 3.6.16", "Kubernetes 1.35.4", "the Pulumi Kubernetes provider f47bc2d6f199"];
    const first = await kubernetesTools({ project: project(), cache: cache(), report });
    assert.deepEqual(built, all);
    assert.deepEqual(await kubernetesTools({ project: project(), cache: cache(), report }), first);
    const second = await kubernetesTools({ project: project("println()"), cache: cache(), report });
    assert.deepEqual(built, [...all, "etcd 3.6.16"]);
    assert.notEqual(second.etcd, first.etcd);
    assert.equal(second.kubernetes, first.kubernetes);
  });

  function files(): string[] {
    const all = fs.readdirSync(cache(), { recursive: true, withFileTypes: true });
    return all.filter((entry) => entry.isFile()).map(({ name }) => name);
  }
});
