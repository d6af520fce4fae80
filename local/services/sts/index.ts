import type { RoleStore } from "../../iam/role-store";
import type { Service, ServiceFactory } from "../../kernel/service";
import { callerIdentityData, partitionData, regionData } from "./data-sources/place";
import { assumeRole } from "./operations/assume-role";
import { getCallerIdentity } from "./operations/get-caller-identity";

/**
 * STS, and the data sources that tell who and where one is.
 * @param store - the cloud's roles
 */
export const sts =
  (store: RoleStore): ServiceFactory =>
  (kernel): Service => ({
    name: "sts",
    protocol: { kind: "query", xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/" },
    operations: [getCallerIdentity(kernel, store), assumeRole(kernel, store)],
    dataSources: [callerIdentityData(kernel), regionData(kernel), partitionData(kernel)],
  });
