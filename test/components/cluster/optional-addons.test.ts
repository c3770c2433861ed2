import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { OptionalAddons, type OptionalAddonsArgs } from "../../../components/cluster/optional-addons.ts";
import { at, deploy, refusal } from "../../harness.ts";

const program = (addons: OptionalAddonsArgs["addons"]) => () => {
  new OptionalAddons("add-ons", { clusterName: "main", addons });
};

describe("OptionalAddons", () => {
  it("installs the given add-ons at pinned versions", async () => {
    const { of } = await deploy(program(["adot", "cert-manager"]));
    assert.deepEqual(
      of(aws.eks.Addon).map((each) => [at(each, "clusterName"), at(each, "addonName"), at(each, "addonVersion")]),
      [
        ["main", "cert-manager", "v1.20.2-eksbuild.3"],
        ["main", "adot", "v0.151.0-eksbuild.1"],
      ],
    );
  });

  it("installs cert-manager before the operator, whose webhooks need certificates", async () => {
    const { one } = await deploy(program(["adot", "cert-manager"]));
    const { urn } = one(aws.eks.Addon, "add-ons-cert-manager");
    assert.ok(one(aws.eks.Addon, "add-ons-adot").dependencies.includes(urn));
  });

  it("installs cert-manager only", async () => {
    const { of } = await deploy(program(["cert-manager"]));
    assert.deepEqual(
      of(aws.eks.Addon).map((each) => at(each, "addonName")),
      ["cert-manager"],
    );
  });

  it("refuses the operator without cert-manager", async () => {
    assert.match(await refusal(program(["adot"])), /addons must list cert-manager where they list adot, got adot$/);
  });
});
