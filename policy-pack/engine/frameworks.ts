import type { About } from "../checks/rule.ts";
import { matchesGlob, type Settings } from "../checks/settings.ts";

/** Frameworks, each with the pattern of its control identifiers. */
export const frameworks = [
  { name: "FSBP", title: "AWS Foundational Security Best Practices", control: /^[A-Za-z0-9]+\.\d+$/ },
  { name: "CIS AWS", title: "CIS AWS Foundations Benchmark", control: /^CIS AWS / },
  { name: "CIS EKS", title: "CIS Amazon EKS Benchmark", control: /^CIS EKS / },
  { name: "PSS", title: "Kubernetes Pod Security Standards", control: /^PSS/ },
  { name: "Checkov", title: "Checkov's built-in checks", control: /^CKV2?_/ },
] as const;

/** The name of a framework. */
export type Framework = (typeof frameworks)[number]["name"];

/** The framework of a control, if any. */
export function frameworkOf(control: string): Framework | undefined {
  return frameworks.find((each) => each.control.test(control))?.name;
}

/** Whether the settings select a rule: by framework or name, or by selecting nothing. */
export function isSelected({ name, controls }: About, settings: Settings): boolean {
  if (settings.frameworks.length === 0 && settings.rules.length === 0) return true;
  return (
    settings.rules.some((glob) => matchesGlob(glob, name)) ||
    controls.some((control) => settings.frameworks.some((framework) => framework === frameworkOf(control)))
  );
}
