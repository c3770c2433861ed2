/**
 * Where a service is set up that an account has once per Region: by this stack (`create`), earlier in the account
 * (`existing`), or by the organization's delegated administrator, which also handles the findings (`elsewhere`).
 */
export type ServiceOwner = "create" | "existing" | "elsewhere";

/** Owners of the security services of an account. */
export interface AccountServices {
  /** AWS Config: service-linked role, recorder and delivery channel. @default "create" */
  config?: ServiceOwner;
  /** Amazon GuardDuty: detector and protection plans. @default "create" */
  guardDuty?: ServiceOwner;
  /** Amazon Inspector. @default "create" */
  inspector?: ServiceOwner;
  /** Amazon Macie. @default "create" */
  macie?: ServiceOwner;
  /** AWS Security Hub: account and standards. @default "create" */
  securityHub?: ServiceOwner;
}
