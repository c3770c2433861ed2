import assert from "node:assert/strict";
import { breakingChanges } from "../../packages/schema/breaking.ts";
import { frozen } from "../../packages/schema/frozen.ts";
import type { ComponentSpec, NamedType, PackageSchema, Property } from "../../packages/schema/schema.ts";

const before: PackageSchema = {
  name: "platform",
  version: "1.0.0",
  description: "",
  license: "",
  language: {},
  resources: {
    "platform:data:Queue": {
      isComponent: true,
      description: "",
      inputProperties: { name: { type: "string", plain: true }, size: { $ref: "#/types/platform:data:Size" } },
      requiredInputs: ["size"],
      properties: { arn: { type: "string" } },
      required: ["arn"],
    },
  },
  types: {
    "platform:data:Size": { type: "string", enum: [{ value: "small" }, { value: "large" }] },
    "platform:data:Source": { type: "object", properties: { arn: { type: "string" } }, required: [] },
  },
};

const queue = "platform:data:Queue";
const changed = (spec: Partial<ComponentSpec>, types: Record<string, NamedType> = before.types) => {
  const [old] = Object.values(before.resources);
  return breakingChanges(before, { ...before, resources: old ? { [queue]: { ...old, ...spec } } : {}, types });
};
const size: Property = { $ref: "#/types/platform:data:Size" };
const name: Property = { type: "string", plain: true };

describe("breaking changes of a schema", () => {
  it("are none in the schema itself", () => {
    const { schema } = frozen();
    assert.deepEqual(breakingChanges(schema, schema), []);
  });

  it("are none where something is added, described or accepted besides", () => {
    const { schema } = frozen();
    assert.deepEqual(breakingChanges({ ...before, resources: {} }, schema), []);
    const inputProperties = { name: { type: "string", description: "Name." } as const, size, region: name };
    assert.deepEqual(changed({ inputProperties, requiredInputs: [] }), []);
    assert.deepEqual(changed({ inputProperties: { name: { oneOf: [name, { type: "number" }] }, size } }), []);
    const larger = { type: "string", enum: [{ value: "small" }, { value: "large" }, { value: "huge" }] } as const;
    assert.deepEqual(changed({}, { ...before.types, "platform:data:Size": larger }), []);
  });

  for (const [what, spec, told] of [
    ["an argument goes", { inputProperties: { size } }, `argument of ${queue} is gone: name`],
    ["an argument is required", { requiredInputs: ["size", "name"] }, `argument of ${queue} is now required: name`],
    [
      "an argument has another type",
      { inputProperties: { size, name: { type: "number" } } },
      `argument of ${queue} has another type: name`,
    ],
    [
      "an argument has to be known",
      { inputProperties: { name, size: { ...size, plain: true } } },
      `argument of ${queue} has another type: size`,
    ],
    ["an output goes", { properties: {}, required: [] }, `output of ${queue} is gone: arn`],
    ["an output is optional", { required: [] }, `output of ${queue} is now optional: arn`],
  ] as const satisfies readonly (readonly [string, Partial<ComponentSpec>, string])[])
    it(`show where ${what}`, () => assert.ok(changed(spec).includes(told), String(changed(spec))));

  it("show where a component goes, and where a type loses a value or requires a property", () => {
    assert.deepEqual(breakingChanges(before, { ...before, resources: {} }), [`${queue} is gone`]);
    const types = {
      "platform:data:Size": { type: "string", enum: [{ value: "small" }] },
      "platform:data:Source": { type: "object", properties: { arn: { type: "string" } }, required: ["arn"] },
    } as const;
    assert.deepEqual(changed({}, types), [
      "value of platform:data:Size is gone: large",
      "property of platform:data:Source is now required: arn",
    ]);
  });
});
