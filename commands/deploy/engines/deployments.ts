import { stringify } from "yaml";
import { needs, partNames } from "../../../layers/parts/order.ts";
import type { Printed } from "./printed.ts";

/**
 * Settings files of Pulumi Deployments, one for each part (fields: sdk/go/common/apitype/deployments.go of Pulumi 3.255).
 * The settings have no order, so each part asks first for the contracts that it reads, and fails where one is missing.
 */
export function deployments({ whole, repository = "REPOSITORY" }: Printed): string {
  const files = partNames.map((part) => {
    const contracts = needs[part].map((need) => `pulumi stack output contract --stack ${whole}.${need} > /dev/null`);
    const settings = {
      sourceContext: { git: { repoUrl: repository, branch: "main" } },
      operationContext: {
        preRunCommands: ["npm ci", `ln -sf Pulumi.${whole}.yaml Pulumi.${whole}.${part}.yaml`, ...contracts],
      },
    };
    return `# Pulumi.${whole}.${part}.deploy.yaml\n${stringify({ settings }, { lineWidth: 0 })}`;
  });
  return files.join("---\n");
}
