import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { FlowLogs } from "../../../components/network/flow-logs.ts";
import { LogQueries, type LogQueriesArgs } from "../../../components/observability/log-queries.ts";
import { at, deploy, place, refusal } from "../../harness.ts";

const every: LogQueriesArgs = {
  folder: "platform-prod",
  logGroupNames: {
    "error-logs": ["/platform/prod/application", "/ecs/chat"],
    "slow-requests": ["/platform/prod/application"],
    "top-talkers": ["flow-logs"],
    "rejected-traffic": ["flow-logs"],
    "denied-calls": ["trail"],
    "slow-sql": ["/aws/rds/instance/main/postgresql"],
  },
};

async function query(name: string): Promise<string> {
  const { one } = await deploy(() => new LogQueries("queries", every));
  return String(one(aws.cloudwatch.QueryDefinition, `queries-${name}`).inputs.queryString);
}

/** Regular expressions of a query, in JavaScript. */
function expressions(text: string): RegExp[] {
  return [...text.matchAll(/\/((?:[^/\\]|\\.)+)\//g)].map(([, source = ""]) =>
    source.startsWith("(?i)") ? new RegExp(source.slice(4), "i") : new RegExp(source),
  );
}

describe("LogQueries", () => {
  it("OPS-06: saves the query for error logs over the given log groups", async () => {
    const { one } = await deploy(() => new LogQueries("queries", every));
    const { name, logGroupNames, queryString } = one(aws.cloudwatch.QueryDefinition, "queries-error-logs").inputs;
    assert.equal(name, "platform-prod/Error logs");
    assert.deepEqual(logGroupNames, ["/platform/prod/application", "/ecs/chat"]);
    const [level, message] = expressions(String(queryString));
    assert.ok(level?.test("ERROR") && level.test("fatal") && !level.test("info"));
    assert.ok(message?.test("Unhandled Exception in worker") && !message.test("terror alert level none"));
  });

  it("parses addresses and bytes in the format of the flow logs", async () => {
    const { one } = await deploy(() => {
      const retention = { retentionInDays: 30, kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/1" };
      new FlowLogs("flow", { account: place, vpcId: "vpc-1", destination: { destination: "cloudwatch", retention } });
    });
    const written = String(one(aws.ec2.FlowLog).inputs.logFormat).replaceAll(/[${}]/g, "").split(" ");
    for (const name of ["top-talkers", "rejected-traffic"]) {
      const [, pattern = "", names = ""] = /parse @message "([^"]*)" as (.*)$/m.exec(await query(name)) ?? [];
      const read = names.split(", ");
      assert.equal(pattern.split(" ").length, read.length);
      const position = (field: string) => read.indexOf(field);
      assert.equal(written[position("source")], "srcaddr");
      assert.equal(written[position("destination")], "dstaddr");
      assert.equal(written[position("destinationPort")], "dstport");
      assert.equal(written[position("interface")], "interface-id");
      assert.equal(written[position("packets")], "packets");
      assert.equal(written[position("bytes")], "bytes");
      assert.equal(written[position("action")], "action");
    }
  });

  it("matches denied calls by every error code of AWS", async () => {
    const [denied] = expressions(await query("denied-calls"));
    for (const code of ["AccessDenied", "AccessDeniedException", "Client.UnauthorizedOperation", "UnauthorizedAccess"])
      assert.match(code, denied ?? /^$/);
    assert.doesNotMatch("ThrottlingException", denied ?? /./);
  });

  it("matches slow statements in PostgreSQL's log, with parameters or without", async () => {
    const [slow = /^$/] = expressions(await query("slow-sql"));
    const line = "2026-11-03 10:00:00 UTC:10.0.1.5(41234):app@main:[123]:LOG:  duration: 1834.212 ms  ";
    assert.deepEqual(
      { ...slow.exec(`${line}statement: SELECT * FROM orders`)?.groups },
      {
        milliseconds: "1834.212",
        statement: "SELECT * FROM orders",
      },
    );
    assert.equal(slow.exec(`${line}execute <unnamed>: SELECT $1`)?.groups?.statement, "SELECT $1");
    assert.equal(slow.exec("LOG:  checkpoint complete: wrote 3 buffers"), null);
  });

  it("uses only commands of Logs Insights", async () => {
    const { of } = await deploy(() => new LogQueries("queries", every));
    const queries = of(aws.cloudwatch.QueryDefinition);
    assert.equal(queries.length, 6);
    for (const each of queries)
      for (const command of String(at(each, "queryString")).split("\n| "))
        assert.match(command, /^(fields|filter|parse|stats|sort|limit) \S/, each.name);
  });

  it("creates no query without a log group", async () => {
    const { of } = await deploy(
      () => new LogQueries("queries", { folder: "dev", logGroupNames: { "denied-calls": ["trail"] } }),
    );
    assert.deepEqual(
      of(aws.cloudwatch.QueryDefinition).map(({ name }) => name),
      ["queries-denied-calls"],
    );
  });

  it("reports every fault at once", async () => {
    const many = Array.from({ length: 51 }, (_, index) => `group-${index}`);
    assert.equal(
      await refusal(
        () => new LogQueries("queries", { folder: "a/b", logGroupNames: { "slow-sql": [], "error-logs": many } }),
      ),
      [
        'LogQueries "queries":',
        '  - folder must be 1 to 100 characters without /, got "a/b"',
        "  - logGroupNames.slow-sql must be 1 to 50 log groups, got 0",
        "  - logGroupNames.error-logs must be 1 to 50 log groups, got 51",
      ].join("\n"),
    );
  });
});
