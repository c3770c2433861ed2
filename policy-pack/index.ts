import { PolicyPack } from "@pulumi/policy";
import { runOf } from "./checks/environment.ts";
import { onConfiguration } from "./engine/configured-keys.ts";
import { Findings } from "./engine/findings.ts";
import { readLeniently } from "./engine/lenient-properties.ts";
import { policies } from "./engine/policies.ts";
import { onHandshake } from "./engine/stack-handshake.ts";

readLeniently();
const run = runOf(process.env);
onHandshake((variables) => Object.assign(run, runOf({ ...process.env, ...variables })));
const findings = new Findings(run, new Date());
const all = policies(run, findings);
const levelOf = (name: string) => all.find((each) => each.name === name)?.enforcementLevel;
// Levels are told to the engine before it tells the settings, which may name another environment or project.
let settled = false;
onConfiguration(
  (keys, settings) => {
    findings.refuseUnknown(keys, all);
    settled = run.open !== true && !("environment" in settings) && !("ownProjects" in settings);
  },
  (name, level) => !settled && level === levelOf(name),
);
new PolicyPack("platform", {
  description: "Rules over AWS and Kubernetes resources, evaluated before they are created.",
  enforcementLevel: "mandatory",
  policies: all,
});
