import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { z } from "zod";

const manager = z.object({
  description: z.string(),
  managerFilePatterns: z.array(z.string()),
  matchStrings: z.array(z.string()),
});
const { customManagers } = z
  .object({ customManagers: z.array(manager) })
  .parse(JSON.parse(readFileSync("renovate.json", "utf8")));

const manifest = z
  .object({ devDependencies: z.record(z.string(), z.string()), engines: z.object({ node: z.string() }) })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));

const components = globSync("components/**/*.ts");

/** What the patterns find in a text, each of them inside the matches of the one before. */
function matches(text: string, [first, ...others]: readonly string[]): string[] {
  if (first === undefined) return [text];
  return [...text.matchAll(new RegExp(first, "g"))].flatMap(([match]) => matches(match, others));
}

describe("the pinned versions", () => {
  for (const { description, managerFilePatterns, matchStrings } of customManagers) {
    it(`are found by Renovate: ${description}`, () => {
      for (const pattern of managerFilePatterns) {
        const file = components.find((each) => new RegExp(pattern.slice(1, -1)).test(each));
        assert.ok(file !== undefined, `no file matches ${pattern}`);
        assert.notEqual(matches(readFileSync(file, "utf8"), matchStrings).length, 0, file);
      }
    });
  }

  it("include every EKS add-on and every chart", () => {
    const patterns = customManagers.map(({ matchStrings }) => matchStrings);
    for (const [file, version] of [
      ["components/versions.ts", /v[\d.]+-eksbuild\.\d+/g],
      ["components/helm/charts.ts", /(?<=chart: "[^"]+",\s+(?:repository: "[^"]+",\s+)?version: ")[^"]+/g],
    ] as const) {
      const text = readFileSync(file, "utf8");
      const found = patterns.flatMap((each) => matches(text, each)).join("\n");
      const pinned = [...text.matchAll(version)].map(([each]) => each);
      assert.ok(pinned.length > 10, file);
      assert.deepEqual(
        pinned.filter((each) => !found.includes(each)),
        [],
      );
    }
  });

  it("name one version of Node", () => {
    assert.equal(readFileSync(".nvmrc", "utf8").trim(), manifest.devDependencies["node"]);
    assert.equal(manifest.engines.node, ">=24");
  });
});
