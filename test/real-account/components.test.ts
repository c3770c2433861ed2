import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import { logQueries } from "../../components/observability/log-query-table.ts";
import { deployStack } from "../stacks/origins.ts";
import { components, imports, sources } from "../syntax.ts";

/** Components that no stack uses: load balancers inside a VPC as origins, for programs that have a certificate for them. */
const forOtherPrograms = ["components/cdn/vpc-origin.ts"];

/** Every file that the program of the stacks and that of the bootstrap read, from their first ones. */
function reached(): Set<string> {
  const all = new Map(
    sources("index.ts", "bootstrap/**/*.ts", "stacks/**/*.ts", "layers/**/*.ts", "components/**/*.ts").map((each) => [
      each.path,
      each,
    ]),
  );
  const found = new Set(["index.ts", "bootstrap/index.ts"]);
  for (const file of found) {
    const source = all.get(file);
    for (const next of source === undefined ? [] : imports(source)) found.add(next);
  }
  return found;
}

describe("the components", () => {
  it("RC-B19: are all used by the two programs", () => {
    const program = reached();
    const unused = sources("components/**/*.ts")
      .filter((source) => components(source).length > 0 && !program.has(source.path))
      .map((source) => source.path);
    assert.deepEqual(unused, forOtherPrograms);
  });

  it("RC-B19: documents name saved queries that exist", () => {
    const named = globSync("docs/**/*.md").flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/saved query "([^"]+)"/g)].map(([, title]) => title),
    );
    const titles: (string | undefined)[] = logQueries.map(({ title }) => title);
    assert.ok(named.length > 1);
    assert.deepEqual(
      named.filter((title) => !titles.includes(title)),
      [],
    );
  });

  it("RC-B19: every saved query that a document names is over a log group of a stack", async () => {
    const { of, one } = await deployStack("agents");
    const groups = of(aws.cloudwatch.LogGroup).map(({ outputs }) => outputs["name"]);
    const saved = of(aws.cloudwatch.QueryDefinition);
    assert.equal(saved.length, logQueries.length);
    for (const { name, inputs } of saved) {
      const queried = [inputs["logGroupNames"]].flat();
      assert.deepEqual(
        queried.filter((each) => !groups.includes(each)),
        [],
        name,
      );
    }
    assert.equal(one(aws.cloudwatch.QueryDefinition, "queries-error-logs").inputs["name"], "agents-prod/Error logs");
  });
});
