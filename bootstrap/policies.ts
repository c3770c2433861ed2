import fs from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";

/** Where `npm run bootstrap -- ACCOUNT --policies` writes the policies of the roles. */
export const policiesDirectory = path.join(import.meta.dirname, "policies");

/** The policy documents of one role, which are files named after it: prod.deployer-1.json, prod.deployer-2.json. */
export function policiesOf(account: string, role: string, directory = policiesDirectory): string[] {
  const files = fs.existsSync(directory) ? fs.readdirSync(directory) : [];
  const own = files
    .map((file) => ({ file, number: numberOf(file, role) }))
    .filter(({ number }) => number !== undefined)
    .toSorted((a, b) => Number(a.number) - Number(b.number));
  if (own.length === 0)
    throw new pulumi.RunError(
      `bootstrap/policies has no policy of ${role}: write them by npm run bootstrap -- ${account} --policies`,
    );
  // Written with line breaks for their readers; IAM and the limit of a policy do not count them.
  return own.map(({ file }) => JSON.stringify(JSON.parse(fs.readFileSync(path.join(directory, file), "utf8"))));
}

function numberOf(file: string, role: string): string | undefined {
  return file.startsWith(`${role}-`) ? /^(\d+)\.json$/.exec(file.slice(role.length + 1))?.[1] : undefined;
}
