import type { Refusal } from "../refusal.ts";
import type { Values } from "../thing.ts";
import { stringsAt } from "../values.ts";

const vpcOrigin = "aws:cloudfront/vpcOrigin:VpcOrigin";
const distribution = "aws:cloudfront/distribution:Distribution";
const source =
  "hashicorp/terraform-provider-aws issue 40905 https://github.com/hashicorp/terraform-provider-aws/issues/40905";

function toward(name: string): Values {
  const arn = `arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/${name}/0123456789abcdef`;
  return { vpcOriginEndpointConfig: { name, arn, httpPort: 80, httpsPort: 443, originProtocolPolicy: "https-only" } };
}

const made = { create: vpcOrigin, as: "api", inputs: toward("one") };
const used = {
  create: distribution,
  as: "cdn",
  inputs: { origins: [{ originId: "api", vpcOriginConfig: { vpcOriginId: "<api>" } }] },
};

function inUse(operation: "update" | "delete", verb: string): Refusal {
  const judged = operation === "update" ? { update: "api", inputs: toward("other") } : { delete: "api" };
  return {
    name: `cloudfront-vpc-origin-${operation}-in-use`,
    types: [vpcOrigin],
    on: [operation],
    code: `Cannot${verb}EntityWhileInUse`,
    source,
    check: ({ inputs, old, place }, account) => {
      if (old === undefined) return undefined;
      // Tags are changed by another operation.
      const config = "vpcOriginEndpointConfig";
      if (operation === "update" && JSON.stringify(inputs[config]) === JSON.stringify(old.inputs[config]))
        return undefined;
      const users = account.all(distribution, place);
      return users.some((user) => stringsAt(user.inputs, "origins.vpcOriginConfig.vpcOriginId").includes(old.id))
        ? "The specified VPC origin is currently associated with one or more distributions. Please disassociate the VPC origin from all distributions before updating or deleting."
        : undefined;
    },
    passes: { before: [made], judged },
    refused: { before: [made, used], judged },
  };
}

/** What CloudFront refuses. */
export const cloudfront: readonly Refusal[] = [inUse("update", "Update"), inUse("delete", "Delete")];
