import { AwsError } from "../../../kernel/errors";
import type { Operation } from "../../../kernel/operation";
import type { AttributeList } from "../attributes";
import { deliveryTo, simulatedDelivery } from "../code-delivery";
import { checkSecretHash, codeMismatch, type Directory } from "../directory";
import { checkPassword } from "../password-policy";
import { checkUnconfirmed, userMeantBy } from "../state";

interface SignUpInput {
  readonly ClientId: string;
  readonly Username: string;
  readonly Password: string;
  readonly SecretHash?: string;
  readonly UserAttributes?: AttributeList;
}

interface ConfirmSignUpInput {
  readonly ClientId: string;
  readonly Username: string;
  readonly ConfirmationCode: string;
  readonly SecretHash?: string;
}

/** How a person gets an account: SignUp, ConfirmSignUp, ResendConfirmationCode; open to everybody, as on AWS. */
export function signUpOperations(directory: Directory): readonly Operation[] {
  const signUp: Operation<SignUpInput> = {
    name: "SignUp",
    access: () => [],
    run: (input) => {
      const { pool, client } = directory.pools.client(input.ClientId);
      checkSecretHash(client, input.Username, input.SecretHash);
      if (pool.adminCreatesUsersOnly) {
        throw new AwsError("NotAuthorizedException", "SignUp is not permitted for this user pool");
      }
      checkPassword(pool.passwordPolicy, input.Password);
      const user = directory.addUser(pool, input.Username, {
        password: input.Password,
        status: "UNCONFIRMED",
        attributes: input.UserAttributes,
        writer: "client",
      });
      directory.sendCode(pool, user, "sign-up");
      const delivery = deliveryTo(user);
      return {
        UserConfirmed: false,
        UserSub: user.sub,
        ...(delivery === undefined ? {} : { CodeDeliveryDetails: delivery }),
      };
    },
  };
  const confirm: Operation<ConfirmSignUpInput> = {
    name: "ConfirmSignUp",
    access: () => [],
    run: (input) => {
      const { pool, client } = directory.pools.client(input.ClientId);
      checkSecretHash(client, input.Username, input.SecretHash);
      const user = userMeantBy(pool, client, input.Username);
      if (user === undefined) throw codeMismatch();
      checkUnconfirmed(user);
      directory.takeCode(user, "sign-up", input.ConfirmationCode);
      user.status = "CONFIRMED";
      for (const attribute of pool.autoVerified) {
        if (user.attributes.has(attribute)) user.attributes.set(`${attribute}_verified`, "true");
      }
      return {};
    },
  };
  const resend: Operation<Omit<ConfirmSignUpInput, "ConfirmationCode">> = {
    name: "ResendConfirmationCode",
    access: () => [],
    run: (input) => {
      const { pool, client } = directory.pools.client(input.ClientId);
      checkSecretHash(client, input.Username, input.SecretHash);
      const user = userMeantBy(pool, client, input.Username);
      if (user === undefined) return { CodeDeliveryDetails: simulatedDelivery(pool, input.Username) };
      if (user.status !== "UNCONFIRMED") {
        throw new AwsError("InvalidParameterException", "User is already confirmed.");
      }
      directory.sendCode(pool, user, "sign-up");
      return { CodeDeliveryDetails: deliveryTo(user) };
    },
  };
  return [signUp, confirm, resend];
}
