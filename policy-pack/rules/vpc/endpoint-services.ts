import { all, each, is, noneOf, onType } from "../../checks/conditions.ts";
import { levels, service } from "../../checks/rule.ts";

const endpointService = "aws:ec2/vpcEndpointService:VpcEndpointService";
const principal = "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple";

export const vpcEndpointServices = service("Amazon VPC", [
  {
    name: "vpce-service-accepts-manually",
    types: [endpointService],
    description: "VPC endpoint services require that each connection is accepted.",
    why: "Each allowed principal otherwise connects an endpoint to the service's load balancer without review, and a principal that is allowed by mistake is connected at once.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_123"],
    fix: "set acceptanceRequired to true",
    check: is("acceptanceRequired", true),
    ok: { acceptanceRequired: true },
    bad: { acceptanceRequired: false },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "vpce-service-not-public",
    types: [endpointService, principal],
    description: "VPC endpoint services do not allow every AWS principal.",
    why: "With * as a principal, each AWS account that learns the service's name can create an endpoint to it and reach the application behind.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set allowedPrincipals or principalArn to ARNs of accounts or roles",
    check: all(
      onType([endpointService], each("allowedPrincipals", noneOf("", ["*"]))),
      onType([principal], noneOf("principalArn", ["*"])),
    ),
    ok: { allowedPrincipals: ["arn:aws:iam::111122223333:root"] },
    bad: { allowedPrincipals: ["*"] },
    absent: "pass",
    unknown: "undecided",
  },
]);
