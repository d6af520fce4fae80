import { AwsError } from "../../../kernel/errors";
import type { Operation } from "../../../kernel/operation";
import { type CodeDelivery, recoveryDeliveryTo, simulatedDelivery } from "../code-delivery";
import { checkSecretHash, codeMismatch, type Directory } from "../directory";
import { checkPassword } from "../password-policy";
import { type Pool, type User, userMeantBy } from "../state";

interface Input {
  readonly ClientId: string;
  readonly Username: string;
  readonly SecretHash?: string;
}

type ConfirmInput = Input & { readonly ConfirmationCode: string; readonly Password: string };

/** How users who forgot their password get another: ForgotPassword and ConfirmForgotPassword. */
export function forgottenPasswordOperations(directory: Directory): readonly Operation[] {
  const forgot: Operation<Input> = {
    name: "ForgotPassword",
    access: () => [],
    run: (input) => {
      const { pool, client } = directory.pools.client(input.ClientId);
      checkSecretHash(client, input.Username, input.SecretHash);
      const user = userMeantBy(pool, client, input.Username);
      if (user === undefined || (client.hidesUserExistence && recoveryDeliveryTo(user) === undefined)) {
        return { CodeDeliveryDetails: simulatedDelivery(pool, input.Username) };
      }
      return { CodeDeliveryDetails: sendPasswordCode(directory, pool, user) };
    },
  };
  return [forgot, confirmForgotPassword(directory)];
}

function confirmForgotPassword(directory: Directory): Operation<ConfirmInput> {
  return {
    name: "ConfirmForgotPassword",
    access: () => [],
    run: (input) => {
      const { pool, client } = directory.pools.client(input.ClientId);
      checkSecretHash(client, input.Username, input.SecretHash);
      const user = userMeantBy(pool, client, input.Username);
      checkPassword(pool.passwordPolicy, input.Password);
      if (user === undefined) throw codeMismatch();
      directory.takeCode(user, "password", input.ConfirmationCode);
      directory.setPassword(pool, user, input.Password);
      user.status = "CONFIRMED";
      return {};
    },
  };
}

/**
 * Sends a code with which the user can choose another password, and tells where.
 * @throws AwsError NotAuthorizedException where there is no password of the user's own yet, InvalidParameterException
 * where no address is verified
 */
export function sendPasswordCode(directory: Directory, pool: Pool, user: User): CodeDelivery {
  const delivery = recoveryDeliveryTo(user);
  const ready = user.status !== "FORCE_CHANGE_PASSWORD";
  if (ready && delivery === undefined) {
    throw new AwsError(
      "InvalidParameterException",
      "Cannot reset password for the user as there is no registered/verified email or phone_number",
    );
  }
  // The code would confirm an open sign-up, too, which only the code of the sign-up may do.
  if (delivery === undefined || !ready || user.status === "UNCONFIRMED") {
    throw new AwsError("NotAuthorizedException", "User password cannot be reset in the current state.");
  }
  directory.sendCode(pool, user, "password");
  return delivery;
}
