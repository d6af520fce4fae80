import type { RoleStore } from "../../iam/role-store";
import type { Service, ServiceFactory } from "../../kernel/service";
import { getRole } from "./operations/get-role";
import { getRolePolicy } from "./operations/get-role-policy";
import { listAttachedRolePolicies } from "./operations/list-attached-role-policies";
import { listRolePolicies } from "./operations/list-role-policies";
import { listRoles } from "./operations/list-roles";
import { policyDocumentData } from "./policy-document/aws-iam-policy-document";
import { policyResource } from "./resources/aws-iam-policy";
import { roleResource } from "./resources/aws-iam-role";
import { rolePolicyResource } from "./resources/aws-iam-role-policy";
import { rolePolicyAttachmentResource } from "./resources/aws-iam-role-policy-attachment";
import {
  rolePoliciesExclusiveResource,
  rolePolicyAttachmentsExclusiveResource,
} from "./resources/exclusive-policies";

/**
 * IAM: roles and policies. A role's resource policy is its trust policy, so that `sts:AssumeRole` on its ARN is
 * decided like any other call.
 *
 * @param store - where the cloud's authorizer finds them
 */
export const iam =
  (store: RoleStore): ServiceFactory =>
  (kernel): Service => ({
    name: "iam",
    protocol: { kind: "query", xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/" },
    operations: [
      getRole(kernel, store),
      listRoles(kernel, store),
      getRolePolicy(kernel, store),
      listRolePolicies(kernel, store),
      listAttachedRolePolicies(kernel, store),
    ],
    resources: [
      roleResource(kernel, store),
      rolePolicyResource(kernel, store),
      policyResource(kernel, store),
      rolePolicyAttachmentResource(store),
      rolePoliciesExclusiveResource(store),
      rolePolicyAttachmentsExclusiveResource(store),
    ],
    dataSources: [policyDocumentData],
    resourcePolicy: (arn) => store.findRoleByArn(arn)?.trust,
  });
