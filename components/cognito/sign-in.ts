import type * as aws from "@pulumi/aws";
import { within } from "../ranges.ts";

/** Authentication of users. */
export interface SignIn {
  /** Whether multi-factor authentication (TOTP) is optional or required. */
  mfa: "OPTIONAL" | "ON";
  /** Whether threat protection blocks risky sign-ins and compromised passwords, or only audits them. */
  threatProtection: "ENFORCED" | "AUDIT";
  /** Minimum length of passwords, 12 to 99; all character classes are always required. @default 12 */
  passwordLength?: number;
  /** Days that a temporary password is valid, 1 to 7. @default 7 */
  temporaryPasswordDays?: number;
}

/** MFA, password policy and threat protection of a user pool; SMS is not offered, since its codes can be intercepted. */
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

/** Faults of the authentication settings. */
export function signInFaults({ passwordLength, temporaryPasswordDays }: SignIn): string[] {
  return [
    ...within("signIn.passwordLength", passwordLength, 12, 99),
    ...within("signIn.temporaryPasswordDays", temporaryPasswordDays, 1, 7),
  ];
}
