import type * as aws from "@pulumi/aws";
import { within } from "../ranges.ts";

/** How users prove who they are. */
export interface SignIn {
  /** Whether a time-based one-time password is asked of users who set one up, or of all. */
  mfa: "OPTIONAL" | "ON";
  /** Whether risky sign-ins and leaked passwords are blocked, or only recorded. */
  threatProtection: "ENFORCED" | "AUDIT";
  /** Least length of a password, 12 to 99; all four classes of characters are always asked for. @default 12 */
  passwordLength?: number;
  /** Days that an invitation's temporary password works, 1 to 7. @default 7 */
  temporaryPasswordDays?: number;
}

/** Second factor, passwords and threat protection of a user pool. There is no SMS: its codes can be intercepted. */
export function signInSettings(signIn: SignIn): aws.cognito.UserPoolArgs {
  const { passwordLength = 12, temporaryPasswordDays = 7 } = signIn;
  return {
    mfaConfiguration: signIn.mfa,
    softwareTokenMfaConfiguration: { enabled: true },
    passwordPolicy: {
      minimumLength: passwordLength,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
      temporaryPasswordValidityDays: temporaryPasswordDays,
    },
    userPoolTier: "PLUS",
    userPoolAddOns: { advancedSecurityMode: signIn.threatProtection },
  };
}

/** What is wrong with how users prove who they are. */
export function signInFaults({ passwordLength, temporaryPasswordDays }: SignIn): string[] {
  return [
    ...within("signIn.passwordLength", passwordLength, 12, 99),
    ...within("signIn.temporaryPasswordDays", temporaryPasswordDays, 1, 7),
  ];
}
