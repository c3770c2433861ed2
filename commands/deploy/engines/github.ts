import { stringify } from "yaml";
import { needs, type PartName, partNames } from "../../../layers/parts/order.ts";

const head = `# Updates one stack, whole or in its parts: docs/delivery.md. Printed by \`npm run deploy -- prod --print github\`.
name: update

on:
  workflow_dispatch:
    inputs:
      stack:
        description: Stack to update
        required: true
        type: string
      parts:
        description: Whether the stack is deployed in its parts
        required: false
        default: false
        type: boolean

permissions:
  contents: read

# An update is never cancelled, because that leaves its state locked.
concurrency:
  group: update-\${{ inputs.stack }}
  cancel-in-progress: false

`;

/** The workflow that updates a stack: one job for the whole stack, or one for each part, after the parts that it reads. */
export function github(): string {
  const parts = partNames.map((part) => [part, job(part, needs[part], "inputs.parts")] as const);
  const jobs = { whole: job("whole", [], "!inputs.parts"), ...Object.fromEntries(parts) };
  return `${head}${stringify({ jobs }, { lineWidth: 0 })}`;
}

function job(unit: PartName | "whole", after: readonly PartName[], condition: string) {
  return {
    if: `\${{ ${condition} }}`,
    ...(after.length > 0 && { needs: [...after] }),
    permissions: { contents: "read", "id-token": "write" },
    uses: "./.github/workflows/unit.yml",
    with: { stack: `\${{ inputs.stack }}`, unit },
  };
}
