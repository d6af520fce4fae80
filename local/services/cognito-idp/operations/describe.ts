import { AwsError } from "../../../kernel/errors";
import type { Operation } from "../../../kernel/operation";
import type { Directory } from "../directory";
import { pageOf } from "../page";

interface PageInput {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** Reads of pools and clients. */
export function describeOperations(directory: Directory): readonly Operation[] {
  const listPools: Operation<PageInput> = {
    name: "ListUserPools",
    traced: false,
    access: () => [{ action: "cognito-idp:ListUserPools", resource: "*" }],
    run: ({ MaxResults, NextToken }) => {
      const { items, next } = pageOf("ListUserPools", directory.pools.all(), MaxResults, NextToken);
      return {
        UserPools: items.map(({ id, name, createdAtMs }) => ({
          Id: id,
          Name: name,
          CreationDate: createdAtMs / 1000,
          LastModifiedDate: createdAtMs / 1000,
        })),
        ...(next === undefined ? {} : { NextToken: next }),
      };
    },
  };
  const describePool: Operation<{ UserPoolId: string }> = {
    name: "DescribeUserPool",
    traced: false,
    access: ({ UserPoolId }) => [
      { action: "cognito-idp:DescribeUserPool", resource: directory.pools.pool(UserPoolId).arn },
    ],
    run: ({ UserPoolId }) => {
      const pool = directory.pools.pool(UserPoolId);
      const policy = pool.passwordPolicy;
      return {
        UserPool: {
          Id: pool.id,
          Name: pool.name,
          Arn: pool.arn,
          MfaConfiguration: pool.mfa,
          Domain: pool.domain,
          EstimatedNumberOfUsers: pool.users.size,
          CreationDate: pool.createdAtMs / 1000,
          Policies: {
            PasswordPolicy: {
              MinimumLength: policy.minimumLength,
              RequireLowercase: policy.requireLowercase,
              RequireUppercase: policy.requireUppercase,
              RequireNumbers: policy.requireNumbers,
              RequireSymbols: policy.requireSymbols,
              TemporaryPasswordValidityDays: policy.temporaryValidityDays,
            },
          },
        },
      };
    },
  };
  const listClients: Operation<PageInput & { readonly UserPoolId: string }> = {
    name: "ListUserPoolClients",
    traced: false,
    access: ({ UserPoolId }) => [
      { action: "cognito-idp:ListUserPoolClients", resource: directory.pools.pool(UserPoolId).arn },
    ],
    run: ({ UserPoolId, MaxResults, NextToken }) => {
      const clients = [...directory.pools.pool(UserPoolId).clients.values()];
      const { items, next } = pageOf(`ListUserPoolClients ${UserPoolId}`, clients, MaxResults, NextToken);
      return {
        UserPoolClients: items.map(({ id, name }) => ({ ClientId: id, ClientName: name, UserPoolId })),
        ...(next === undefined ? {} : { NextToken: next }),
      };
    },
  };
  const describeClient: Operation<{ UserPoolId: string; ClientId: string }> = {
    name: "DescribeUserPoolClient",
    traced: false,
    access: ({ UserPoolId }) => [
      { action: "cognito-idp:DescribeUserPoolClient", resource: directory.pools.pool(UserPoolId).arn },
    ],
    run: ({ UserPoolId, ClientId }) => {
      const client = directory.pools.pool(UserPoolId).clients.get(ClientId);
      if (client === undefined) {
        throw new AwsError("ResourceNotFoundException", `User pool client ${ClientId} does not exist.`);
      }
      return {
        UserPoolClient: {
          UserPoolId,
          ClientId: client.id,
          ClientName: client.name,
          ClientSecret: client.secret,
          ExplicitAuthFlows: client.authFlows,
          AllowedOAuthFlowsUserPoolClient: client.oauthFlows.length > 0,
          AllowedOAuthFlows: client.oauthFlows,
          AllowedOAuthScopes: client.oauthScopes,
          AccessTokenValidity: client.accessTokenSeconds,
          IdTokenValidity: client.idTokenSeconds,
          RefreshTokenValidity: client.refreshTokenSeconds,
          TokenValidityUnits: { AccessToken: "seconds", IdToken: "seconds", RefreshToken: "seconds" },
        },
      };
    },
  };
  return [listPools, describePool, listClients, describeClient];
}
