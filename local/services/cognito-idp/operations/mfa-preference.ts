import { UnsupportedError } from "../../../kernel/errors";
import type { Operation } from "../../../kernel/operation";
import type { Directory } from "../directory";
import { preferSoftwareToken } from "../software-token";
import { type User, userOf } from "../state";

interface Settings {
  readonly Enabled?: boolean;
  readonly PreferredMfa?: boolean;
}

interface Preference {
  readonly SoftwareTokenMfaSettings?: Settings;
  readonly SMSMfaSettings?: Settings;
  readonly EmailMfaSettings?: Settings;
  readonly WebAuthnMfaSettings?: Settings;
}

/** SetUserMFAPreference and AdminSetUserMFAPreference: whether sign-ins of a user ask for a second factor. */
export function mfaPreferenceOperations(directory: Directory): readonly Operation[] {
  const own: Operation<Preference & { readonly AccessToken: string }> = {
    name: "SetUserMFAPreference",
    access: () => [],
    run: async (input) => {
      const { user } = await directory.tokens.userOf(directory.pools.all(), input.AccessToken);
      setPreference(user, input);
      return {};
    },
  };
  const ofOthers: Operation<Preference & { readonly UserPoolId: string; readonly Username: string }> = {
    name: "AdminSetUserMFAPreference",
    access: ({ UserPoolId }) => [
      { action: "cognito-idp:AdminSetUserMFAPreference", resource: directory.pools.pool(UserPoolId).arn },
    ],
    run: (input) => {
      setPreference(userOf(directory.pools.pool(input.UserPoolId), input.Username), input);
      return {};
    },
  };
  return [own, ofOthers];
}

/** @throws UnsupportedError for second factors other than an authenticator app */
function setPreference(user: User, preference: Preference): void {
  for (const name of ["SMSMfaSettings", "EmailMfaSettings", "WebAuthnMfaSettings"] as const) {
    if (preference[name]?.Enabled === true) {
      throw new UnsupportedError(
        `the local cloud does not model ${name}; the second factor that it models is an authenticator app, ` +
          "by SoftwareTokenMfaSettings",
      );
    }
  }
  const { Enabled = false, PreferredMfa = false } = preference.SoftwareTokenMfaSettings ?? {};
  if (preference.SoftwareTokenMfaSettings) preferSoftwareToken(user, Enabled, PreferredMfa);
}
