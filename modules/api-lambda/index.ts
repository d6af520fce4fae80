export { HttpApi, type HttpApiProps, type HttpRoute } from "./http-api";
export { RestApi, type RestApiProps, type RestRoute } from "./rest-api";
