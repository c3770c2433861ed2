import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { packageProvider } from "../../packages/plugin/provider.ts";
import { frozen } from "../../packages/schema/frozen.ts";
import { deploy, type Registered, refusal } from "../harness.ts";
import { computeArrivals } from "./arrivals/compute.ts";
import { networkArrivals } from "./arrivals/network.ts";
import { storeArrivals } from "./arrivals/stores.ts";
import { inputsOf } from "./inputs.ts";

const provider = packageProvider({ ...frozen(), load: (module) => import(`../../components/${module}.ts`) });

/** Creates a component through the package, as for a program in another language. */
async function constructed(type: string, inputs: object): Promise<void> {
  await provider.construct?.("main", type, inputs, {});
}

/** What a program registered, without what the order of awaiting decides. */
async function registered(program: () => unknown): Promise<Registered[]> {
  const { resources } = await deploy(program);
  return resources.toSorted((one, other) => (one.urn < other.urn ? -1 : 1));
}

const vpc = {
  account: { accountId: "111122223333", region: "us-east-1", partition: "aws" },
  cidrBlock: "10.0.0.0/16",
  zones: ["a", "b"],
  nat: "single",
  flowLogs: { destination: "s3", deletionProtection: false },
  interfaceEndpoints: [],
};

describe("the components of the Pulumi package", () => {
  const limit = Error.stackTraceLimit;
  before(() => {
    // The SDK captures a stack for every resource, which is half of the time.
    Error.stackTraceLimit = 1;
  });
  after(() => {
    Error.stackTraceLimit = limit;
  });

  for (const { type, create, base, others, besides } of [...networkArrivals, ...storeArrivals, ...computeArrivals]) {
    describe(type, () => {
      let without: string;

      it("creates what its class creates", async () => {
        const direct = await registered(() => void create({}));
        const inputs = await inputsOf(base);
        const packaged = await registered(() => constructed(type, inputs));
        assert.deepEqual(packaged, direct);
        without = JSON.stringify(packaged);
      });

      for (const [name, value] of Object.entries(others))
        it(`passes ${name} on`, async () => {
          const change = { [name]: value, ...besides[name] };
          const direct = await registered(() => void create(change));
          const inputs = await inputsOf({ ...base, ...change });
          const packaged = await registered(() => constructed(type, inputs));
          assert.deepEqual(packaged, direct);
          assert.notEqual(JSON.stringify(packaged), without);
        });
    });
  }
});

describe("arguments of the Pulumi package", () => {
  const refused = (changes: object) => refusal(() => constructed("platform:network:Vpc", { ...vpc, ...changes }));

  it("are refused where TypeScript refuses them, all faults at once", async () => {
    assert.equal(
      await refused({ nat: "two", zones: "a", interfaceEndpoints: ["eks", "all"], color: "red", cidrBlock: undefined }),
      [
        'Vpc "main":',
        "  - cidrBlock is required",
        '  - zones must be a list, got "a"',
        '  - nat must be none, perZone or single, got "two"',
        '  - interfaceEndpoints[1] must be access, data, ecs, eks, intelligence or observability, got "all"',
        "  - color is unknown; known are account, vpcName, cidrBlock, zones, subnets, podCidrBlock, nat, flowLogs, interfaceEndpoints, trustedBuckets and clusterNames",
      ].join("\n"),
    );
  });

  it("of a union are refused by the member that they are", async () => {
    assert.equal(
      await refused({ flowLogs: { destination: "kafka" } }),
      'Vpc "main": flowLogs.destination must be cloudwatch or s3, got "kafka"',
    );
    assert.equal(
      await refused({ flowLogs: { destination: "s3", deletionProtection: "no" } }),
      'Vpc "main": flowLogs.deletionProtection must be a boolean, got "no"',
    );
  });

  it("have the errors of the component itself", async () => {
    assert.match(await refused({ zones: ["a"] }), /^Vpc "main": zones must /);
  });

  it("of a text of one form are refused by the component", async () => {
    const { base } = storeArrivals.find(({ type }) => type === "platform:data:Cache") ?? {};
    const inputs = await inputsOf({ ...base, users: { app: { access: "off ~*" } } });
    assert.equal(
      await refusal(() => constructed("platform:data:Cache", inputs)),
      'Cache "main": users.app.access must start with on and a space, got "off ~*"',
    );
  });

  it("that decide on resources are known and no secrets", async () => {
    const later = pulumi.output(pulumi.unknown);
    assert.equal(
      await refused({ nat: later, cidrBlock: pulumi.secret("10.0.0.0/16") }),
      [
        'Vpc "main":',
        "  - cidrBlock must not be a secret, because names and numbers of resources follow from it",
        "  - nat must be known in a preview, got an output of a resource that does not exist yet",
      ].join("\n"),
    );
  });

  it("that are known outputs are taken as their values", async () => {
    const inputs = { ...vpc, account: pulumi.output(vpc.account), zones: pulumi.output(["a", "b"]) };
    const direct = await registered(() => constructed("platform:network:Vpc", vpc));
    assert.deepEqual(await registered(() => constructed("platform:network:Vpc", inputs)), direct);
  });
});
