import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import http from "node:http";
import type { AddressInfo } from "node:net";
import * as aws from "@pulumi/aws";
import { accountReviews } from "../../commands/comment/in-account.ts";
import { markdown } from "../../commands/comment/markdown.ts";
import { composed, post } from "../../commands/comment/post.ts";
import { rehearsedReview } from "../../commands/comment/rehearsed.ts";
import { changesOf, type StackReview } from "../../commands/comment/review.ts";
import { githubApi } from "../../commands/github/api.ts";
import { making } from "../../layers/parts/run.ts";
import { Outcome, type Step } from "../../rehearsal/outcome.ts";
import { project } from "../../rehearsal/stacks.ts";

const review: StackReview = {
  stack: "prod",
  changes: [
    { kind: "replace", type: "aws:rds/instance:Instance", name: "main", part: "stores", changed: ["engine"] },
    { kind: "create", type: "aws:sqs/queue:Queue", name: "jobs", part: "stores", changed: [] },
    { kind: "change", type: "aws:ecs/service:Service", name: "api", part: "workloads", changed: ["taskDefinition"] },
  ],
  findings: [{ rule: "sqs-queue-encrypted", level: "mandatory", severity: "high", urn: "", message: "queue\n<b>" }],
  gate: ["plan-no-stateful-delete: Instance is replaced"],
  permissions: { added: ["sqs:CreateQueue"], removed: [] },
  errors: ["the name is taken"],
};
const same: StackReview = {
  ...review,
  stack: "dev",
  changes: [],
  findings: [],
  gate: [],
  permissions: undefined,
  errors: [],
};

function step(op: string, urn: string, more: Partial<Step> = {}): Step {
  const type = "aws:sqs/queue:Queue";
  return { op, urn, type, name: urn, parent: "", provider: "", protect: false, inputs: {}, changed: [], ...more };
}

describe("the review of a pull request", () => {
  it("counts a replacement once, and no component or provider", () => {
    const outcome = new Outcome();
    outcome.steps = [
      step("create-replacement", "a", { changed: ["name"] }),
      step("replace", "a"),
      step("delete-replaced", "a"),
      step("update", "b"),
      step("same", "c"),
      step("create", "d", { type: "platform:messaging:Queue" }),
      step("create", "e", { type: "pulumi:providers:aws" }),
    ];
    const changes = changesOf(outcome, () => "stores").map(({ kind, name, changed }) => [kind, name, changed]);
    assert.deepEqual(changes, [
      ["replace", "a", ["name"]],
      ["change", "b", []],
    ]);
  });

  it("says in a table and by part what each stack has to say, and names the others", () => {
    const text = markdown("In the offline account", [review, same]);
    assert.match(text, /^\| prod \| 1 replace, 1 create, 1 change \| :x: 1 \| :x: 1 mandatory \| :x: \| \+ 1 \|$/m);
    assert.match(text, /^No change: dev\.$/m);
    assert.match(
      text,
      /\*\*stores\*\*: 1 replace, 1 create\n\n- replace `aws:rds\/instance:Instance` `main`: `engine`/,
    );
    assert.match(text, /^- mandatory `sqs-queue-encrypted`: queue &lt;b>$/m);
    assert.match(text, /^- added `sqs:CreateQueue`$/m);
  });

  it("shortens a list that nobody would read", () => {
    const changes = Array.from({ length: 50 }, (_, index) => ({ ...review.changes[1], name: `q${index}` }));
    const text = markdown("x", [{ ...same, changes: changes as StackReview["changes"] }]);
    assert.match(text, /^- … and 10 more$/m);
  });

  it("previews the parts of a stack in the account, and asks the gate about their plans", async () => {
    const outcome = new Outcome();
    outcome.steps = [step("delete", "a")];
    const engine = {
      preview: async () => outcome,
      update: async () => outcome,
      state: async () => ({ version: 3, deployment: {} }),
    };
    const rest = { restore: async () => {}, cli: async () => {} };
    const reviews = await accountReviews({
      stacks: ["prod.stores"],
      plans: ".",
      open: async () => ({ ...engine, ...rest }),
      gate: async (plan) => [`${plan} deletes data`],
    });
    assert.deepEqual(
      reviews.map(({ stack, changes, gate }) => [stack, changes[0]?.part, changes[0]?.kind, gate]),
      [["prod.stores", "stores", "delete", ["prod.stores.json deletes data"]]],
    );
  });
});

describe("the comment of a pull request", () => {
  let server: http.Server;
  let comments: { id: number; body: string }[];
  let url: string;
  before(async () => {
    server = http.createServer((request, response) => {
      let body = "";
      request.on("data", (data) => {
        body += data;
      });
      request.on("end", () => {
        const given = body === "" ? {} : JSON.parse(body);
        const { method, url: asked = "" } = request;
        const page = Number(new URL(asked, "http://x").searchParams.get("page") ?? 1);
        if (method === "POST") comments.push({ id: 1_000 + comments.length, ...given });
        if (method === "PATCH") Object.assign(comments.find(({ id }) => asked.endsWith(`/${id}`)) ?? {}, given);
        const allowed =
          request.headers.authorization === "Bearer token" && asked.startsWith("/repos/example/platform/");
        response.writeHead(allowed ? 200 : 403, { "content-type": "application/json" });
        response.end(JSON.stringify(allowed ? comments.slice((page - 1) * 100, page * 100) : { message: "no" }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
  });
  beforeEach(() => {
    // The own comment comes after a full page of others.
    comments = Array.from({ length: 100 }, (_, id) => ({ id, body: "a comment of a person" }));
  });
  const api = (token = "token") => githubApi({ url, repository: "example/platform", token });

  it("is written once, and each source updates its own section", async () => {
    assert.equal(await post(api(), 7, "rehearsal", "first\n"), "created");
    assert.equal(await post(api(), 7, "prod", "account\n"), "updated");
    assert.equal(await post(api(), 7, "rehearsal", "second\n"), "updated");
    assert.equal(comments.length, 101);
    const [, own = ""] = comments.at(-1)?.body.split("<!-- platform:review -->\n") ?? [];
    assert.equal(
      own,
      composed(
        new Map([
          ["rehearsal", "second\n"],
          ["prod", "account\n"],
        ]),
      )
        .split("\n")
        .slice(1)
        .join("\n"),
    );
    assert.ok(own.indexOf("account") < own.indexOf("second"));
  });

  it("is never longer than GitHub takes", () => {
    const line = `${"a".repeat(99)}\n`;
    const body = composed(
      new Map([
        ["a", line.repeat(900)],
        ["b", line.repeat(900)],
      ]),
    );
    assert.ok(body.length < 65_536, `${body.length}`);
    assert.equal(body.match(/cut: the log has all of it/g)?.length, 2);
  });

  it("fails with GitHub's words", async () => {
    await assert.rejects(
      post(api("wrong"), 7, "rehearsal", "x"),
      /^Error: GitHub answers 403 to GET issues\/7\/comments\?per_page=100&page=1: no$/,
    );
  });
});

describe("npm run comment", function () {
  this.timeout(300_000);

  it("refuses wrong usage with every fault, and exit code 2", async () => {
    const { promise, resolve } = Promise.withResolvers<{ code: number; text: string }>();
    const env = { ...process.env, GITHUB_TOKEN: undefined, GITHUB_REPOSITORY: undefined };
    const args = ["commands/comment.ts", "nothing", "--base", "docs", "--pull", "x"];
    execFile(process.execPath, args, { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), text: `${stdout}${stderr}` }),
    );
    const { code, text } = await promise;
    assert.equal(code, 2);
    assert.deepEqual(text.split("\n").slice(0, 4), [
      "There is no stack nothing.",
      "--base must be a directory with index.ts, got docs.",
      "--pull must be the number of a pull request, got x.",
      "--pull needs GITHUB_REPOSITORY and GITHUB_TOKEN.",
    ]);
  });

  it("compares a stack with what the base of the pull request created", async () => {
    const program = (retentionInDays: number, made: readonly string[]) => async () => {
      const provider = new aws.Provider("aws", { region: "us-east-1", allowedAccountIds: ["999900001111"] });
      making.run("foundation", () => {
        new aws.cloudwatch.LogGroup("log", { name: "/platform/log", retentionInDays }, { provider });
      });
      making.run("stores", () => {
        for (const name of made) new aws.sqs.Queue(name, { name, sqsManagedSseEnabled: true }, { provider });
      });
    };
    const base = { directory: project, program: program(30, ["old", "kept"]) };
    const { changes, errors, gate, permissions } = await rehearsedReview("gen-ai", base, program(365, ["kept"]));
    assert.deepEqual(
      changes.map(({ kind, type, name, part }) => [kind, type, name, part]),
      [
        ["change", "aws:cloudwatch/logGroup:LogGroup", "log", "foundation"],
        ["delete", "aws:sqs/queue:Queue", "old", undefined],
      ],
    );
    assert.deepEqual(errors, []);
    assert.match(gate.join("\n"), /plan-no-stateful-delete: Queue "old" is deleted with its data/);
    assert.deepEqual(permissions, { added: [], removed: [] });
    const without = await rehearsedReview("gen-ai", base, program(30, []));
    assert.ok(without.permissions?.removed.includes("sqs:CreateQueue"));
  });
});
