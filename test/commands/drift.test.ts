import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import * as aws from "@pulumi/aws";
import type { Account } from "../../commands/account/account.ts";
import { type Drift, drifts } from "../../commands/drift/drift.ts";
import { keepIssue } from "../../commands/drift/issue.ts";
import { withCallers } from "../../commands/drift/who.ts";
import type { GithubApi } from "../../commands/github/api.ts";
import { startCloud } from "../../rehearsal/cloud-process.ts";
import { project } from "../../rehearsal/stacks.ts";
import { Workspace } from "../../rehearsal/workspace.ts";

const drift: Drift = {
  urn: "urn:pulumi:prod::platform::aws:cloudwatch/logGroup:LogGroup::log",
  type: "aws:cloudwatch/logGroup:LogGroup",
  name: "log",
  id: "/platform/log",
  gone: false,
  changed: ["retentionInDays"],
  by: ["alice, PutRetentionPolicy at 2026-11-30T08:00:00.000Z"],
};

describe("the drift of a stack", function () {
  this.timeout(300_000);

  it("is what a refresh in preview finds changed or gone, and leaves the state alone", async () => {
    const cloud = await startCloud();
    const projectFile = path.join(project, "Pulumi.yaml");
    const args = { stack: "drifted", file: undefined, projectFile, config: {}, cloud, tuning: true };
    const workspace = await Workspace.create(args);
    try {
      const stack = await workspace.stack(args, async () => {
        const provider = new aws.Provider("aws", { region: "us-east-1", allowedAccountIds: ["111122223333"] });
        new aws.cloudwatch.LogGroup("log", { name: "/platform/log", retentionInDays: 30 }, { provider });
        new aws.sqs.Queue("jobs", { name: "jobs" }, { provider });
      });
      await stack.up({ color: "never" });
      const { things, ...rest } = await cloud.account.snapshot();
      const others = things.filter(({ name }) => name !== "jobs");
      const retentionInDays = 7;
      const changed = others.map((thing) => {
        const { inputs, outputs } = thing;
        if (thing.name !== "log") return thing;
        return { ...thing, inputs: { ...inputs, retentionInDays }, outputs: { ...outputs, retentionInDays } };
      });
      await cloud.account.restore({ ...rest, things: changed });
      const before = JSON.stringify(await stack.exportStack());
      const { found, record } = drifts();
      await stack.previewRefresh({ color: "never", onEvent: record });
      assert.deepEqual(found.map(({ name, id, gone, changed: inputs }) => [name, id, gone, inputs]).sort(), [
        ["jobs", "https://sqs.us-east-1.amazonaws.com/111122223333/jobs", true, []],
        ["log", "/platform/log", false, ["retentionInDays"]],
      ]);
      assert.equal(JSON.stringify(await stack.exportStack()), before);
    } finally {
      workspace.remove();
      cloud.stop();
    }
  });

  it("is said to be of the callers that CloudTrail names, without those that only read", async () => {
    const environment = { ...process.env };
    let asked: unknown;
    const server = http.createServer((request, response) => {
      let body = "";
      request.on("data", (data) => {
        body += data;
      });
      request.on("end", () => {
        asked = JSON.parse(body).LookupAttributes;
        const event = (EventName: string, ReadOnly: string) => ({
          EventName,
          ReadOnly,
          Username: "alice",
          EventTime: 1_796_025_600,
        });
        const Events = [event("PutRetentionPolicy", "false"), event("DescribeLogGroups", "true")];
        response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify({ Events }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const port = (server.address() as AddressInfo).port;
    Object.assign(process.env, { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, NO_PROXY: "127.0.0.1" });
    try {
      const credentials = async () => ({ accessKeyId: "testing", secretAccessKey: "testing" });
      const account: Account = { accountId: "111122223333", caller: "", config: { region: "us-east-1", credentials } };
      const period = { from: new Date(0), to: new Date(1) };
      const [named] = await withCallers([{ ...drift, by: [] }], account, period);
      assert.deepEqual(named?.by, ["alice, PutRetentionPolicy at 2026-11-30T08:00:00.000Z"]);
      assert.deepEqual(asked, [{ AttributeKey: "ResourceName", AttributeValue: "log" }]);
    } finally {
      process.env = environment;
      server.close();
    }
  });
});

describe("the issue of a stack's drift", () => {
  it("is created once, updated while there is drift, and closed without", async () => {
    const sent: string[] = [];
    let open: object[] = [{ number: 1, body: "another issue" }];
    const api: GithubApi = {
      get: async () => open,
      send: async (method, to, body) => {
        sent.push(`${method} ${to}`);
        if (to === "issues") open = [...open, { number: 2, ...body }];
        return {};
      },
    };
    assert.equal(await keepIssue(api, "prod", []), "not needed");
    assert.equal(await keepIssue(api, "prod", [drift]), "created");
    assert.equal(await keepIssue(api, "prod", [drift]), "updated");
    assert.equal(await keepIssue(api, "staging", []), "not needed");
    assert.equal(await keepIssue(api, "prod", []), "closed");
    assert.deepEqual(sent, ["POST issues", "PATCH issues/2", "POST issues/2/comments", "PATCH issues/2"]);
    assert.match(JSON.stringify(open), /`\/platform\/log`\): `retentionInDays`\\n {2}- alice, PutRetentionPolicy/);
  });
});

describe("npm run drift", () => {
  it("prints its options, and refuses what it does not have with exit code 2", async () => {
    const command = (...args: string[]) =>
      new Promise<{ code: number; text: string }>((resolve) =>
        execFile(process.execPath, ["commands/drift.ts", ...args], (error, stdout, stderr) =>
          resolve({ code: Number(error?.code ?? 0), text: `${stdout}${stderr}` }),
        ),
      );
    assert.match((await command("--help")).text, /^Usage: npm run drift -- STACK/);
    const wrong = await command("prod", "--hours", "0");
    assert.deepEqual(
      [wrong.code, wrong.text.split("\n")[0]],
      [2, "--hours must be a whole number from 1 to 2160, got 0."],
    );
  });
});
