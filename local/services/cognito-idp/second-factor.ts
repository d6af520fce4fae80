import { openChallenge } from "./challenge-session";
import type { Directory } from "./directory";
import type { Client, Pool, User } from "./state";

/** The challenge that follows the password where the pool or the user wants a second factor. */
export function secondFactor(directory: Directory, pool: Pool, client: Client, user: User) {
  if (pool.mfa === "OFF") return undefined;
  const { verified, enabled, deviceName } = user.softwareToken ?? {};
  const shared = { USER_ID_FOR_SRP: user.username };
  // Where MFA is required, an app counts unless it was turned off, by which administrators reset a lost one.
  if (verified !== undefined && (enabled ?? pool.mfa === "ON")) {
    return {
      ChallengeName: "SOFTWARE_TOKEN_MFA",
      Session: openChallenge(directory, pool, client, user, { name: "SOFTWARE_TOKEN_MFA" }),
      ChallengeParameters: {
        ...shared,
        ...(deviceName === undefined ? {} : { FRIENDLY_DEVICE_NAME: deviceName }),
      },
    };
  }
  if (pool.mfa === "OPTIONAL") return undefined;
  return {
    ChallengeName: "MFA_SETUP",
    Session: openChallenge(directory, pool, client, user, { name: "MFA_SETUP" }),
    ChallengeParameters: { ...shared, MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
  };
}
