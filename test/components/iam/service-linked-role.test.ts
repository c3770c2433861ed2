import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { ServiceLinkedRole } from "../../../components/iam/service-linked-role.ts";
import { deploy } from "../../harness.ts";

describe("ServiceLinkedRole", () => {
  it("creates the role of its service", async () => {
    const { one } = await deploy(() => new ServiceLinkedRole("search", { service: "opensearchservice.amazonaws.com" }));
    assert.equal(one(aws.iam.ServiceLinkedRole).inputs.awsServiceName, "opensearchservice.amazonaws.com");
  });
});
