import fs from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { type Effect, type Effects, effectsFile } from "../../../packages/reference/effect.ts";
import { frozen, frozenLeft } from "../../../packages/schema/frozen.ts";
import { recordUses } from "./recording.ts";

// Measures what each argument of each component changes, on the components as the stacks create them, and writes it to
// packages/frozen: the values of other stacks and values of the same type take the place of each argument in turn.

// A component that refuses its arguments may reject once more after the deployment that reported it has ended.
process.on("unhandledRejection", () => {});
const uses = recordUses();
const { componentEffects } = await import("./effects.ts");
const { deployStack } = await import("../../stacks/origins.ts");
const { stacks } = await import("../../stacks/stack-settings.ts");
const { networkArrivals } = await import("../arrivals/network.ts");
const { storeArrivals } = await import("../arrivals/stores.ts");
const { computeArrivals } = await import("../arrivals/compute.ts");

for (const stack of stacks) await deployStack(stack);
const arrivals = [...networkArrivals, ...storeArrivals, ...computeArrivals];
const account = { accountId: "111122223333", region: "us-east-1", partition: "aws" };
const cluster = { clusterName: "main", oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/example.com" };
const vault = { replicas: 3, volumeGib: 20, issuer: "internal", clients: ["application"], deletionProtection: true };
const given = [
  ...uses,
  // No stack has it.
  { token: "platform:addons:Vault", args: { account, cluster: pulumi.output(cluster), ...vault } },
  ...arrivals.flatMap(({ type: token, base, others }) =>
    [base, { ...base, ...others }].map((args) => ({ token, args })),
  ),
];
const named = process.argv.slice(2);
const effects: Record<string, Record<string, Effect>> = {};
const { schema } = frozen();
const tokens = [...Object.keys(schema.resources), ...Object.keys(frozenLeft())];
for (const token of tokens.filter((each) => named.length === 0 || named.includes(each))) {
  process.stderr.write(`${token}\n`);
  const all = given.filter((each) => each.token === token).map(({ args }) => args);
  effects[token] = await componentEffects(token, all);
}
const result: Effects = effects;
const text = `${JSON.stringify(result, undefined, 1)}\n`;
if (named.length === 0) fs.writeFileSync(effectsFile, text);
else process.stdout.write(text);
