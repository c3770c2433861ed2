import { PolicyPack } from "@pulumi/policy";
import { place } from "./environment.ts";
import { onIntroduction } from "./introduction.ts";
import { policies } from "./policies.ts";
import { tolerate } from "./tolerance.ts";

tolerate();
const here = place(process.env);
onIntroduction((told) => Object.assign(here, place({ ...process.env, ...told })));
new PolicyPack("platform", {
  description: "What every resource of the platform must be before it may exist.",
  enforcementLevel: "mandatory",
  policies: policies(here, new Date()),
});
