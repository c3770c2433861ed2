/** Shapes of credentials that cannot be anything else: no length or entropy test, since ARNs, digests and certificates are long and random too. */
const shapes: readonly { what: string; pattern: RegExp }[] = [
  { what: "an AWS access key ID", pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { what: "a private key", pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  { what: "a GitHub token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\b/ },
  { what: "a GitLab token", pattern: /\bglpat-[A-Za-z0-9_-]{20,}/ },
  { what: "a Slack token", pattern: /\bxox[abprs]-[A-Za-z0-9-]{10,}/ },
  { what: "a Slack webhook", pattern: /\bhooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]{16,}/ },
  { what: "a Stripe key", pattern: /\b[rs]k_live_[A-Za-z0-9]{16,}/ },
  { what: "a Slack app token", pattern: /\bxapp-\d-[A-Z0-9]+-\d+-[a-f0-9]{32,}/ },
  { what: "a Google API key", pattern: /\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/ },
  { what: "a SendGrid key", pattern: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/ },
  { what: "an npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { what: "a Hugging Face token", pattern: /\bhf_[A-Za-z]{34}\b/ },
  { what: "a Docker Hub token", pattern: /\bdckr_pat_[A-Za-z0-9_-]{20,}/ },
  { what: "an OpenAI or Anthropic key", pattern: /\bsk-(?:ant-|proj-)[A-Za-z0-9_-]{20,}/ },
  { what: "a JSON Web Token", pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/ },
  {
    what: "a URL with a password",
    pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@${}<>%*]*:(?!x{3,}@)[^\s:/@${}<>*]{3,}@[^\s/@]/i,
  },
  {
    what: "a connection string with a password",
    pattern:
      /\b(?:server|data source|host|endpoint)\s*=[^;]{1,200};(?:[^;]{0,200};){0,12}\s*(?:password|pwd)\s*=\s*[^;\s${}<>*]{3,}/i,
  },
];

/** Names of values that are secret by their name; what refers to a secret (an ARN, a name, a path, a policy) is not one. */
const secretName = new RegExp(
  `(?:(?:^|[._-]|(?<=[a-z]))(?:${[
    "passw(?:or)?d",
    "passphrase",
    "secret",
    "secret[_-]?access[_-]?key",
    "(?:secret|signing|api|private)[_-]?key",
    "secret[_-]?key[_-]?base",
    "(?:auth|access|api|bearer|bot|refresh|personal|git(?:hub|lab)|slack|npm|vault)[_-]?token",
  ].join("|")})|[._-](?:pass|pwd|pw))$`,
  "i",
);

/** Values that stand for a secret without being it: an ARN, a template, a variable, a path or another reference, a switch, a gap to be filled. */
const reference =
  /^\s*(?:arn:|\{\{|\$[({A-Z_]|%[({]|ssm:|vault:|env:|file:|\/|[a-z][a-z0-9+.-]*:\/\/|<|\[|(?:true|false|yes|no|on|off|none|null|\d{1,4}|\*+|x{3,}|(?:replace|fill|insert|your|to[-_ ]be)[-_ ].*|redacted|placeholder|n\/a)$)/i;
/** A secret's name in Secrets Manager, or an alias: words between slashes. */
const path = /^[a-z][a-z0-9_.-]*(?:\/[a-z0-9_.-]+)+$/;

/** What kind of credential a string holds, or undefined. */
export function credential(text: string): string | undefined {
  return shapes.find(({ pattern }) => pattern.test(text))?.what;
}

/** Charts and controllers name a Secret that is there already by existingSecret, apiKeyExistingSecret, or by what it is for. */
const named = /existing|(?:tls|cert(?:ificate)?|image[_-]?pull|pull)[_-]?secret$/i;

/** Whether a name says that its value is secret, for example DB_PASSWORD. */
export function hasSecretName(name: string): boolean {
  return secretName.test(name) && !named.test(name);
}

/** AWS's own keys are of one length, so that foo and bar are none. */
const awsKey = /secret[_-]?access[_-]?key$/i;

/** Whether a value under this name is a secret in plain sight. */
export function isPlaintextSecret(name: string, value: string): boolean {
  if (awsKey.test(name) && value.length < 40) return false;
  return hasSecretName(name) && value !== "" && !reference.test(value) && !path.test(value);
}
