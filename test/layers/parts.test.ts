import assert from "node:assert/strict";
import platform from "../../index.ts";
import { needs, type PartName, partNames, partOf, waves, wholeOf } from "../../layers/parts/order.ts";
import { definitions } from "../../stacks/definitions.ts";
import { type Deployed, deploy, type Registered, refusal } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";
import { configOf } from "../stacks/stack-settings.ts";
import { fieldsOf, frozenFields } from "./contracts.ts";

type Others = Record<string, Record<string, unknown>>;

/** The parts of a stack as the program registers them one after the other, each with the outputs of those before it. */
async function deployParts(stack: string): Promise<Map<PartName, Deployed>> {
  const others: Others = {};
  const made = new Map<PartName, Deployed>();
  for (const part of partNames) {
    const name = `${stack}.${part}`;
    const config = { "platform:definition": stack, ...configOf(stack) };
    const deployed = await deploy(platform, { stack: name, config, others });
    others[name] = deployed.outputs;
    made.set(part, deployed);
  }
  return made;
}

/** Type chain and name: what stays of a URN in every stack. */
const chain = ({ urn }: Registered) => urn.split("::").slice(2).join("::").replace("pulumi:pulumi:Stack$", "");

const inputsOf = ({ inputs, protect, deleteBeforeReplace, retainOnDelete, ignoreChanges, createTimeout }: Registered) =>
  JSON.stringify({ inputs, protect, deleteBeforeReplace, retainOnDelete, ignoreChanges, createTimeout });

/** Providers, and the component that stands for a cluster of another part, are in every part that uses them. */
const isShared = ({ type, name }: Registered) =>
  type.startsWith("pulumi:providers:") || (/^platform:cluster:\w*Cluster$/.test(type) && name === "cluster");

describe("the parts of a stack", () => {
  for (const stack of Object.keys(definitions)) {
    it(`are together what ${stack} is`, async () => {
      const whole = (await deployStack(stack)).resources.filter((each) => !isShared(each));
      const parts = [...(await deployParts(stack)).values()].flatMap(({ resources }) => resources);
      const owned = parts.filter((each) => !isShared(each));
      assert.deepEqual(owned.map(chain).sort(), whole.map(chain).sort());
      const wanted = new Map(whole.map((each) => [chain(each), inputsOf(each)]));
      const other = owned.filter((each) => inputsOf(each) !== wanted.get(chain(each)));
      assert.deepEqual(
        other.map((each) => [chain(each), inputsOf(each), wanted.get(chain(each))]),
        [],
      );
    });
  }
});

describe("the order of parts", () => {
  it("has every part after those whose contracts it reads", () => {
    for (const [at, part] of partNames.entries()) {
      assert.deepEqual(
        needs[part].filter((need) => partNames.indexOf(need) >= at),
        [],
        part,
      );
    }
  });

  it("has no part beside one that it reads, and every part once", () => {
    assert.deepEqual(waves(), [["foundation"], ["stores", "edge"], ["workloads"], ["objects"], ["operations"]]);
  });

  it("follows from the name of a stack", () => {
    assert.deepEqual(partOf("prod.stores"), { of: "prod", name: "stores" });
    assert.equal(partOf("prod"), undefined);
    assert.equal(partOf("prod.eu"), undefined);
    assert.equal(partOf(".stores"), undefined);
    assert.equal(wholeOf("prod.eu.stores"), "prod.eu");
    assert.equal(wholeOf("stores"), "stores");
  });

  it("is what the program reads: a part reads no contract but those", async () => {
    const read = async (part: PartName, missing: PartName) => {
      const others = { ...(await handed()), [`dev.${missing}`]: {} };
      return refusal(platform, { stack: `dev.${part}`, config: devConfig, others }).catch(() => "none");
    };
    for (const part of partNames) {
      for (const other of partNames.filter((each) => each !== part)) {
        const message = await read(part, other);
        const wanted = `the stack dev.${other} must be updated first, it hands nothing over yet`;
        assert.equal(message, needs[part].includes(other) ? wanted : "none", `${part} ${other}`);
      }
    }
  });
});

const devConfig = configOf("dev");
let devOutputs: Others | undefined;

/** Outputs of the parts of dev, by the names of their stacks. */
async function handed(): Promise<Others> {
  devOutputs ??= Object.fromEntries(
    [...(await deployParts("dev"))].map(([part, { outputs }]) => [`dev.${part}`, outputs]),
  );
  return devOutputs;
}

describe("a contract", () => {
  it("keeps every field that is frozen: another part of an older release may read it", () => {
    const now = fieldsOf();
    const gone = Object.entries(frozenFields()).flatMap(([part, fields]) =>
      fields.filter((field) => !now[part]?.includes(field)).map((field) => `${part} ${field}`),
    );
    assert.deepEqual(gone, []);
  });

  it("is frozen with its new fields", () => {
    assert.deepEqual(frozenFields(), fieldsOf(), "npx node test/layers/contracts.ts writes the new fields");
  });

  it("names the stack to update first where it is older than the definition", async () => {
    const others = structuredClone(await handed());
    const contract = Object(others["dev.stores"]?.["contract"]);
    const [first = ""] = Object.keys(contract.databases);
    delete contract.databases[first];
    assert.equal(
      await refusal(platform, { stack: "dev.workloads", config: devConfig, others }),
      `the stack dev.stores must be updated first, it hands over no databases.${first}`,
    );
  });

  it("decides no resource: what it has and the definition does not is not read", async () => {
    const others = structuredClone(await handed());
    const contract = Object(others["dev.stores"]?.["contract"]);
    contract.queues.left = { ...contract.queues.documents };
    contract.databases.left = Object.values(contract.databases)[0];
    const names = ({ resources }: Deployed) => resources.map(chain).sort();
    const operations = { stack: "dev.operations", config: devConfig };
    assert.deepEqual(
      names(await deploy(platform, { ...operations, others })),
      names(await deploy(platform, { ...operations, others: await handed() })),
    );
  });
});
