import assert from "node:assert/strict";
import platform from "../../index.ts";
import { uniques } from "../../rehearsal/account/refusals/names.ts";
import type { Unique } from "../../rehearsal/account/refusals/unique.ts";
import { valueAt } from "../../rehearsal/account/values.ts";
import { type Deployed, deploy, type Registered } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";
import { configOf } from "../stacks/stack-settings.ts";
import { onAws } from "./stacks.ts";

/** The names that a stack gives itself; a name that comes from another resource of the stack is unique as that one is. */
function names({ of }: Deployed): Set<string> {
  return new Set(
    uniques.flatMap((unique) => {
      const apart = (resource: Registered) => [...unique.keys, ...(unique.apart ?? [])].map(at(resource));
      return of(unique.type)
        .filter((resource) => !isOwn(resource, unique) && resource.inputs[unique.overwrites ?? ""] !== true)
        .map(apart)
        .filter((parts) => parts.length === 0 || parts[0] !== undefined)
        .map((parts) => `${unique.type} ${parts.join("/").toLowerCase()}`);
    }),
  );
}

const at =
  ({ inputs }: Registered) =>
  (key: string) =>
    valueAt(inputs, key);

function isOwn({ propertyDependencies }: Registered, { keys }: Unique): boolean {
  return keys.some((key) => (propertyDependencies[key.split(".")[0] ?? ""] ?? []).length > 0);
}

for (const { stack } of onAws) {
  it(`RC-H12 RC-K1: a second stack of ${stack} in its account has no name of the first`, async () => {
    const config = configOf(stack);
    const domain = config["platform:domain"];
    const second = await deploy(platform, {
      stack: "alice",
      config: {
        ...config,
        "platform:definition": config["platform:definition"] ?? stack,
        "platform:names": "{}",
        ...(domain !== undefined && { "platform:domain": `alice.${domain}` }),
      },
    });
    const first = names(await deployStack(stack));
    assert.deepEqual([...names(second).intersection(first)].sort(), []);
  });
}

/** Stacks that one account can hold: the first owns what the account has once. */
const together = [
  ["prod", "staging", "dev"],
  ["aivo", "aivo-staging", "aivo-development"],
];

for (const stacks of together) {
  it(`RC-K1: ${stacks.join(", ")} have no name in common in one account, where the first owns it`, async () => {
    const named: Set<string>[] = [];
    for (const [index, stack] of stacks.entries()) {
      const config = { ...configOf(stack), "platform:ownsAccount": "false" };
      named.push(names(await (index === 0 ? deployStack(stack) : deploy(platform, { stack, config }))));
    }
    const counts = Map.groupBy(
      named.flatMap((each) => [...each]),
      (name) => name,
    );
    assert.deepEqual([...counts].flatMap(([name, found]) => (found.length > 1 ? [name] : [])).sort(), []);
  });
}

it("RC-K1: the stack files of the repository have one owner in every account", () => {
  const owners = onAws.filter(({ stack }) => {
    const { "platform:definition": definition = stack, "platform:ownsAccount": owns } = configOf(stack);
    return owns === undefined ? definition === stack : owns === "true";
  });
  const byAccount = Map.groupBy(owners, ({ stack }) => configOf(stack)["platform:accountId"]);
  assert.deepEqual(
    [...byAccount.values()].filter(({ length }) => length > 1).map((each) => each.map(({ stack }) => stack)),
    [],
  );
});
