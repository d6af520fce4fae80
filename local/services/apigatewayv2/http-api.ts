import { AwsError } from "../../kernel/errors";
import type { CorsSettings } from "./cors";
import type { HttpStage } from "./http-stage";

export interface HttpApiSettings {
  readonly name: string;
  readonly description?: string | undefined;
  readonly cors?: CorsSettings | undefined;
  readonly endpointDisabled: boolean;
}

export interface RouteDefinition {
  /** Such as `GET /basket/{userName}`, or `$default`. */
  readonly key: string;
  readonly authorization: "NONE" | "JWT" | "AWS_IAM";
  readonly authorizerId?: string | undefined;
  readonly scopes: readonly string[];
  readonly integrationId: string;
}

export interface HttpIntegrationDefinition {
  readonly uri: string;
  readonly payloadFormat: "1.0" | "2.0";
  readonly timeoutMs: number;
  readonly credentialsArn?: string | undefined;
}

export interface JwtAuthorizerDefinition {
  readonly issuer: string;
  readonly audience: readonly string[];
  /** Such as `$request.header.Authorization`; the first that a request has counts. */
  readonly identitySources: readonly string[];
}

/** Everything that a deployment freezes. */
export interface HttpDefinition {
  readonly settings: HttpApiSettings;
  readonly routes: ReadonlyMap<string, RouteDefinition>;
  readonly integrations: ReadonlyMap<string, HttpIntegrationDefinition>;
  readonly authorizers: ReadonlyMap<string, JwtAuthorizerDefinition>;
}

/** An HTTP API as it is defined now. Stages that deploy by themselves serve this; others, a deployment of it. */
export class HttpApi {
  readonly deployments = new Map<string, HttpDefinition>();
  readonly stages = new Map<string, HttpStage>();
  private readonly routes = new Map<string, RouteDefinition>();
  private readonly integrations = new Map<string, HttpIntegrationDefinition>();
  private readonly authorizers = new Map<string, JwtAuthorizerDefinition>();
  private current: HttpDefinition | undefined;

  constructor(
    readonly id: string,
    readonly createdAtMs: number,
    private apiSettings: HttpApiSettings,
  ) {}

  get settings(): HttpApiSettings {
    return this.apiSettings;
  }

  set settings(settings: HttpApiSettings) {
    this.apiSettings = settings;
    this.current = undefined;
  }

  /** What is defined now; the same object until something changes. */
  get definition(): HttpDefinition {
    this.current ??= {
      settings: this.apiSettings,
      routes: new Map(this.routes),
      integrations: new Map(this.integrations),
      authorizers: new Map(this.authorizers),
    };
    return this.current;
  }

  /** @throws AwsError as AWS answers for a route that exists, or that names what does not */
  setRoute(id: string, route: RouteDefinition): void {
    for (const [otherId, other] of this.routes) {
      if (other.key === route.key && otherId !== id) {
        throw new AwsError(
          "ConflictException",
          `Route with key ${route.key} already exists for this API`,
          409,
        );
      }
    }
    if (!this.integrations.has(route.integrationId)) {
      throw new AwsError(
        "NotFoundException",
        `Unable to find Integration by ID ${route.integrationId} within the scope of API ${this.id}`,
        404,
      );
    }
    if (route.authorization === "JWT" && !this.authorizers.has(route.authorizerId ?? "")) {
      throw new AwsError("BadRequestException", `Authorizer id ${route.authorizerId} was not found`);
    }
    this.routes.set(id, route);
    this.current = undefined;
  }

  setIntegration(id: string, integration: HttpIntegrationDefinition): void {
    this.integrations.set(id, integration);
    this.current = undefined;
  }

  setAuthorizer(id: string, authorizer: JwtAuthorizerDefinition): void {
    this.authorizers.set(id, authorizer);
    this.current = undefined;
  }

  /** Takes away a route, an integration or an authorizer. */
  remove(kind: "route" | "integration" | "authorizer", id: string): void {
    if (kind === "route") this.routes.delete(id);
    else if (kind === "integration") this.integrations.delete(id);
    else this.authorizers.delete(id);
    this.current = undefined;
  }
}
