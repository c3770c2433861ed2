/** A component of the Pulumi package, with its arguments in TypeScript, and another value for each of them. */
export interface Arrival {
  type: string;
  /** Creates the component with its class. */
  create: (args: object) => unknown;
  base: object;
  others: object;
  /** What has to change with an argument, by its name. */
  besides: Readonly<Record<string, object>>;
}

/** One component; the compiler asks for another value of every argument. */
export function arrival<Args extends object>(
  type: string,
  Component: new (name: string, args: Args) => unknown,
  base: NoInfer<Args>,
  others: { readonly [Name in keyof Required<NoInfer<Args>>]: Required<NoInfer<Args>>[Name] },
  besides: Readonly<Record<string, Partial<NoInfer<Args>>>> = {},
): Arrival {
  return { type, create: (changes) => new Component("main", { ...base, ...changes }), base, others, besides };
}

export const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1";
export const otherKey = "arn:aws:kms:us-east-1:111122223333:key/2";
export const logs = { retentionInDays: 30, kmsKeyArn } as const;
export const otherLogs = { retentionInDays: 90, kmsKeyArn: otherKey } as const;
export const backups = { retentionDays: 7, window: "03:00-04:00", maintenanceWindow: "sun:04:30-sun:05:30" };
export const otherBackups = { retentionDays: 9, window: "06:00-07:00", maintenanceWindow: "sat:04:30-sat:05:30" };
