import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import * as aws from "@pulumi/aws";
import bootstrap from "../../bootstrap/index.ts";
import { policiesOf } from "../../bootstrap/policies.ts";
import { rehearseAccount } from "../../commands/bootstrap/rehearsal.ts";
import { rolePolicies } from "../../commands/bootstrap/role-policies.ts";
import type { Graph, Resource } from "../../commands/preflight/graph.ts";
import { partNames } from "../../layers/parts/order.ts";
import { temporaryDirectory } from "../../rehearsal/temporary.ts";
import { deploy, refusal } from "../harness.ts";

const config = {
  "bootstrap:region": "us-east-1",
  "bootstrap:accountId": "333344445555",
  "bootstrap:repository": "example/platform",
};
const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["ec2:DescribeVpcs"], Resource: "*" }],
});
const made = (more: Record<string, string> = {}, stack = "prod") =>
  deploy(() => bootstrap(undefined, () => [policy]), { stack, config: { ...config, ...more } });

describe("the bootstrap of an account", () => {
  it("gives each environment of a stack its own role, and a boundary to those that update", async () => {
    const { of } = await made();
    const roles = of(aws.iam.Role).map(({ inputs }) => {
      const [trust] = JSON.parse(String(inputs["assumeRolePolicy"])).Statement;
      const subject = trust.Condition.StringEquals["token.actions.githubusercontent.com:sub"];
      return [inputs["name"], subject, inputs["permissionsBoundary"] !== undefined];
    });
    const update = "repo:example/platform:environment:prod";
    assert.deepEqual(roles, [
      ["platform-previewer", "repo:example/platform:environment:preview-prod", false],
      ["platform-deployer", update, true],
      ...partNames.map((part) => [`platform-deployer-${part}`, update, true]),
    ]);
  });

  it("lets a preview read states and save its plan, and an update write states", async () => {
    const { one } = await made({}, "dev");
    const actions = (role: string) =>
      JSON.parse(String(one(aws.iam.RolePolicy, role).inputs["policy"])).Statement.flatMap(
        ({ Action, Resource }: { Action: string[]; Resource: string }) =>
          Action.map((action) => `${action} ${Resource.split("/").slice(1).join("/")}`),
      );
    assert.ok(!actions("dev.previewer").includes("s3:PutObject .pulumi/*"));
    assert.ok(actions("dev.previewer").includes("s3:PutObject plans/*"));
    assert.ok(actions("dev.deployer").includes("s3:PutObject .pulumi/*"));
    assert.ok(!actions("dev.deployer").includes("s3:PutObject plans/*"));
  });

  it("names every fault of its configuration at once", async () => {
    const wrong = {
      ...config,
      "bootstrap:accountId": "1234",
      "bootstrap:repository": "platform",
      "bootstrap:githubProvider": "maybe",
      "bootstrap:runner": JSON.stringify({ vpcId: "vpc-1", subnetIds: [], connection: "x", label: "y" }),
      "bootstrap:colour": "blue",
    };
    const message = await refusal(() => bootstrap(undefined, () => [policy]), { stack: "production", config: wrong });
    assert.deepEqual(message.split("\n"), [
      "bootstrap/Pulumi.production.yaml is not usable:",
      '  - the stack must be one of dev, prod, got "production"',
      '  - bootstrap:accountId must be 12 digits in quotes, got "1234"',
      '  - bootstrap:repository must be a repository such as example/platform, got "platform"',
      '  - bootstrap:githubProvider must be create or existing, got "maybe"',
      "  - bootstrap:runner.subnetIds must be at least one subnet ID, got []",
      '  - bootstrap:runner.connection must be the ARN of a CodeConnections connection, got "x"',
      "  - bootstrap:runner.label is not a key, allowed are vpcId, subnetIds, image, connection",
      "  - bootstrap:colour is not a key, allowed are region, otherRegions, accountId, repository, githubProvider, stateBucket, runner",
    ]);
  });

  it("reads the policies of a role in the order of their numbers, and names the command that writes them", async () => {
    const directory = temporaryDirectory("policies");
    for (const number of [1, 2, 10])
      fs.writeFileSync(path.join(directory, `prod.deployer-${number}.json`), JSON.stringify({ number }));
    fs.writeFileSync(path.join(directory, "prod.deployer-x.json"), "{}");
    assert.deepEqual(policiesOf("prod", "prod.deployer", directory), ['{"number":1}', '{"number":2}', '{"number":10}']);
    assert.throws(
      () => policiesOf("prod", "prod.stores", directory),
      /bootstrap\/policies has no policy of prod\.stores: write them by npm run bootstrap -- prod --policies/,
    );
    fs.rmSync(directory, { recursive: true });
  });

  it("derives for each part the permissions of its resources alone, and for previews those that read", () => {
    const resource = (type: string, part: Resource["part"]): Resource => {
      const name = type.split(":").at(-1) ?? "";
      return { urn: `urn:pulumi:prod::platform::${type}::${name}`, type, name, inputs: {}, region: "", uses: {}, part };
    };
    const resources = [
      resource("aws:ec2/vpc:Vpc", "foundation"),
      resource("aws:rds/instance:Instance", "stores"),
      resource("aws:secretsmanager/secretVersion:SecretVersion", "stores"),
    ];
    const graph: Graph = { stack: "prod", accountId: "333344445555", regions: ["us-east-1"], resources, config: {} };
    const documents = rolePolicies(graph, true);
    const actions = (role: string) =>
      (documents.get(role) ?? []).flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
    assert.ok(actions("prod.foundation").includes("ec2:CreateVpc"));
    assert.ok(!actions("prod.foundation").some((action) => action.startsWith("rds:")));
    assert.ok(actions("prod.stores").includes("rds:CreateDBInstance"));
    assert.ok(!actions("prod.stores").includes("ec2:CreateVpc"));
    assert.ok(actions("prod.deployer").includes("ec2:CreateVpc") && actions("prod.deployer").includes("iam:PassRole"));
    const reading = actions("prod.previewer");
    assert.ok(reading.includes("rds:DescribeDBInstances"));
    assert.deepEqual(
      reading.filter((action) => /:(?:Create|Delete|Modify|Put|Update)|PassRole|GetSecretValue/.test(action)),
      [],
    );
  });
});

describe("npm run bootstrap", function () {
  this.timeout(300_000);

  /** Runs the command as npm does; the exit code and the output. */
  function command(...args: string[]): Promise<{ code: number; text: string }> {
    const { promise, resolve } = Promise.withResolvers<{ code: number; text: string }>();
    execFile(process.execPath, ["commands/bootstrap.ts", ...args], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), text: `${stdout}${stderr}` }),
    );
    return promise;
  }

  it("prints its options, and refuses what it does not have with exit code 2", async () => {
    const { code, text } = await command("--help");
    assert.equal(code, 0);
    assert.match(text, /^Usage: npm run bootstrap -- ACCOUNT/);
    const wrong: [args: string[], message: RegExp][] = [
      [[], /^ACCOUNT is missing\.$/m],
      [["staging"], /^ACCOUNT must be one of dev, prod, got staging\.$/m],
      [["dev", "--account", "old"], /^--account must be fresh or lived-in, got old\.$/m],
      [["dev", "--policies", "--account", "fresh"], /^--policies takes no --account\.$/m],
    ];
    for (const [args, message] of wrong) {
      const answer = await command(...args);
      assert.equal(answer.code, 2, args.join(" "));
      assert.match(answer.text, message);
    }
  });

  it("rehearses an account that is in use, with the policy pack", async () => {
    const told: string[] = [];
    assert.deepEqual(
      await rehearseAccount(
        "prod",
        "lived-in-unprepared",
        (line) => told.push(line),
        () => [policy],
      ),
      [],
    );
    assert.match(told.join("\n"), /^prod: up: \d+ create\nprod: no change: \d+ same$/);
  });
});
