import assert from "node:assert/strict";
import type { Made } from "../../../rehearsal/proofs/graph.ts";
import { widthOf } from "../../../review/sections/permissions/access.ts";
import { differences } from "../../../review/sections/permissions/difference.ts";
import { permissions } from "../../../review/sections/permissions.ts";
import { cellsOf, rowOf } from "../blocks.ts";
import { resource, review } from "../reviews.ts";

const role = "arn:aws:iam::111122223333:role/api-1";
const bucket = "arn:aws:s3:::documents-1";

/** A workload with a role, a bucket, and the statements of the role. */
function made(...statements: object[]): Made[] {
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  return [
    { type: "aws:iam/role:Role", name: "api", inputs: {}, outputs: { name: "api-1", arn: role } },
    { type: "aws:iam/rolePolicy:RolePolicy", name: "api", inputs: { role: "api-1", policy }, outputs: {} },
    {
      type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
      name: "api",
      inputs: { namespace: "shop", serviceAccount: "api", roleArn: role },
      outputs: {},
    },
    { type: "aws:s3/bucket:Bucket", name: "documents", inputs: {}, outputs: { arn: bucket } },
  ];
}

const allow = (Action: string | string[], Resource: string | string[]) => ({ Effect: "Allow", Action, Resource });

describe("the section Permissions", () => {
  it("says what a workload can do to a store, and by which element", async () => {
    const content = await permissions.make(review([], { made: made(allow("s3:GetObject*", `${bucket}/*`)) }));
    const { cells, level } = rowOf(content, "What each workload", "shop/api (api)");
    assert.deepEqual([cells[1], cells[2], cells[4], level], ["s3 Bucket documents", "r", "s3:GetObject*", "good"]);
    assert.match(String(cells[3]), /s3:getobject, |s3:getobject$|\d+ actions/);
  });

  it("leaves out what a statement denies, and other stores", async () => {
    const statements = [
      { ...allow("s3:PutObject", `${bucket}/*`), Effect: "Deny" },
      allow("s3:GetObject", "arn:aws:s3:::others/*"),
    ];
    const content = await permissions.make(review([], { made: made(...statements) }));
    assert.deepEqual(cellsOf(content, "What each workload"), []);
    assert.equal(cellsOf(content, "Statements per role").length, 2);
  });

  it("marks every resource, and the right to give rights", async () => {
    const everywhere = await permissions.make(review([], { made: made(allow("s3:GetObject", "*")) }));
    const row = rowOf(everywhere, "What each workload", "shop/api (api)");
    assert.deepEqual([row.cells[4], row.level], ["s3:GetObject on *", "warning"]);
    const giving = await permissions.make(review([], { made: made(allow("s3:PutBucketPolicy", bucket)) }));
    const given = rowOf(giving, "What each workload", "shop/api (api)");
    assert.deepEqual([given.cells[2], given.level], ["p", "bad"]);
    assert.equal(await widthOf("rds-db:connect"), "Write");
  });

  it("reads the policy of a store that names the role", async () => {
    const domain: Made = {
      type: "aws:opensearch/domain:Domain",
      name: "content",
      inputs: {
        accessPolicies: JSON.stringify({
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: [role] },
              Action: "es:ESHttpGet",
              Resource: "arn:aws:es:::domain/content/*",
            },
          ],
        }),
      },
      outputs: { arn: "arn:aws:es:::domain/content" },
    };
    const content = await permissions.make(review([], { made: [...made(), domain] }));
    assert.deepEqual(rowOf(content, "What each workload", "shop/api (api)").cells.slice(1, 3), [
      "opensearch Domain content",
      "r",
    ]);
  });
});

describe("permissions against a plan", () => {
  const policy = (...statements: object[]) =>
    resource({
      type: "aws:iam/rolePolicy:RolePolicy",
      name: "api",
      inputs: { policy: JSON.stringify({ Statement: statements }) },
    });
  const between = (before: ReturnType<typeof resource>[], now: ReturnType<typeof resource>[]) =>
    differences(review(now).plan, review(before).plan).map(({ what, detail }) => `${what} ${detail}`);

  it("has what is widened first, and a denial that is gone among it", () => {
    const deny = { ...allow("s3:DeleteObject", "*"), Effect: "Deny" };
    const before = [policy(allow("s3:GetObject", bucket), deny)];
    const now = [policy(allow("s3:PutObject", bucket))];
    assert.deepEqual(between(before, now), [
      `widened s3:PutObject on ${bucket}`,
      "widened denies s3:DeleteObject on *",
      `narrowed s3:GetObject on ${bucket}`,
    ]);
    assert.deepEqual(between(now, now), []);
  });

  it("compares references where the plan does not know a policy, and managed policies by name", () => {
    const store = resource({ type: "aws:s3/bucket:Bucket", name: "documents" });
    const unknown = (...uses: string[]) => ({
      ...resource({ type: "aws:iam/rolePolicy:RolePolicy", name: "api", inputs: {} }),
      propertyDependencies: { policy: uses },
    });
    assert.deepEqual(between([unknown()], [unknown(store.urn)]), ["widened policy refers to s3 Bucket documents"]);
    const attachment = resource({
      type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      name: "api",
      inputs: { policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    });
    assert.deepEqual(between([], [attachment]), ["widened managed policy arn:aws:iam::aws:policy/ReadOnlyAccess"]);
    assert.deepEqual(between([attachment], []), ["narrowed managed policy arn:aws:iam::aws:policy/ReadOnlyAccess"]);
  });
});
