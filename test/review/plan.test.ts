import assert from "node:assert/strict";
import { planOf } from "../../review/plan.ts";

const prefix = "urn:pulumi:dev::platform::";
const row = {
  op: "create",
  urn: `${prefix}aws:s3/bucket:Bucket::files`,
  type: "aws:s3/bucket:Bucket",
  name: "files",
  parent: "",
  provider: `${prefix}pulumi:providers:aws::aws::1234`,
  inputs: {},
  dependencies: [],
  propertyDependencies: {},
  protect: false,
  changed: [],
};
const provider = {
  ...row,
  urn: `${prefix}pulumi:providers:aws::aws`,
  type: "pulumi:providers:aws",
  name: "aws",
  provider: "",
  inputs: { region: "eu-west-1" },
};

function read(...resources: object[]) {
  return planOf({ stack: "dev", resources, violations: [], errors: [] })?.resources ?? [];
}

describe("the plan in the JSON of a preview", () => {
  it("gives a resource the Region of its provider, or its own", () => {
    const [, files, copies] = read(provider, row, { ...row, urn: "other", inputs: { region: "eu-central-1" } });
    assert.deepEqual([files?.region, copies?.region], ["eu-west-1", "eu-central-1"]);
  });

  it("counts a resource once, as replaced where one of its steps says so", () => {
    const steps = ["create-replacement", "replace", "delete-replaced"].map((op) => ({ ...row, op }));
    assert.deepEqual(
      read(...steps).map(({ op }) => op),
      ["replace"],
    );
  });

  it("is undefined for other JSON", () => {
    for (const other of [undefined, [], {}, { stack: "dev" }, { stack: "dev", resources: [{ urn: "x" }] }])
      assert.equal(planOf(other), undefined);
  });
});
