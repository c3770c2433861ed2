import { areToolsBuilt } from "../../../rehearsal/kubernetes/tools.ts";

let told = false;

/** Skips tests that need the control plane, unless it is built, and says once how to run them. */
export function skipUnbuilt(context: { skip(): never }): void {
  if (areToolsBuilt()) return;
  if (!told)
    process.stderr.write(
      "Skipped: tests on a Kubernetes control plane. They run after `npx node rehearsal/kubernetes/tools.ts` has built it.\n",
    );
  told = true;
  context.skip();
}
