import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { policyText } from "../../policy-pack/checks/example.ts";
import { everyFinding } from "../../policy-pack/engine/evaluate.ts";
import { actionsText, file } from "../policy/resource-level-permissions.ts";

const type = "aws:iam/policy:Policy";
const isFlagged = (Action: string | string[]) =>
  everyFinding(
    {
      type,
      name: "p",
      urn: `urn:pulumi:prod::platform::${type}::p`,
      props: { policy: policyText({ Action, Resource: "*" }) },
    },
    "prod",
  ).some(({ rule }) => rule === "iam-resource-scoped");

describe("IAM actions", () => {
  it("are those of the data set; if not, run npx node test/policy/resource-level-permissions.ts", async () => {
    assert.ok(readFileSync(file, "utf8") === (await actionsText()), `${file} is not current`);
  });

  it("may be allowed on every resource where they take none", () => {
    const listed: unknown = JSON.parse(readFileSync(file, "utf8"));
    const unscoped = Object.entries(Object(listed)).flatMap(([service, row]) =>
      String(Object(row).unscoped)
        .split(" ")
        .filter((name) => name !== "")
        .map((name) => `${service}:${name}`),
    );
    assert.ok(unscoped.length > 5_000);
    assert.deepEqual(
      unscoped.filter((action) => isFlagged(action)),
      [],
    );
  });

  it("are flagged where they take a resource, by their name or by a wildcard", () => {
    for (const action of [
      "s3:PutObject",
      "s3:Put*",
      "sqs:SendMessage",
      "lambda:?pdateFunctionCode",
      "newservice:Write",
    ])
      assert.ok(isFlagged(action), action);
    for (const action of ["ssmmessages:*Channel", "ecr:GetAuthorization*", "xray:Put*Segments", "ec2:Describe*"])
      assert.ok(!isFlagged(action), action);
  });
});
