/** Families whose sizes do not follow the rule below. */
const irregular = /^(?:c1|m1|m2|t1|hpc\w*)\./;

const exceptions: Readonly<Record<string, number>> = {
  "t2.nano": 1,
  "t2.micro": 1,
  "t2.small": 1,
  "c4.8xlarge": 36,
  "d2.8xlarge": 36,
};

/** The vCPUs of an EC2 instance type, by its size; undefined where the name does not tell, as for metal. */
export function vcpus(instanceType: string): number | undefined {
  const exception = exceptions[instanceType];
  if (exception !== undefined) return exception;
  const size = instanceType.split(".")[1] ?? "";
  if (irregular.test(instanceType)) return undefined;
  // Burstable types have two vCPUs up to large; other families have one in medium.
  if (size === "medium") return /^t\d/.test(instanceType) ? 2 : 1;
  if (["nano", "micro", "small", "large"].includes(size)) return 2;
  const times = /^(\d*)xlarge$/.exec(size)?.[1];
  return times === undefined ? undefined : 4 * Number(times || "1");
}

/** Whether a type counts to the quota of standard instances (A, C, D, H, I, M, R, T, Z). */
export function isStandard(instanceType: string): boolean {
  return /^(?:[acdhimrtz]\d|im\d|is\d)/.test(instanceType);
}
