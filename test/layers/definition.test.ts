import assert from "node:assert/strict";
import path from "node:path";
import * as aws from "@pulumi/aws";
import ts from "typescript";
import platform from "../../index.ts";
import type { StackDefinition } from "../../layers/definition.ts";
import { definitions } from "../../stacks/definitions.ts";
import { type Deployed, deploy, refusal } from "../harness.ts";
import { configOf } from "../stacks/stack-settings.ts";

/** A stack with a network and a dashboard, which are all that the type requires besides tags, protection and log retention. */
const smallest: StackDefinition = {
  tags: {
    project: "smallest",
    environment: "dev",
    owner: "platform-engineering",
    "cost-center": "platform",
    "data-class": "internal",
  },
  deletionProtection: false,
  logRetentionInDays: 30,
  network: {
    madeBy: "platform",
    cidrBlock: "10.40.0.0/16",
    zones: 2,
    subnets: { private: ["10.40.1.0/24", "10.40.2.0/24"], public: ["10.40.101.0/24", "10.40.102.0/24"] },
    nat: "single",
    flowLogs: "s3",
    interfaceEndpoints: [],
  },
  dashboardName: "smallest",
};

/** Runs the program as a stack that has a definition for the time of the run. */
async function run<Result>(
  definition: StackDefinition,
  as: (options: { stack: string; config: Record<string, string> }) => Promise<Result>,
): Promise<Result> {
  Object.assign(definitions, { smallest: definition });
  try {
    return await as({ stack: "smallest", config: { ...configOf("dev"), "platform:zones": '["a","b"]' } });
  } finally {
    Reflect.deleteProperty(definitions, "smallest");
  }
}

const deployed = (definition: StackDefinition): Promise<Deployed> =>
  run(definition, (options) => deploy(platform, options));

describe("a definition", () => {
  it("deploys with the required keys alone: a network, its keys and its alarms", async () => {
    const { of, outputs } = await deployed(smallest);
    assert.equal(of(aws.ec2.Vpc).length, 1);
    assert.equal(of(aws.ec2.Subnet).length, 4);
    assert.equal(of(aws.sns.Topic).length, 2);
    for (const type of [aws.eks.Cluster, aws.ecs.Cluster, aws.rds.Instance, aws.s3.Bucket, aws.lb.LoadBalancer])
      assert.equal(of(type).filter(({ name }) => !name.startsWith("network")).length, 0);
    for (const output of ["databases", "gatewayUrl", "kubeconfigCommand"]) assert.ok(!(output in outputs), output);
  });

  it("adds the resources of a capability with the one key that asks for it", async () => {
    const { one } = await deployed({ ...smallest, queues: { jobs: { visibilityTimeoutSeconds: 60 } } });
    assert.equal(one("platform:messaging:Queue").name, "queue-jobs");
  });

  it("is refused with every name that it does not define", async () => {
    const clusterAddons = { clusterBackup: { bucket: "backups", schedules: {} } };
    const recovery = { tiers: {}, databases: { main: "daily" } };
    assert.deepEqual(
      (await run({ ...smallest, clusterAddons, recovery }, (options) => refusal(platform, options))).split("\n"),
      [
        "the definition smallest is not usable:",
        '  - clusterAddons.clusterBackup.bucket names the bucket "backups", but the stack defines none',
        '  - recovery.databases names the database "main", but the stack defines none',
        '  - recovery.databases.main names the recovery tier "daily", but the stack defines none',
      ],
    );
  });
});

describe("the type of a definition", function () {
  this.timeout(120_000);

  /** What a stack writes beside the required keys, and what the compiler says of it. */
  const snippets = [
    ["takes the required keys alone", "", []],
    ["takes a capability", "queues: { jobs: { visibilityTimeoutSeconds: 60 } }", []],
    ["refuses a misspelt key", "queus: {}", [/'queus' does not exist in type 'StackDefinition'/]],
    ["refuses a misspelt key of a capability", "clusterAddons: { kongs: {} }", [/'kongs' does not exist/]],
    [
      "refuses a misspelt key of a row",
      "queues: { jobs: { visibilityTimeout: 60 } }",
      [/'visibilityTimeout' does not exist/],
    ],
    [
      "refuses a capability without a key that it needs",
      "failover: { subdomain: 'api' }",
      [/'healthCheck' is missing/],
    ],
    [
      "refuses a row without a key that it needs",
      "tables: { plans: { key, attributes } }",
      [/'throughputCap' is missing/],
    ],
    ["refuses a key that is given undefined", "cdn: undefined", [/with 'exactOptionalPropertyTypes: true'/]],
  ] as const;
  let messages: string[][];

  before(() => {
    messages = compiled(snippets.map(([, text]) => text));
  });

  for (const [index, [title, , expected]] of snippets.entries()) {
    it(title, () => {
      const found = messages[index] ?? ["nothing was compiled"];
      assert.equal(found.length, expected.length, found.join("\n"));
      for (const [line, pattern] of expected.entries()) assert.match(found[line] ?? "", pattern);
    });
  }
});

/** What comes before a snippet: a definition of the required keys, and values that snippets use. */
const head = `
import type { StackDefinition } from "./definition.ts";
declare const required: Pick<StackDefinition, "tags" | "deletionProtection" | "logRetentionInDays" | "network" | "dashboardName">;
const key = { hashKey: "id" };
const attributes = { id: "S" } as const;
export const used = [key, attributes];
`;

/** What the compiler says of each snippet, with the options of the project. */
function compiled(snippets: readonly string[]): string[][] {
  const { config } = ts.readConfigFile("tsconfig.json", ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ".", undefined, "tsconfig.json");
  const texts = new Map(
    snippets.map((text, index) => [
      path.resolve("layers", `snippet-${index}.ts`),
      `${head}export const definition: StackDefinition = { ...required, ${text} };`,
    ]),
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.readFile = (name) => texts.get(name) ?? readFile(name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = texts.get(name);
    return text === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, text, version, true);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].map((name) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(name))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
  );
}
