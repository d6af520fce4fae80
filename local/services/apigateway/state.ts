import { AwsError } from "../../kernel/errors";
import type { HttpApi } from "../apigatewayv2/http-api";
import type { RestApi } from "./rest/rest-api";
import { UsagePlans } from "./rest/usage-plans";

/** The APIs of one cloud, and what they share. */
export class ApiGatewayState {
  readonly restApis = new Map<string, RestApi>();
  readonly httpApis = new Map<string, HttpApi>();
  readonly usagePlans = new UsagePlans();
  /** The account's role for writing the logs of REST APIs. */
  logRoleArn: string | undefined;

  /** @throws AwsError NotFoundException */
  restApi(id: string): RestApi {
    const api = this.restApis.get(id);
    if (api === undefined) {
      throw new AwsError("NotFoundException", `Invalid API identifier specified ${id}`, 404);
    }
    return api;
  }

  /** @throws AwsError NotFoundException */
  httpApi(id: string): HttpApi {
    const api = this.httpApis.get(id);
    if (api === undefined) {
      throw new AwsError("NotFoundException", `Invalid API identifier specified ${id}`, 404);
    }
    return api;
  }
}
