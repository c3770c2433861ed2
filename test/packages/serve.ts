import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import "@pulumi/kubernetes";
import { packageProvider } from "../../packages/plugin/provider.ts";
import { frozen } from "../../packages/schema/frozen.ts";

// The process of the Pulumi package, with the components' sources and the frozen schema: it prints its port.

const components = path.join(import.meta.dirname, "..", "..", "components");
const provider = packageProvider({
  ...frozen(),
  load: (module) => import(path.join(components, `${module}.ts`)),
});
// The test holds the other end.
process.stdin.resume().on("end", () => process.exit());
await pulumi.provider.main(provider, []);
