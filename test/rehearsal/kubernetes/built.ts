import type { Suite } from "mocha";
import { areToolsBuilt } from "../../../rehearsal/kubernetes/tools.ts";

let told = false;

/** Tests that need the control plane: without it, one line says how to run them. */
export function describeBuilt(title: string, tests: (this: Suite) => void): void {
  if (areToolsBuilt()) describe(title, tests);
  else if (!told) {
    told = true;
    process.stderr.write(
      "Not run: tests on a Kubernetes control plane. They run after `npx node rehearsal/kubernetes/tools.ts` has built it.\n",
    );
  }
}
