import type { Chance } from "../../kernel/chance";
import { AwsError } from "../../kernel/errors";
import type { User } from "./state";
import { BASE32, totpCode, totpStep } from "./totp";

/** AWS takes a code of the step before and after, too, as clocks differ. */
const TOLERATED_STEPS = [0, -1, 1];

/** Gives the user a fresh secret, which counts once a code of it was right; until then the old one does. */
export function newSecret(user: User, chance: Chance): string {
  // 32 bytes, as on AWS: their last bit opens a character whose other four bits are zero.
  const secret = chance.text(51, BASE32) + chance.text(1, "AQ");
  user.softwareToken ??= { lastStep: 0, preferred: false };
  user.softwareToken.pending = secret;
  return secret;
}

/**
 * Takes the first code of a fresh secret, which replaces the one before.
 * @throws AwsError InvalidParameterException, EnableSoftwareTokenMFAException
 */
export function proveSecret(user: User, code: string, nowMs: number, deviceName: string | undefined): void {
  const token = user.softwareToken;
  if (token?.pending === undefined) {
    throw new AwsError("InvalidParameterException", "User has not set up software token mfa");
  }
  const step = stepOf(token.pending, code, nowMs);
  if (step === undefined) {
    throw new AwsError("EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA");
  }
  user.softwareToken = {
    verified: token.pending,
    lastStep: step,
    preferred: token.preferred,
    ...(token.enabled === undefined ? {} : { enabled: token.enabled }),
    ...(deviceName === undefined ? {} : { deviceName }),
  };
}

/**
 * Takes a code at a sign-in; each is good once.
 * @throws AwsError CodeMismatchException, ExpiredCodeException
 */
export function takeTotp(user: User, code: string, nowMs: number): void {
  const token = user.softwareToken;
  const step = token?.verified === undefined ? undefined : stepOf(token.verified, code, nowMs);
  if (token === undefined || step === undefined) {
    throw new AwsError("CodeMismatchException", "Invalid code received for user");
  }
  if (step <= token.lastStep) {
    throw new AwsError("ExpiredCodeException", "Your software token has already been used once.");
  }
  token.lastStep = step;
}

/**
 * Sets whether sign-ins ask for a code of the authenticator app.
 * @throws AwsError InvalidParameterException when the user has none
 */
export function preferSoftwareToken(user: User, isEnabled: boolean, isPreferred: boolean): void {
  const token = user.softwareToken;
  if (isEnabled && token?.verified === undefined) {
    const text =
      token === undefined
        ? "User has not set up software token mfa"
        : "User has not verified software token mfa";
    throw new AwsError("InvalidParameterException", text);
  }
  if (token === undefined) return;
  token.enabled = isEnabled;
  token.preferred = isEnabled && isPreferred;
}

/** A user's second factors, as reads of the user list them. */
export function mfaSettings({ softwareToken }: User) {
  if (softwareToken?.enabled !== true) return {};
  return {
    UserMFASettingList: ["SOFTWARE_TOKEN_MFA"],
    ...(softwareToken.preferred ? { PreferredMfaSetting: "SOFTWARE_TOKEN_MFA" } : {}),
  };
}

/** The time step whose code this is, if it is near enough. */
function stepOf(secret: string, code: string, nowMs: number): number | undefined {
  return TOLERATED_STEPS.map((offset) => totpStep(nowMs) + offset).find(
    (step) => totpCode(secret, step) === code,
  );
}
