import { PolicyPack } from "@pulumi/policy";
import { place } from "./checks/environment.ts";
import { tolerate } from "./engine/lenient-properties.ts";
import { policies } from "./engine/policies.ts";
import { onIntroduction } from "./engine/stack-handshake.ts";

tolerate();
const here = place(process.env);
onIntroduction((told) => Object.assign(here, place({ ...process.env, ...told })));
new PolicyPack("platform", {
  description: "What every resource of the platform must be before it may exist.",
  enforcementLevel: "mandatory",
  policies: policies(here, new Date()),
});
